#include "articles/printed.h"

#include <algorithm>
#include <optional>

#include "articles/fields.h"
#include "articles/sources.h"
#include "base/ascii.h"

namespace eventlens::articles {
namespace {

/// A printed event as far as it is read.
struct Record {
  std::vector<uint16_t> ids;
  std::string source;
  size_t line = 0;
  bool described = false;
  bool has_more = false;  // any field besides the id

  [[nodiscard]] bool empty() const { return ids.empty() && !has_more; }
};

/// A paragraph's fields with their lines.
struct LineField {
  Field field;
  size_t line;
};
using LineFields = std::vector<LineField>;

/// Lines of fields: one paragraph, or several that are one printed event with
/// blank lines between its fields.
struct Group {
  Paragraph place;
  LineFields fields;
  bool starts_with_field = false;
  bool single_lines = false;  // all its paragraphs have one line
};

std::vector<Group> groups_of(const Page& page) {
  std::vector<Group> groups;
  for (const Paragraph& paragraph : paragraphs_of(page)) {
    Group group{paragraph, {}, false, paragraph.end == paragraph.begin + 1};
    for (size_t line = paragraph.begin; line < paragraph.end; ++line) {
      const auto fields = fields_of(page.lines[line].text);
      group.starts_with_field |= line == paragraph.begin && !fields.empty();
      for (const Field& field : fields) {
        group.fields.push_back({field, line});
      }
    }
    const bool joins = !groups.empty() && paragraph.blanks_before > 0 &&
                       groups.back().single_lines && group.single_lines &&
                       groups.back().starts_with_field &&
                       group.starts_with_field;
    if (!joins) {
      groups.push_back(std::move(group));
      continue;
    }
    groups.back().place.end = paragraph.end;
    for (LineField& field : group.fields) {
      groups.back().fields.push_back(field);
    }
  }
  return groups;
}

/// Whether a further Event ID stands in [at, end) before a source does.
bool id_without_source_follows(const LineFields& fields, size_t at) {
  for (; at < fields.size(); ++at) {
    if (fields[at].field.label == Label::Id) {
      return true;
    }
  }
  return false;
}

class Reader {
 public:
  explicit Reader(const Page& page) : groups_(groups_of(page)) {}

  Printed read();

 private:
  void read_group(const Group& group);
  void take(const LineFields& fields, size_t at);
  void close();
  bool begins_record(const LineFields& fields, size_t at) const;
  void borrow(size_t number);

  std::vector<Group> groups_;
  std::vector<Record> records_;
  Record record_;
};

bool Reader::begins_record(const LineFields& fields, size_t at) const {
  switch (fields[at].field.label) {
    case Label::Id:
      return !record_.ids.empty();
    case Label::Source:
      return (!record_.source.empty() && !record_.ids.empty()) ||
             (record_.described && !record_.ids.empty() &&
              id_without_source_follows(fields, at));
    case Label::Type:
      return record_.described && !record_.ids.empty() &&
             id_without_source_follows(fields, at);
    default:
      return false;
  }
}

void Reader::close() {
  if (!record_.empty()) {
    records_.push_back(std::move(record_));
  }
  record_ = {};
}

void Reader::take(const LineFields& fields, size_t at) {
  const Field& field = fields[at].field;
  if (begins_record(fields, at)) {
    close();
  }
  if (record_.empty()) {
    record_.line = fields[at].line;
  }
  switch (field.label) {
    case Label::Id:
      record_.ids = ids_of(field);
      record_.line = fields[at].line;
      break;
    case Label::Source:
      record_.source = record_.source.empty() ? source_of_field(field.value)
                                              : record_.source;
      record_.has_more = true;
      break;
    case Label::Description:
      record_.described = true;
      record_.has_more = true;
      break;
    default:
      record_.has_more = true;
  }
}

void Reader::read_group(const Group& group) {
  for (size_t at = 0; at < group.fields.size(); ++at) {
    take(group.fields, at);
  }
}

bool has_id(const Group& group) {
  return std::any_of(
      group.fields.begin(), group.fields.end(), [](const LineField& field) {
        return field.field.label == Label::Id && !ids_of(field.field).empty();
      });
}

/// A record without source and description goes on behind one blank line.
void Reader::borrow(size_t number) {
  if (record_.ids.empty() || !record_.source.empty() || record_.described ||
      number + 1 >= groups_.size()) {
    return;
  }
  Group& next = groups_[number + 1];
  if (next.place.blanks_before == 1 && next.starts_with_field &&
      !has_id(next)) {
    read_group(next);
    next.fields.clear();
  }
}

Printed Reader::read() {
  Printed printed;
  for (size_t i = 0; i < groups_.size(); ++i) {
    const bool goes_on =
        i + 1 < groups_.size() && groups_[i].starts_with_field &&
        !has_id(groups_[i]) && groups_[i + 1].place.blanks_before == 1 &&
        groups_[i + 1].starts_with_field && has_id(groups_[i + 1]);
    read_group(groups_[i]);
    borrow(i);
    if (!goes_on) {
      close();
    }
  }
  for (const Record& record : records_) {
    for (const uint16_t id : record.ids) {
      if (id == 0 && record.source.empty()) {
        continue;  // a number that says nothing
      }
      if (!record.has_more) {
        continue;  // a sentence, which is read with its words around
      }
      printed.mentions.push_back(
          {id, record.source,
           record.has_more ? Evidence::Block : Evidence::Inline, record.line,
           false});
    }
    if (record.ids.empty() && !record.source.empty()) {
      printed.sources_without_id.push_back(record.source);
    }
  }
  return printed;
}

/// "Event   Description", "EventID  Source  Description".
bool heads_table(std::string_view line) {
  const std::string lower = lower_case(trimmed(line));
  const std::string_view head = lower;
  if (!head.starts_with("event")) {
    return false;
  }
  for (const std::string_view column :
       {"description", "source", "meaning", "message", "text"}) {
    const size_t at = head.find(column);
    if (at != std::string_view::npos && at >= 2 &&
        head.substr(0, at).ends_with("  ")) {
      return true;
    }
  }
  return false;
}

/// "-----   -----------"
bool is_dashed(std::string_view line) {
  line = trimmed(line);
  return line.size() >= 3 &&
         line.find_first_not_of("- \t") == std::string_view::npos;
}

/// "1508 (Error) DNS_EVENT_...": the event's number, type and symbol.
bool is_symbol_row(const Words& words) {
  static const Phrase kType(
      "( error|warning|success|information|informational )");
  return words.size() > 4 && is_number(words[0]) && kType.match(words, 1) &&
         words[4].lower.find('_') != std::string::npos;
}

/// The number that a row begins with, in a column of its own.
std::optional<uint16_t> row_id(std::string_view line) {
  Words words;
  append_words(words, line, 0);
  if (words.size() < 2 || !is_number(words[0])) {
    return std::nullopt;
  }
  const std::string_view rest = trimmed(line).substr(words[0].text.size());
  const Ids ids = ids_at(words, 0, false);
  const bool column = rest.starts_with("  ") || rest.starts_with('\t');
  return column && !ids.ids.empty() ? std::optional(ids.ids.front())
                                    : std::nullopt;
}

/// The first line behind `at` that is not blank, at most two further.
size_t next_line(const Page& page, size_t at) {
  size_t next = at + 1;
  while (next < page.lines.size() && next < at + 3 &&
         page.lines[next].kind == LineKind::Blank) {
    ++next;
  }
  return next;
}

void read_table(const Page& page, size_t at, std::vector<Mention>& rows) {
  for (size_t line = at;
       line < page.lines.size() && page.lines[line].kind != LineKind::Heading;
       ++line) {
    if (page.lines[line].kind != LineKind::Text) {
      continue;
    }
    if (const auto id = row_id(page.lines[line].text)) {
      rows.push_back({*id, {}, Evidence::Table, line, false});
    }
  }
}

/// The columns of a table that name an event and its source.
struct Columns {
  size_t id = SIZE_MAX;
  size_t source = SIZE_MAX;
};

Columns columns_of(const TableRow& head) {
  Columns columns;
  for (size_t i = 0; i < head.cells.size(); ++i) {
    const std::string name = lower_case(trimmed(head.cells[i]));
    if (name == "event id" || name == "eventid" || name == "event" ||
        name == "id" || name == "event ids") {
      columns.id = std::min(columns.id, i);
    } else if (name == "source" || name == "event source" ||
               name == "provider") {
      columns.source = i;
    }
  }
  return columns;
}

/// "1388", "Event ID 1388 or 1988".
std::vector<uint16_t> ids_in_cell(const std::string& cell) {
  Words words;
  append_words(words, cell, 0);
  size_t at = 0;
  while (is_one_of(words, at, {"event", "events", "id", "ids", ":"})) {
    ++at;
  }
  return ids_at(words, at, true).ids;
}

void read_rows(const Page& page, std::vector<Mention>& mentions) {
  Columns columns;
  for (size_t i = 0; i < page.rows.size(); ++i) {
    const TableRow& row = page.rows[i];
    const bool goes_on = i > 0 && page.rows[i - 1].line + 1 == row.line;
    columns = row.head || !goes_on ? Columns() : columns;
    if (row.head) {
      columns = columns_of(row);
      continue;
    }
    if (columns.id >= row.cells.size()) {
      continue;
    }
    const std::string source = columns.source < row.cells.size()
                                   ? source_of_field(row.cells[columns.source])
                                   : std::string();
    for (const uint16_t id : ids_in_cell(row.cells[columns.id])) {
      mentions.push_back({id, source, Evidence::Table, row.line, false});
    }
  }
}

}  // namespace

Printed printed_events(const Page& page) { return Reader(page).read(); }

std::vector<Mention> tabled_events(const Page& page) {
  std::vector<Mention> rows;
  read_rows(page, rows);
  for (size_t line = 0; line < page.lines.size(); ++line) {
    const Line& row = page.lines[line];
    Words words;
    append_words(words, row.text, line);
    const Ids ids = ids_at(words, 0, false);
    if (is_symbol_row(words) && !ids.ids.empty()) {
      rows.push_back({ids.ids.front(), {}, Evidence::Table, line, false});
    }
    const size_t next = next_line(page, line);
    if (heads_table(row.text) && next < page.lines.size() &&
        (is_dashed(page.lines[next].text) || row.kind == LineKind::Heading)) {
      read_table(page, next, rows);
    }
  }
  return rows;
}

}  // namespace eventlens::articles
