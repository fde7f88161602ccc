#include "articles/archive_page.h"

#include <doctest/doctest.h>

#include "unit/articles/made_up.h"

namespace eventlens::articles {
namespace {

TEST_SUITE("articles/archive_page") {
  TEST_CASE("what the head says") {
    const Page page = archive_page("Clock &quot;lost&quot; &#42; &amp; found",
                                   "SUMMARY\n=======\n\ntext\n",
                                   "Microsoft Windows NT\n\t   and others");
    CHECK(page.id == "Q999999");
    CHECK(page.title == "Clock \"lost\" * & found");
    CHECK(page.url == "https://jeffpar.github.io/kbarchive/kb/999/Q999999/");
    CHECK(page.products == "Microsoft Windows NT and others");
    CHECK(page.last_modified == "2002-08-06");
  }

  TEST_CASE("a short number lies in the folder of its six digits") {
    const auto page = parse_archive_page("\n## Q10022: Title\n");
    REQUIRE(page.ok());
    CHECK(page->url == "https://jeffpar.github.io/kbarchive/kb/010/Q10022/");
    CHECK(page->last_modified.empty());
  }

  TEST_CASE("the list of products and the search words are no body") {
    const Page page = archive_page("T", "SUMMARY\n=======\n\nEvent ID 3\n");
    REQUIRE(page.lines.size() >= 4);
    CHECK(page.lines[1].text == "SUMMARY");
    CHECK(page.lines[1].kind == LineKind::Heading);
    for (const Line& line : page.lines) {
      CHECK(line.text.find("Event ID 1") == std::string::npos);
      CHECK(line.text.find("event id 2") == std::string::npos);
    }
  }

  TEST_CASE("what names another article is a citation, two lines at most") {
    const Page page = archive_page(
        "T",
        "See\n\n  1. Q123456 Event ID 7\n     goes on\n     and on\n     text\n"
        "\n  TITLE     : Event ID 8\n");
    size_t citations = 0;
    for (const Line& line : page.lines) {
      citations += line.kind == LineKind::Citation ? 1U : 0U;
      CHECK((line.text == "     text") ==
            (line.kind == LineKind::Text && line.text != "See"));
    }
    CHECK(citations == 4);
  }

  TEST_CASE("what is no article") {
    for (const auto* text :
         {"", "\n## Q: Title\n", "\n## Q1234567: Title\n", "\n## Q12 Title\n",
          "# Q12345: Title\n", "\n## Q12a: Title\n"}) {
      CAPTURE(text);
      CHECK_FALSE(parse_archive_page(text).ok());
    }
  }

  TEST_CASE("an odd day is left out") {
    for (const auto* day : {"06-AUX-2002", "6-AUG-2002", "06-AUG-02", ""}) {
      const auto page = parse_archive_page(
          "\n## Q12345: T\n\tLast Modified: " + std::string(day) + "\n");
      REQUIRE(page.ok());
      CHECK(page->last_modified.empty());
    }
  }
}

}  // namespace
}  // namespace eventlens::articles
