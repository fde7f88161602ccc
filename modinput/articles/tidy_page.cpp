#include "articles/tidy_page.h"

#include <algorithm>

#include "articles/plain_cell.h"
#include "base/ascii.h"
#include "knowledge/check_rules.h"

namespace eventlens::articles {
namespace {

/// A list without empty items, blanks and repetitions.
std::string tidy_list(const std::string& text) {
  std::vector<std::string_view> items;
  for (std::string_view item : list_items(text)) {
    item = trimmed(item);
    if (!item.empty() &&
        std::find(items.begin(), items.end(), item) == items.end()) {
      items.push_back(item);
    }
  }
  std::string list;
  for (const std::string_view item : items) {
    list += (list.empty() ? "" : ";") + std::string(item);
  }
  return list;
}

}  // namespace

Status tidy_page(Page& page) {
  page.title = plain_cell(page.title);
  page.products = tidy_list(plain_cell(page.products));
  const TableInfo* table = table_info("kb_articles");
  const std::pair<std::string_view, std::string_view> cells[] = {
      {"article", page.id},
      {"title", page.title},
      {"url", page.url},
      {"last_modified", page.last_modified}};
  for (const auto& [column, cell] : cells) {
    const CellRule* rule = cell_rule(table, column);
    if (rule != nullptr && !rule->fits(cell)) {
      return Error{ErrorCode::Malformed,
                   std::string(column) + " \"" + plain_cell(cell) +
                       "\"; accepted: " + std::string(rule->accepted)};
    }
  }
  return success();
}

}  // namespace eventlens::articles
