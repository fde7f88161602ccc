// Which events are wanted, by what can be told without rendering them: id,
// provider, channel and time. A reader that knows the selection passes unwanted
// records over as soon as these four values are known.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "event/bookmark.h"
#include "event/event.h"

namespace eventlens {

struct IdRange {
  uint32_t first;
  uint32_t last;
};

/// An event is wanted where every condition holds; an empty list holds always.
struct Selection {
  std::vector<IdRange> event_ids;
  std::vector<std::string> providers;  // UTF-8; compared without case (ASCII)
  std::vector<std::string> channels;   // likewise
  Filetime since = 0;                  // the first that is wanted
  Filetime until = UINT64_MAX;         // the first that is not
};

/// Whether a value is one of a few names. What was asked before is answered
/// from memory: a log has few providers and channels.
class NameFilter {
 public:
  explicit NameFilter(const std::vector<std::string>& names);
  bool wants(const Value& value);

 private:
  struct Answer {
    std::string bytes;  // the value's, as they lie in the event
    uint8_t type_byte = 0;
    bool wanted = false;
  };

  std::vector<std::string> names_;  // lower case
  std::array<Answer, 16> answers_;  // by a hash of the bytes
};

/// A selection made ready; one per thread.
class Selector {
 public:
  explicit Selector(const Selection& selection);

  [[nodiscard]] bool takes_all() const { return takes_all_; }
  /// The system fields that it asks about, those first that rule the most
  /// events out; the others need not be known.
  [[nodiscard]] const std::vector<SystemField>& asked() const { return asked_; }
  /// `event` needs shape and values, event_id and time where they are asked
  /// about, and what makes its bookmark.
  bool wants(const Event& event) { return wants(event, asked_); }
  /// The same by some of the fields that it asks about.
  bool wants(const Event& event, std::span<const SystemField> fields);

  /// The last record of the log's own that was asked about since the last call,
  /// wanted or not: how far a log was read in which nothing is wanted.
  std::optional<Bookmark> take_last_asked() {
    return std::exchange(last_asked_, std::nullopt);
  }

 private:
  bool wants_id(uint32_t event_id) const;

  bool takes_all_;
  bool any_id_;
  std::vector<IdRange> large_ids_;  // beyond the 16 bits of Windows' ids
  std::vector<bool> ids_;           // by id
  NameFilter providers_;
  NameFilter channels_;
  Filetime since_;
  Filetime until_;
  std::vector<SystemField> asked_;
  std::optional<Bookmark> last_asked_;
};

}  // namespace eventlens
