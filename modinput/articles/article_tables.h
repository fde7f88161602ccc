// The lookups kb_articles and kb_events with the articles of a checkout in the
// place of those that were there from the same origin.
//
// What stays: all rows of another origin (the column `source`), an
// administrator's own columns, and of the same origin what no page says
// literally: rows about a code, and those that give an event that the article
// still speaks of another provider (the name that the source has since Windows
// Vista, or one that was inferred).
#pragma once

#include <string>
#include <string_view>

#include "articles/checkout.h"

namespace eventlens::articles {

struct RowCounts {
  size_t added = 0;
  size_t changed = 0;
  size_t removed = 0;
  size_t all = 0;  // that the table has now
};

struct ArticleTables {
  std::string articles;  // the text of kb_articles
  std::string events;    // of kb_events
  RowCounts article_rows;
  RowCounts event_rows;
};

/// Puts the collection's articles into the tables. Error: Malformed where a
/// table is none, or lacks a column that the program needs.
Status renew_tables(ArticleTables& tables, const Collection& collection);

/// Adds the names that the table's column `provider` has.
void add_registered_names(SourceNames& names, std::string_view table);

}  // namespace eventlens::articles
