#include "evxml/layouts.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/limits.h"
#include "evxml/markup.h"
#include "evxml/references.h"
#include "evxml/structure.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace eventlens::evxml {
namespace {

// Of one event, so that large ones do not displace all others.
constexpr size_t kMostValues = 1024;
constexpr size_t kMostLiterals = size_t{64} << 10;

// Enough for nearly all events, so that nothing is allocated for them.
constexpr size_t kFirstTexts = size_t{32} << 10;

struct ValueEnd {
  const char* end;  // null: it has none, or holds "<" or NUL
  bool has_references;
};

/// The next of `stop`, "<", "&" and NUL.
const char* run_end(const char* at, char stop) {
#if defined(__SSE2__)
  const auto is = [](__m128i text, char c) {
    return _mm_cmpeq_epi8(text, _mm_set1_epi8(c));
  };
  for (;; at += sizeof(__m128i)) {
    const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i ends =
        _mm_or_si128(_mm_or_si128(is(text, stop), is(text, '<')),
                     _mm_or_si128(is(text, '&'), is(text, 0)));
    const auto mask = static_cast<uint32_t>(_mm_movemask_epi8(ends));
    if (mask != 0) {
      return at + std::countr_zero(mask);
    }
  }
#else
  while (*at != stop && *at != '<' && *at != '&' && *at != 0) {
    ++at;
  }
  return at;
#endif
}

ValueEnd value_end(const char* at, char stop) {
  bool has_references = false;
  for (at = run_end(at, stop); *at == '&'; at = run_end(at + 1, stop)) {
    has_references = true;
  }
  return {*at == stop ? at : nullptr, has_references};
}

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

bool same_values(std::span<const Value> a, std::span<const Value> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Value& x, const Value& y) {
                      return x.type_byte == y.type_byte &&
                             std::equal(x.bytes().begin(), x.bytes().end(),
                                        y.bytes().begin(), y.bytes().end());
                    });
}

}  // namespace

/// Takes an event apart that is well-formed.
class Layouts::Walk {
 public:
  Walk(std::string_view record, std::vector<Found>& found)
      : found_(found),
        at_(record.data()),
        end_(at_ + record.size()),
        literal_(at_) {}

  /// Fills `found` with the event's values, and with its end; false where it is
  /// not to be remembered.
  bool walk() {
    found_.clear();
    do {
      if (!tag_and_text()) {
        return false;
      }
    } while (depth_ > 0);
    note(end_, {.kind = Kind::End});
    return at_ == end_ && literals_ <= kMostLiterals;
  }

 private:
  /// A tag, and what comes up to the next one.
  bool tag_and_text() {
    if (at_ + 1 >= end_ || at_[0] != '<' || at_[1] == '!' || at_[1] == '?') {
      return false;
    }
    return at_[1] == '/' ? end_tag() && layout() : start_tag();
  }

  bool end_tag() {
    at_ = std::find(at_, end_, '>');
    --depth_;
    return at_ != end_ && (++at_, true);
  }

  bool start_tag() {
    const char* const name = ++at_;
    while (at_ != end_ && !ends_name(*at_)) {
      ++at_;
    }
    element_ = local_name(between(name, at_));
    ++depth_;
    has_attributes_ = false;
    if (depth_ == 2 && element_ == "EventLens") {
      return false;  // ours, which is passed over
    }
    while (skip_blanks() && *at_ != '>' && *at_ != '/') {
      if (!attribute()) {
        return false;
      }
    }
    if (at_ == end_) {
      return false;
    }
    if (*at_ == '/') {
      return end_tag() && layout();
    }
    ++at_;
    return content();
  }

  bool attribute() {
    const char* const begin = at_;
    while (at_ != end_ && *at_ != '=' && !ends_name(*at_)) {
      ++at_;
    }
    const std::string_view name = between(begin, at_);
    if (!skip_blanks() || *at_ != '=') {
      return false;
    }
    ++at_;
    if (!skip_blanks() || (*at_ != '"' && *at_ != '\'')) {
      return false;
    }
    const char quote = *at_++;
    if (is_declaration(name) || names_data(element_, local_name(name))) {
      at_ = std::find(at_, end_, quote);
    } else {
      const bool is_time = is_system_time(element_, local_name(name), depth_);
      has_attributes_ = has_attributes_ || !is_time;
      if (!value({.kind = is_time ? Kind::Time : Kind::Attribute,
                  .stop = quote})) {
        return false;
      }
    }
    return at_ != end_ && (++at_, true);
  }

  /// What follows a start tag: a text, if it is all there is in the element.
  bool content() {
    const char* const text_end = std::find(at_, end_, '<');
    if (text_end + 1 >= end_) {
      return false;
    }
    if (text_end[1] != '/') {
      return layout();
    }
    const bool may_be_empty = !has_attributes_ && depth_ > 2;
    return (text_end == at_ && !may_be_empty) ||
           value({.kind = Kind::Text, .may_be_empty = may_be_empty});
  }

  /// What lays the file out, in front of the next tag.
  bool layout() {
    const std::string_view text = between(at_, std::find(at_, end_, '<'));
    at_ += text.size();
    return text.empty() || is_layout(text);
  }

  bool value(const Facts& facts) {
    const ValueEnd found = value_end(at_, facts.stop);
    if (found.end == nullptr || found.end >= end_ ||
        found_.size() >= kMostValues) {
      return false;
    }
    note(at_, facts);
    literal_ = at_ = found.end;
    return true;
  }

  void note(const char* literal_end, const Facts& facts) {
    found_.push_back({between(literal_, literal_end), facts});
    literals_ += found_.back().literal.size();
  }

  bool skip_blanks() {
    while (at_ != end_ && is_blank(*at_)) {
      ++at_;
    }
    return at_ != end_;
  }

  std::vector<Found>& found_;
  const char* at_;
  const char* end_;
  const char* literal_;  // behind the last value
  size_t depth_ = 0;
  size_t literals_ = 0;  // bytes
  // Of the element whose start tag was met last.
  std::string_view element_;
  bool has_attributes_ = false;
};

Layouts::Layouts()
    : first_texts_(kFirstTexts),
      texts_(first_texts_.data(), first_texts_.size()) {}

size_t Layouts::match(std::string_view text, Event& event) {
  values_.clear();
  time_.begin_event();
  texts_.release();
  std::string_view rest = text;
  const auto take = [&](const Facts& facts, std::string_view behind) {
    return take_value(facts, behind, rest);
  };
  uint32_t at = Tree::kBegin;
  do {
    at = tree_.follow(at, rest, take);
    if (tree_[at].shape != nullptr) {
      event = event_of(*tree_[at].shape, values_);
      return text.size() - rest.size();
    }
  } while (at != Tree::kBegin);
  return 0;
}

/// The value that `text` begins with; moves `rest` behind it.
bool Layouts::take_value(const Facts& facts, std::string_view text,
                         std::string_view& rest) {
  if (facts.kind == Kind::End) {
    rest = text;
    return true;
  }
  const ValueEnd found = value_end(text.data(), facts.stop);
  if (found.end == nullptr) {
    return false;
  }
  std::string_view value = between(text.data(), found.end);
  const bool is_none = value.empty()
                           ? !facts.may_be_empty
                           : facts.kind == Kind::Text && is_layout(value);
  if (is_none) {
    return false;
  }
  rest = text.substr(value.size());
  if (found.has_references) {
    value = decoded(value);
  }
  values_.push_back(facts.kind == Kind::Time ? time_.of(value)
                                             : Value::of_utf8(value));
  return true;
}

std::string_view Layouts::decoded(std::string_view text) {
  const size_t room = text.size() + kReadSlack;
  auto* const copy = static_cast<char*>(texts_.allocate(room, 1));
  std::memcpy(copy, text.data(), text.size());
  std::memset(copy + text.size(), 0, kReadSlack);
  return {copy, decode_references(copy, text.size())};
}

void Layouts::learn(std::string_view record, const Event& event) {
  if (!Walk(record, found_).walk()) {
    return;
  }
  if (tree_.is_full(found_.size())) {
    tree_.forget();
  }
  uint32_t at = Tree::kBegin;
  for (const auto& [literal, facts] : found_) {
    at = tree_.reach(at, literal, facts);
  }
  tree_[at].shape = event.shape;
  // What the walk did not see as the parser did is not to be used.
  Event again;
  if (match(record, again) != record.size() ||
      !same_values(again.values, event.values)) {
    tree_[at].shape = nullptr;
  }
}

}  // namespace eventlens::evxml
