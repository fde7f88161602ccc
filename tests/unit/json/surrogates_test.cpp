// Halves of surrogate pairs as escapes.
#include "json/surrogates.h"

#include <doctest/doctest.h>

#include <string>

namespace {

std::string mended(std::string text) {
  eventlens::json::replace_lone_surrogates(text);
  return text;
}

}  // namespace

TEST_SUITE("json/surrogates") {
  TEST_CASE("pairs and other escapes stay") {
    for (const char* const text :
         {"", "a", "\\", "\\u", "\\ud83d\\ude00", "\\uD83D\\uDE00x", "\\u00e4",
          "\\\\ud83d", "\\ud7ff\\ue000", "\\ud83"}) {
      CAPTURE(text);
      CHECK(mended(text) == text);
    }
  }

  TEST_CASE("halves are replaced") {
    CHECK(mended("\\ud83d") == "\\ufffd");
    CHECK(mended("\\uDE00x") == "\\ufffdx");
    CHECK(mended("\\ud83d\\ud83d\\ude00") == "\\ufffd\\ud83d\\ude00");
    CHECK(mended("\\\\\\ud83d\\\\") == "\\\\\\ufffd\\\\");
    CHECK(mended("\\ud83d\\n") == "\\ufffd\\n");
  }
}
