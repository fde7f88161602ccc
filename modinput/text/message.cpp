#include "text/message.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "text/words.h"

namespace eventlens::text {
namespace {

/// Longer ones are sentences with a colon in them. Windows' own have up to 42
/// characters, in other languages some more.
constexpr size_t kMaxLabelBytes = 96;

/// Blanks in a label that has but one blank behind its colon.
constexpr ptrdiff_t kMaxLooseBlanks = 4;

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

/// A label as it is looked up: French has a blank in front of its colon.
std::string_view cut_label(std::string_view label) {
  label = trimmed(label);
  if (label.ends_with(kNoBreakSpace)) {
    label.remove_suffix(kNoBreakSpace.size());
  }
  return label;
}

/// Whether the text can be a label or a section, and not a sentence or an item
/// of a list.
bool is_label(std::string_view text) {
  return !text.empty() && text.size() <= kMaxLabelBytes &&
         !text.starts_with("- ") && text.find(". ") == std::string_view::npos;
}

/// "Label: value", "Label:".
struct Labelled {
  std::string_view label;  // empty: it is none
  std::string_view value;
};

/// Whether the colon at `at` has one blank behind it, as in a sentence; most
/// labels have tabs there.
bool is_loose(std::string_view text, size_t at) {
  return at + 2 < text.size() && text[at + 1] == ' ' && text[at + 2] != ' ';
}

/// `text` has no white space around it. A colon that is no separator is
/// followed by something else: C:\x.
Labelled read_labelled(std::string_view text) {
  for (size_t at = text.find(':'); at < text.size() && at <= kMaxLabelBytes;
       at = text.find(':', at + 1)) {
    if (at + 1 == text.size() || is_white(text[at + 1])) {
      const std::string_view label = cut_label(text.substr(0, at));
      const bool in_sentence =
          is_loose(text, at) &&
          std::count(label.begin(), label.end(), ' ') > kMaxLooseBlanks;
      return is_label(label) && !in_sentence
                 ? Labelled{label, trimmed(text.substr(at + 1))}
                 : Labelled{};
    }
  }
  return {};
}

/// Whether the text explains the event, and is no item of a list: some words
/// and a full stop.
bool is_sentence(std::string_view text) {
  constexpr ptrdiff_t kFewBlanks = 3;
  return text.ends_with('.') &&
         std::count(text.begin(), text.end(), ' ') > kFewBlanks;
}

/// A message with its line breaks.
class LineReader {
 public:
  explicit LineReader(std::vector<LabelledValue>& values) : values_(values) {}

  void read(std::string_view message) {
    bool is_title = true;
    while (!message.empty() && values_.size() < kMaxLabelledValues) {
      const size_t end = message.find('\n');
      const std::string_view line = message.substr(0, end);
      message.remove_prefix(end < message.size() ? end + 1 : message.size());
      if (!is_title) {
        read_line(line);
      }
      is_title = false;
    }
  }

 private:
  void read_line(std::string_view line) {
    size_t indent = 0;
    while (indent < line.size() && is_blank(line[indent])) {
      ++indent;
    }
    const std::string_view text = trimmed(line);
    if (text.empty()) {
      open_ = section_began_ = false;
    } else if (open_ && goes_on(text, indent)) {
      LabelledValue& last = values_.back();
      last.value =
          span_of(last.value.empty() ? text.data() : last.value.data(), text);
    } else {
      read_start(text, indent);
    }
  }

  /// Whether the line belongs to the value above it.
  [[nodiscard]] bool goes_on(std::string_view text, size_t indent) const {
    if (indent <= open_indent_) {
      return false;
    }
    return indent > open_indent_ + 1 || read_labelled(text).label.empty();
  }

  void read_start(std::string_view text, size_t indent) {
    auto [label, value] = read_labelled(text);
    open_ = false;
    if (label.empty() && indent > 0) {
      // "Privileges" of 4720 and others lacks its colon.
      const size_t tab = std::min(text.find("\t\t"), text.size());
      label = trimmed(text.substr(0, tab));
      value = trimmed(text.substr(tab));
      label = value.empty() || !is_label(label) ? std::string_view() : label;
    }
    const bool below_section = std::exchange(section_began_, false);
    if (label.empty() && below_section && indent > 1) {
      // It was no section, but the label of a list.
      values_.push_back({{}, section_, text});
      section_ = {};
      open_ = true;
      open_indent_ = 0;
    }
    if (label.empty()) {
      return;
    }
    if (indent == 0 && value.empty()) {
      section_ = label;
      section_began_ = true;
      return;
    }
    if (indent == 0) {
      section_ = {};
    }
    values_.push_back({section_, label, value});
    open_ = true;
    open_indent_ = indent;
  }

  std::vector<LabelledValue>& values_;
  std::string_view section_;
  bool section_began_ = false;  // in the line before
  bool open_ = false;           // the last value may go on
  size_t open_indent_ = 0;
};

/// A piece of a flattened message, and how wide the gap in front of it is.
struct Token {
  std::string_view text;  // empty: there are no more
  size_t gap = 0;
};

/// Cuts where a gap is wider than one blank.
class Tokens {
 public:
  explicit Tokens(std::string_view message)
      : rest_(message),
        // Beside tabs one blank stands for a line break.
        blank_width_(message.find('\t') == std::string_view::npos ? 1 : 2) {}

  Token next() {
    Token token;
    token.gap = skip_gap();
    size_t end = 0;
    while (end < rest_.size() && !gap_begins(end)) {
      ++end;
    }
    token.text = trimmed(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return token;
  }

 private:
  size_t skip_gap() {
    size_t gap = 0;
    size_t size = 0;
    for (; size < rest_.size() && is_white(rest_[size]); ++size) {
      gap += rest_[size] == ' ' ? blank_width_ : 1;
    }
    rest_.remove_prefix(size);
    return gap;
  }
  [[nodiscard]] bool gap_begins(size_t at) const {
    return rest_[at] == '\t' || (rest_[at] == ' ' && (at + 1 == rest_.size() ||
                                                      is_blank(rest_[at + 1])));
  }

  std::string_view rest_;
  size_t blank_width_;
};

// Gaps of a flattened message.
constexpr size_t kIndentedLine = 3;
constexpr size_t kEmptyLine = 4;

/// Its value ends in blanks ("Advapi  "), which widen the gap behind it. In all
/// messages more of its section follows.
constexpr std::string_view kPaddedLabel = "Logon Process";

/// A message on one line.
class FlatReader {
 public:
  explicit FlatReader(std::vector<LabelledValue>& values) : values_(values) {}

  void read(std::string_view message) {
    Tokens tokens(message);
    tokens.next();  // the title
    Token token = tokens.next();
    while (!token.text.empty() && values_.size() < kMaxLabelledValues) {
      const Token next = tokens.next();
      if (read_token(token, next)) {
        token = tokens.next();
      } else {
        token = next;
      }
    }
  }

 private:
  /// Whether `next` was the value of `token` and is done with.
  bool read_token(const Token& token, const Token& next) {
    const auto [label, value] = read_labelled(token.text);
    if (label.empty()) {
      read_more(token);
      return false;
    }
    const bool after_empty = std::exchange(after_empty_, false);
    // In a narrower gap there is no room for a line break.
    const bool no_value_next =
        next.text.empty() ||
        (next.gap >= kIndentedLine && !read_labelled(next.text).label.empty());
    // Behind a section or a value that is empty the gap holds the tabs behind
    // that, too.
    const bool after_wide_gap = token.gap >= kEmptyLine && !after_empty;
    if (value.empty() && no_value_next &&
        begins_section(next, after_wide_gap)) {
      section_ = label;
      open_ = false;
      after_empty_ = true;
      return false;
    }
    const bool after_padded =
        !values_.empty() && values_.back().label == kPaddedLabel;
    if (token.gap != kIndentedLine && !after_empty && !after_padded) {
      section_ = {};
    }
    const bool takes_next =
        value.empty() && !no_value_next &&
        (next.gap <= kIndentedLine || !is_sentence(next.text));
    values_.push_back({section_, label, takes_next ? next.text : value});
    open_ = !values_.back().value.empty();
    after_empty_ = !open_;
    return takes_next;
  }

  static bool begins_section(const Token& next, bool after_wide_gap) {
    return !next.text.empty() && (next.gap == kIndentedLine || after_wide_gap);
  }

  /// A further item of a list, or text that has gaps in it; or what explains
  /// the event begins.
  void read_more(const Token& token) {
    after_empty_ = false;
    if (token.gap == kEmptyLine || is_sentence(token.text)) {
      open_ = false;
    }
    if (open_) {
      LabelledValue& last = values_.back();
      last.value = span_of(last.value.data(), token.text);
    }
  }

  std::vector<LabelledValue>& values_;
  std::string_view section_;
  bool open_ = false;
  bool after_empty_ = false;
};

}  // namespace

void split_message(std::string_view message,
                   std::vector<LabelledValue>& values) {
  values.clear();
  message = trimmed(message);
  if (message.find('\n') == std::string_view::npos) {
    FlatReader(values).read(message);
  } else {
    LineReader(values).read(message);
  }
}

}  // namespace eventlens::text
