#include "knowledge/table_list.h"

#include <algorithm>

namespace eventlens {

const TableInfo* table_info(std::string_view name) {
  const auto found =
      std::find_if(kTables.begin(), kTables.end(),
                   [&](const TableInfo& table) { return table.name == name; });
  return found == kTables.end() ? nullptr : &*found;
}

bool is_for_searches(std::string_view name) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"access_rights", "alert_policy", "cim", "cim_apps", "event_articles",
       "event_verdicts"});
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

std::vector<std::string_view> list_items(std::string_view list) {
  std::vector<std::string_view> items;
  while (!list.empty()) {
    items.push_back(list.substr(0, list.find(';')));
    list.remove_prefix(std::min(items.back().size() + 1, list.size()));
  }
  return items;
}

std::string lookup_file_name(std::string_view name) {
  return "eventlens_" + std::string(name) + ".csv";
}

}  // namespace eventlens
