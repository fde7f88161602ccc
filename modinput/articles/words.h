// Running text as words, and phrases that are looked for in them. Matching
// goes over a list of words, so no text makes it take long.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "articles/page.h"

namespace eventlens::articles {

/// A word, or a mark of punctuation, which is a word of its own.
struct Word {
  std::string lower;      // "event"
  std::string_view text;  // "Event", in the line
  size_t line = kNoLine;  // of the page; kNoLine: in the title
};
using Words = std::vector<Word>;

/// Appends the words of `text`, which must outlive them.
void append_words(Words& words, std::string_view text, size_t line);

/// Stands between two words for whatever separates their paragraphs.
inline constexpr std::string_view kBreak = "\n";

/// The words of the lines [begin, end) that are text or headings, with a kBreak
/// for the others and behind headings.
[[nodiscard]] Words words_of(const Page& page, size_t begin, size_t end);

/// A pattern of words: "event|error safely? ~3 ignored": one of several words,
/// a word that may be missing, up to three words of any kind.
class Phrase {
 public:
  Phrase(const char* pattern);  // NOLINT: implicit

  /// Where the phrase ends that begins at `at`; nothing where it does not.
  [[nodiscard]] std::optional<size_t> match(const Words& words,
                                            size_t at) const;

 private:
  struct Element {
    std::vector<std::string> choices;
    size_t gap = 0;  // instead of choices
    bool optional = false;
  };

  std::optional<size_t> match_from(const Words& words, size_t at,
                                   size_t element) const;

  std::vector<Element> elements_;
};
using Phrases = std::vector<Phrase>;

/// Whether one of the phrases is anywhere in [begin, end).
[[nodiscard]] bool has_any(const Words& words, const Phrases& phrases,
                           size_t begin = 0, size_t end = SIZE_MAX);

[[nodiscard]] bool is_number(const Word& word);

/// Whether the word at `at` is there and one of `choices`.
[[nodiscard]] bool is_one_of(const Words& words, size_t at,
                             std::initializer_list<std::string_view> choices);

/// Event ids from `at` on, and where they end. "7000, 7001 and 7024",
/// "9 or 11", "7000 (or Event ID 7001)"; of a range its ends. `many` says that
/// the word in front is "IDs" or "events": else a further id needs three
/// digits. None where no id begins there.
struct Ids {
  std::vector<uint16_t> ids;
  size_t end = 0;
};
[[nodiscard]] Ids ids_at(const Words& words, size_t at, bool many);

}  // namespace eventlens::articles
