#include "knowledge/search_views.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "knowledge/code_table.h"
#include "knowledge/csv.h"
#include "knowledge/table_list.h"
#include "knowledge/tables.h"

namespace eventlens {
namespace {

/// The code of rows that hold whatever the code is.
constexpr std::string_view kAnyCode = "*";
constexpr std::string_view kHttps = "https://";
/// Of links without a rank; as in Tables.
constexpr uint32_t kLastRank = 9;
/// A verdict on the event as such takes an article whose title names it.
constexpr uint32_t kTitleNamesEvent = 2;

using Row = std::vector<std::string>;

/// A table, and its cells by column.
class Source {
 public:
  static Expected<Source> open(std::string_view table, std::string_view text) {
    Source source;
    ASSIGN_OR_RETURN(source.csv_, Csv::open(text, lookup_file_name(table)));
    for (const std::string_view column :
         list_items(table_info(table)->columns)) {
      RETURN_IF_ERROR(source.csv_.column(column));
    }
    return source;
  }

  /// Calls `visit` with each whole row, as a function from column to cell.
  template <typename Visit>
  void for_each_row(const Visit& visit) const {
    for (size_t i = 0; i < csv_.row_count(); ++i) {
      if (const auto row = csv_.row(i); row.ok()) {
        visit([&](std::string_view column) {
          const auto place = csv_.column(column);
          return place.ok() ? std::string((*row)[*place]) : std::string();
        });
      }
    }
  }

 private:
  Csv csv_;
};

struct ViewArticle {
  std::string id;
  std::string title;
  std::string url;
  bool confirmed = true;

  /// What follows https://, for links that begin with it whatever the table
  /// holds.
  [[nodiscard]] std::string address() const {
    return url.starts_with(kHttps) ? url.substr(kHttps.size()) : url;
  }
};

/// By its id in lower case.
using Articles = std::map<std::string, ViewArticle>;

Articles articles_of(const Source& source) {
  Articles articles;
  source.for_each_row([&](const auto& cell) {
    articles.emplace(lower_case(cell("article")),
                     ViewArticle{cell("article"), cell("title"), cell("url"),
                                 cell("confirmed") != "no"});
  });
  return articles;
}

struct Link {
  std::optional<uint32_t> code;
  const ViewArticle* article = nullptr;
  std::string verdict;
  uint32_t rank = kLastRank;
  bool is_page = false;
  bool confirmed = true;
};

/// An event: its id, its provider in lower case.
using EventKey = std::pair<uint32_t, std::string>;

/// The links of an event, the most useful first.
struct EventLinks {
  std::string provider;  // as its first row has it
  std::vector<Link> links;
  std::map<uint32_t, std::string> codes;  // as they are written
};

/// Rows without a provider fit any event of that number and are left out; so
/// are rows without an event, and those of an article that is not there.
std::map<EventKey, EventLinks> links_of(const Source& source,
                                        const Articles& articles) {
  std::map<EventKey, EventLinks> events;
  source.for_each_row([&](const auto& cell) {
    const auto event_id = parse_code(cell("event_id"));
    const std::string provider = cell("provider");
    const auto article = articles.find(lower_case(cell("article")));
    if (!event_id || provider.empty() || article == articles.end()) {
      return;
    }
    EventLinks& event = events[{*event_id, lower_case(provider)}];
    event.provider = event.provider.empty() ? provider : event.provider;
    const auto code = parse_code(cell("code"));
    if (code) {
      event.codes.emplace(*code, cell("code"));
    }
    event.links.push_back({code, &article->second, cell("verdict"),
                           parse_code(cell("rank")).value_or(kLastRank),
                           cell("evidence") == "page",
                           cell("confirmed") != "no"});
  });
  for (auto& [key, event] : events) {
    std::stable_sort(
        event.links.begin(), event.links.end(),
        [](const Link& a, const Link& b) { return a.rank < b.rank; });
  }
  return events;
}

using Chosen = std::vector<const ViewArticle*>;

/// Those about the code in this event come before those about the event; none
/// that is not confirmed.
Chosen chosen_articles(const EventLinks& event, std::optional<uint32_t> code) {
  Chosen chosen;
  const auto add = [&](std::optional<uint32_t> wanted) {
    for (const Link& link : event.links) {
      const bool is_new =
          std::find(chosen.begin(), chosen.end(), link.article) == chosen.end();
      if (link.code == wanted && link.confirmed && link.article->confirmed &&
          is_new && chosen.size() < kMaxArticlesPerEvent) {
        chosen.push_back(link.article);
      }
    }
  };
  if (code) {
    add(code);
  }
  add(std::nullopt);
  return chosen;
}

/// A view's rows below their header.
class ViewText {
 public:
  explicit ViewText(const Row& header) { append_csv_row(text_, header); }
  void add(const Row& row) { append_csv_row(text_, row); }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

using Events = std::map<EventKey, EventLinks>;

std::string event_articles(const Events& events) {
  ViewText view({"event_id", "provider", "code", "place", "article", "title",
                 "url", "address"});
  for (const auto& entry : events) {
    const EventKey& key = entry.first;
    const EventLinks& event = entry.second;
    const auto add = [&](const std::string& code, const Chosen& chosen) {
      size_t place = 0;
      for (const ViewArticle* article : chosen) {
        view.add({std::to_string(key.first), event.provider, code,
                  std::to_string(++place), article->id, article->title,
                  article->url, article->address()});
      }
    };
    const Chosen usual = chosen_articles(event, std::nullopt);
    add(std::string(kAnyCode), usual);
    for (const auto& [code, spelling] : event.codes) {
      // A code for which it makes no difference has no rows.
      if (const Chosen own = chosen_articles(event, code); own != usual) {
        add(spelling, own);
      }
    }
  }
  return view.take();
}

/// With a code the verdict of its first article that has one; without, only
/// that of an article about just this event.
std::string event_verdicts(const Events& events) {
  ViewText view({"event_id", "provider", "code", "verdict", "page"});
  for (const auto& entry : events) {
    const EventKey& key = entry.first;
    const EventLinks& event = entry.second;
    const auto add = [&](std::optional<uint32_t> code,
                         const std::string& spelling) {
      std::string verdict;
      std::string page;
      for (const Link& link : event.links) {
        if (link.code != code) {
          continue;
        }
        if (verdict.empty() && (code || link.rank <= kTitleNamesEvent)) {
          verdict = link.verdict;
        }
        if (page.empty() && !code && link.is_page && link.confirmed) {
          page = link.article->address();
        }
      }
      if (!verdict.empty() || !page.empty()) {
        view.add({std::to_string(key.first), event.provider, spelling, verdict,
                  page});
      }
    };
    add(std::nullopt, std::string(kAnyCode));
    for (const auto& [code, spelling] : event.codes) {
      add(code, spelling);
    }
  }
  return view.take();
}

/// A right by the type of its object and its mask in one key.
std::string access_rights(const Source& masks) {
  std::map<std::string, Row> rows;  // sorted as a table is: docs/lookups.md
  masks.for_each_row([&](const auto& cell) {
    const std::string access = cell("object_type") + "/" + cell("code");
    rows.emplace(lower_case(access), Row{access, cell("name")});
  });
  ViewText view({"access", "name"});
  for (const auto& [key, row] : rows) {
    view.add(row);
  }
  return view.take();
}

}  // namespace

Expected<std::vector<SearchView>> make_search_views(
    const ViewSources& sources) {
  ASSIGN_OR_RETURN(const Source article_rows,
                   Source::open("kb_articles", sources.kb_articles));
  ASSIGN_OR_RETURN(const Source event_rows,
                   Source::open("kb_events", sources.kb_events));
  ASSIGN_OR_RETURN(const Source masks,
                   Source::open("access_masks", sources.access_masks));
  const Articles articles = articles_of(article_rows);
  const Events events = links_of(event_rows, articles);
  std::vector<SearchView> views;
  views.push_back({"event_articles", event_articles(events)});
  views.push_back({"event_verdicts", event_verdicts(events)});
  views.push_back({"access_rights", access_rights(masks)});
  return views;
}

}  // namespace eventlens
