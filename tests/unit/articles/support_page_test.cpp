#include "articles/support_page.h"

#include <doctest/doctest.h>

#include "articles/plain_cell.h"
#include "unit/articles/made_up.h"

namespace eventlens::articles {
namespace {

Page support_page(const std::string& body) {
  return std::move(
      *parse_support_page("---\ntitle: Head title\nms.date: 1\n---\n" + body,
                          "windows-server/networking/some-page.md"));
}

Texts texts_of(const std::string& body) {
  return link_texts(support_page("# T\n\n" + body), Corpus::Support);
}

TEST_SUITE("articles/support_page") {
  TEST_CASE("title, number and address") {
    const Page page = support_page(
        "# The *real* `title`\n\n_Applies to:_ &nbsp; Windows Server  \n"
        "_Original KB number:_ &nbsp; 1234567\n\n## Symptoms\n\ntext\n");
    CHECK(page.id == "KB1234567");
    CHECK(page.title == "The real title");
    CHECK(page.products == "Windows Server");
    CHECK(page.url ==
          "https://learn.microsoft.com/en-us/troubleshoot/windows-server/"
          "networking/some-page");
  }

  TEST_CASE("without a number its name, without a heading the head's title") {
    const Page page = support_page("text\n");
    CHECK(page.id == "some-page");
    CHECK(page.title == "Head title");
  }

  TEST_CASE("a folder that was renamed since") {
    const auto page = parse_support_page("---\ntitle: T\n---\n",
                                         "windows-server/identity/a.md");
    REQUIRE(page.ok());
    CHECK(page->url ==
          "https://learn.microsoft.com/en-us/troubleshoot/windows-server/"
          "active-directory/a");
  }

  TEST_CASE("printed events between marks of Markdown") {
    CHECK(texts_of("> **Source:** NETLOGON  \n> **Event ID:** 5719  \n") ==
          Texts{"5719 NETLOGON block"});
    CHECK(texts_of("```output\nEvent ID: 5719\nSource: NETLOGON\n```\n") ==
          Texts{"5719 NETLOGON block"});
    CHECK(texts_of("Event ID: 5719<br/>Source: NETLOGON\n") ==
          Texts{"5719 NETLOGON block"});
    CHECK(texts_of("## Event ID 5719\n\ntext\n") == Texts{"5719 inline"});
  }

  TEST_CASE("scripts are no evidence") {
    CHECK(
        texts_of("```powershell\nEvent ID: 5719\nSource: Srv\n```\n").empty());
  }

  TEST_CASE("tables with a column of event ids") {
    CHECK(
        texts_of("The event log:\n\n|Source|**Event ID**|Text|\n|---|---|--|\n"
                 "| NETLOGON | 5719 | a |\n|Srv|2000 or 2001|b|\n") ==
        Texts{"2000 Srv table", "2001 Srv table", "5719 NETLOGON table"});
    CHECK(texts_of("The event log:\n\n|Number|Text|\n|---|---|\n|7|a|\n")
              .empty());
  }

  TEST_CASE("what is no page") {
    CHECK_FALSE(parse_support_page("", "a.md").ok());
    CHECK_FALSE(parse_support_page("# T\n", "a.md").ok());
    CHECK_FALSE(
        parse_support_page("---\nms.date: 1\n---\ntext\n", "a.md").ok());
  }

  TEST_CASE("a cell is one line of ASCII") {
    CHECK(plain_cell("  a\t b\r\nc ") == "a b c");
    CHECK(plain_cell("\u201cq\u201d \u2013 \u00e9\u00a0\u2122") ==
          "\"q\" - e (TM)");
    CHECK(plain_cell("caf\xE9 \x93x\x94 \u4e2d") == "cafe \"x\" ?");
    CHECK(plain_cell("") == "");
  }
}

}  // namespace
}  // namespace eventlens::articles
