// Being asked to stop, by signals.
#include <poll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>

#include "os/stop.h"

namespace eventlens {
namespace {

volatile std::sig_atomic_t stop_flag = 0;

// The alarm repeats the interruption each second: a signal that arrives just
// before a write blocks would otherwise be waited through.
void on_signal(int /*number*/) {
  stop_flag = 1;
  ::alarm(1);
}

volatile pid_t parent = 0;

// The kernel sends this when the thread that started us ends. Only when the
// process has gone with it, somebody else is our parent now.
void on_parent_death(int number) {
  if (::getppid() != parent) {
    on_signal(number);
  }
}

}  // namespace

void install_stop_handlers(ParentDeath with_parent) {
  struct sigaction action {};
  action.sa_handler = on_signal;
  // No SA_RESTART: what waits shall return and see the flag.
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGALRM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  if (with_parent == ParentDeath::Stop) {
    parent = ::getppid();
    action.sa_handler = on_parent_death;
    sigaction(SIGUSR1, &action, nullptr);
    prctl(PR_SET_PDEATHSIG, SIGUSR1);
  }
}

bool stop_requested() { return stop_flag != 0; }

void wait_or_stop(uint32_t milliseconds) {
  // A signal between the check and the wait would be slept through, so the
  // wait is cut into steps well below the second in which we must end.
  constexpr uint32_t kStep = 100;
  while (milliseconds > 0 && !stop_requested()) {
    const uint32_t step = milliseconds < kStep ? milliseconds : kStep;
    ::poll(nullptr, 0, static_cast<int>(step));
    milliseconds -= step;
  }
}

}  // namespace eventlens
