#include "articles/words.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/number_text.h"

namespace eventlens::articles {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') ||
         (lower_case(c) >= 'a' && lower_case(c) <= 'z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// Marks that join what stands on both sides to one word: X.400, don't, I/O.
bool joins(char c) { return c == '.' || c == '\'' || c == '/'; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

size_t word_end(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size()) {
    const bool inside =
        is_letter_or_digit(text[end]) ||
        (joins(text[end]) && end > at && end + 1 < text.size() &&
         is_letter_or_digit(text[end + 1]) &&
         !(text[end] == '/' && is_digit(text[end - 1])));  // 2446/2447
    if (!inside) {
      break;
    }
    ++end;
  }
  return end;
}

/// The id that the word is; none where what follows makes it an amount ("30
/// minutes") or it is no decimal number of 16 bits.
std::optional<uint16_t> id_of(const Words& words, size_t at) {
  if (at >= words.size() || !is_number(words[at]) ||
      words[at].lower.size() > 5) {
    return std::nullopt;
  }
  const bool negative = at > 0 && words[at - 1].lower == "-" &&
                        words[at - 1].text.end() == words[at].text.begin() &&
                        (at == 1 || !is_number(words[at - 2]));
  if (negative) {
    return std::nullopt;
  }
  if (is_one_of(words, at + 1,
                {"bytes", "byte", "times", "minutes", "minute", "seconds",
                 "second", "hours", "days", "mb", "kb", "percent", "%", "users",
                 "characters"})) {
    return std::nullopt;
  }
  const auto number = parse_integer(words[at].lower);
  return number && *number <= UINT16_MAX
             ? std::optional(static_cast<uint16_t>(*number))
             : std::nullopt;
}

/// Passes over what stands between two ids of a list: commas, "and", "or",
/// "through", a dash, "(or Event ID". Where no id can follow, `at`.
size_t next_of_list(const Words& words, size_t at) {
  size_t next = at;
  bool separated = false;
  while (next < words.size() && next < at + 5) {
    if (is_one_of(words, next,
                  {",", "and", "or", "&", "/", "through", "-", "to"})) {
      separated = true;
    } else if (!is_one_of(words, next, {"event", "events", "id", "ids", "("}) ||
               (!separated && words[next].lower != "(")) {
      break;
    }
    ++next;
  }
  return separated ? next : at;
}

}  // namespace

void append_words(Words& words, std::string_view text, size_t line) {
  for (size_t at = 0; at < text.size();) {
    if (text[at] == ' ' || text[at] == '\t') {
      ++at;
      continue;
    }
    const size_t end = std::max(word_end(text, at), at + 1);
    const std::string_view word = text.substr(at, end - at);
    words.push_back({lower_case(word), word, line});
    at = end;
  }
}

Words words_of(const Page& page, size_t begin, size_t end) {
  Words words;
  for (size_t line = begin; line < end; ++line) {
    const LineKind kind = page.lines[line].kind;
    if (kind == LineKind::Text || kind == LineKind::Heading) {
      append_words(words, page.lines[line].text, line);
    }
    if (kind == LineKind::Heading ||
        (kind != LineKind::Text && !words.empty() &&
         words.back().lower != kBreak)) {
      words.push_back({std::string(kBreak), kBreak, line});
    }
  }
  return words;
}

Phrase::Phrase(const char* text) {
  std::string_view pattern = text;
  while (!pattern.empty()) {
    std::string_view part = pattern.substr(0, pattern.find(' '));
    pattern.remove_prefix(std::min(part.size() + 1, pattern.size()));
    Element element;
    if (part.starts_with('~')) {
      element.gap = *parse_integer(part.substr(1));
    }
    element.optional = part.size() > 1 && part.ends_with('?');
    part.remove_suffix(element.optional ? 1 : 0);
    while (element.gap == 0 && !part.empty()) {
      element.choices.emplace_back(part.substr(0, part.find('|')));
      part.remove_prefix(
          std::min(element.choices.back().size() + 1, part.size()));
    }
    elements_.push_back(std::move(element));
  }
}

std::optional<size_t> Phrase::match(const Words& words, size_t at) const {
  return match_from(words, at, 0);
}

std::optional<size_t> Phrase::match_from(const Words& words, size_t at,
                                         size_t element) const {
  if (element == elements_.size()) {
    return at;
  }
  const Element& wanted = elements_[element];
  for (size_t gap = 0; wanted.gap != 0 && gap <= wanted.gap; ++gap) {
    if (gap > 0 && is_one_of(words, at + gap - 1, {kBreak})) {
      break;
    }
    if (const auto end = match_from(words, at + gap, element + 1)) {
      return end;
    }
  }
  if (wanted.gap != 0 || at > words.size()) {
    return std::nullopt;
  }
  if (at < words.size() &&
      std::find(wanted.choices.begin(), wanted.choices.end(),
                words[at].lower) != wanted.choices.end()) {
    if (const auto end = match_from(words, at + 1, element + 1)) {
      return end;
    }
  }
  return wanted.optional ? match_from(words, at, element + 1) : std::nullopt;
}

bool has_any(const Words& words, const Phrases& phrases, size_t begin,
             size_t end) {
  for (size_t at = begin; at < std::min(end, words.size()); ++at) {
    for (const Phrase& phrase : phrases) {
      if (phrase.match(words, at)) {
        return true;
      }
    }
  }
  return false;
}

bool is_one_of(const Words& words, size_t at,
               std::initializer_list<std::string_view> choices) {
  return at < words.size() && std::find(choices.begin(), choices.end(),
                                        words[at].lower) != choices.end();
}

bool is_number(const Word& word) {
  return word.lower.find_first_not_of("0123456789") == std::string::npos;
}

Ids ids_at(const Words& words, size_t at, bool many) {
  Ids found{{}, at};
  auto id = id_of(words, at);
  while (id) {
    found.ids.push_back(*id);
    found.end = at + 1;
    at = next_of_list(words, found.end);
    if (at == found.end) {
      break;
    }
    id = id_of(words, at);
    constexpr uint16_t kThreeDigits = 100;
    const bool again = words[at - 1].lower == "id";
    if (id && !many && !again && *id < kThreeDigits) {
      break;
    }
  }
  return found;
}

}  // namespace eventlens::articles
