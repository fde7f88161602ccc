// Loading is the same for every table: find the text, cut it into rows, check
// that the columns we read are there, turn rows into entries. It is one file,
// although long, because a table is added here and nowhere else.
#include "knowledge/tables.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <unordered_set>
#include <utility>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/number_text.h"
#include "knowledge/embedded.h"
#include "knowledge/lookup_files.h"
#include "knowledge/table_list.h"
#include "log/log.h"
#include "os/file.h"
#include "os/process.h"

namespace eventlens {
namespace {

using Columns = std::vector<std::string_view>;

/// A table's text and its rows.
struct Source {
  std::string text;
  std::optional<Csv> csv;
};

/// Cells of a row by column name; an absent column reads as empty.
class NamedRow {
 public:
  NamedRow(const Csv& csv, const CsvRow& row) : csv_(csv), row_(row) {}
  std::string_view operator[](std::string_view column) const {
    const auto index = csv_.column(column);
    return index.ok() ? row_[*index] : std::string_view();
  }
  [[nodiscard]] bool confirmed() const { return (*this)["confirmed"] != "no"; }

 private:
  const Csv& csv_;
  const CsvRow& row_;
};

Status open_source(Source& source, std::string_view text,
                   const std::string& name, const Columns& required) {
  ASSIGN_OR_RETURN(source.csv, Csv::open(text, name));
  for (const std::string_view column : required) {
    RETURN_IF_ERROR(source.csv->column(column));
  }
  ASSIGN_OR_RETURN(const size_t key, source.csv->column(required.front()));
  if (key != 0) {
    return Error{ErrorCode::Malformed, name + ": the first column must be \"" +
                                           std::string(required.front()) +
                                           "\""};
  }
  return success();
}

EventEntry event_entry(const NamedRow& row, uint32_t event_id) {
  return {event_id,           row["provider"],  row["channel"],
          row["title"],       row["category"],  row["subcategory"],
          row["criticality"], row["modern_id"], row["attack_ids"],
          row["note"],        row.confirmed(),  row["generation"] == "legacy"};
}

std::string event_key(std::string_view provider, uint32_t event_id) {
  return std::to_string(event_id) + "/" + lower_case(provider);
}

std::string label_key(std::string_view provider, std::string_view section,
                      std::string_view label) {
  std::string key;
  for (const std::string_view part : {provider, section, label}) {
    key += lower_case(part);
    key += '\n';  // which no cell has
  }
  return key;
}

/// Whether `event_ids`, separated by ';', has the id.
bool lists_event(std::string_view event_ids, uint32_t event_id) {
  while (!event_ids.empty()) {
    const size_t end = std::min(event_ids.find(';'), event_ids.size());
    if (parse_code(event_ids.substr(0, end)) == event_id) {
      return true;
    }
    event_ids.remove_prefix(std::min(end + 1, event_ids.size()));
  }
  return false;
}

void sort_by_rank(std::vector<ArticleLink>& links) {
  std::stable_sort(links.begin(), links.end(),
                   [](const ArticleLink& a, const ArticleLink& b) {
                     return a.rank < b.rank;
                   });
}

CodeForm form_of(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, CodeForm>, 4> kForms = {
      {{"in_text", CodeForm::InText},
       {"mask", CodeForm::Mask},
       {"parameters", CodeForm::Parameters},
       {"text", CodeForm::Text}}};
  const auto* const found =
      std::find_if(kForms.begin(), kForms.end(),
                   [text](const auto& form) { return form.first == text; });
  return found == kForms.end() ? CodeForm::Whole : found->second;
}

}  // namespace

/// Rows by the event that they are about: of thousands a log needs those of
/// some thirty events, and cutting all of them took 20 ms at every start.
using RowsByEvent = std::unordered_map<uint32_t, std::vector<size_t>>;

/// What was read so far, all of it guarded by `reading`. Nothing that was read
/// changes afterwards, so that others may use it without the lock.
struct Tables::Loaded {
  explicit Loaded(const std::string& directory)
      : files(directory), stamp(files.stamp()) {}

  struct Label {
    std::string_view field;
    std::string_view event_ids;  // empty: all that no other row lists
  };

  LookupFiles files;
  uint64_t stamp;  // of the files, before any of them was read
  std::recursive_mutex reading;
  std::map<std::string, Source, std::less<>> sources;
  std::map<std::string, RowsByEvent, std::less<>> rows_by_event;
  std::deque<CsvRow> rows;  // what entries view

  std::vector<std::unique_ptr<CodeTable>> code_tables;
  std::vector<const CodeTable*> code_table_pointers;

  // By event id, each read as a whole.
  std::unordered_set<uint32_t> coded_events;
  std::unordered_map<std::string, std::vector<CodedField>> coded_fields;
  std::unordered_set<uint32_t> named_legacy_events;
  std::unordered_map<std::string, LegacyEvent> legacy_events;
  std::unordered_map<uint32_t, std::vector<EventEntry>> events;
  std::unordered_map<uint32_t, std::vector<ArticleLink>> links;

  std::unordered_map<std::string, size_t> article_rows;  // by its name
  std::unordered_map<std::string, Article> articles;

  bool labels_read = false;
  std::unordered_map<std::string, std::vector<Label>> labels;
  bool all_links_read = false;
  std::vector<ArticleLink> all_links;

  const Csv* csv(std::string_view table);
  const Csv* own_csv(Source& source, std::string_view table,
                     const Columns& required) const;
  void read_row(const Csv& csv, size_t row,
                const std::function<void(const NamedRow&)>& visit);
  void for_each_row(std::string_view table,
                    const std::function<void(const NamedRow&)>& visit);
  void for_rows_of(std::string_view table, uint32_t event_id,
                   const std::function<void(const NamedRow&)>& visit);
  void read_codes();
  void read_coded_fields(uint32_t event_id);
  void read_labels();
  void read_legacy(uint32_t event_id);
  const std::vector<EventEntry>& read_events(uint32_t event_id);
  const std::vector<ArticleLink>& read_links(uint32_t event_id);
  const Article* article(std::string_view id);
  void add_link(const NamedRow& row, std::vector<ArticleLink>& to);
};

/// The table from the app's directory, or the embedded one; null where there is
/// neither.
/// REQUIRES: a name of the list of tables.
const Csv* Tables::Loaded::csv(std::string_view table) {
  const std::lock_guard lock(reading);  // code tables open theirs later
  const auto known = sources.find(table);
  if (known != sources.end()) {
    return known->second.csv ? &*known->second.csv : nullptr;
  }
  Source& source = sources[std::string(table)];
  const Columns required = list_items(table_info(table)->columns);
  if (const Csv* own = own_csv(source, table, required)) {
    return own;
  }
  const Status opened = open_source(source, embedded_lookup(table),
                                    lookup_file_name(table), required);
  if (!opened.ok()) {
    source.csv.reset();
    log_error("built-in " + opened.error().message);
    return nullptr;
  }
  return &*source.csv;
}

const Csv* Tables::Loaded::own_csv(Source& source, std::string_view table,
                                   const Columns& required) const {
  if (files.empty()) {
    return nullptr;
  }
  const std::string path = files.path_of(table);
  auto text = read_file(path, kMaxCsvBytes);
  if (!text.ok()) {
    log_error(text.error().message + "; the built-in table is used");
    return nullptr;
  }
  source.text = std::move(*text);
  const Status opened = open_source(source, source.text, path, required);
  if (!opened.ok()) {
    log_error(opened.error().message + "; the built-in table is used");
    return nullptr;
  }
  return &*source.csv;
}

void Tables::Loaded::read_row(
    const Csv& csv, size_t row,
    const std::function<void(const NamedRow&)>& visit) {
  auto cells = csv.row(row);
  if (!cells.ok()) {
    log_warn(cells.error().message + "; the row is ignored");
    return;
  }
  rows.push_back(std::move(*cells));
  visit(NamedRow(csv, rows.back()));
}

void Tables::Loaded::for_each_row(
    std::string_view table, const std::function<void(const NamedRow&)>& visit) {
  const Csv* opened = csv(table);
  for (size_t i = 0; opened != nullptr && i < opened->row_count(); ++i) {
    read_row(*opened, i, visit);
  }
}

/// Rows of other events are not looked into.
void Tables::Loaded::for_rows_of(
    std::string_view table, uint32_t event_id,
    const std::function<void(const NamedRow&)>& visit) {
  const Csv* opened = csv(table);
  const auto [index, fresh] = rows_by_event.try_emplace(std::string(table));
  if (opened == nullptr) {
    return;
  }
  const auto column = opened->column("event_id");
  for (size_t row = 0; fresh && column.ok() && row < opened->row_count();
       ++row) {
    const auto number = parse_integer(opened->cell(row, *column));
    if (const auto id = number ? as_code(*number) : std::nullopt) {
      index->second[*id].push_back(row);
    }
  }
  const auto found = index->second.find(event_id);
  if (found != index->second.end()) {
    for (const size_t row : found->second) {
      read_row(*opened, row, visit);
    }
  }
}

void Tables::Loaded::read_codes() {
  if (!code_tables.empty()) {
    return;
  }
  for (const TableInfo& table : kTables) {
    if (table.kind == TableKind::Rows) {
      continue;
    }
    code_tables.push_back(std::make_unique<CodeTable>(
        table, [this, &table] { return csv(table.name); },
        [](const std::string& warning) { log_warn(warning); }));
    code_table_pointers.push_back(code_tables.back().get());
  }
}

void Tables::Loaded::read_coded_fields(uint32_t event_id) {
  if (!coded_events.insert(event_id).second) {
    return;
  }
  read_codes();
  for_rows_of("coded_fields", event_id, [&](const NamedRow& row) {
    CodedField field;
    field.field = row["field"];
    field.form = form_of(row["form"]);
    const std::string names = ";" + std::string(row["code_tables"]) + ";";
    // In the order in which the row names them.
    for (size_t at = 1; at < names.size();) {
      const size_t end = names.find(';', at);
      for (const CodeTable* table : code_table_pointers) {
        if (names.compare(at, end - at, table->info().name) == 0) {
          field.tables.push_back(table);
        }
      }
      at = end + 1;
    }
    if (!field.tables.empty()) {
      coded_fields[event_key(row["provider"], event_id)].push_back(field);
    }
  });
}

void Tables::Loaded::read_labels() {
  if (std::exchange(labels_read, true)) {
    return;
  }
  for_each_row("message_labels", [&](const NamedRow& row) {
    labels[label_key(row["provider"], row["section"], row["label"])].push_back(
        {row["field"], row["event_ids"]});
  });
}

void Tables::Loaded::read_legacy(uint32_t event_id) {
  if (!named_legacy_events.insert(event_id).second) {
    return;
  }
  std::vector<LegacyEvent*> changed;
  for_rows_of("legacy_strings", event_id, [&](const NamedRow& row) {
    const auto position = parse_code(row["position"]);
    if (!position || *position == 0 || *position > kMaxLegacyStrings ||
        row["field"].empty()) {
      return;
    }
    LegacyEvent& event = legacy_events[event_key(row["provider"], event_id)];
    event.add(
        {row["os"],
         *position,
         {row["field"], row["modern_field"], modern_form(row["modern_form"])}});
    if (std::find(changed.begin(), changed.end(), &event) == changed.end()) {
      changed.push_back(&event);
    }
  });
  for (LegacyEvent* event : changed) {
    event->finish();
  }
}

const std::vector<EventEntry>& Tables::Loaded::read_events(uint32_t event_id) {
  const auto added = events.try_emplace(event_id);
  std::vector<EventEntry>& of_id = added.first->second;
  if (added.second) {
    for_rows_of("events", event_id, [&](const NamedRow& row) {
      of_id.push_back(event_entry(row, event_id));
    });
  }
  return of_id;
}

const Article* Tables::Loaded::article(std::string_view id) {
  const std::string key = lower_case(id);
  const auto known = articles.find(key);
  if (known != articles.end()) {
    return &known->second;
  }
  const Csv* opened = csv("kb_articles");
  if (opened == nullptr) {
    return nullptr;
  }
  const bool fresh = article_rows.empty();
  for (size_t row = 0; fresh && row < opened->row_count(); ++row) {
    article_rows.emplace(lower_case(opened->cell(row, 0)), row);
  }
  const auto found = article_rows.find(key);
  if (found == article_rows.end()) {
    return nullptr;
  }
  const Article* read = nullptr;
  read_row(*opened, found->second, [&](const NamedRow& row) {
    read = &articles
                .emplace(key, Article{row["article"], row["title"], row["url"],
                                      row["products"], row["last_modified"],
                                      row.confirmed()})
                .first->second;
  });
  return read;
}

/// A link to an article that is not there says nothing.
void Tables::Loaded::add_link(const NamedRow& row,
                              std::vector<ArticleLink>& to) {
  if (const Article* known = article(row["article"])) {
    const auto rank = parse_integer(row["rank"]);
    to.push_back({parse_code(row["event_id"]), row["provider"],
                  parse_code(row["code"]), known, row["verdict"],
                  static_cast<uint32_t>(rank.value_or(9)), row.confirmed()});
  }
}

const std::vector<ArticleLink>& Tables::Loaded::read_links(uint32_t event_id) {
  const auto added = links.try_emplace(event_id);
  std::vector<ArticleLink>& of_id = added.first->second;
  if (added.second) {
    for_rows_of("kb_events", event_id,
                [&](const NamedRow& row) { add_link(row, of_id); });
    sort_by_rank(of_id);
  }
  return of_id;
}

Tables::Tables(std::string directory)
    : directory_(std::move(directory)),
      looked_ms_(steady_milliseconds()),
      loaded_(std::make_unique<Loaded>(directory_)) {}

Tables::~Tables() = default;

void Tables::refresh(int64_t rest_ms) {
  const int64_t now = steady_milliseconds();
  if (directory_.empty() || now - looked_ms_ < rest_ms) {
    return;
  }
  looked_ms_ = now;
  auto fresh = std::make_unique<Loaded>(directory_);
  if (fresh->stamp != loaded_->stamp) {
    loaded_ = std::move(fresh);
    ++generation_;
    log_info(directory_ + ": the lookups were changed and are read again");
  }
}

const CodeTable* Tables::code_table(std::string_view name) {
  for (const CodeTable* table : code_tables()) {
    if (table->info().name == name) {
      return table;
    }
  }
  return nullptr;
}

const std::vector<const CodeTable*>& Tables::code_tables() {
  const std::lock_guard lock(loaded_->reading);
  loaded_->read_codes();
  return loaded_->code_table_pointers;
}

const std::vector<CodedField>& Tables::coded_fields(std::string_view provider,
                                                    uint32_t event_id) {
  static const std::vector<CodedField> none;
  const std::lock_guard lock(loaded_->reading);
  loaded_->read_coded_fields(event_id);
  const auto found = loaded_->coded_fields.find(event_key(provider, event_id));
  return found == loaded_->coded_fields.end() ? none : found->second;
}

std::string_view Tables::labelled_field(std::string_view provider,
                                        uint32_t event_id,
                                        std::string_view section,
                                        std::string_view label) {
  const std::lock_guard lock(loaded_->reading);
  loaded_->read_labels();
  const auto found = loaded_->labels.find(label_key(provider, section, label));
  if (found == loaded_->labels.end()) {
    return {};
  }
  std::string_view usual;
  for (const Loaded::Label& row : found->second) {
    if (row.event_ids.empty()) {
      usual = row.field;
    } else if (lists_event(row.event_ids, event_id)) {
      return row.field;
    }
  }
  return usual;
}

const LegacyEvent* Tables::legacy_event(std::string_view provider,
                                        uint32_t event_id) {
  const std::lock_guard lock(loaded_->reading);
  loaded_->read_legacy(event_id);
  const auto found = loaded_->legacy_events.find(event_key(provider, event_id));
  return found == loaded_->legacy_events.end() ? nullptr : &found->second;
}

const EventEntry* Tables::event(std::string_view provider, uint32_t event_id) {
  const std::lock_guard lock(loaded_->reading);
  const std::string wanted = lower_case(provider);
  for (const EventEntry& entry : loaded_->read_events(event_id)) {
    if (lower_case(entry.provider) == wanted) {
      return &entry;
    }
  }
  return nullptr;
}

std::vector<const EventEntry*> Tables::events(uint32_t event_id) {
  const std::lock_guard lock(loaded_->reading);
  std::vector<const EventEntry*> found;
  for (const EventEntry& entry : loaded_->read_events(event_id)) {
    found.push_back(&entry);
  }
  return found;
}

std::vector<const ArticleLink*> Tables::links_of_event(
    std::string_view provider, uint32_t event_id) {
  const std::lock_guard lock(loaded_->reading);
  std::vector<const ArticleLink*> found;
  const std::string wanted = lower_case(provider);
  for (const ArticleLink& link : loaded_->read_links(event_id)) {
    if (wanted.empty() || link.provider.empty() ||
        lower_case(link.provider) == wanted) {
      found.push_back(&link);
    }
  }
  return found;
}

const std::vector<ArticleLink>& Tables::links() {
  const std::lock_guard lock(loaded_->reading);
  if (!std::exchange(loaded_->all_links_read, true)) {
    loaded_->for_each_row("kb_events", [this](const NamedRow& row) {
      loaded_->add_link(row, loaded_->all_links);
    });
    sort_by_rank(loaded_->all_links);
  }
  return loaded_->all_links;
}

const Article* Tables::article(std::string_view id) {
  const std::lock_guard lock(loaded_->reading);
  return loaded_->article(id);
}

}  // namespace eventlens
