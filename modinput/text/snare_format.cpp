#include "text/snare_format.h"

#include <algorithm>
#include <array>

#include "text/wall_clock.h"
#include "text/words.h"

namespace eventlens::text {
namespace {

constexpr std::string_view kMark = "MSWinEventLog";
constexpr auto kNowhere = std::string_view::npos;

/// The parts of a line between separators, from its begin.
class Parts {
 public:
  Parts(std::string_view rest, std::string_view separator)
      : rest_(rest), separator_(separator) {}

  std::string_view next() {
    const size_t end = rest_.find(separator_);
    const std::string_view part = rest_.substr(0, end);
    rest_.remove_prefix(end == kNowhere ? rest_.size()
                                        : end + separator_.size());
    ended_ = ended_ || end == kNowhere;
    return trimmed(part);
  }
  /// Whether a part was asked for that is not there, or is the last one.
  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  std::string_view separator_;
  bool ended_ = false;
};

/// "-802301" and "802301", also with more behind it.
std::string_view number_in(std::string_view text) {
  constexpr size_t kDigits = 20;
  text = trimmed(text);
  if (text.starts_with('-')) {
    text.remove_prefix(1);
  }
  size_t size = 0;
  while (size < text.size() && is_digit(text[size])) {
    ++size;
  }
  return size <= kDigits ? text.substr(0, size) : std::string_view();
}

/// Message and record number are what is left behind the other fields.
void read_end(std::string_view rest, std::string_view separator,
              SnareFields& fields) {
  const size_t last = rest.rfind(separator);
  const std::string_view number =
      last == kNowhere ? std::string_view()
                       : number_in(rest.substr(last + separator.size()));
  fields.record_number = number;
  fields.message = trimmed(number.empty() ? rest : rest.substr(0, last));
}

bool is_right(const SnareFields& fields) {
  constexpr size_t kIdDigits = 5;
  return is_number(fields.criticality, 1) &&
         is_number(fields.event_id, kIdDigits);
}

std::optional<SnareFields> read_separated(std::string_view text,
                                          std::string_view separator) {
  SnareFields fields;
  Parts parts(text, separator);
  fields.criticality = parts.next();
  fields.log = parts.next();
  parts.next();  // a counter of the agent
  const auto time = read_weekday_date(parts.next());
  fields.event_id = parts.next();
  fields.source = parts.next();
  fields.user = parts.next();
  parts.next();  // the kind of account that the user is
  fields.type = parts.next();
  fields.computer = parts.next();
  fields.category = parts.next();
  fields.data = parts.next();
  if (!time || parts.ended() || !is_right(fields)) {
    return std::nullopt;
  }
  fields.wall_clock = *time;
  read_end(parts.rest(), separator, fields);
  return fields;
}

constexpr std::array<std::string_view, 8> kTypes = {
    "Success Audit", "Failure Audit", "Information", "Warning",
    "Error",         "Critical",      "Verbose",     "Success"};

/// Cuts `text` at the date in it; what stands behind is put into `rest`.
std::optional<Filetime> take_date(std::string_view& text,
                                  std::string_view& rest) {
  constexpr size_t kDateSize = 24;
  constexpr size_t kSearched = 256;
  const std::string_view searched = text.substr(0, kSearched);
  for (size_t at = searched.find(' '); at != kNowhere;
       at = searched.find(' ', at + 1)) {
    const std::string_view date = text.substr(at + 1, kDateSize);
    if (const auto time = read_weekday_date(date)) {
      rest = trimmed(text.substr(std::min(at + 1 + kDateSize, text.size())));
      text = trimmed(text.substr(0, at));
      return time;
    }
  }
  return std::nullopt;
}

/// The type of the event with blanks around it, and where it begins.
struct FoundType {
  std::string_view type;
  size_t at = kNowhere;
};

FoundType find_type(std::string_view text) {
  constexpr size_t kSearched = 256;
  FoundType found;
  const std::string_view searched = text.substr(0, kSearched);
  for (const std::string_view type : kTypes) {
    const size_t at = searched.find(type);
    if (at < found.at && at > 0 && is_blank(searched[at - 1]) &&
        at + type.size() < searched.size() &&
        is_blank(searched[at + type.size()])) {
      found = {type, at};
    }
  }
  return found;
}

std::optional<SnareFields> read_flattened(std::string_view text) {
  SnareFields fields;
  std::string_view rest;
  const auto time = take_date(text, rest);
  if (!time) {
    return std::nullopt;
  }
  fields.wall_clock = *time;
  fields.criticality = text.substr(0, text.find(' '));
  const size_t counter = text.rfind(' ');
  if (counter == kNowhere || counter <= fields.criticality.size()) {
    return std::nullopt;
  }
  fields.log = trimmed(text.substr(fields.criticality.size(),
                                   counter - fields.criticality.size()));
  const FoundType type = find_type(rest);
  if (type.at == kNowhere) {
    return std::nullopt;
  }
  fields.type = type.type;
  Parts names(trimmed(rest.substr(0, type.at)), " ");
  fields.event_id = names.next();
  fields.source = names.next();
  fields.user = names.next();
  names.next();
  // Fewer or more words: which is whose cannot be told.
  if (!names.ended() || !names.rest().empty() || fields.user.empty() ||
      !is_right(fields)) {
    return std::nullopt;
  }
  Parts behind(trimmed(rest.substr(type.at + type.type.size())), " ");
  fields.computer = behind.next();
  // The data, which is empty, stands between two blanks.
  const size_t category = behind.rest().find("  ");
  fields.category =
      trimmed(behind.rest().substr(0, category == kNowhere ? 0 : category));
  read_end(behind.rest().substr(category == kNowhere ? 0 : category), " ",
           fields);
  return fields;
}

class LineSplitter final : public RecordSplitter {
 public:
  [[nodiscard]] size_t whole_records(std::string_view text,
                                     bool at_end) const override {
    const size_t last = text.rfind('\n');
    return at_end ? text.size() : last == kNowhere ? 0 : last + 1;
  }
};

}  // namespace

std::optional<SnareFields> read_snare(std::string_view line) {
  constexpr std::string_view kEscapedTab = "#011";
  constexpr size_t kMaxHead = 512;
  const size_t mark = line.substr(0, kMaxHead).find(kMark);
  if (mark == kNowhere) {
    return std::nullopt;
  }
  std::string_view text = line.substr(mark + kMark.size());
  if (text.starts_with('\t')) {
    return read_separated(text.substr(1), "\t");
  }
  if (text.starts_with(kEscapedTab)) {
    return read_separated(text.substr(kEscapedTab.size()), kEscapedTab);
  }
  return text.starts_with(' ') ? read_flattened(trimmed(text)) : std::nullopt;
}

bool recognises_snare(std::string_view head) {
  if (trimmed(head).starts_with('{')) {
    return false;  // JSON, of which such a line may be a value
  }
  while (!head.empty()) {
    const size_t end = std::min(head.find('\n'), head.size());
    if (read_snare(head.substr(0, end))) {
      return true;
    }
    head.remove_prefix(std::min(end + 1, head.size()));
  }
  return false;
}

std::unique_ptr<RecordSplitter> make_snare_splitter() {
  return std::make_unique<LineSplitter>();
}

}  // namespace eventlens::text
