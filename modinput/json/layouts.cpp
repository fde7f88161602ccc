#include "json/layouts.h"

#include <optional>

#include "json/object_reader.h"
#include "json/value_end.h"

namespace eventlens::json {
namespace {

// Of one object, so that large ones do not displace all others.
constexpr size_t kMostValues = 1024;
constexpr size_t kMostLiterals = size_t{64} << 10;

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
  const auto take = [&](const Facts& facts, std::string_view behind) {
    if (facts.is_end) {
      rest = behind;
      return true;
    }
    const auto value = scalar_at(facts.kind, behind.data(), members);
    if (!value) {
      return false;
    }
    members.push_back(
        {facts.path, value->text, facts.kind, facts.is_attribute});
    rest = rest.substr(static_cast<size_t>(value->end - rest.data()));
    return true;
  };
  uint32_t at = Tree::kBegin;
  do {
    at = tree_.follow(at, rest, take);
    if (tree_[at].is_end) {
      members.keep(tree_[at].kept);
      members.set_layout(tree_[at].number);
      return text.size() - rest.size();
    }
  } while (at != Tree::kBegin);
  return 0;
}

uint64_t Layouts::learn(std::string_view object, const Members& members,
                        MemberRange kept) {
  const auto& list = members.list();
  // Where keys lie deep in each other paths are longer than the object.
  if (members.text_size() > kMostLiterals || !take_apart(object) ||
      found_.size() != list.size() + 1) {
    return 0;
  }
  if (tree_.is_full(found_.size())) {
    tree_.forget();
  }
  uint32_t at = Tree::kBegin;
  for (size_t i = 0; i < list.size(); ++i) {
    at = tree_.reach(at, found_[i].literal,
                     {.kind = found_[i].kind,
                      .is_attribute = list[i].is_attribute,
                      .path = tree_.keep(list[i].path)});
  }
  at = tree_.reach(at, found_.back().literal, {.is_end = true});
  Facts& end = tree_[at];
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

}  // namespace eventlens::json
