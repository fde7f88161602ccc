// Loading is the same for every table: find the text, cut it into rows, check
// that the columns we read are there, turn rows into entries. It is one file,
// although long, because a table is added here and nowhere else.
#include "knowledge/tables.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <mutex>

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

/// Whoever needs a part first reads it (the once_flags); `reading` guards what
/// the parts share while they are read. Afterwards nothing changes.
struct Tables::Loaded {
  explicit Loaded(const std::string& directory)
      : files(directory), stamp(files.stamp()) {}

  LookupFiles files;
  uint64_t stamp;  // of the files, before any of them was read
  std::recursive_mutex reading;
  std::map<std::string, Source, std::less<>> sources;
  std::deque<CsvRow> rows;  // what entries view

  std::once_flag codes_read;
  std::vector<std::unique_ptr<CodeTable>> code_tables;
  std::vector<const CodeTable*> code_table_pointers;

  std::once_flag coded_fields_read;
  std::unordered_map<std::string, std::vector<CodedField>> coded_fields;

  struct Label {
    std::string_view field;
    std::string_view event_ids;  // empty: all that no other row lists
  };
  std::once_flag labels_read;
  std::unordered_map<std::string, std::vector<Label>> labels;

  std::once_flag legacy_read;
  std::unordered_map<std::string, LegacyEvent> legacy_events;

  std::once_flag events_read;
  std::vector<EventEntry> events;  // sorted by id
  std::unordered_map<std::string, const EventEntry*> event_by_key;

  std::once_flag articles_read;
  std::vector<Article> articles;
  std::unordered_map<std::string, const Article*> article_by_id;
  std::vector<ArticleLink> links;
  std::unordered_map<uint32_t, std::vector<const ArticleLink*>> links_by_event;

  const Csv* csv(std::string_view table);
  const Csv* own_csv(Source& source, std::string_view table,
                     const Columns& required) const;
  void for_each_row(std::string_view table,
                    const std::function<void(const NamedRow&)>& visit);
  void read_codes();
  void read_coded_fields();
  void read_labels();
  void read_legacy();
  void read_events();
  void read_articles();
};

/// The table from the app's directory, or the embedded one; null where there is
/// neither.
/// REQUIRES: a name of the list of tables.
const Csv* Tables::Loaded::csv(std::string_view table) {
  const std::lock_guard lock(reading);
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

void Tables::Loaded::for_each_row(
    std::string_view table, const std::function<void(const NamedRow&)>& visit) {
  const std::lock_guard lock(reading);
  const Csv* opened = csv(table);
  for (size_t i = 0; opened != nullptr && i < opened->row_count(); ++i) {
    auto row = opened->row(i);
    if (!row.ok()) {
      log_warn(row.error().message + "; the row is ignored");
      continue;
    }
    rows.push_back(std::move(*row));
    visit(NamedRow(*opened, rows.back()));
  }
}

void Tables::Loaded::read_codes() {
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

void Tables::Loaded::read_coded_fields() {
  std::call_once(codes_read, [this] { read_codes(); });
  for_each_row("coded_fields", [&](const NamedRow& row) {
    const auto event_id = parse_code(row["event_id"]);
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
    if (event_id && !field.tables.empty()) {
      coded_fields[event_key(row["provider"], *event_id)].push_back(field);
    }
  });
}

void Tables::Loaded::read_labels() {
  for_each_row("message_labels", [&](const NamedRow& row) {
    labels[label_key(row["provider"], row["section"], row["label"])].push_back(
        {row["field"], row["event_ids"]});
  });
}

void Tables::Loaded::read_legacy() {
  for_each_row("legacy_strings", [&](const NamedRow& row) {
    const auto event_id = parse_code(row["event_id"]);
    const auto position = parse_code(row["position"]);
    if (!event_id || !position || *position == 0 ||
        *position > kMaxLegacyStrings || row["field"].empty()) {
      return;
    }
    legacy_events[event_key(row["provider"], *event_id)].add(
        {row["os"],
         *position,
         {row["field"], row["modern_field"], modern_form(row["modern_form"])}});
  });
  for (auto& [key, event] : legacy_events) {
    event.finish();
  }
}

void Tables::Loaded::read_events() {
  for_each_row("events", [&](const NamedRow& row) {
    if (const auto event_id = parse_code(row["event_id"])) {
      events.push_back(event_entry(row, *event_id));
    }
  });
  std::stable_sort(events.begin(), events.end(),
                   [](const EventEntry& a, const EventEntry& b) {
                     return a.event_id < b.event_id;
                   });
  for (const EventEntry& entry : events) {
    event_by_key.emplace(event_key(entry.provider, entry.event_id), &entry);
  }
}

void Tables::Loaded::read_articles() {
  for_each_row("kb_articles", [&](const NamedRow& row) {
    articles.push_back({row["article"], row["title"], row["url"],
                        row["products"], row["last_modified"],
                        row.confirmed()});
  });
  for (const Article& article : articles) {
    article_by_id.emplace(lower_case(article.id), &article);
  }
  for_each_row("kb_events", [&](const NamedRow& row) {
    const auto found = article_by_id.find(lower_case(row["article"]));
    if (found == article_by_id.end()) {
      return;
    }
    const auto rank = parse_integer(row["rank"]);
    links.push_back({parse_code(row["event_id"]), row["provider"],
                     parse_code(row["code"]), found->second, row["verdict"],
                     static_cast<uint32_t>(rank.value_or(9)), row.confirmed()});
  });
  std::stable_sort(links.begin(), links.end(),
                   [](const ArticleLink& a, const ArticleLink& b) {
                     return a.rank < b.rank;
                   });
  for (const ArticleLink& link : links) {
    if (link.event_id) {
      links_by_event[*link.event_id].push_back(&link);
    }
  }
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
  std::call_once(loaded_->codes_read, [this] { loaded_->read_codes(); });
  return loaded_->code_table_pointers;
}

const std::vector<CodedField>& Tables::coded_fields(std::string_view provider,
                                                    uint32_t event_id) {
  static const std::vector<CodedField> none;
  std::call_once(loaded_->coded_fields_read,
                 [this] { loaded_->read_coded_fields(); });
  const auto found = loaded_->coded_fields.find(event_key(provider, event_id));
  return found == loaded_->coded_fields.end() ? none : found->second;
}

std::string_view Tables::labelled_field(std::string_view provider,
                                        uint32_t event_id,
                                        std::string_view section,
                                        std::string_view label) {
  std::call_once(loaded_->labels_read, [this] { loaded_->read_labels(); });
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
  std::call_once(loaded_->legacy_read, [this] { loaded_->read_legacy(); });
  const auto found = loaded_->legacy_events.find(event_key(provider, event_id));
  return found == loaded_->legacy_events.end() ? nullptr : &found->second;
}

const EventEntry* Tables::event(std::string_view provider, uint32_t event_id) {
  std::call_once(loaded_->events_read, [this] { loaded_->read_events(); });
  const auto found = loaded_->event_by_key.find(event_key(provider, event_id));
  return found == loaded_->event_by_key.end() ? nullptr : found->second;
}

std::vector<const EventEntry*> Tables::events(uint32_t event_id) {
  std::vector<const EventEntry*> found;
  for (const EventEntry& entry : catalogue()) {
    if (entry.event_id == event_id) {
      found.push_back(&entry);
    }
  }
  return found;
}

const std::vector<EventEntry>& Tables::catalogue() {
  std::call_once(loaded_->events_read, [this] { loaded_->read_events(); });
  return loaded_->events;
}

std::vector<const ArticleLink*> Tables::links_of_event(
    std::string_view provider, uint32_t event_id) {
  std::call_once(loaded_->articles_read, [this] { loaded_->read_articles(); });
  std::vector<const ArticleLink*> found;
  const auto links = loaded_->links_by_event.find(event_id);
  if (links == loaded_->links_by_event.end()) {
    return found;
  }
  const std::string wanted = lower_case(provider);
  for (const ArticleLink* link : links->second) {
    if (wanted.empty() || link->provider.empty() ||
        lower_case(link->provider) == wanted) {
      found.push_back(link);
    }
  }
  return found;
}

const std::vector<ArticleLink>& Tables::links() {
  std::call_once(loaded_->articles_read, [this] { loaded_->read_articles(); });
  return loaded_->links;
}

const Article* Tables::article(std::string_view id) {
  std::call_once(loaded_->articles_read, [this] { loaded_->read_articles(); });
  const auto found = loaded_->article_by_id.find(lower_case(id));
  return found == loaded_->article_by_id.end() ? nullptr : found->second;
}

}  // namespace eventlens
