// Event XML in a temporary file, read to its end.
#pragma once

#include <string>

#include "evxml/decoder.h"
#include "evxml/splitter.h"
#include "os/byte_stream.h"
#include "support/decode_helper.h"

namespace eventlens::test {

class OpenedXml {
 public:
  explicit OpenedXml(const std::string& text,
                     Liveness liveness = Liveness::Closed)
      : file_(File::open(
            directory_.write("log.xml", EvtxBytes(text.begin(), text.end())))),
        source_(TextSource::open(
            [this]() -> Expected<std::unique_ptr<ByteStream>> {
              return std::unique_ptr<ByteStream>(new FileStream(*file_));
            },
            evxml::make_splitter(), liveness)) {}

  TextSource& source() { return **source_; }
  Decoded rest() { return read_rest(source(), decoder_); }

 private:
  TempDirectory directory_;
  Expected<File> file_;
  Expected<std::unique_ptr<TextSource>> source_;
  evxml::EventXmlDecoder decoder_;
};

inline Decoded decode_xml(const std::string& text) {
  return OpenedXml(text).rest();
}

/// An event's <System>, as small as one may be.
inline std::string system_of(unsigned record) {
  return "<System><Provider Name='Made-Up'/><EventID>7</EventID>"
         "<TimeCreated SystemTime='2025-03-03T07:00:05.7606440Z'/>"
         "<EventRecordID>" +
         std::to_string(record) + "</EventRecordID></System>";
}

inline std::string event_xml(unsigned record, const std::string& data,
                             const std::string& more = "") {
  return "<Event "
         "xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>" +
         system_of(record) + "<EventData>" + data + "</EventData>" + more +
         "</Event>";
}

/// The EventRecordIDs of the events, with blanks between.
inline std::string numbers_of(const Decoded& decoded) {
  std::string numbers;
  for (const DecodedEvent& event : decoded.events) {
    numbers += (numbers.empty() ? "" : " ") + event.field("EventRecordID");
  }
  return numbers;
}

}  // namespace eventlens::test
