// One log of the demo: events are added in any order, by the true time at
// which they happen, and written in that order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "evtx_builder.h"

namespace eventlens::test {

class DemoLog {
 public:
  // `computer` is the full name that stands in every event.
  DemoLog(std::string computer, std::string channel,
          std::uint64_t first_record_id);

  // `order` is the true time. The event's own time may differ, on a machine
  // with a wrong clock.
  void add(std::uint64_t order, EvtxEvent event);
  void add(EvtxEvent event);

  // Forgets what was added for a time in which the machine is off.
  void drop_between(std::uint64_t from, std::uint64_t until);

  std::size_t size() const { return entries_.size(); }
  const std::string& computer() const { return computer_; }
  EvtxBytes write(const EvtxOptions& options);

 private:
  struct Entry {
    std::uint64_t order = 0;
    EvtxEvent event{};
  };

  std::string computer_;
  std::string channel_;
  std::uint64_t first_record_id_ = 1;
  std::vector<Entry> entries_;
};

}  // namespace eventlens::test
