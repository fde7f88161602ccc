// One event's text -> EventBuilder. pugixml parses it in a copy, so that what
// is wrong in one event is lost in that event only.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "event/event_builder.h"

namespace eventlens::evxml {

class TreeReader {
 public:
  TreeReader();
  ~TreeReader();
  TreeReader(const TreeReader&) = delete;
  TreeReader& operator=(const TreeReader&) = delete;

  /// Tells `builder` what `event`, the text from <Event> on, holds, as far as
  /// it is XML. What the builder was given views this reader's memory until the
  /// next call. Errors: Malformed where it has no content, or is XML only up to
  /// some place in front of its EventID; LimitExceeded.
  Status read(std::string_view event, EventBuilder& builder);

  /// Of the event that was read: whether all of it is XML, else how many bytes
  /// of it; and whether something was left out that goes beyond the limits.
  [[nodiscard]] bool is_whole() const { return is_whole_; }
  [[nodiscard]] size_t parsed() const { return parsed_; }
  [[nodiscard]] bool beyond_limits() const { return beyond_limits_; }

 private:
  struct Tree;

  std::unique_ptr<Tree> tree_;
  bool is_whole_ = false;
  bool beyond_limits_ = false;
  size_t parsed_ = 0;
};

}  // namespace eventlens::evxml
