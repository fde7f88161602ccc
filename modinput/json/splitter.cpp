#include "json/splitter.h"

#include <cstring>

namespace eventlens::json {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool is_blank(char c) { return kBlanks.find(c) != std::string_view::npos; }

/// Walks one object, bracket by bracket.
class ObjectWalk {
 public:
  ObjectWalk(std::string_view text, size_t begin) : text_(text), at_(begin) {}

  ObjectExtent walk() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      switch (c) {
        case '"':
          if (!pass_string()) {
            return {at_, false};
          }
          break;
        case '{':
        case '[':
          if (c == '{' && depth_ > 0 && !may_hold_object() && begins_line()) {
            return {at_, false};
          }
          push(c == '[');
          break;
        case '}':
        case ']':
          if (--depth_ == 0) {
            return {at_ + 1, true};
          }
          break;
        case ' ':
        case '\t':
        case '\r':
        case '\n':
          continue;
        default:
          break;
      }
      last_ = c;
    }
    return {text_.size(), false};
  }

 private:
  /// Behind the string that begins here: at_ is its last character. False where
  /// it goes on over the end of a line to an object, which no JSON string does.
  bool pass_string() {
    for (++at_; at_ < text_.size(); ++at_) {
      switch (text_[at_]) {
        case '"':
          return true;
        case '\\':
          ++at_;
          break;
        case '\n':
          if (at_ + 1 < text_.size() && text_[at_ + 1] == '{') {
            ++at_;
            return false;
          }
          break;
        default:
          break;
      }
    }
    at_ = text_.size() - 1;
    return true;
  }

  void push(bool is_array) {
    const uint64_t bit = uint64_t{1} << (depth_ % 64);
    arrays_ = is_array ? arrays_ | bit : arrays_ & ~bit;
    ++depth_;
  }

  /// Whether JSON allows an object here. Of what is nested deeper than there
  /// are bits it is not known.
  [[nodiscard]] bool may_hold_object() const {
    const bool in_array = (arrays_ >> ((depth_ - 1) % 64) & 1) != 0;
    return depth_ > 64 || last_ == ':' || last_ == '[' ||
           (last_ == ',' && in_array);
  }

  [[nodiscard]] bool begins_line() const { return text_[at_ - 1] == '\n'; }

  std::string_view text_;
  size_t at_;
  size_t depth_ = 0;
  uint64_t arrays_ = 0;  // bit n: what is open at depth n is an array
  char last_ = 0;        // that is no blank
};

/// The begin of the last line that begins with an object behind a line that
/// ends with one; 0 where there is none. No JSON text has that inside, so it
/// lies between two records without a look at what is in front of it.
size_t last_object_line(std::string_view text) {
  for (size_t line = text.rfind('\n');
       line != std::string_view::npos && line > 0;
       line = text.rfind('\n', line - 1)) {
    if (line + 1 < text.size() && text[line + 1] == '{') {
      const size_t before = text.find_last_not_of(kBlanks, line);
      if (before != std::string_view::npos && text[before] == '}') {
        return line + 1;
      }
    }
  }
  return 0;
}

}  // namespace

size_t skip_separators(std::string_view text, size_t at) {
  while (at < text.size() && (is_blank(text[at]) || text[at] == ',' ||
                              text[at] == '[' || text[at] == ']')) {
    ++at;
  }
  return at;
}

ObjectExtent object_extent(std::string_view text, size_t begin) {
  return ObjectWalk(text, begin).walk();
}

size_t JsonSplitter::whole_records(std::string_view text, bool at_end) const {
  size_t whole = last_object_line(text);
  for (;;) {
    const size_t begin = text.find('{', whole);
    if (begin == std::string_view::npos) {
      // Blanks and junk; a line of junk only when it has ended.
      if (at_end || skip_separators(text, whole) == text.size()) {
        return text.size();
      }
      const size_t line = text.rfind('\n');
      return line == std::string_view::npos || line < whole ? whole : line + 1;
    }
    const ObjectExtent extent = object_extent(text, begin);
    if (!extent.closed && extent.end == text.size()) {
      return whole;
    }
    whole = extent.end;
  }
}

std::unique_ptr<RecordSplitter> make_splitter() {
  return std::make_unique<JsonSplitter>();
}

}  // namespace eventlens::json
