#include "articles/markup.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "base/ascii.h"
#include "base/number_text.h"

namespace eventlens::articles {
namespace {

struct Entity {
  std::string_view name;
  char character;
};
constexpr auto kEntities = std::to_array<Entity>({{"amp", '&'},
                                                  {"lt", '<'},
                                                  {"gt", '>'},
                                                  {"quot", '"'},
                                                  {"apos", '\''},
                                                  {"nbsp", ' '}});

/// The character of "amp" or "#42"; nothing for one that is not ASCII.
std::optional<char> character_of(std::string_view name) {
  if (name.starts_with('#')) {
    constexpr uint64_t kLastAscii = 0x7E;
    const auto number = parse_integer(name.substr(1));
    return number && *number >= ' ' && *number <= kLastAscii
               ? std::optional(static_cast<char>(*number))
               : std::nullopt;
  }
  for (const Entity& entity : kEntities) {
    if (entity.name == name) {
      return entity.character;
    }
  }
  return std::nullopt;
}

/// Behind "[text](address)" or "![...](...)" at `at`: its text and where it
/// ends.
struct Link {
  std::string_view text;
  size_t end;
};
std::optional<Link> link_at(std::string_view line, size_t at) {
  const size_t close = line.find(']', at);
  if (close == std::string_view::npos || close + 1 >= line.size() ||
      line[close + 1] != '(') {
    return std::nullopt;
  }
  const size_t end = line.find(')', close);
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  return Link{line.substr(at + 1, close - at - 1), end + 1};
}

/// Where the tag at `at` ends, or 0 where '<' begins none ("<user name>" is
/// text; tags have one word and no blank, or attributes with '=').
size_t tag_end(std::string_view line, size_t at) {
  const size_t end = line.find('>', at);
  if (end == std::string_view::npos) {
    return 0;
  }
  const std::string_view inside = line.substr(at + 1, end - at - 1);
  const std::string name =
      lower_case(trimmed(inside.substr(inside.starts_with('/') ? 1 : 0)));
  constexpr auto kTags = std::to_array<std::string_view>(
      {"br", "br/", "br /", "b", "i", "p", "ul", "li", "ol", "sup", "sub",
       "strong", "em", "code", "u", "span", "div"});
  const bool known = std::find(kTags.begin(), kTags.end(), name) != kTags.end();
  return known || name.starts_with("a ") || name.starts_with("span ") ? end + 1
                                                                      : 0;
}

}  // namespace

std::string decode_entities(std::string_view text) {
  constexpr size_t kLongest = 8;
  std::string decoded;
  for (size_t at = 0; at < text.size(); ++at) {
    const size_t end = text[at] == '&' ? text.find(';', at) : at;
    if (end != std::string_view::npos && end > at && end - at <= kLongest) {
      if (const auto c = character_of(text.substr(at + 1, end - at - 1))) {
        decoded += *c;
        at = end;
        continue;
      }
    }
    decoded += text[at];
  }
  return decoded;
}

std::string plain_line(std::string_view markdown) {
  std::string plain;
  for (size_t at = 0; at < markdown.size();) {
    const char c = markdown[at];
    const bool escaped =
        c == '\\' && at + 1 < markdown.size() &&
        std::string_view("\\`*_{}[]()<>#+-.!|").find(markdown[at + 1]) !=
            std::string_view::npos;
    if (escaped) {
      plain += markdown[at + 1];
      at += 2;
    } else if (c == '[') {
      const auto link = link_at(markdown, at);
      plain += link ? link->text : std::string_view("[");
      at = link ? link->end : at + 1;
    } else if (c == '<' && tag_end(markdown, at) != 0) {
      plain += ' ';
      at = tag_end(markdown, at);
    } else {
      const bool mark = c == '`' || c == '*';
      plain += mark ? std::string_view() : markdown.substr(at, 1);
      ++at;
    }
  }
  return decode_entities(plain);
}

}  // namespace eventlens::articles
