#include "knowledge/check.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace eventlens {
namespace {

constexpr std::string_view kStatusHeader =
    "code,unsigned_dec,signed_dec,name,aliases,meaning,causes,first_steps,"
    "severity,verdict,attack_hint,events,win32_dec,confirmed,source\n";

std::vector<std::string> findings(const std::vector<LookupText>& files) {
  std::vector<std::string> texts;
  for (const Finding& finding : check_lookups(files).findings) {
    texts.push_back((finding.note ? "note " : "") + finding_text(finding));
  }
  return texts;
}

/// Without the notes on other columns than the shipped table has: tables here
/// have those that a test is about.
std::vector<std::string> findings(const std::string& table,
                                  std::string_view text) {
  std::vector<std::string> texts = findings({{table, "t.csv", text}});
  std::erase_if(texts, [](const std::string& finding) {
    return finding.starts_with("note ") &&
           finding.find(" the built-in table ") != std::string::npos;
  });
  return texts;
}

using Texts = std::vector<std::string>;

std::string status_row(const std::string& code, const std::string& severity) {
  return code + ",,,NAME,,,,," + severity + ",,,,,yes,me\n";
}

TEST_SUITE("knowledge/check") {
  TEST_CASE("the built-in tables have no finding") {
    const CheckReport report = check_lookups(built_in_lookups());
    CHECK(report.tables >= 8);
    CHECK(report.rows > 10'000);
    CHECK(report.errors == 0);
    CHECK(report.notes == 0);
    for (const Finding& finding : report.findings) {
      MESSAGE(finding_text(finding));
    }
  }

  TEST_CASE("a code that is none, and one in another spelling") {
    const std::string text =
        std::string(kStatusHeader) + status_row("0xc000006a", "") +
        status_row("0xC000006D", "low") + status_row("seven", "");
    CHECK(findings("ntstatus", text) ==
          Texts{"t.csv: row 3, column code: \"0xC000006D\"; accepted: 0x and "
                "eight hex digits in lower case",
                "t.csv: row 4, column code: \"seven\"; accepted: 0x and eight "
                "hex digits in lower case",
                "note t.csv: row 4, column code: the rows are not sorted from "
                "here on; sorted by key, two versions of a file are easier to "
                "compare"});
  }

  TEST_CASE("a word that is not among the accepted ones") {
    CHECK(findings("ntstatus", std::string(kStatusHeader) +
                                   status_row("0xc000006a", "severe")) ==
          Texts{"t.csv: row 2, column severity: \"severe\"; accepted: info, "
                "low, medium, high or nothing"});
  }

  TEST_CASE("keys that differ in case only") {
    CHECK(findings("privileges",
                   "privilege,name,meaning\nSeTcbPrivilege,a,\n"
                   "SETCBPRIVILEGE,b,\n")
              .at(0) ==
          "t.csv: row 3, column privilege: the same key as in row 2; accepted: "
          "keys that differ in more than upper and lower case");
  }

  TEST_CASE("one code in two spellings is one key") {
    const auto found =
        findings("logon_types", "code,name,meaning\n7,a,\n0x7,b,\n");
    CHECK(found.size() == 2);
    CHECK(found.back().find("the same key as in row 2") != std::string::npos);
  }

  TEST_CASE("a row with another number of cells") {
    CHECK(findings("ip_protocols", "code,name,meaning\n6,TCP\n") ==
          Texts{"t.csv: row 2: 2 cells; accepted: 3, as many as the header "
                "has"});
  }

  TEST_CASE("columns that are missing, misplaced, doubled or misnamed") {
    CHECK(findings("ip_protocols", "name,code,Meaning,name\nTCP,6,,\n") ==
          Texts{"t.csv: row 1: a column named \"Meaning\"; accepted: names of "
                "lower-case letters, digits and _",
                "t.csv: row 1, column name: the column stands there twice; "
                "accepted: once",
                "t.csv: row 1, column meaning: the column is not there; "
                "accepted: a file with it; the built-in table is used until "
                "then",
                "t.csv: row 1, column code: it is not the first column; "
                "accepted: the key in front; the built-in table is used until "
                "then",
                "t.csv: row 2, column name: nothing; accepted: a name"});
  }

  TEST_CASE(
      "bytes that are no UTF-8, a byte order mark, line ends of Windows") {
    const auto found = findings("ip_protocols",
                                "\xEF\xBB\xBF"
                                "code,name,meaning\r\n6,TCP,caf\xE9\r\n");
    REQUIRE(found.size() == 3);
    CHECK(found[0] == "t.csv: line 2 is not UTF-8; accepted: UTF-8");
    CHECK(found[1].find("note t.csv: carriage returns") == 0);
    CHECK(found[2].find("a byte order mark") != std::string::npos);
  }

  TEST_CASE("no table at all") {
    for (const std::string_view text :
         {"", "code\n", "code,name,\"meaning\n"}) {
      CAPTURE(text);
      const CheckReport report = check_lookups({{"ntstatus", "t.csv", text}});
      CHECK(report.errors == 1);
    }
  }

  TEST_CASE("blanks around a cell, line breaks, lists with holes") {
    const auto found = findings(
        "privileges",
        "privilege,name,meaning,attack_ids,aliases\n"
        "SeA, a,x,T1558.003;T99,\nSeB,b,\"x\ny\",,a;;b\nSeC,c,x,,a;a\n");
    REQUIRE(found.size() == 5);
    CHECK(found[0].find("row 2, column name: \" a\" has blanks") !=
          std::string::npos);
    CHECK(found[1].find("row 2, column attack_ids: \"T1558.003;T99\"") !=
          std::string::npos);
    CHECK(found[2].find("row 3, column meaning: \"x y\" has a line break") !=
          std::string::npos);
    CHECK(found[3].find("row 3, column aliases: a list with an empty item") !=
          std::string::npos);
    CHECK(found[4].find("note t.csv: row 4, column aliases: \"a\" stands") ==
          0);
  }

  TEST_CASE("links are https only") {
    const std::string header =
        "article,title,url,products,last_modified,confirmed,source\n";
    for (const auto* url :
         {"http://a.example/x", "https://", "https:///x", "https://a.example",
          "javascript:alert(1)", "https://a.example/x y", "https://A b/x"}) {
      CAPTURE(url);
      CHECK(findings("kb_articles", header + "Q1,T," + url + ",,,yes,me\n")
                .size() == 1);
    }
    CHECK(findings("kb_articles", header + "Q1,T,https://a.example/x?y=1#z,," +
                                      "2002-08-18,yes,me\n")
              .empty());
    CHECK(findings("kb_articles", header + "Q1,T,https://a.example/x,," +
                                      "2002-13-18,yes,me\n")
              .size() == 1);
  }

  TEST_CASE("masks, SIDs, GUIDs and types of objects") {
    CHECK(findings("kerberos_ticket_flags",
                   "code,name,meaning\n0x00000000,none,\n")
              .size() == 1);
    CHECK(findings("well_known_sids",
                   "sid,name,meaning\nS-1-5-18,a,\nS-1-5-21-*-500,b,\n")
              .empty());
    CHECK(findings("well_known_sids",
                   "sid,name,meaning\nS-1-5-*-*,a,\ns-1-5-7,b,\n")
              .size() == 2);
    CHECK(findings("ad_rights",
                   "guid,name,meaning\n"
                   "{1131F6AA-9c07-11d1-f79f-00c04fc2dcd2},b,\n"
                   "{1131f6aa-9c07-11d1-f79f-00c04fc2dcd3},a,\n")
              .size() == 1);
    CHECK(findings("access_masks",
                   "object_type,code,name,meaning\n"
                   "*,0x00010000,DELETE,\nFile,0x00010000,DELETE,\n")
              .empty());
  }

  TEST_CASE("what one table says of another") {
    const std::string fields =
        "provider,event_id,field,code_tables,form,confirmed,source\n"
        "P,1,A,ntstatus;no_such,whole,yes,me\nP,1,B,events,whole,yes,me\n";
    const std::string links =
        "event_id,provider,code,article,evidence,verdict,rank,confirmed,"
        "source\n"
        ",,,Q1,code,,2,yes,me\n,P,0x7,Q1,code,,2,yes,me\n"
        "1,,0xc000ffff,Q1,block,attack,3,yes,me\n1,P,,Q2,block,,3,yes,me\n";
    const std::string articles =
        "article,title,url,products,last_modified,confirmed,source\n"
        "q1,T,https://a.example/1,,,yes,me\n";
    const auto found = findings({{"coded_fields", "f.csv", fields},
                                 {"kb_articles", "k.csv", articles},
                                 {"kb_events", "l.csv", links}});
    REQUIRE(found.size() == 7);
    CHECK(found[0] ==
          "f.csv: row 2, column code_tables: there is no code table "
          "\"no_such\"; accepted: code tables without eventlens_, such as "
          "ntstatus");
    CHECK(found[1].find("there is no code table \"events\"") !=
          std::string::npos);
    CHECK(
        found[2].find("row 2, column event_id: neither an event nor a code") !=
        std::string::npos);
    CHECK(found[3].find("row 3, column provider: a provider without") !=
          std::string::npos);
    CHECK(found[4].find("row 4, column verdict") != std::string::npos);
    CHECK(found[5].find("row 4, column code: the code 0xc000ffff is in no") !=
          std::string::npos);
    CHECK(found[6].find("row 5, column article: \"Q2\" is no article") !=
          std::string::npos);
  }

  TEST_CASE("columns and tables of an administrator's own are notes") {
    const CheckReport report =
        check_lookups({{"ntstatus", "t.csv",
                        "code,name,meaning,owner\n0xc000006a,NAME,,team a\n"},
                       {"mine", "m.csv", "key,value\nx,y\n"}});
    CHECK(report.errors == 0);
    CHECK(report.notes > 1);
    CHECK(finding_text(report.findings.front()) ==
          "m.csv: a table that the program does not know; its form alone is "
          "checked");
  }

  TEST_CASE("a file that is wrong in every row does not flood the screen") {
    std::string text = "code,name,meaning\n";
    for (int i = 0; i < 5000; ++i) {
      text += "x" + std::to_string(i) + ",a,\n";
    }
    const CheckReport report = check_lookups({{"ip_protocols", "t.csv", text}});
    CHECK(report.findings.size() == 100);
    CHECK(report.errors == 5000);
  }
}

}  // namespace
}  // namespace eventlens
