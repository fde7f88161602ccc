// Layouts of JSON objects that were met before, see LayoutTree. What follows
// from an object's keys is decided once per layout too, see Mapper.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "event/layout_tree.h"
#include "json/members.h"

namespace eventlens::json {

class Layouts {
 public:
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
  /// Of a value, or of an object that is whole.
  struct Facts {
    Kind kind = Kind::Null;
    bool is_attribute = false;
    bool is_end = false;
    std::string_view path = {};
    // Of a whole object: the layout's.
    MemberRange kept = {};
    uint64_t number = 0;

    [[nodiscard]] bool fits(const Facts& other) const {
      return kind == other.kind && is_end == other.is_end;
    }
  };
  using Tree = LayoutTree<Facts>;

  /// A value in the object that is learned, with the literal in front of it.
  struct Found {
    std::string_view literal;
    Kind kind;
  };

  bool take_apart(std::string_view object);

  Tree tree_;
  std::vector<Found> found_;  // by take_apart(); the last one is the end
  uint64_t last_number_ = 0;
};

}  // namespace eventlens::json
