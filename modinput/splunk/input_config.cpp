#include "splunk/input_config.h"

#include <algorithm>
#include <pugixml.hpp>

#include "base/limits.h"

namespace eventlens {
namespace {

/// The line in which the character stands that begins `offset` bytes into the
/// UTF-8 form of UTF-16 text.
size_t line_in_utf16(std::string_view document, bool big_endian,
                     size_t offset) {
  size_t line = 1;
  for (size_t at = 0, bytes = 0; at + 1 < document.size() && bytes < offset;
       at += 2) {
    const auto first = static_cast<unsigned char>(document[at]);
    const auto second = static_cast<unsigned char>(document[at + 1]);
    const unsigned unit =
        big_endian ? first * 256U + second : second * 256U + first;
    const bool half_of_pair = unit >= 0xD800 && unit <= 0xDFFF;
    bytes += unit < 0x80 ? 1 : unit < 0x800 || half_of_pair ? 2 : 3;
    line += unit == '\n' ? 1 : 0;
  }
  return line;
}

/// The line of `offset`, which pugixml counts in UTF-8 whatever the document
/// came in.
size_t line_of(std::string_view document, size_t offset) {
  if (document.starts_with("\xFF\xFE") || document.starts_with("\xFE\xFF")) {
    return line_in_utf16(document, document.starts_with("\xFE\xFF"), offset);
  }
  const auto before = document.substr(0, offset);
  return 1 +
         static_cast<size_t>(std::count(before.begin(), before.end(), '\n'));
}

/// Parses `document` and returns its root, which must be a <`root_name`>.
/// pugixml reads no document type, so no entity of the document's own is ever
/// expanded or fetched.
Expected<pugi::xml_node> parse_root(pugi::xml_document& parsed,
                                    std::string_view document,
                                    const std::string& root_name) {
  const std::string expected =
      "expected is the <" + root_name + "> document that splunkd sends";
  if (document.size() > kMaxConfigurationBytes) {
    return Error{ErrorCode::LimitExceeded,
                 "standard input holds more than " +
                     std::to_string(kMaxConfigurationBytes >> 20) + " MiB; " +
                     expected};
  }
  const auto result = parsed.load_buffer(
      document.data(), document.size(),
      pugi::parse_default | pugi::parse_trim_pcdata, pugi::encoding_auto);
  if (result.status == pugi::status_no_document_element) {
    return Error{ErrorCode::Malformed,
                 "standard input holds no XML element; " + expected};
  }
  if (!result) {
    const auto offset =
        static_cast<size_t>(std::max<ptrdiff_t>(result.offset, 0));
    return Error{ErrorCode::Malformed,
                 "standard input is not well-formed XML in line " +
                     std::to_string(line_of(document, offset)) + ", at byte " +
                     std::to_string(offset) + ": " + result.description() +
                     "; " + expected};
  }
  const pugi::xml_node root = parsed.document_element();
  if (root.name() != root_name) {
    return Error{ErrorCode::Malformed, std::string("standard input holds a <") +
                                           root.name() + "> document; " +
                                           expected};
  }
  return root;
}

/// All text directly in `node`, also where comments or CDATA divide it.
std::string text_of(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
      text += child.value();
    }
  }
  return text;
}

/// Error: Malformed where the stanza has no name.
Expected<StanzaParams> parse_stanza(const pugi::xml_node& node) {
  StanzaParams stanza;
  stanza.name = node.attribute("name").value();
  if (stanza.name.empty()) {
    return Error{ErrorCode::Malformed, std::string("standard input holds a <") +
                                           node.name() + "> without a name"};
  }
  for (const pugi::xml_node& child : node.children()) {
    const std::string_view element = child.name();
    Param param{child.attribute("name").value(), {}};
    if (element == "param") {
      param.values.push_back(text_of(child));
    } else if (element == "param_list") {
      for (const pugi::xml_node& value : child.children("value")) {
        param.values.push_back(text_of(value));
      }
    } else {
      continue;
    }
    if (!param.name.empty()) {
      stanza.params.push_back(std::move(param));
    }
  }
  return stanza;
}

}  // namespace

Expected<InputConfig> parse_input_config(std::string_view document) {
  pugi::xml_document parsed;
  ASSIGN_OR_RETURN(const auto root, parse_root(parsed, document, "input"));
  InputConfig config;
  config.server_host = text_of(root.child("server_host"));
  config.server_uri = text_of(root.child("server_uri"));
  config.checkpoint_dir = text_of(root.child("checkpoint_dir"));
  if (config.checkpoint_dir.empty()) {
    return Error{ErrorCode::NotFound,
                 "the <input> document on standard input names no "
                 "checkpoint_dir, so there is no place to save how far each "
                 "file was read"};
  }
  const auto stanzas = root.child("configuration").children("stanza");
  for (const pugi::xml_node& node : stanzas) {
    ASSIGN_OR_RETURN(auto stanza, parse_stanza(node));
    config.stanzas.push_back(std::move(stanza));
  }
  return config;
}

Expected<StanzaParams> parse_validation_item(std::string_view document) {
  pugi::xml_document parsed;
  ASSIGN_OR_RETURN(const auto root, parse_root(parsed, document, "items"));
  const auto items = root.children("item");
  const auto count = std::distance(items.begin(), items.end());
  if (count != 1) {
    return Error{ErrorCode::Malformed,
                 "the <items> document on standard input holds " +
                     std::to_string(count) + " items; expected is one"};
  }
  return parse_stanza(*items.begin());
}

}  // namespace eventlens
