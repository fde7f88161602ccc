// The event stream as it reaches standard output.
#include "emit/stream_writer.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/temp_file.h"

namespace eventlens {
namespace {

using test::TempDirectory;

/// Standard output goes to a file as long as this lives.
class CapturedOutput {
 public:
  CapturedOutput() : path_(directory_.path_of("stdout")) {
    std::fflush(stdout);
    saved_ = dup(STDOUT_FILENO);
    const int file = ::open(path_.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
    dup2(file, STDOUT_FILENO);
    ::close(file);
  }
  CapturedOutput(const CapturedOutput&) = delete;
  CapturedOutput& operator=(const CapturedOutput&) = delete;
  ~CapturedOutput() {
    dup2(saved_, STDOUT_FILENO);
    ::close(saved_);
  }
  [[nodiscard]] std::string text() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  TempDirectory directory_;
  std::string path_;
  int saved_;
};

EventMetadata only_stanza(std::string_view stanza) {
  EventMetadata metadata;
  metadata.stanza = stanza;
  return metadata;
}

/// What the writer sends for these events.
std::string stream_of(
    const std::vector<std::pair<EventMetadata, std::string_view>>& events) {
  const CapturedOutput output;
  StreamWriter writer;
  for (const auto& [metadata, data] : events) {
    writer.add(metadata, data);
  }
  const bool ok = writer.close().ok();
  return ok ? output.text() : "(failed)";
}

TEST_SUITE("emit/stream_writer") {
  TEST_CASE("an event with everything that splunkd is told") {
    const EventMetadata metadata{"eventlens://dc",
                                 kUnixEpochTicks + 12'345'678'901,
                                 "XmlWinEventLog:Security",
                                 "XmlWinEventLog",
                                 "dc01",
                                 "win"};
    CHECK(stream_of({{metadata, "<Event/>"}}) ==
          "<stream>\n<event stanza=\"eventlens://dc\">"
          "<time>1234.567890</time>"
          "<source>XmlWinEventLog:Security</source>"
          "<sourcetype>XmlWinEventLog</sourcetype><host>dc01</host>"
          "<index>win</index><data>&lt;Event/&gt;</data></event>\n"
          "</stream>\n");
  }

  TEST_CASE("what is not known is left to the stanza") {
    CHECK(stream_of({{only_stanza("eventlens://dc"), "x"}}) ==
          "<stream>\n<event stanza=\"eventlens://dc\"><data>x</data></event>\n"
          "</stream>\n");
    const EventMetadata before_1970{"s", kUnixEpochTicks - 1, {}, {}, {}, {}};
    CHECK(stream_of({{before_1970, "x"}}).find("<time>") == std::string::npos);
    const EventMetadata epoch{"s", kUnixEpochTicks, {}, {}, {}, {}};
    CHECK(stream_of({{epoch, "x"}}).find("<time>0.000000</time>") !=
          std::string::npos);
  }

  TEST_CASE("no event is an empty document") {
    CHECK(stream_of({}) == "<stream>\n</stream>\n");
  }

  TEST_CASE("a parser gives back what went in") {
    const std::string data =
        "{\"a\":\"<&>'\\\"\",\"b\":\"\xC3\xBC\"}\r\n\t\x01";
    const EventMetadata metadata{"a<b>\"'&\n", 0, "s&<", "t\"", "h'", "i>"};
    const std::string text = stream_of({{metadata, data}});
    pugi::xml_document document;
    REQUIRE(
        document.load_buffer(text.data(), text.size(), pugi::parse_default));
    const auto event = document.child("stream").child("event");
    CHECK(std::string(event.attribute("stanza").value()) == "a<b>\"'&\n");
    CHECK(std::string(event.child_value("source")) == "s&<");
    CHECK(std::string(event.child_value("sourcetype")) == "t\"");
    CHECK(std::string(event.child_value("host")) == "h'");
    CHECK(std::string(event.child_value("index")) == "i>");
    std::string expected = data;
    expected.replace(expected.size() - 1, 1, "\uFFFD");
    CHECK(std::string(event.child_value("data")) == expected);
  }

  TEST_CASE("malformed UTF-8 in a file's name does not break the document") {
    const EventMetadata metadata{"s", 0, "/logs/\xFF\xC3.evtx", {}, {}, {}};
    CHECK(stream_of({{metadata, "x"}}).find("/logs/\u00ff\u00c3.evtx") !=
          std::string::npos);
  }

  TEST_CASE("batches: one beginning and one end") {
    const CapturedOutput output;
    StreamWriter writer;
    CHECK(writer.flush().ok());
    writer.add(only_stanza("s"), "1");
    CHECK(writer.batch_bytes() > 0);
    CHECK(writer.flush().ok());
    CHECK(writer.batch_bytes() == 0);
    writer.add(only_stanza("s"), "2");
    CHECK(writer.close().ok());
    CHECK(output.text() ==
          "<stream>\n<event stanza=\"s\"><data>1</data></event>\n"
          "<event stanza=\"s\"><data>2</data></event>\n</stream>\n");
  }
}

}  // namespace
}  // namespace eventlens
