#include "articles/fields.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/ascii.h"

namespace eventlens::articles {
namespace {

struct LabelText {
  std::string_view text;
  Label label;
};
// Longer ones first where one begins with another.
constexpr auto kLabels = std::to_array<LabelText>({
    {"event ids", Label::Id},
    {"event id", Label::Id},
    {"eventid", Label::Id},
    {"event-id", Label::Id},
    {"event number", Label::Id},
    {"event source", Label::Source},
    {"event type", Label::Type},
    {"event category", Label::Category},
    {"event", Label::Id},
    {"source", Label::Source},
    {"src", Label::Source},
    {"provider name", Label::Source},
    {"provider", Label::Source},
    {"type", Label::Type},
    {"severity", Label::Type},
    {"level", Label::Type},
    {"task category", Label::Category},
    {"category", Label::Category},
    {"description", Label::Description},
    {"text", Label::Description},
    {"log name", Label::Log},
    {"date", Label::Other},
    {"time", Label::Other},
    {"user", Label::Other},
    {"computer", Label::Other},
});

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// What separates a label from its value.
enum class Separator : uint8_t { Mark, Dash, Column, Blank };

struct FoundLabel {
  Label label;
  bool many;
  bool bare;  // "Event" alone
  Separator separator;
  size_t begin;
  size_t value;  // where the value begins
};

/// What stands behind the label that ends at `end`; nothing where the words
/// there are no label.
std::optional<FoundLabel> separated(std::string_view line, size_t end) {
  size_t at = end;
  while (at < line.size() && is_blank(line[at])) {
    ++at;
  }
  FoundLabel found{};
  found.value = at;
  if (at < line.size() && (line[at] == ':' || line[at] == '=')) {
    found.separator = Separator::Mark;
    found.value = at + 1;
  } else if (at > end && line.substr(at).starts_with("- ")) {
    found.separator = Separator::Dash;
    found.value = at + 2;
  } else if (at - end >= 2 || (at > end && line[end] == '\t')) {
    found.separator = Separator::Column;
  } else if (at > end && at < line.size()) {
    found.separator = Separator::Blank;
  } else {
    return std::nullopt;
  }
  return found;
}

/// Whether a value can stand behind one blank: a number, or the name of a
/// source that fills the line ("Source SRV"); other words are a sentence.
bool fits_behind_blank(Label label, std::string_view value) {
  const char first = value.front();
  if (label == Label::Source) {
    return first >= 'A' && first <= 'Z' &&
           value.find_first_of(".,;:") == std::string_view::npos &&
           std::count(value.begin(), value.end(), ' ') <= 2;
  }
  return label == Label::Id && first >= '0' && first <= '9';
}

/// Whether the words in front make what follows another item of a list of ids
/// ("162 (or Event ID 178)").
bool goes_on_with_list(std::string_view before) {
  constexpr size_t kLongest = 8;
  before = trimmed(before);
  before.remove_prefix(before.size() - std::min(kLongest, before.size()));
  const std::string lower = lower_case(before);
  return lower.ends_with(" or") || lower.ends_with("(or") ||
         lower.ends_with(" and") || lower.ends_with(",");
}

/// The label that begins at `at`.
std::optional<FoundLabel> label_at(std::string_view line, size_t at) {
  constexpr size_t kLongest = 16;
  const std::string lower = lower_case(line.substr(at, kLongest));
  for (const LabelText& label : kLabels) {
    if (!std::string_view(lower).starts_with(label.text)) {
      continue;
    }
    auto found = separated(line, at + label.text.size());
    if (!found ||
        (found->separator == Separator::Blank &&
         !fits_behind_blank(label.label, line.substr(found->value)))) {
      continue;
    }
    found->label = label.label;
    found->many = label.text == "event ids";
    found->bare = label.text == "event";
    found->begin = at;
    return found;
  }
  return std::nullopt;
}

/// Where the first field of a line may begin: behind blanks, a bullet, and a
/// word that says the type ("Warning Event ID 1294").
size_t line_start(std::string_view line) {
  size_t at = 0;
  while (at < line.size() && (is_blank(line[at]) || line[at] == '-' ||
                              line[at] == '*' || line[at] == '"')) {
    ++at;
  }
  const std::string lower = lower_case(line.substr(at, 16));
  for (const std::string_view type : {"warning event id", "error event id"}) {
    if (std::string_view(lower).starts_with(type)) {
      return at + type.find(' ') + 1;
    }
  }
  return at;
}

/// The next label from `at` on; `after_field`: one blank in front is enough.
std::optional<FoundLabel> next_label(std::string_view line, size_t at,
                                     bool after_field) {
  for (; at < line.size(); ++at) {
    const bool first = at == 0 || !is_blank(line[at - 1]);
    if (is_blank(line[at]) || (first && at != line_start(line))) {
      continue;
    }
    const bool wide =
        at >= 2 && (is_blank(line[at - 2]) || line[at - 1] == '\t');
    if (at != line_start(line) && !wide && !after_field) {
      continue;
    }
    auto found = label_at(line, at);
    const bool loose = found && found->separator != Separator::Mark;
    // Within a sentence only a mark makes a word a label.
    if (found && !(loose && at != line_start(line) && !wide) &&
        !(found->label == Label::Id && goes_on_with_list(line.substr(0, at)))) {
      return found;
    }
  }
  return std::nullopt;
}

bool is_only_number(std::string_view value) {
  value = trimmed(value);
  while (value.ends_with('.') || value.ends_with(':') || value.ends_with(';')) {
    value.remove_suffix(1);
  }
  return !value.empty() &&
         value.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::vector<Field> fields_of(std::string_view line) {
  std::vector<Field> fields;
  auto label = next_label(line, line_start(line), false);
  while (label) {
    const auto next = next_label(line, label->value, true);
    const size_t end = next ? next->begin : line.size();
    const std::string_view value =
        line.substr(label->value, end - label->value);
    const bool blank = label->bare && label->separator == Separator::Blank;
    if (!blank || is_only_number(value)) {
      fields.push_back({label->label, trimmed(value), label->many});
    }
    label = next;
  }
  return fields;
}

std::vector<uint16_t> ids_of(const Field& field) {
  Words words;
  append_words(words, field.value, 0);
  const size_t first = !words.empty() && words[0].lower == "(" ? 1 : 0;
  return ids_at(words, first, field.many).ids;
}

}  // namespace eventlens::articles
