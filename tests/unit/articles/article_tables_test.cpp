#include "articles/article_tables.h"

#include <doctest/doctest.h>

namespace eventlens::articles {
namespace {

constexpr const char* kArticles =
    "article,title,url,products,last_modified,confirmed,source\n";
constexpr const char* kEvents =
    "event_id,provider,code,article,evidence,verdict,rank,confirmed,source\n";

EventLink link(uint16_t id, const std::string& source) {
  EventLink made;
  made.id = id;
  made.source = source;
  made.evidence = Evidence::Block;
  return made;
}

/// An archive of Q1, about event 7 of NETLOGON, and of Q2 without events.
Collection archive() {
  Collection collection;
  collection.origin = "jeffpar/kbarchive";
  collection.articles = {{"Q1",
                          "One, \"first\"",
                          "https://k/1",
                          "Microsoft Windows NT",
                          "2002-08-06",
                          {link(7, "NETLOGON")}}};
  collection.ids = {"q1", "q2"};
  return collection;
}

ArticleTables renewed(const std::string& articles, const std::string& events,
                      const Collection& collection = archive()) {
  ArticleTables tables{kArticles + articles, kEvents + events, {}, {}};
  const Status done = renew_tables(tables, collection);
  REQUIRE(done.ok());
  return tables;
}

const std::string kRow = "7,NETLOGON,,Q1,block,,3,yes,jeffpar/kbarchive\n";
const std::string kArticleRow =
    "Q1,\"One, \"\"first\"\"\",https://k/1,Microsoft Windows NT,2002-08-06,yes,"
    "jeffpar/kbarchive\n";

TEST_SUITE("articles/article_tables") {
  TEST_CASE("into empty tables") {
    const ArticleTables tables = renewed("", "");
    CHECK(tables.articles == kArticles + kArticleRow);
    CHECK(tables.events == kEvents + kRow);
    CHECK(tables.event_rows.added == 1);
    CHECK(tables.article_rows.added == 1);
    CHECK(tables.event_rows.all == 1);
  }

  TEST_CASE("a second time nothing changes") {
    const ArticleTables tables = renewed(kArticleRow, kRow);
    CHECK(tables.articles == kArticles + kArticleRow);
    CHECK(tables.events == kEvents + kRow);
    CHECK(tables.event_rows.added + tables.event_rows.changed +
              tables.event_rows.removed ==
          0);
    CHECK(tables.article_rows.changed == 0);
  }

  TEST_CASE("rows of the origin that no article has any more go") {
    const ArticleTables tables =
        renewed("Q9,Nine,https://k/9,,,yes,jeffpar/kbarchive\n",
                "8,,,Q1,inline,,8,yes,jeffpar/kbarchive\n"
                "9,Srv,,Q9,block,,3,yes,jeffpar/kbarchive\n"
                "9,Srv,0x7,Q9,block,,3,yes,jeffpar/kbarchive\n");
    CHECK(tables.events == kEvents + kRow);
    CHECK(tables.articles == kArticles + kArticleRow);
    CHECK(tables.event_rows.removed == 3);
    CHECK(tables.article_rows.removed == 1);
  }

  TEST_CASE("rows of others stay, whatever the archive says") {
    const std::string mine =
        "7,NETLOGON,,Q1,title,benign,1,yes,team a\n"
        "9,Srv,,X1,block,,3,yes,SupportArticles-docs\n";
    const ArticleTables tables =
        renewed("X1,X,https://k/x,,,yes,SupportArticles-docs\n", mine);
    CHECK(tables.events == kEvents + mine);
    CHECK(tables.articles ==
          kArticles + kArticleRow +
              "X1,X,https://k/x,,,yes,SupportArticles-docs\n");
  }

  TEST_CASE("two rows of one key that an administrator has stay both") {
    const std::string mine =
        "9,Srv,,X1,block,,3,yes,team a\n9,SRV,,X1,block,,3,yes,team b\n";
    CHECK(renewed("", mine).events == kEvents + kRow + mine);
  }

  TEST_CASE("rows about codes and inferred providers stay with their article") {
    const std::string kept =
        "7,,,Q1,inline,,8,yes,jeffpar/kbarchive\n"
        "7,Microsoft-Windows-X,,Q1,block,,3,no,jeffpar/kbarchive\n";
    const std::string coded =
        "7,NETLOGON,0x7,Q1,block,,3,no,jeffpar/kbarchive\n";
    const std::string of_code = ",,0x7,Q2,code,,5,yes,jeffpar/kbarchive\n";
    const ArticleTables tables = renewed(
        "Q2,Two,https://k/2,,,yes,jeffpar/kbarchive\n", of_code + kept + coded);
    // The row without provider goes: others give that event one.
    CHECK(tables.events ==
          kEvents + of_code +
              "7,Microsoft-Windows-X,,Q1,block,,3,no,jeffpar/kbarchive\n" +
              kRow + coded);
    CHECK(tables.articles ==
          kArticles + kArticleRow +
              "Q2,Two,https://k/2,,,yes,jeffpar/kbarchive\n");
  }

  TEST_CASE("a verdict that is tied to a code stays with it") {
    Collection collection = archive();
    collection.articles[0].links[0].verdict = "benign";
    const std::string coded =
        "7,NETLOGON,0x7,Q1,block,benign,3,yes,jeffpar/kbarchive\n";
    CHECK(renewed("", kRow + coded, collection).events ==
          kEvents + kRow + coded);
    CHECK(renewed("", "", collection).events ==
          std::string(kEvents) +
              "7,NETLOGON,,Q1,block,benign,3,yes,jeffpar/kbarchive\n");
  }

  TEST_CASE("columns of an administrator's own stay") {
    ArticleTables tables{
        "article,title,url,owner,source\nQ1,old,https://k/1,me,"
        "jeffpar/kbarchive\n",
        "event_id,provider,code,article,verdict,source\n",
        {},
        {}};
    REQUIRE(renew_tables(tables, archive()).ok());
    CHECK(tables.articles ==
          "article,title,url,owner,source\n"
          "Q1,\"One, \"\"first\"\"\",https://k/1,me,jeffpar/kbarchive\n");
    CHECK(tables.article_rows.changed == 1);
  }

  TEST_CASE("what SNA Server articles do not say is marked as a guess") {
    Collection collection = archive();
    collection.articles[0].products = "Microsoft SNA Server";
    collection.articles[0].links = {link(7, "")};
    CHECK(renewed("", "", collection).events ==
          std::string(kEvents) +
              "7,SNA Server,,Q1,block,,3,no,jeffpar/kbarchive\n");
  }

  TEST_CASE("ids sort as numbers") {
    Collection collection = archive();
    collection.articles[0].links = {link(100, ""), link(9, ""), link(10, "B"),
                                    link(10, "a")};
    CHECK(renewed("", "", collection).events ==
          std::string(kEvents) +
              "9,,,Q1,block,,6,yes,jeffpar/kbarchive\n"
              "10,a,,Q1,block,,3,yes,jeffpar/kbarchive\n"
              "10,B,,Q1,block,,3,yes,jeffpar/kbarchive\n"
              "100,,,Q1,block,,6,yes,jeffpar/kbarchive\n");
  }

  TEST_CASE("a table that is none is not replaced by half of one") {
    ArticleTables tables{"", kEvents, {}, {}};
    CHECK_FALSE(renew_tables(tables, archive()).ok());
    CHECK(tables.events == kEvents);
  }
}

}  // namespace
}  // namespace eventlens::articles
