// Dates without a zone, in the spellings of two formats.
#include "text/wall_clock.h"

#include <doctest/doctest.h>

#include <string>

namespace eventlens::text {
namespace {

std::string text_of(std::optional<Filetime> time) {
  if (!time) {
    return "none";
  }
  Buffer text;
  append_filetime(text, *time);
  return std::string(text.view());
}

TEST_SUITE("text/wall_clock") {
  TEST_CASE("date lines") {
    const auto read = [](std::string_view line) {
      return text_of(read_date_line(line));
    };
    CHECK(read("03/04/2025 01:02:03 PM") == "2025-03-04T13:02:03.0000000Z");
    CHECK(read("03/04/2025 12:02:03 AM") == "2025-03-04T00:02:03.0000000Z");
    CHECK(read("03/04/2025 12:02:03 PM\r") == "2025-03-04T12:02:03.0000000Z");
    CHECK(read("3/4/09 1:02:03 AM") == "2009-03-04T01:02:03.0000000Z");
    CHECK(read("03/04/99 13:02:03") == "1999-03-04T13:02:03.0000000Z");
    CHECK(read("03/04/2025 13:02:03.456") == "2025-03-04T13:02:03.4560000Z");
    CHECK(read("03/04/2025 01:02:03.456 PM") == "2025-03-04T13:02:03.4560000Z");
  }

  TEST_CASE("what is no date line") {
    for (const char* line :
         {"", "03/04/2025", "13/04/2025 01:02:03 AM", "02/30/2025 01:02:03 AM",
          "03/04/2025 13:02:03 PM", "03/04/2025 00:02:03 AM",
          "03/04/2025 25:02:03", "03/04/025 01:02:03 AM",
          "03/04/2025 01:02:03 AM x", "2025-03-04 01:02:03", "x03/04/2025"}) {
      CAPTURE(line);
      CHECK(!read_date_line(line));
    }
  }

  TEST_CASE("dates with the day of the week") {
    const auto read = [](std::string_view text) {
      return text_of(read_weekday_date(text));
    };
    CHECK(read("Tue Mar 04 06:42:17 2025") == "2025-03-04T06:42:17.0000000Z");
    CHECK(read("Tue Mar  4 06:42:17 2025") == "2025-03-04T06:42:17.0000000Z");
    for (const char* text :
         {"", "Tue", "Tue Mar", "Foo Mar 04 06:42:17 2025",
          "Tue Bar 04 06:42:17 2025", "Tue Mar 04 06:42:17",
          "Tue Mar 32 06:42:17 2025", "Tue Mar 04 06:42:17 2025x"}) {
      CAPTURE(text);
      CHECK(read(text) == "none");
    }
  }
}

}  // namespace
}  // namespace eventlens::text
