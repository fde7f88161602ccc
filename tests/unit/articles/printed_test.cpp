#include "articles/printed.h"

#include <doctest/doctest.h>

#include "articles/fields.h"
#include "unit/articles/made_up.h"

namespace eventlens::articles {
namespace {

TEST_SUITE("articles/printed") {
  TEST_CASE("one field to a line, several on a line, with odd separators") {
    for (const auto* body :
         {"  Event ID: 5719\n  Source: NETLOGON\n  Type: Error\n",
          "  Event ID: 5719 Source: NetLogon Type: Error\n",
          "Event ID   : 5719\nSource     : NETLOGON\nDescription: text\n",
          "EventID=5719 Source= NETLOGON\n", "Event 5719\nSource: Netlogon\n",
          "Event ID 5719   Source   NETLOGON\n",
          "EVENT ID - 5719\nSOURCE - NETLOGON\n",
          "Source: NETLOGON\nEvent ID: 5719\n",
          "Event ID: 5719\n\nSource: NETLOGON\n\nType: Error\n",
          "Event ID: 5719\nSource Netlogon\n"}) {
      CAPTURE(body);
      CHECK(link_texts(archive_page("T", body)) ==
            Texts{"5719 NETLOGON block"});
    }
  }

  TEST_CASE("several events in one paragraph") {
    CHECK(link_texts(archive_page("T",
                                  "Event ID: 7000\n"
                                  "Source: Service Control Manager\n"
                                  "Description: a\n"
                                  "Event ID: 7001\nSource: SCM\n"
                                  "Description: b\nSource: Srv\n"
                                  "Event ID: 2000\n")) ==
          Texts{"2000 Srv block", "7000 Service Control Manager block",
                "7001 Service Control Manager block"});
  }

  TEST_CASE("fields go on behind one blank line, not behind two") {
    CHECK(link_texts(archive_page(
              "T", "Event ID: 5719\n\nSource: NETLOGON\nType: Error\n")) ==
          Texts{"5719 NETLOGON block"});
    CHECK(link_texts(archive_page(
              "T",
              "Event ID: 5719\nTime: 8:00\n\n\nSource: Srv\nType: x\n\n\n"
              "Event ID: 7\nTime: 8:00\n")) == Texts{"7 block", "5719 block"});
  }

  TEST_CASE(
      "the only entry without an id belongs to the only one without a source") {
    CHECK(link_texts(archive_page(
              "T", "Event ID: 5719\nTime: 8:00\n\n\nSource: Srv\nType: x\n")) ==
          Texts{"5719 Srv block"});
  }

  TEST_CASE("lists of ids") {
    const auto ids = [](std::string_view value, bool many) {
      return ids_of({Label::Id, value, many});
    };
    using Ids = std::vector<uint16_t>;
    CHECK(ids("7000, 7001 and 7024", false) == Ids{7000, 7001, 7024});
    CHECK(ids("7000 (or Event ID 7001)", false) == Ids{7000, 7001});
    CHECK(ids("9 or 11", true) == Ids{9, 11});
    CHECK(ids("9 or 11", false) == Ids{9});
    CHECK(ids("4145 - 4290", true) == Ids{4145, 4290});
    CHECK(ids("2446/2447", false) == Ids{2446, 2447});
  }

  TEST_CASE("what is no event id") {
    for (const auto* value : {"0x1F", "-1018", "1c", "65536", "99999", "abc",
                              "12 minutes", "", "1.5"}) {
      CAPTURE(value);
      CHECK(ids_of({Label::Id, value, false}).empty());
    }
  }

  TEST_CASE("zero is an id only of a source") {
    CHECK(link_texts(archive_page("T", "Event ID: 0\nType: Error\n")).empty());
    CHECK(link_texts(archive_page("T", "Event ID: 0\nSource: Srv\n")) ==
          Texts{"0 Srv block"});
  }

  TEST_CASE("a source that is a placeholder or a sentence is none") {
    for (const auto* source :
         {"<source>", "N/A", "n",
          "the one that stands in the event's own message text"}) {
      CAPTURE(source);
      CHECK(link_texts(archive_page(
                "T", "Event ID: 7\nSource: " + std::string(source) + "\n")) ==
            Texts{"7 block"});
    }
  }

  TEST_CASE("tables count where the article speaks of the event log") {
    const std::string table =
        "Event   Description\n-----   -----------\n\n4145    It began.\n\n"
        "4146    It\n        ended.\n\n12 is no row\n";
    CHECK(link_texts(archive_page("WINS Event Log IDs 1 to 2", table)) ==
          Texts{"1 WINS inline titled", "2 WINS inline titled",
                "4145 WINS table", "4146 WINS table"});
    CHECK(link_texts(archive_page("T", table)).empty());
    CHECK(link_texts(archive_page(
              "T", "The event log:\n\n  1508 (Error) WINS_EVENT_LOST\n")) ==
          Texts{"1508 table"});
  }

  TEST_CASE("a citation is no evidence") {
    CHECK(link_texts(
              archive_page("T", "See\n\n  Q123456 Event ID 7 Source: Srv\n"))
              .empty());
  }
}

}  // namespace
}  // namespace eventlens::articles
