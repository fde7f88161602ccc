#include "articles/running_text.h"

#include <doctest/doctest.h>

#include "unit/articles/made_up.h"

namespace eventlens::articles {
namespace {

TEST_SUITE("articles/running_text") {
  TEST_CASE("a source beside the event") {
    for (const auto* sentence :
         {"a NETLOGON Event ID 5719 is logged", "Event ID 5719 from NETLOGON",
          "Event ID 5719 (Source: NETLOGON) is logged",
          "Event ID [5719] in Source [NETLOGON] is logged",
          "event ID 5719 with a source of NETLOGON is logged",
          "Event ID 5719, NETLOGON, is logged",
          "Event ID 5719   NETLOGON   None",
          "Event ID 5719\nNETLOGON, Error\nis logged",
          "a NETLOGON error with Event ID = 5719 is logged",
          "the source NETLOGON logs an event ID of 5719"}) {
      CAPTURE(sentence);
      CHECK(link_texts(archive_page("T", sentence)) ==
            Texts{"5719 NETLOGON inline"});
    }
  }

  TEST_CASE("ordinary words are sources only where they are called so") {
    CHECK(link_texts(archive_page("T", "the Server event ID 5719 is")) ==
          Texts{"5719 inline"});
    CHECK(link_texts(archive_page("T", "event ID 5719 (source: Server)")) ==
          Texts{"5719 Server inline"});
  }

  TEST_CASE("events without ID: of servers that log") {
    const std::string text = "Events 5719 and 7 are in the system log.\n";
    CHECK(link_texts(archive_page("T", text)) ==
          Texts{"7 inline", "5719 inline"});
    CHECK(link_texts(archive_page("T", text, "Visual Basic for Windows"))
              .empty());
    CHECK(link_texts(archive_page("T", "Events 5719 and 7 occur.\n")).empty());
    CHECK(link_texts(archive_page("T", "a click event 7 of the system log\n"))
              .empty());
  }

  TEST_CASE("articles for programmers need the event log near") {
    CHECK(link_texts(archive_page("T", "Event ID 7 is fired.\n",
                                  "Visual Basic for Windows"))
              .empty());
    CHECK(link_texts(archive_page("T", "Event ID 7 is in the event log.\n",
                                  "Visual Basic for Windows")) ==
          Texts{"7 inline"});
  }

  TEST_CASE("a title names the event") {
    CHECK(link_texts(archive_page("NETLOGON Event ID 5719 at Startup", "x")) ==
          Texts{"5719 NETLOGON inline titled"});
  }

  TEST_CASE("an article about tracking logs has other numbers") {
    CHECK(link_texts(archive_page("Tracking Log Event IDs",
                                  "Event ID 1000: Source: MSExchangeMTA\n"))
              .empty());
  }

  TEST_CASE("one source for all events of an article") {
    CHECK(link_texts(archive_page(
              "T",
              "These events appear with a source of \"WINS.\"\n\n"
              "Event ID: 12\nType: Error\n\nEvent ID: 13\nType: Error\n")) ==
          Texts{"12 WINS block", "13 WINS block"});
  }

  TEST_CASE("ids of the Security log say themselves what they are") {
    CHECK(link_texts(archive_page("T", "Event ID 529 in the security log\n")) ==
          Texts{"529 Security inline inferred"});
    CHECK(link_texts(archive_page("T", "Event ID 700 in the security log\n")) ==
          Texts{"700 inline"});
  }

  TEST_CASE("an event that the article gives a source is not sourceless too") {
    CHECK(link_texts(archive_page("T",
                                  "Event ID 5719 is logged.\n\n"
                                  "Event ID: 5719\nSource: NETLOGON\n")) ==
          Texts{"5719 NETLOGON block"});
  }
}

}  // namespace
}  // namespace eventlens::articles
