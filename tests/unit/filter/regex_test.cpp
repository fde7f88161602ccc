// Regular expressions: what is found, and that no expression takes for ever.
#include "filter/regex.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

namespace eventlens::filter {
namespace {

std::unique_ptr<Regex> regex(std::string_view pattern) {
  Regex::Fault fault;
  auto compiled = Regex::compile(pattern, fault);
  REQUIRE(compiled != nullptr);
  return compiled;
}

Answer find(std::string_view pattern, std::string_view text) {
  return regex(pattern)->found_in(text);
}

TEST_SUITE("filter/regex") {
  TEST_CASE("it is found anywhere, and what PCRE has is there") {
    CHECK(find("b", "abc") == Answer::Yes);
    CHECK(find("^b", "abc") == Answer::No);
    CHECK(find("^$", "") == Answer::Yes);
    CHECK(find("(?i)SECURITY", "security") == Answer::Yes);
    CHECK(find("Type:\\s+(?!\\s*group)\\w", "Type:\t\tuser") == Answer::Yes);
    CHECK(find("Type:\\s+(?!\\s*group)", "Type: group") == Answer::No);
    CHECK(find("(\\w)\\1", "hello") == Answer::Yes);
    CHECK(find("(?<=a)b", "ab") == Answer::Yes);
    CHECK(find("^.$", "\xC3\xA4") == Answer::Yes);
  }

  TEST_CASE("all of a long text is looked at") {
    // Around the bounds of what one call of the library looks at.
    for (const unsigned before :
         {0U, 1U, 510U, 511U, 512U, 513U, 1023U, 1024U, 5000U}) {
      CAPTURE(before);
      const std::string text = std::string(before, 'a') + "needle";
      CHECK(find("needle$", text) == Answer::Yes);
      CHECK(find("(?<=a)needle|^needle", text) == Answer::Yes);
      CHECK(find("needles", text) == Answer::No);
      std::string letters;
      for (size_t i = 0; i < before; ++i) {
        letters += "\xC3\xA4";
      }
      CHECK(find("needle", letters + "needle") == Answer::Yes);
    }
    CHECK(find("^", std::string(512, 'a')) == Answer::Yes);
    CHECK(find("$", std::string(512, 'a')) == Answer::Yes);
    CHECK(find("\\z", std::string(1024, 'a')) == Answer::Yes);
  }

  TEST_CASE("a long match is found") {
    const std::string text = "<a>" + std::string(60'000, 'x') + "</a>";
    CHECK(find("<a>.*</a>", text) == Answer::Yes);
    CHECK(find("<a>[^<]+</a>", text) == Answer::Yes);
  }

  TEST_CASE("an expression that would take for ever has no answer, soon") {
    struct Bad {
      const char* pattern;
      std::string text;
    };
    const std::string a(40'000, 'a');
    for (const Bad& bad :
         {Bad{"(a+)+$", std::string(40, 'a') + "b"}, Bad{"(a+)+$", a + "b"},
          Bad{"(a|a)*b", a}, Bad{"(a|aa)+$", a + "b"},
          Bad{"(.*)(.*)(.*)(.*)(.*)b", a},
          Bad{"(x+x+)+y", std::string(100, 'x')}}) {
      CAPTURE(bad.pattern);
      const auto begun = std::chrono::steady_clock::now();
      CHECK(find(bad.pattern, bad.text) != Answer::Yes);
      CHECK(std::chrono::steady_clock::now() - begun <
            std::chrono::seconds(10));
    }
    CHECK(find("(a+)+$", std::string(40, 'a') + "b") == Answer::Unknown);
  }

  TEST_CASE("a wrong expression is told with its place") {
    Regex::Fault fault;
    CHECK(Regex::compile("a(b", fault) == nullptr);
    CHECK(fault.offset == 3);
    CHECK(fault.reason == "missing closing parenthesis");
    CHECK(Regex::compile("a*+*", fault) == nullptr);
    CHECK(Regex::compile(std::string(70'000, 'a'), fault) == nullptr);
    CHECK(Regex::compile("\\C", fault) == nullptr);
  }
}

}  // namespace
}  // namespace eventlens::filter
