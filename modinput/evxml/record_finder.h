// Where events lie in a text of event XML, found without parsing it: by the
// tags of their roots, <Event> and </Event> with any prefix. An event that is
// cut off ends where the next one begins.
//
// Comments, CDATA and document types are passed over. An <Event> inside an
// event is a part of it, unless a System follows it: then it is the next one.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "evxml/markup.h"

namespace eventlens::evxml {

struct RecordExtent {
  size_t begin;
  size_t end;
  bool whole;  // ends with its own end tag
};

class RecordFinder {
 public:
  /// `text` must outlive the finder. `is_all`: nothing follows it; else what
  /// could be decided only by what follows is not given.
  RecordFinder(std::string_view text, bool is_all);

  /// Where the first event of `text` begins, if its first Event has a System.
  static std::optional<size_t> first(std::string_view text);

  /// The next event; nothing behind the last.
  std::optional<RecordExtent> next();

  /// Goes on at `at`, which lies behind what was found, outside of events.
  void pass_over(size_t at) {
    at_ = at;
    depth_ = 0;
  }

 private:
  enum class TagKind : uint8_t { Start, End, Empty };
  struct Tag {
    TagKind kind;
    size_t begin;
    size_t end;
  };

  std::optional<Tag> next_tag();
  [[nodiscard]] std::optional<Tag> tag_at(size_t name) const;
  bool leave_section(size_t name);
  std::optional<bool> system_follows(size_t at);

  std::string_view text_;
  bool is_all_;
  Sections sections_;
  size_t at_ = 0;
  size_t section_;    // where the next "<!" is, not before at_
  size_t begin_ = 0;  // of the event that is open
  size_t depth_ = 0;  // open <Event>s
};

}  // namespace eventlens::evxml
