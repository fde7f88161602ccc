// The lookups that hold nothing of their own: what stands in two tables,
// joined, because one automatic lookup of Splunk cannot use what another one
// gave. docs/lookups.md says what their columns hold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace eventlens {

/// The texts of the tables that the views are made of.
struct ViewSources {
  std::string_view kb_articles;
  std::string_view kb_events;
  std::string_view access_masks;
};

/// A view's name, as is_for_searches() knows it, and the text of its file.
struct SearchView {
  std::string_view table;
  std::string text;
};

/// event_articles, event_verdicts and access_rights. A row that makes no sense
/// is left out: check.h tells of it. Error: Malformed, NotFound where a source
/// is no table or lacks a column that the program needs.
Expected<std::vector<SearchView>> make_search_views(const ViewSources& sources);

}  // namespace eventlens
