// The names of event sources: what a field says, known names in running text,
// and one spelling for each.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "articles/words.h"

namespace eventlens::articles {

/// What names are compared by: their letters and digits in lower case, with
/// the variants and typing errors of articles set right.
[[nodiscard]] std::string source_key(std::string_view name);

/// The name at the begin of a Source field's value; empty where it has none,
/// but a placeholder or a sentence.
[[nodiscard]] std::string source_of_field(std::string_view value);

class SourceNames {
 public:
  /// A name that events have: its spelling is the right one. The first one
  /// given counts.
  void add_registered(std::string_view name);
  /// A name that a printed event has.
  void add_found(std::string_view name);

  /// The spelling for all names of the same key: the registered one, else the
  /// one found most often, else `name` itself.
  [[nodiscard]] std::string spelling(std::string_view name) const;

  /// A name in running text: its spelling and the words [begin, end).
  struct Place {
    std::string name;
    size_t begin;
    size_t end;
  };
  /// The longest name that begins with the word. `any`: also one that is an
  /// ordinary word; else there must be more to it ("source: Server").
  [[nodiscard]] std::optional<Place> starting_at(const Words& words,
                                                 size_t begin, bool any) const;
  /// The longest name whose last word stands before `end`.
  [[nodiscard]] std::optional<Place> ending_at(const Words& words, size_t end,
                                               bool any) const;

 private:
  struct Spellings {
    std::string registered;
    std::map<std::string, size_t> found;  // how often
  };
  [[nodiscard]] std::optional<Place> place(const Words& words, size_t begin,
                                           size_t end, bool any) const;

  std::unordered_map<std::string, Spellings> names_;  // by key
};

}  // namespace eventlens::articles
