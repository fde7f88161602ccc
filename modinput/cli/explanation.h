// What the tables know of a term: the matches that `eventlens explain` shows.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "knowledge/tables.h"

namespace eventlens {

struct CodeMatch {
  const CodeTable* table;
  const CodeEntry* entry;
  std::vector<const ArticleLink*> links;
};
struct EventMatch {
  const EventEntry* entry;
  std::vector<const CodedField*> coded_fields;
  std::vector<const ArticleLink*> links;
};
/// An id that no catalogue entry has, but articles are about.
struct EventArticlesMatch {
  uint32_t event_id;
  std::vector<const ArticleLink*> links;
};
struct ArticleMatch {
  const Article* article;
  std::vector<const ArticleLink*> links;  // the events and codes it is about
};
using Match =
    std::variant<CodeMatch, EventMatch, EventArticlesMatch, ArticleMatch>;

struct Explanation {
  std::string term;
  std::vector<Match> matches;
};

/// Looks every term up: a code in any spelling ("0x18", "24", "-1073741718"), a
/// symbolic name ("KDC_ERR_PREAUTH_FAILED"), an event id, an article number
/// ("Q281431", "KB938449"). Where one term is an event and another a code, the
/// articles about that code in that event come first.
[[nodiscard]] std::vector<Explanation> explain_terms(
    const std::vector<std::string>& terms, Tables& tables);

}  // namespace eventlens
