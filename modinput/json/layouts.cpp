#include "json/layouts.h"

#include <algorithm>
#include <optional>

#include "json/unescaped.h"
#include "json/value_end.h"

namespace eventlens::json {
namespace {

constexpr uint32_t kBegin = 0;

// Of one step; each is compared. Where producers' events differ there are few.
constexpr int kMostSuccessors = 16;

// Of one object, so that large ones do not displace all others.
constexpr size_t kMostValues = 1024;
constexpr size_t kMostLiterals = size_t{64} << 10;

// Of all: then they are forgotten and learned anew.
constexpr size_t kMostSteps = size_t{32} << 10;
constexpr size_t kMostText = size_t{4} << 20;

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

/// What begins with this character; nothing where it is no scalar.
std::optional<Kind> kind_of(char c) {
  switch (c) {
    case '"':
      return Kind::Text;
    case 't':
    case 'f':
      return Kind::Bool;
    case 'n':
      return Kind::Null;
    default:
      return c == '-' || (c >= '0' && c <= '9') ? std::optional(Kind::Number)
                                                : std::nullopt;
  }
}

/// Whether the string in front of `at` is a key.
bool is_key(const char* at) {
  while (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n') {
    ++at;
  }
  return *at == ':';
}

struct Scalar {
  std::string_view text;
  const char* end;
};

/// The value at `begin`; nothing where that is none of this kind.
std::optional<Scalar> scalar_at(Kind kind, const char* begin, Members& texts) {
  const ScalarEnd found = scalar_end(kind, begin);
  if (found.end == nullptr) {
    return std::nullopt;
  }
  if (found.has_escapes) {  // with its quotation marks
    const auto text = unescaped(between(begin - 1, found.end + 1), texts);
    return text ? std::optional(Scalar{*text, found.end}) : std::nullopt;
  }
  return Scalar{
      kind == Kind::Null ? std::string_view() : between(begin, found.end),
      found.end};
}

}  // namespace

size_t Layouts::match(std::string_view text, Members& members) {
  std::string_view rest = text;
  uint32_t at = kBegin;
  do {
    at = follow(at, rest, members);
    if (steps_[at].is_end) {
      members.keep(steps_[at].kept);
      members.set_layout(steps_[at].number);
      return text.size() - rest.size();
    }
  } while (at != kBegin);
  return 0;
}

/// Goes one step on, of those that may follow `from`; returns it, and kBegin
/// where the text goes on with none of them.
uint32_t Layouts::follow(uint32_t from, std::string_view& text,
                         Members& members) {
  uint32_t before = kBegin;
  for (uint32_t at = steps_[from].child; at != kBegin;
       before = at, at = steps_[at].sibling) {
    const Step& step = steps_[at];
    if (!text.starts_with(step.literal)) {
      continue;
    }
    const char* end = text.data() + step.literal.size();
    if (!step.is_end) {
      const auto value = scalar_at(step.kind, end, members);
      if (!value) {
        continue;
      }
      members.push_back({step.path, value->text, step.kind, step.is_attribute});
      end = value->end;
    }
    text.remove_prefix(static_cast<size_t>(end - text.data()));
    prefer(from, before, at);
    return at;
  }
  return kBegin;
}

/// What was met last is looked for first.
void Layouts::prefer(uint32_t from, uint32_t before, uint32_t step) {
  if (before != kBegin) {
    steps_[before].sibling = steps_[step].sibling;
    steps_[step].sibling = steps_[from].child;
    steps_[from].child = step;
  }
}

uint64_t Layouts::learn(std::string_view object, const Members& members,
                        MemberRange kept) {
  const auto& list = members.list();
  if (!take_apart(object) || found_.size() != list.size() + 1) {
    return 0;
  }
  if (steps_.size() + found_.size() > kMostSteps || text_size_ > kMostText) {
    forget();
  }
  uint32_t at = kBegin;
  for (size_t i = 0; i < list.size(); ++i) {
    at = reach(at, {.literal = found_[i].literal,
                    .path = list[i].path,
                    .kind = found_[i].kind,
                    .is_attribute = list[i].is_attribute});
  }
  at = reach(at, {.literal = found_.back().literal, .is_end = true});
  Step& end = steps_[at];
  if (end.number == 0) {
    end.number = ++last_number_;
    end.kept = kept;
  }
  return end.number;
}

/// Fills found_ with the object's values, and with its end. False where it is
/// too large, or has a value that match() would refuse.
bool Layouts::take_apart(std::string_view object) {
  found_.clear();
  const char* literal = object.data();
  const char* const object_end = literal + object.size();
  size_t values_size = 0;
  for (const char* at = literal; at < object_end;) {
    const auto kind = kind_of(*at);
    if (!kind) {
      ++at;
      continue;
    }
    const char* const begin = at + (*kind == Kind::Text ? 1 : 0);
    const char* const end = scalar_end(*kind, begin).end;
    if (end == nullptr || found_.size() >= kMostValues) {
      return false;
    }
    at = end + (begin - at);
    if (*kind == Kind::Text && is_key(at)) {
      continue;
    }
    found_.push_back({between(literal, begin), *kind});
    values_size += between(begin, end).size();
    literal = end;
  }
  found_.push_back({between(literal, object_end), Kind::Null});
  return object.size() - values_size <= kMostLiterals;
}

/// The step behind `from` that has the literal and kind of `step`; where it is
/// new, in the place of the one that was not met for longest.
uint32_t Layouts::reach(uint32_t from, const Step& step) {
  uint32_t* link = &steps_[from].child;
  for (int i = 0; *link != kBegin; ++i) {
    const Step& known = steps_[*link];
    if (known.is_end == step.is_end && known.kind == step.kind &&
        known.literal == step.literal) {
      return *link;
    }
    if (i + 1 >= kMostSuccessors) {
      *link = kBegin;
      break;
    }
    link = &steps_[*link].sibling;
  }
  const auto at = static_cast<uint32_t>(steps_.size());
  Step added = step;
  added.literal = texts_.keep(step.literal);
  added.path = texts_.keep(step.path);
  added.sibling = steps_[from].child;
  text_size_ += step.literal.size() + step.path.size();
  steps_.push_back(added);
  steps_[from].child = at;
  return at;
}

void Layouts::forget() {
  steps_.assign(1, {});
  texts_.clear();
  text_size_ = 0;
}

}  // namespace eventlens::json
