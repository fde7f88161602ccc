// See demo_log.h.
#include "demo_log.h"

#include <algorithm>
#include <array>
#include <utility>

namespace eventlens::test {
namespace {

// Security events come from a few threads of lsass; which one means nothing.
constexpr std::array<std::uint32_t, 6> kThreads = {700,  716,  1204,
                                                   2260, 3412, 5036};
constexpr std::uint32_t kLsassProcessId = 652;

// Records reach the log a little after the event's own time.
constexpr std::uint64_t kWriteDelay = 1830;  // 183 microseconds

}  // namespace

DemoLog::DemoLog(std::string computer, std::string channel,
                 std::uint64_t first_record_id)
    : computer_(std::move(computer)),
      channel_(std::move(channel)),
      first_record_id_(first_record_id) {}

void DemoLog::add(EvtxEvent event) {
  const std::uint64_t order = event.time;
  add(order, std::move(event));
}

void DemoLog::add(std::uint64_t order, EvtxEvent event) {
  event.computer = computer_;
  event.channel = channel_;
  event.written_time = event.time + kWriteDelay;
  if (event.process_id == 0 && channel_ == "Security") {
    event.process_id = kLsassProcessId;
    event.thread_id = kThreads[order / 1'000'000 % kThreads.size()];
  }
  entries_.push_back({order, std::move(event)});
}

void DemoLog::drop_between(std::uint64_t from, std::uint64_t until) {
  std::erase_if(entries_, [&](const Entry& entry) {
    return entry.order >= from && entry.order < until;
  });
}

EvtxBytes DemoLog::write(const EvtxOptions& options) {
  std::stable_sort(
      entries_.begin(), entries_.end(),
      [](const Entry& a, const Entry& b) { return a.order < b.order; });
  EvtxOptions with_id = options;
  with_id.first_record_id = first_record_id_;
  EvtxBuilder builder(with_id);
  for (const Entry& entry : entries_) {
    builder.add_event(entry.event);
  }
  return builder.finish();
}

}  // namespace eventlens::test
