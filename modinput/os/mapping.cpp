#include "os/mapping.h"

#include <sys/mman.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

namespace eventlens {
namespace {

/// A mapping as the signal handler knows it; size 0: free.
struct Place {
  std::atomic<bool> taken{false};
  std::atomic<uintptr_t> begin{0};
  std::atomic<size_t> size{0};
  std::atomic<bool> cut{false};
};

std::array<Place, Mapping::kMaxMappings> places;

/// Puts a page of zeros where the file's is gone. Anything else that raises
/// SIGBUS ends the program as it would have without us.
void on_bus_error(int /*number*/, siginfo_t* info, void* /*context*/) {
  const auto address = reinterpret_cast<uintptr_t>(info->si_addr);
  for (Place& place : places) {
    const uintptr_t begin = place.begin.load();
    if (address < begin || address - begin >= place.size.load()) {
      continue;
    }
    place.cut.store(true);
    const uintptr_t page = address & ~(uintptr_t{Mapping::kPage} - 1);
    void* const zeros =
        ::mmap(reinterpret_cast<void*>(page), Mapping::kPage, PROT_READ,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (zeros != MAP_FAILED) {
      return;
    }
  }
  std::signal(SIGBUS, SIG_DFL);
}

void install_handler() {
  static const bool installed = [] {
    struct sigaction action {};
    action.sa_sigaction = on_bus_error;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    sigaction(SIGBUS, &action, nullptr);
    return true;
  }();
  (void)installed;
}

constexpr size_t kNoPlace = SIZE_MAX;

size_t take_place() {
  for (size_t i = 0; i < places.size(); ++i) {
    if (!places[i].taken.exchange(true)) {
      return i;
    }
  }
  return kNoPlace;
}

}  // namespace

Expected<Mapping> Mapping::map(const File& file, uint64_t offset, size_t size) {
  install_handler();
  const size_t number = take_place();
  if (number == kNoPlace) {
    return Error{ErrorCode::Io, file.path() +
                                    ": too many parts of files are "
                                    "in memory at once"};
  }
  Place& place = places[number];
  void* const memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE,
                              file.descriptor(), static_cast<off_t>(offset));
  if (memory == MAP_FAILED) {
    const int error = errno;
    place.taken.store(false);
    return Error{ErrorCode::Io, file.path() + ": " + std::strerror(error)};
  }
  place.cut.store(false);
  place.size.store(size);
  place.begin.store(reinterpret_cast<uintptr_t>(memory));
  return Mapping({static_cast<const uint8_t*>(memory), size}, offset, number);
}

Mapping::Mapping(Mapping&& other) noexcept
    : bytes_(other.bytes_),
      offset_(other.offset_),
      place_(std::exchange(other.place_, kNoPlace)) {}

Mapping& Mapping::operator=(Mapping&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  std::swap(offset_, other.offset_);
  std::swap(place_, other.place_);
  return *this;
}

Mapping::~Mapping() {
  if (place_ == kNoPlace) {
    return;
  }
  Place& place = places[place_];
  place.begin.store(0);
  place.size.store(0);
  ::munmap(const_cast<uint8_t*>(bytes_.data()), bytes_.size());
  place.taken.store(false);
}

bool Mapping::was_cut() const {
  return place_ != kNoPlace && places[place_].cut.load();
}

}  // namespace eventlens
