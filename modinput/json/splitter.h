// Where JSON objects lie in a text: one per line, in an array, or just one
// after the other, with whatever stands between them.
#pragma once

#include "event/text_source.h"

namespace eventlens::json {

/// The text up to here is blanks and what separates objects of an array.
[[nodiscard]] size_t skip_separators(std::string_view text, size_t at);

/// How far an object reaches that begins somewhere.
struct ObjectExtent {
  size_t end;
  /// Its last bracket is there. Else another object begins at `end`, on a line
  /// of its own and where JSON allows none, or the text ends.
  bool closed;
};

/// REQUIRES: text[begin] == '{'.
[[nodiscard]] ObjectExtent object_extent(std::string_view text, size_t begin);

class JsonSplitter final : public RecordSplitter {
 public:
  [[nodiscard]] size_t whole_records(std::string_view text,
                                     bool at_end) const override;
};

[[nodiscard]] std::unique_ptr<RecordSplitter> make_splitter();

}  // namespace eventlens::json
