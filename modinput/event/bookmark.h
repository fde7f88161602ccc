// A Bookmark: a position in one log, exact to the record.
#pragma once

#include <cstdint>

namespace eventlens {

/// The last record that was delivered. Its written time tells whether a record
/// of the same id is the same record: logs that are cleared or replaced start
/// their ids anew.
struct Bookmark {
  uint64_t record_id = 0;  // 0: nothing was delivered yet
  uint64_t written_time = 0;

  [[nodiscard]] bool empty() const {
    return record_id == 0 && written_time == 0;
  }
  bool operator==(const Bookmark&) const = default;
};

}  // namespace eventlens
