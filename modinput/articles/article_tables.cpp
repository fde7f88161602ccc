#include "articles/article_tables.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "articles/plain_cell.h"
#include "base/ascii.h"
#include "knowledge/code_table.h"
#include "knowledge/csv.h"
#include "knowledge/table_list.h"

namespace eventlens::articles {
namespace {

using Row = std::vector<std::string>;

/// A table whose rows can be told by column name.
class Table {
 public:
  static Expected<Table> parse(std::string_view name, const std::string& text) {
    Table table;
    ASSIGN_OR_RETURN(const Csv csv, Csv::open(text, lookup_file_name(name)));
    for (const std::string_view column :
         list_items(table_info(name)->columns)) {
      RETURN_IF_ERROR(csv.column(column));
    }
    table.header_ = csv.header();
    for (size_t i = 0; i < csv.row_count(); ++i) {
      const CsvRow cells(csv.line(i));
      Row row;
      for (size_t column = 0; column < cells.size(); ++column) {
        row.emplace_back(cells[column]);
      }
      table.rows.push_back(std::move(row));
    }
    return table;
  }

  [[nodiscard]] std::string_view get(const Row& row,
                                     std::string_view column) const {
    const auto place = std::find(header_.begin(), header_.end(), column);
    const auto index = static_cast<size_t>(place - header_.begin());
    return index < row.size() && index < header_.size()
               ? std::string_view(row[index])
               : std::string_view();
  }

  /// The row with the cells that are given; columns that the table does not
  /// have are left out, others are empty.
  [[nodiscard]] Row row(const std::map<std::string, std::string>& cells) const {
    Row made;
    for (const std::string& column : header_) {
      const auto cell = cells.find(column);
      made.push_back(cell == cells.end() ? "" : cell->second);
    }
    return made;
  }

  /// Takes over what the old row has in columns that are not `ours`.
  void keep_other_cells(Row& row, const Row& old,
                        const std::set<std::string_view>& ours) const {
    for (size_t i = 0; i < header_.size() && i < old.size(); ++i) {
      row[i] = ours.contains(header_[i]) ? row[i] : old[i];
    }
  }

  [[nodiscard]] std::string text() const {
    std::string out;
    append_csv_row(out, header_);
    for (const Row& row : rows) {
      append_csv_row(out, row);
    }
    return out;
  }

  std::vector<Row> rows;

 private:
  std::vector<std::string> header_;
};

const std::set<std::string_view>& article_columns() {
  static const std::set<std::string_view> columns = {
      "article",       "title",     "url",   "products",
      "last_modified", "confirmed", "source"};
  return columns;
}

const std::set<std::string_view>& event_columns() {
  static const std::set<std::string_view> columns = {
      "event_id", "provider", "code",      "article", "evidence",
      "verdict",  "rank",     "confirmed", "source"};
  return columns;
}

/// Sorted as docs/lookups.md says: numbers by value, none first.
using EventKey = std::tuple<int64_t, std::string, int64_t, std::string>;

int64_t number_of(std::string_view cell) {
  const auto code = parse_code(cell);
  return code ? int64_t{*code} : -1;
}

EventKey event_key(const Table& table, const Row& row) {
  return {number_of(table.get(row, "event_id")),
          lower_case(table.get(row, "provider")),
          number_of(table.get(row, "code")),
          lower_case(table.get(row, "article"))};
}

/// An event of an article, whatever its provider.
using EventOfArticle = std::pair<int64_t, std::string>;

std::string_view evidence_name(const EventLink& link, bool support) {
  if (support && link.in_title) {
    return "title";
  }
  switch (link.evidence) {
    case Evidence::Xml:
      return "xml";
    case Evidence::Block:
      return "block";
    case Evidence::Table:
      return "table";
    case Evidence::Inline:
      break;
  }
  return "inline";
}

/// 1 is the most useful: see docs/lookups.md.
unsigned rank_of(const EventLink& link, bool has_provider) {
  unsigned rank = 5;
  if (link.in_title) {
    rank = 2;
  } else if (link.evidence == Evidence::Xml ||
             link.evidence == Evidence::Block) {
    rank = 3;
  } else if (link.evidence == Evidence::Table) {
    rank = 4;
  }
  return rank + (has_provider ? 0U : 3U);
}

bool is_of_sna_server(const Article& article) {
  return lower_case(article.products).find("sna server") != std::string::npos;
}

class EventRows {
 public:
  EventRows(Table& table, const Collection& collection)
      : table_(table), collection_(collection) {}

  void renew(RowCounts& counts) {
    make_new_rows();
    for (const Row& row : table_.rows) {
      const EventKey key = event_key(table_, row);
      if (is_ours(row)) {
        old_.emplace(key, row);
      }
      if (!is_ours(row) || stays(row, key)) {
        keep(key, row);
      }
    }
    for (auto& [key, row] : new_) {
      add(key, row, counts);
    }
    counts.removed = static_cast<size_t>(std::count_if(
        old_.begin(), old_.end(),
        [&](const auto& row) { return !rows_.contains(row.first); }));
    table_.rows.clear();
    for (auto& [key, row] : rows_) {
      table_.rows.push_back(std::move(row));
    }
    counts.all = table_.rows.size();
  }

 private:
  [[nodiscard]] bool is_ours(const Row& row) const {
    return table_.get(row, "source") == collection_.origin;
  }
  static EventOfArticle event_of(const EventKey& key) {
    return {std::get<0>(key), std::get<3>(key)};
  }

  /// Whether a row of the same origin says what no page says literally, and
  /// its article is still there.
  [[nodiscard]] bool stays(const Row& row, const EventKey& key) const {
    if (table_.get(row, "evidence") == "citation") {
      return true;  // another source says so
    }
    if (!collection_.ids.contains(std::get<3>(key))) {
      return false;
    }
    if (!table_.get(row, "code").empty()) {
      return true;
    }
    return !std::get<1>(key).empty() && !new_.contains(key) &&
           found_.contains(event_of(key));
  }

  void make_new_rows() {
    const bool support = collection_.origin == "SupportArticles-docs";
    for (const Article& article : collection_.articles) {
      for (const EventLink& link : article.links) {
        std::string provider = plain_cell(link.source);
        const bool is_guess = provider.empty() && is_of_sna_server(article);
        provider = is_guess ? "SNA Server" : provider;
        Row row = table_.row(
            {{"event_id", std::to_string(link.id)},
             {"provider", provider},
             {"article", article.id},
             {"evidence", std::string(evidence_name(link, support))},
             {"verdict", link.verdict},
             {"rank", std::to_string(rank_of(link, !provider.empty()))},
             {"confirmed", is_guess || link.inferred ? "no" : "yes"},
             {"source", collection_.origin}});
        const EventKey key = event_key(table_, row);
        found_.insert(event_of(key));
        new_.emplace(key, std::move(row));
      }
    }
  }

  void keep(const EventKey& key, const Row& row) {
    rows_.emplace(key, row);
    if (!table_.get(row, "provider").empty()) {
      sourced_.insert(event_of(key));
    }
  }

  /// An article may tie its verdict to one code: then only that row has it.
  [[nodiscard]] bool verdict_is_of_a_code(const EventKey& key) const {
    const auto old = old_.find(key);
    if (old == old_.end() || !table_.get(old->second, "verdict").empty()) {
      return false;
    }
    return std::any_of(rows_.begin(), rows_.end(), [&](const auto& other) {
      return event_of(other.first) == event_of(key) &&
             !table_.get(other.second, "code").empty() &&
             !table_.get(other.second, "verdict").empty();
    });
  }

  void add(const EventKey& key, Row& row, RowCounts& counts) {
    const bool no_provider = table_.get(row, "provider").empty();
    if (rows_.contains(key) ||
        (no_provider && sourced_.contains(event_of(key)))) {
      return;  // an administrator's row counts, and one that says more
    }
    const auto old = old_.find(key);
    if (!table_.get(row, "verdict").empty() && verdict_is_of_a_code(key)) {
      row = old->second;
    }
    if (old == old_.end()) {
      ++counts.added;
    } else {
      table_.keep_other_cells(row, old->second, event_columns());
      counts.changed += row == old->second ? 0U : 1U;
    }
    keep(key, row);
  }

  Table& table_;
  const Collection& collection_;
  std::map<EventKey, Row> old_;  // of the same origin
  std::map<EventKey, Row> new_;
  std::multimap<EventKey, Row> rows_;  // what the table will have
  std::set<EventOfArticle> found_;     // of which the pages speak
  std::set<EventOfArticle> sourced_;   // to which rows_ give a provider
};

/// The articles that rows of kb_events refer to; the others go.
void renew_articles(Table& articles, const Table& events,
                    const Collection& collection, RowCounts& counts) {
  std::set<std::string> used;
  for (const Row& row : events.rows) {
    used.insert(lower_case(events.get(row, "article")));
  }
  std::multimap<std::string, Row> rows;
  std::map<std::string, Row> old;  // of the same origin
  for (const Row& row : articles.rows) {
    const std::string key = lower_case(articles.get(row, "article"));
    if (articles.get(row, "source") == collection.origin) {
      old.emplace(key, row);
    } else {
      rows.emplace(key, row);
    }
  }
  for (const Article& article : collection.articles) {
    const std::string key = lower_case(article.id);
    if (!used.contains(key) || rows.contains(key)) {
      continue;
    }
    Row row = articles.row({{"article", article.id},
                            {"title", article.title},
                            {"url", article.url},
                            {"products", article.products},
                            {"last_modified", article.last_modified},
                            {"confirmed", "yes"},
                            {"source", collection.origin}});
    const auto known = old.find(key);
    if (known == old.end()) {
      ++counts.added;
    } else {
      articles.keep_other_cells(row, known->second, article_columns());
      counts.changed += row == known->second ? 0U : 1U;
    }
    rows.emplace(key, std::move(row));
  }
  for (const auto& [key, row] : old) {
    if (used.contains(key) && !rows.contains(key)) {
      rows.emplace(key, row);  // that only kept rows refer to
    }
    counts.removed += rows.contains(key) ? 0U : 1U;
  }
  articles.rows.clear();
  for (auto& [key, row] : rows) {
    articles.rows.push_back(std::move(row));
  }
  counts.all = articles.rows.size();
}

}  // namespace

Status renew_tables(ArticleTables& tables, const Collection& collection) {
  ASSIGN_OR_RETURN(Table articles,
                   Table::parse("kb_articles", tables.articles));
  ASSIGN_OR_RETURN(Table events, Table::parse("kb_events", tables.events));
  EventRows(events, collection).renew(tables.event_rows);
  renew_articles(articles, events, collection, tables.article_rows);
  tables.articles = articles.text();
  tables.events = events.text();
  return success();
}

void add_registered_names(SourceNames& names, std::string_view table) {
  const auto csv = Csv::open(table, "");
  const auto provider =
      csv.ok() ? csv->column("provider") : Expected<size_t>(csv.error());
  for (size_t i = 0; provider.ok() && i < csv->row_count(); ++i) {
    const CsvRow row(csv->line(i));
    if (!row[*provider].empty()) {
      names.add_registered(row[*provider]);
    }
  }
}

}  // namespace eventlens::articles
