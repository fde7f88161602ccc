#include "emit/stream_writer.h"

#include "base/escape.h"
#include "base/number_text.h"
#include "os/streams.h"

namespace eventlens {
namespace {

// Seconds since 1970 with six decimals.
void append_time(Buffer& out, Filetime time) {
  const auto microseconds = static_cast<uint64_t>(to_unix_microseconds(time));
  out.append("<time>");
  append_decimal(out, microseconds / 1'000'000);
  char* at = out.reserve(7);
  const auto fraction = static_cast<uint32_t>(microseconds % 1'000'000);
  at[0] = '.';
  put_two_digits(at + 1, fraction / 10'000);
  put_two_digits(at + 3, fraction / 100 % 100);
  put_two_digits(at + 5, fraction % 100);
  out.commit(7);
  out.append("</time>");
}

}  // namespace

void StreamWriter::add(const EventMetadata& metadata, std::string_view data) {
  if (!begun_) {
    batch_.append("<stream>\n");
    begun_ = true;
  }
  batch_.append("<event stanza=\"");
  append_utf8(batch_, metadata.stanza, Escape::XmlAttribute);
  batch_.append("\">");
  if (metadata.time >= kUnixEpochTicks) {
    append_time(batch_, metadata.time);
  }
  element("source", metadata.source);
  element("sourcetype", metadata.sourcetype);
  element("host", metadata.host);
  element("index", metadata.index);
  batch_.append("<data>");
  append_utf8(batch_, data, Escape::XmlText);
  batch_.append("</data></event>\n");
}

void StreamWriter::element(std::string_view name, std::string_view text) {
  if (text.empty()) {
    return;
  }
  batch_.append('<');
  batch_.append(name);
  batch_.append('>');
  append_utf8(batch_, text, Escape::XmlText);
  batch_.append("</");
  batch_.append(name);
  batch_.append('>');
}

Status StreamWriter::flush() {
  if (batch_.empty()) {
    return success();
  }
  Status written = write_stdout(batch_.view());
  batch_.clear();
  return written;
}

Status StreamWriter::close() {
  if (!begun_) {
    batch_.append("<stream>\n");
  }
  batch_.append("</stream>\n");
  begun_ = false;
  return flush();
}

}  // namespace eventlens
