#include "articles/verdicts.h"

#include <doctest/doctest.h>

#include "unit/articles/made_up.h"

namespace eventlens::articles {
namespace {

const std::string kEntry =
    "SYMPTOMS\n========\n\nEvent ID: 5719\nSource: NETLOGON\n\n";

Texts with(const std::string& rest) {
  return link_texts(archive_page("T", kEntry + rest));
}

const Texts kNone = {"5719 NETLOGON block"};
const Texts kBenign = {"5719 NETLOGON block benign"};
const Texts kExpected = {"5719 NETLOGON block expected"};

TEST_SUITE("articles/verdicts") {
  TEST_CASE("benign") {
    for (const auto* sentence :
         {"This event can be safely ignored.", "It may be disregarded.",
          "You can safely ignore this error message.", "The event is harmless.",
          "The events are benign.", "This does not indicate a problem.",
          "This event is informational only."}) {
      CAPTURE(sentence);
      CHECK(with("CAUSE\n=====\n\n" + std::string(sentence) + "\n") == kBenign);
    }
  }

  TEST_CASE("expected") {
    CHECK(with("STATUS\n======\n\nThis behavior is by design.\n") == kExpected);
    CHECK(with("STATUS\n======\n\nThis is normal.\n") == kExpected);
    // Further down it is about something else.
    CHECK(
        with("MORE INFORMATION\n================\n\nOther text. This behavior "
             "is by design.\n") == kNone);
  }

  TEST_CASE("sentences that say something else") {
    for (const auto* sentence :
         {"The registry value can be ignored.", "The event is ignored by WINS.",
          "You may choose to ignore this error.", "WINS will ignore the error.",
          "This event can be ignored when booting with the No Net Hardware "
          "Profile.",
          "Error 1722 can be ignored.",
          "This does not necessarily indicate a problem.",
          "This event cannot be ignored.",
          "This event may often be ignored."}) {
      CAPTURE(sentence);
      CHECK(with("CAUSE\n=====\n\n" + std::string(sentence) + "\n") == kNone);
    }
  }

  TEST_CASE("the event's own text is no verdict") {
    CHECK(with("No action is required.\n") == kNone);
    CHECK(with("CAUSE\n=====\n\nNo action is required.\n") == kBenign);
  }

  TEST_CASE("the events that the sentence, the heading or the title names") {
    const std::string two = kEntry + "Event ID: 2000\nSource: Srv\n\n";
    CHECK(link_texts(archive_page("T", two + "Event 2000 can be ignored.\n")) ==
          Texts{"2000 Srv block benign", "5719 NETLOGON block"});
    CHECK(link_texts(archive_page(
              "T", two + "EVENT 2000\n==========\n\nIt is harmless.\n"
                         "The event is harmless.\n")) ==
          Texts{"2000 Srv block benign", "5719 NETLOGON block"});
    CHECK(link_texts(archive_page("About Srv Event ID 2000",
                                  two + "The event is harmless.\n")) ==
          Texts{"2000 Srv block titled benign", "5719 NETLOGON block"});
  }

  TEST_CASE("a sentence with a colon speaks of the entry below") {
    CHECK(with("The next event can be ignored:\n\nEvent ID: 2000\n"
               "Source: Srv\n") ==
          Texts{"2000 Srv block benign", "5719 NETLOGON block"});
  }

  TEST_CASE("that an event is missing says nothing of one that is there") {
    CHECK(link_texts(archive_page("Event 5719 Is Not Logged",
                                  kEntry + "This is by design.\n")) ==
          Texts{"5719 NETLOGON block titled"});
  }
}

}  // namespace
}  // namespace eventlens::articles
