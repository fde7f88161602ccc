#include "splunk/xml_text.h"

#include "base/escape.h"

namespace eventlens {

void append_element(std::string& out, size_t indent, std::string_view name,
                    std::string_view text) {
  Buffer escaped;
  append_utf8(escaped, text, Escape::XmlText);
  out.append(indent, ' ').append("<").append(name).append(">");
  out.append(escaped.view());
  out.append("</").append(name).append(">\n");
}

}  // namespace eventlens
