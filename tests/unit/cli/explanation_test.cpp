// What `explain` finds for a term, and how it shows it.
#include "cli/explanation.h"

#include <doctest/doctest.h>
#include <rapidjson/document.h>

#include "cli/explanation_text.h"

namespace eventlens {
namespace {

const CodeMatch* code_of(const Explanation& explanation,
                         const std::string& table) {
  for (const Match& match : explanation.matches) {
    const auto* code = std::get_if<CodeMatch>(&match);
    if (code != nullptr && code->entry->table->info().name == table) {
      return code;
    }
  }
  return nullptr;
}

TEST_SUITE("cli/explanation") {
  TEST_CASE("a Kerberos code in hexadecimal, decimal and by name") {
    Tables tables;
    for (const char* term : {"0x18", "0X18", "24", "KDC_ERR_PREAUTH_FAILED",
                             "kdc_err_preauth_failed"}) {
      CAPTURE(term);
      const auto explanations = explain_terms({term}, tables);
      const auto* code = code_of(explanations[0], "kerberos_failure_codes");
      REQUIRE(code != nullptr);
      CHECK(code->entry->name == "KDC_ERR_PREAUTH_FAILED");
    }
  }

  TEST_CASE("an NTSTATUS in all spellings that events have") {
    Tables tables;
    for (const char* term : {"0xC000006A", "0xc000006a", "3221225578",
                             "-1073741718", "STATUS_WRONG_PASSWORD"}) {
      CAPTURE(term);
      const auto explanations = explain_terms({term}, tables);
      const auto* code = code_of(explanations[0], "ntstatus");
      REQUIRE(code != nullptr);
      CHECK(code->entry->name == "STATUS_WRONG_PASSWORD");
    }
  }

  TEST_CASE("an event and a code together: their common article comes first") {
    Tables tables;
    const auto explanations = explain_terms({"677", "7"}, tables);
    const auto* code = code_of(explanations[1], "kerberos_failure_codes");
    REQUIRE(code != nullptr);
    REQUIRE_FALSE(code->links.empty());
    CHECK(code->links[0]->article->id == "Q281431");
    CHECK(code->links[0]->verdict == "benign");
  }

  TEST_CASE("an article by its number, with or without its letters") {
    Tables tables;
    for (const char* term : {"Q281431", "q281431", "281431", "ME281431"}) {
      CAPTURE(term);
      const auto explanations = explain_terms({term}, tables);
      REQUIRE_FALSE(explanations[0].matches.empty());
      const auto* article =
          std::get_if<ArticleMatch>(&explanations[0].matches.back());
      REQUIRE(article != nullptr);
      CHECK(article->article->id == "Q281431");
      CHECK_FALSE(article->links.empty());
    }
  }

  TEST_CASE("a hexadecimal term is never an event id") {
    Tables tables;
    const auto explanations = explain_terms({"0x2a5"}, tables);  // 677
    for (const Match& match : explanations[0].matches) {
      CHECK_FALSE(std::holds_alternative<EventMatch>(match));
    }
  }

  TEST_CASE("nothing is made up for an unknown term") {
    Tables tables;
    const auto explanations =
        explain_terms({"KDC_ERR_NO_SUCH_THING", "0x99999999"}, tables);
    CHECK(explanations[0].matches.empty());
    CHECK(explanations[1].matches.empty());
  }

  TEST_CASE("text keeps to the width it is given, addresses apart") {
    Tables tables;
    const auto explanations = explain_terms({"0x18", "4771"}, tables);
    const std::string text = explanation_text(explanations, 60, Colour::Never);
    size_t begin = 0;
    while (begin < text.size()) {
      const size_t end = std::min(text.find('\n', begin), text.size());
      const std::string line = text.substr(begin, end - begin);
      if (line.find("https://") == std::string::npos) {
        CHECK(line.size() <= 60);
      }
      CHECK(line.find('\x1b') == std::string::npos);
      begin = end + 1;
    }
  }

  TEST_CASE("JSON is valid and keeps the order of the terms") {
    Tables tables;
    const std::string json =
        explanation_json(explain_terms({"0x6", "nothing", "4625"}, tables));
    rapidjson::Document document;
    document.Parse(json.c_str());
    REQUIRE_FALSE(document.HasParseError());
    REQUIRE(document.Size() == 3);
    CHECK(std::string(document[0]["term"].GetString()) == "0x6");
    CHECK(document[1]["matches"].Empty());
    CHECK(document[2]["matches"].Size() >= 1);
  }
}

}  // namespace
}  // namespace eventlens
