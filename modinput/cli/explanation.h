// What the tables know of a term: the matches that `eventlens explain` shows.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "knowledge/tables.h"

namespace eventlens {

struct CodeMatch {
  const CodeEntry* entry;
  std::vector<const ArticleLink*> links;
};
/// A number as the bits of a table; the entries of those that are set.
struct MaskMatch {
  const CodeTable* table;
  uint32_t mask;
  std::vector<const CodeEntry*> entries;
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
/// The values of one event that have names.
struct ValuesMatch {
  struct Named {
    std::string field;
    std::string value;
    std::vector<const CodeEntry*> entries;
  };
  std::vector<Named> values;
};
using Match = std::variant<CodeMatch, MaskMatch, EventMatch, EventArticlesMatch,
                           ArticleMatch, ValuesMatch>;

struct Explanation {
  std::string term;
  std::vector<Match> matches;
};

/// Looks every term up: a code in any spelling ("0x18", "24", "-1073741718"), a
/// message parameter ("%%2313"), a mask, a symbolic name
/// ("KDC_ERR_PREAUTH_FAILED"), a SID, a GUID, an event id, an article number
/// ("Q281431", "KB938449"). Where a term is an event whose fields carry codes,
/// other numbers are codes of these fields where they can be, and articles
/// about that code in that event come first.
[[nodiscard]] std::vector<Explanation> explain_terms(
    const std::vector<std::string>& terms, Tables& tables);

/// The cells of the entry's row that CodeEntry has no place for: what the table
/// says beside what all tables say.
[[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>>
more_cells(const CodeEntry& entry);

/// Those of `links` that say most first, each article once.
void order_links(std::vector<const ArticleLink*>& links);

/// The code with all articles about it.
[[nodiscard]] CodeMatch match_of_code(const CodeEntry& entry, Tables& tables);

/// What the tables have that is spelled nearly like the term or contains it, at
/// most five names; for a term that nothing is known of.
[[nodiscard]] std::vector<std::string> near_names(std::string_view term,
                                                  Tables& tables);

}  // namespace eventlens
