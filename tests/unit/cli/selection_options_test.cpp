// The command line's lists of ids and its moments.
#include "cli/selection_options.h"

#include <doctest/doctest.h>

namespace eventlens {
namespace {

std::string ids(std::string_view text) {
  const auto parsed = parse_event_ids(text);
  if (!parsed.ok()) {
    return parsed.error().message;
  }
  std::string all;
  for (const IdRange& range : *parsed) {
    all +=
        std::to_string(range.first) + ".." + std::to_string(range.last) + " ";
  }
  return all;
}

std::string moment(std::string_view text) {
  const auto parsed = parse_moment(text);
  if (!parsed.ok()) {
    return parsed.error().message;
  }
  Buffer out;
  append_filetime(out, *parsed);
  return std::string(out.view());
}

TEST_SUITE("cli/selection_options") {
  TEST_CASE("ids and ranges") {
    CHECK(ids("4624") == "4624..4624 ");
    CHECK(ids("4624, 4768-4771,0") == "0..0 4624..4624 4768..4771 ");
    CHECK(ids("4294967295") == "4294967295..4294967295 ");
  }

  TEST_CASE("what is no list of ids is refused with the part that is wrong") {
    for (const char* wrong : {"", "x", "4624,", ",4624", "1-", "-1", "5-4",
                              "1-2-3", "4294967296", "0x18"}) {
      CAPTURE(wrong);
      CHECK(ids(wrong).find("; accepted: event ids") != std::string::npos);
    }
    CHECK(ids("1,two,3").starts_with("column 3: "));
  }

  TEST_CASE("days and times") {
    CHECK(moment("2026-03-01") == "2026-03-01T00:00:00.0000000Z");
    CHECK(moment("2026-03-01T08:15:30Z") == "2026-03-01T08:15:30.0000000Z");
    CHECK(moment("2026-03-01T08:15:30.5") == "2026-03-01T08:15:30.5000000Z");
    for (const char* wrong :
         {"", "2026", "01.03.2026", "2026-13-01", "2026-02-30", "yesterday"}) {
      CAPTURE(wrong);
      CHECK(moment(wrong).find("is not accepted; accepted are days") !=
            std::string::npos);
    }
  }
}

}  // namespace
}  // namespace eventlens
