// Layouts of JSON objects that were met before. A producer writes the same keys
// in the same order again and again: of an object whose bytes between the
// values are those of one that the parser took apart only the values are looked
// at, and what follows from its keys is decided once (see Mapper).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/text_pool.h"
#include "json/members.h"

namespace eventlens::json {

class Layouts {
 public:
  Layouts() { forget(); }

  /// Takes the object that `text` begins with apart where its layout is known.
  /// Returns its bytes; 0 where it is not. Appends to `members`, which view
  /// `text` and paths that live until the next learn(); 0 leaves there what was
  /// met so far. REQUIRES: `text` ends with a NUL with kReadSlack readable
  /// bytes from there on.
  size_t match(std::string_view text, Members& members);

  /// Remembers the layout of `object`, which the parser took apart into
  /// `members`: all of them, of which `kept` are the event's. Returns its
  /// number, which no other layout has; 0 where it is too large to remember.
  /// REQUIRES: as match().
  uint64_t learn(std::string_view object, const Members& members,
                 MemberRange kept);

 private:
  /// The bytes up to a value, or to the object's end. Objects that begin alike
  /// share their first steps: they are a tree.
  struct Step {
    std::string_view literal;
    std::string_view path = {};  // of the value
    Kind kind = Kind::Null;
    bool is_attribute = false;
    bool is_end = false;
    uint32_t sibling = 0;  // may stand in its place; 0: none
    uint32_t child = 0;    // the first of those that may follow it
    // Of an end: the layout's.
    MemberRange kept = {};
    uint64_t number = 0;
  };

  /// A value in the object that is learned: the literal in front of it begins
  /// where the one before ended.
  struct Found {
    std::string_view literal;
    Kind kind;
  };

  uint32_t follow(uint32_t from, std::string_view& text, Members& members);
  void prefer(uint32_t from, uint32_t before, uint32_t step);
  uint32_t reach(uint32_t from, const Step& step);
  bool take_apart(std::string_view object);
  void forget();

  std::vector<Step> steps_;   // the first one stands in front of all
  TextPool texts_;            // literals and paths
  size_t text_size_ = 0;      // of the literals
  std::vector<Found> found_;  // by take_apart()
  uint64_t last_number_ = 0;
};

}  // namespace eventlens::json
