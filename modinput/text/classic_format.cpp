#include "text/classic_format.h"

#include "text/wall_clock.h"
#include "text/words.h"

namespace eventlens::text {
namespace {

constexpr std::string_view kFirstKey = "LogName=";
constexpr auto kNowhere = std::string_view::npos;

/// Whether a record begins in front of the key at `keys`: a date from the begin
/// of a line on, and white space behind it.
std::optional<ClassicBegin> begin_at(std::string_view text, size_t keys) {
  constexpr size_t kLongestDate = 48;
  size_t end = keys;
  while (end > 0 && keys - end < kLongestDate && is_white(text[end - 1])) {
    --end;
  }
  if (end == keys || end == 0) {
    return std::nullopt;
  }
  const size_t looked_at = end < kLongestDate ? end : kLongestDate;
  const size_t break_at = text.substr(end - looked_at, looked_at).rfind('\n');
  if (break_at == kNowhere && looked_at < end) {
    return std::nullopt;
  }
  const size_t line = break_at == kNowhere ? 0 : end - looked_at + break_at + 1;
  const auto time = read_date_line(text.substr(line, end - line));
  return time ? std::optional(ClassicBegin{line, keys, *time}) : std::nullopt;
}

std::optional<ClassicBegin> find_last(std::string_view text) {
  for (size_t at = text.rfind(kFirstKey); at != kNowhere && at > 0;
       at = text.rfind(kFirstKey, at - 1)) {
    if (const auto begin = begin_at(text, at)) {
      return begin;
    }
  }
  return std::nullopt;
}

class ClassicSplitter final : public RecordSplitter {
 public:
  [[nodiscard]] size_t whole_records(std::string_view text,
                                     bool at_end) const override {
    if (at_end) {
      return text.size();
    }
    const auto last = find_last(text);
    if (last) {
      return last->record;
    }
    // The last two lines may be the date of a record and the begin of its
    // first key.
    const size_t line = text.rfind('\n');
    if (line == kNowhere || line == 0) {
      return 0;
    }
    const size_t line_before = text.rfind('\n', line - 1);
    return line_before == kNowhere ? 0 : line_before + 1;
  }
};

}  // namespace

std::optional<ClassicBegin> find_classic(std::string_view text, size_t from) {
  for (size_t at = text.find(kFirstKey, from); at != kNowhere;
       at = text.find(kFirstKey, at + kFirstKey.size())) {
    if (const auto begin = begin_at(text, at)) {
      return begin;
    }
  }
  return std::nullopt;
}

bool recognises_classic(std::string_view head) {
  constexpr size_t kHeaderSize = 2048;
  constexpr std::string_view kId = "EventCode=";
  const std::string_view start = trimmed(head);
  if (start.starts_with('<') || start.starts_with('{') ||
      start.starts_with('[')) {
    return false;  // a format in which such a text may be a value
  }
  const auto begin = find_classic(head, 0);
  if (!begin) {
    return false;
  }
  const std::string_view keys = head.substr(begin->keys, kHeaderSize);
  const size_t id = keys.find(kId);
  return id != kNowhere && is_white(keys[id - 1]) &&
         id + kId.size() < keys.size() && is_digit(keys[id + kId.size()]);
}

std::unique_ptr<RecordSplitter> make_classic_splitter() {
  return std::make_unique<ClassicSplitter>();
}

}  // namespace eventlens::text
