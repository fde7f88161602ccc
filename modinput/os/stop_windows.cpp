// Being asked to stop, by console events. A thread of its own ends calls that
// wait for others: no signal interrupts them here.
#include <windows.h>
// After windows.h, whose types it needs.
#include <tlhelp32.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

#include "os/blocked_call_windows.h"
#include "os/process.h"
#include "os/stop.h"

namespace eventlens {
namespace {

constexpr int64_t kPatienceMilliseconds = 500;

// A parent that ends sooner only started us for somebody else. Whoever is then
// killed himself is told of by the pipe.
constexpr int64_t kLauncherMilliseconds = 5'000;

std::atomic<bool> stop_flag = false;

// The calls that wait, newest first.
std::mutex calls_lock;
BlockedCall* calls = nullptr;

/// Set when we are asked to stop.
HANDLE stop_event() {
  static const HANDLE event = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
  return event;
}

void request_stop() {
  stop_flag = true;
  ::SetEvent(stop_event());
}

/// Runs in a thread that Windows makes for it.
BOOL WINAPI on_console_event(DWORD event) {
  switch (event) {
    case CTRL_C_EVENT:
    case CTRL_BREAK_EVENT:
      request_stop();
      return TRUE;
    case CTRL_CLOSE_EVENT:
    case CTRL_SHUTDOWN_EVENT:
      // Windows ends us when this returns, or a few seconds later.
      request_stop();
      ::Sleep(INFINITE);
      return TRUE;
    default:
      // A logoff is told to services, whoever it is of.
      return TRUE;
  }
}

uint64_t start_of(HANDLE process) {
  FILETIME start{};
  FILETIME other{};
  if (::GetProcessTimes(process, &start, &other, &other, &other) == 0) {
    return 0;
  }
  return uint64_t{start.dwHighDateTime} << 32 | start.dwLowDateTime;
}

DWORD parent_id() {
  const HANDLE all = ::CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
  if (all == INVALID_HANDLE_VALUE) {
    return 0;
  }
  PROCESSENTRY32W entry{};
  entry.dwSize = sizeof(entry);
  DWORD parent = 0;
  for (BOOL more = ::Process32FirstW(all, &entry); more != 0 && parent == 0;
       more = ::Process32NextW(all, &entry)) {
    if (entry.th32ProcessID == ::GetCurrentProcessId()) {
      parent = entry.th32ParentProcessID;
    }
  }
  ::CloseHandle(all);
  return parent;
}

/// Null where it has gone already, or cannot be waited for.
HANDLE open_parent() {
  const DWORD id = parent_id();
  if (id == 0) {
    return nullptr;
  }
  const HANDLE parent =
      ::OpenProcess(SYNCHRONIZE | PROCESS_QUERY_LIMITED_INFORMATION, FALSE, id);
  // Ids are used again: by a process that is younger than we are.
  if (parent != nullptr && start_of(parent) > start_of(::GetCurrentProcess())) {
    ::CloseHandle(parent);
    return nullptr;
  }
  return parent;
}

/// Until we are asked to stop. The parent's death asks too.
void wait_for_request(HANDLE parent) {
  const int64_t begin = steady_milliseconds();
  const std::array<HANDLE, 2> handles = {stop_event(), parent};
  const DWORD count = parent == nullptr ? 1 : 2;
  const DWORD which =
      ::WaitForMultipleObjects(count, handles.data(), FALSE, INFINITE);
  if (which == WAIT_OBJECT_0 + 1) {
    if (steady_milliseconds() - begin >= kLauncherMilliseconds) {
      request_stop();
    }
    ::WaitForSingleObject(stop_event(), INFINITE);
  }
}

}  // namespace

/// Those that wait too long; again and again, as each may begin another.
void cancel_blocked_calls() {
  const std::lock_guard guard(calls_lock);
  const int64_t now = steady_milliseconds();
  for (BlockedCall* call = calls; call != nullptr; call = call->next_) {
    if (now - call->since_milliseconds_ < kPatienceMilliseconds) {
      continue;
    }
    const HANDLE thread = ::OpenThread(THREAD_TERMINATE, FALSE, call->thread_);
    if (thread != nullptr) {
      ::CancelSynchronousIo(thread);
      ::CloseHandle(thread);
    }
  }
}

BlockedCall::BlockedCall()
    : thread_(::GetCurrentThreadId()),
      since_milliseconds_(steady_milliseconds()) {
  const std::lock_guard guard(calls_lock);
  next_ = std::exchange(calls, this);
  if (next_ != nullptr) {
    next_->previous_ = this;
  }
}

BlockedCall::~BlockedCall() {
  const std::lock_guard guard(calls_lock);
  (previous_ == nullptr ? calls : previous_->next_) = next_;
  if (next_ != nullptr) {
    next_->previous_ = previous_;
  }
}

void install_stop_handlers(ParentDeath with_parent) {
  ::SetConsoleCtrlHandler(on_console_event, TRUE);
  const HANDLE parent =
      with_parent == ParentDeath::Stop ? open_parent() : nullptr;
  // It ends with the process.
  std::thread([parent] {
    constexpr DWORD kStep = 100;
    wait_for_request(parent);
    for (;;) {
      ::Sleep(kStep);
      cancel_blocked_calls();
    }
  }).detach();
}

bool stop_requested() { return stop_flag; }

void wait_or_stop(uint32_t milliseconds) {
  ::WaitForSingleObject(stop_event(), milliseconds);
}

}  // namespace eventlens
