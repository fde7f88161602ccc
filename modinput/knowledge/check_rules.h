// What cells of the lookups may hold: by the name of their column, because a
// column of one name means the same in every table, and by the table's key.
#pragma once

#include <string_view>

#include "knowledge/table_list.h"

namespace eventlens {

/// `fits` says whether a cell is as `accepted` describes.
struct CellRule {
  std::string_view column;
  bool (*fits)(std::string_view cell);
  std::string_view accepted;
};

/// Null where anything is accepted. `table` may be null: one that is not in
/// the list of tables.
[[nodiscard]] const CellRule* cell_rule(const TableInfo* table,
                                        std::string_view column);

/// Whether the cells of the column are lists.
[[nodiscard]] bool is_list_column(std::string_view column);

/// Whether the column is sorted by number.
[[nodiscard]] bool is_number_column(std::string_view column);

}  // namespace eventlens
