// Calls that may wait for others, and that being asked to stop ends: used
// within os/ only.
#pragma once

#include <cstdint>

namespace eventlens {

/// While it lives, this thread is in one call of the system, which fails with
/// ERROR_OPERATION_ABORTED when we were asked to stop and it has then waited
/// for half a second.
class BlockedCall {
 public:
  BlockedCall();
  ~BlockedCall();
  BlockedCall(const BlockedCall&) = delete;
  BlockedCall& operator=(const BlockedCall&) = delete;

 private:
  friend void cancel_blocked_calls();

  uint32_t thread_;
  int64_t since_milliseconds_;
  BlockedCall* previous_ = nullptr;
  BlockedCall* next_;
};

}  // namespace eventlens
