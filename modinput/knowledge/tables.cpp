// Loading is the same for every table: find the text, parse it, check that the
// columns we read are there, turn rows into entries. A row whose key makes no
// sense is ignored with a warning; a table that cannot be used at all is
// replaced by the embedded one.
#include "knowledge/tables.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include "base/limits.h"
#include "base/number_text.h"
#include "knowledge/embedded.h"
#include "log/log.h"
#include "os/file.h"

namespace eventlens {
namespace {

/// Cells of the row by column name; an absent column reads as empty.
class Row {
 public:
  Row(const Csv& csv, size_t row) : csv_(csv), row_(row) {}
  [[nodiscard]] std::string_view operator[](std::string_view column) const {
    const auto index = csv_.column(column);
    return index.ok() ? csv_.cell(row_, *index) : std::string_view();
  }
  [[nodiscard]] bool confirmed() const { return (*this)["confirmed"] != "no"; }
  [[nodiscard]] std::optional<uint32_t> code(std::string_view column) const {
    const auto number = parse_integer((*this)[column]);
    return number ? as_code(*number) : std::nullopt;
  }

 private:
  const Csv& csv_;
  size_t row_;
};

/// A table's text and its parsed form, kept because entries view them.
struct Source {
  std::string text;
  std::optional<Csv> csv;
};

using RequiredColumns = std::vector<std::string_view>;

Status parse_source(Source& source, std::string_view text,
                    const std::string& name, const RequiredColumns& required) {
  ASSIGN_OR_RETURN(source.csv, Csv::parse(text, name));
  for (const std::string_view column : required) {
    RETURN_IF_ERROR(source.csv->column(column));
  }
  return success();
}


CodeEntry code_entry(const Row& row, uint32_t code) {
  CodeEntry entry;
  entry.code = code;
  entry.spelling = row["code"];
  entry.name = row["name"];
  entry.aliases = row["aliases"];
  entry.meaning = row["meaning"];
  entry.causes = row["causes"];
  entry.first_steps = row["first_steps"];
  entry.severity = row["severity"];
  entry.verdict = row["verdict"];
  entry.attack_hint = row["attack_hint"];
  entry.attack_ids = row["attack_ids"];
  entry.events = row["events"];
  entry.note = row["note"];
  entry.confirmed = row.confirmed();
  return entry;
}

EventEntry event_entry(const Row& row, uint32_t event_id) {
  EventEntry entry;
  entry.event_id = event_id;
  entry.provider = row["provider"];
  entry.channel = row["channel"];
  entry.title = row["title"];
  entry.category = row["category"];
  entry.subcategory = row["subcategory"];
  entry.criticality = row["criticality"];
  entry.modern_id = row["modern_id"];
  entry.attack_ids = row["attack_ids"];
  entry.note = row["note"];
  entry.confirmed = row.confirmed();
  return entry;
}

std::string event_key(std::string_view provider, uint32_t event_id) {
  return std::to_string(event_id) + "/" + lower_case(provider);
}

constexpr std::array<std::string_view, 2> kCodeTables = {
    "kerberos_failure_codes", "ntstatus"};

}  // namespace

struct Tables::Loaded {
  std::string directory;
  std::map<std::string, Source, std::less<>> sources;

  bool codes_read = false;
  std::vector<std::unique_ptr<CodeTable>> code_tables;
  std::vector<const CodeTable*> code_table_pointers;

  bool coded_fields_read = false;
  std::unordered_map<std::string, std::vector<CodedField>> coded_fields;

  bool events_read = false;
  std::vector<EventEntry> events;  // sorted by id
  std::unordered_map<std::string, const EventEntry*> event_by_key;

  bool articles_read = false;
  std::vector<Article> articles;
  std::unordered_map<std::string, const Article*> article_by_id;
  std::vector<ArticleLink> links;
  std::unordered_map<uint32_t, std::vector<const ArticleLink*>> links_by_event;

  const Csv* csv(std::string_view table, const RequiredColumns& required);
  void for_each_row(std::string_view table, const RequiredColumns& required,
                    const std::function<void(const Row&)>& visit);
  void read_codes();
  void read_coded_fields();
  void read_events();
  void read_articles();
};

/// The table from the app's directory, or the embedded one; null where there is
/// neither.
const Csv* Tables::Loaded::csv(std::string_view table,
                               const RequiredColumns& required) {
  const auto known = sources.find(table);
  if (known != sources.end()) {
    return known->second.csv ? &*known->second.csv : nullptr;
  }
  Source& source = sources[std::string(table)];
  const std::string file = "eventlens_" + std::string(table) + ".csv";
  if (!directory.empty()) {
    const std::string path = directory + "/" + file;
    auto text = read_file(path, kMaxCsvBytes);
    if (text.ok()) {
      source.text = std::move(*text);
      const Status parsed = parse_source(source, source.text, path, required);
      if (parsed.ok()) {
        for (const std::string& warning : source.csv->warnings()) {
          log_warn(warning);
        }
        return &*source.csv;
      }
      log_error(parsed.error().message + "; the built-in table is used");
    } else if (text.error().code != ErrorCode::NotFound) {
      log_error(text.error().message + "; the built-in table is used");
    }
  }
  const Status parsed =
      parse_source(source, embedded_lookup(table), file, required);
  if (!parsed.ok()) {
    source.csv.reset();
    log_error("built-in " + parsed.error().message);
    return nullptr;
  }
  return &*source.csv;
}

void Tables::Loaded::for_each_row(
    std::string_view table, const RequiredColumns& required,
    const std::function<void(const Row&)>& visit) {
  const Csv* parsed = csv(table, required);
  for (size_t row = 0; parsed != nullptr && row < parsed->row_count(); ++row) {
    visit(Row(*parsed, row));
  }
}

void Tables::Loaded::read_codes() {
  if (std::exchange(codes_read, true)) {
    return;
  }
  for (const std::string_view name : kCodeTables) {
    std::vector<CodeEntry> entries;
    for_each_row(name, {"code", "name", "meaning"}, [&](const Row& row) {
      if (const auto code = row.code("code")) {
        entries.push_back(code_entry(row, *code));
      } else {
        log_warn("eventlens_" + std::string(name) + ".csv: \"" +
                 std::string(row["code"]) +
                 "\" is no 32-bit number; the line is ignored");
      }
    });
    code_tables.push_back(
        std::make_unique<CodeTable>(std::string(name), std::move(entries)));
    code_table_pointers.push_back(code_tables.back().get());
  }
}

void Tables::Loaded::read_coded_fields() {
  if (std::exchange(coded_fields_read, true)) {
    return;
  }
  read_codes();
  for_each_row(
      "coded_fields", {"provider", "event_id", "field", "code_tables"},
      [&](const Row& row) {
        const auto event_id = row.code("event_id");
        CodedField field;
        field.field = row["field"];
        field.form =
            row["form"] == "in_text" ? CodeForm::InText : CodeForm::Whole;
        const std::string names = ";" + std::string(row["code_tables"]) + ";";
        // In the order in which the row names them.
        for (size_t at = 1; at < names.size();) {
          const size_t end = names.find(';', at);
          for (const CodeTable* table : code_table_pointers) {
            if (names.compare(at, end - at, table->name()) == 0) {
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

void Tables::Loaded::read_events() {
  if (std::exchange(events_read, true)) {
    return;
  }
  for_each_row("events", {"event_id", "provider", "title"},
               [&](const Row& row) {
                 if (const auto event_id = row.code("event_id")) {
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
  if (std::exchange(articles_read, true)) {
    return;
  }
  for_each_row("kb_articles", {"article", "title", "url"},
               [&](const Row& row) {
                 articles.push_back({row["article"], row["title"], row["url"],
                                     row["products"], row["last_modified"],
                                     row.confirmed()});
               });
  for (const Article& article : articles) {
    article_by_id.emplace(lower_case(article.id), &article);
  }
  for_each_row("kb_events", {"event_id", "provider", "article", "verdict"},
               [&](const Row& row) {
                 const auto found =
                     article_by_id.find(lower_case(row["article"]));
                 if (found == article_by_id.end()) {
                   return;
                 }
                 const auto rank = parse_integer(row["rank"]);
                 links.push_back({row.code("event_id"), row["provider"],
                                  row.code("code"), found->second,
                                  row["verdict"],
                                  static_cast<uint32_t>(rank.value_or(9)),
                                  row.confirmed()});
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

CodeTable::CodeTable(std::string name, std::vector<CodeEntry> entries)
    : name_(std::move(name)), entries_(std::move(entries)) {
  std::stable_sort(
      entries_.begin(), entries_.end(),
      [](const CodeEntry& a, const CodeEntry& b) { return a.code < b.code; });
}

const CodeEntry* CodeTable::find(uint32_t code) const {
  const auto found = std::lower_bound(
      entries_.begin(), entries_.end(), code,
      [](const CodeEntry& entry, uint32_t wanted) {
        return entry.code < wanted;
      });
  return found != entries_.end() && found->code == code ? &*found : nullptr;
}

std::optional<uint32_t> as_code(uint64_t number) {
  if (number <= UINT32_MAX) {
    return static_cast<uint32_t>(number);
  }
  // A negative 32-bit number, extended.
  constexpr uint64_t kSmallestNegative = 0xFFFFFFFF80000000ULL;
  if (number >= kSmallestNegative) {
    return static_cast<uint32_t>(number);
  }
  return std::nullopt;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  return lower;
}

Tables::Tables(std::string directory) : loaded_(std::make_unique<Loaded>()) {
  loaded_->directory = std::move(directory);
}

Tables::~Tables() = default;

const CodeTable* Tables::code_table(std::string_view name) {
  for (const CodeTable* table : code_tables()) {
    if (table->name() == name) {
      return table;
    }
  }
  return nullptr;
}

const std::vector<const CodeTable*>& Tables::code_tables() {
  loaded_->read_codes();
  return loaded_->code_table_pointers;
}

const std::vector<CodedField>& Tables::coded_fields(std::string_view provider,
                                                    uint32_t event_id) {
  static const std::vector<CodedField> none;
  loaded_->read_coded_fields();
  const auto found =
      loaded_->coded_fields.find(event_key(provider, event_id));
  return found == loaded_->coded_fields.end() ? none : found->second;
}

const EventEntry* Tables::event(std::string_view provider, uint32_t event_id) {
  loaded_->read_events();
  const auto found =
      loaded_->event_by_key.find(event_key(provider, event_id));
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
  loaded_->read_events();
  return loaded_->events;
}

std::vector<const ArticleLink*> Tables::links_of_event(
    std::string_view provider, uint32_t event_id) {
  loaded_->read_articles();
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
  loaded_->read_articles();
  return loaded_->links;
}

const Article* Tables::article(std::string_view id) {
  loaded_->read_articles();
  const auto found = loaded_->article_by_id.find(lower_case(id));
  return found == loaded_->article_by_id.end() ? nullptr : found->second;
}

}  // namespace eventlens
