// What the fuzzers of log files share: a file in memory, reading it to its end,
// and going on behind a bookmark.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <span>
#include <string>
#include <vector>

#include "collect/decoders.h"
#include "collect/log_opener.h"
#include "collect/lookup_field_names.h"
#include "found.h"

namespace eventlens::test {

/// A file in memory that is written anew for each input.
class MemoryFile {
 public:
  MemoryFile()
      : descriptor_(::memfd_create("fuzz.log", MFD_CLOEXEC)),
        path_("/proc/self/fd/" + std::to_string(descriptor_)) {}

  /// Bytes that were never put are zero.
  void resize(size_t size) const {
    require(::ftruncate(descriptor_, static_cast<off_t>(size)) == 0);
  }
  void put(std::span<const uint8_t> bytes, size_t offset) const {
    require(::pwrite(descriptor_, bytes.data(), bytes.size(),
                     static_cast<off_t>(offset)) ==
            static_cast<ssize_t>(bytes.size()));
  }

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  static void require(bool done) {
    if (!done) {
      found("the file in memory cannot be written");
    }
  }

  int descriptor_;
  std::string path_;
};

/// Keeps the bookmarks of what it is given, and hands it on where there is
/// somebody who looks at it.
class KeepingSink final : public EventSink {
 public:
  explicit KeepingSink(EventSink* checks) : checks_(checks) {}
  bool on_event(const Event& event) override {
    given.push_back(event.bookmark());
    return checks_ == nullptr || checks_->on_event(event);
  }
  std::vector<Bookmark> given;

 private:
  EventSink* checks_;
};

struct Reading {
  Continuity continuity = Continuity::New;
  std::vector<Bookmark> given;
};

/// All events behind the bookmark; none where the file is no log.
inline Reading read_log(const MemoryFile& file, Liveness liveness,
                        const Bookmark& bookmark, EventSink* checks) {
  Issues issues;
  auto opener = LogOpener::open({file.path(), true}, liveness);
  if (!opener.ok() || opener->is_packed()) {
    return {};  // which fuzz_packed looks at
  }
  auto opened = opener->next(issues);
  if (!opened.ok() && !opened.error().message.starts_with(file.path())) {
    found("an error that names no file", opened.error().message);
  }
  if (!opened.ok() || !*opened) {
    return {};
  }
  LogFile* const log = &**opened;
  const auto continuity = log->source->start_after(bookmark);
  if (!continuity.ok() || !log->source->newest().ok()) {
    found("a file in memory cannot be read");
  }
  KeepingSink sink(checks);
  static Tables tables;  // read once: they are not what is fuzzed
  const LookupFieldNames names(tables);
  Decoders decoders({TimeZone(), names});
  Unit unit;
  for (auto more = log->source->next(unit); more.ok() && *more;
       more = log->source->next(unit)) {
    decoders.decode(log->format, unit, sink, issues);
  }
  return {*continuity, std::move(sink.given)};
}

/// Behind a bookmark that is found, only what was not delivered before; behind
/// any other, everything.
inline void check_going_on(const Reading& whole, const Reading& rest,
                           const Bookmark& bookmark) {
  if (rest.given == whole.given) {
    return;
  }
  if (rest.continuity != Continuity::Continues) {
    found("a log that does not go on is not read whole");
  }
  for (const Bookmark& record : rest.given) {
    if (record.record_id <= bookmark.record_id) {
      found("record " + std::to_string(record.record_id) +
            " was delivered before");
    }
  }
}

/// Reads the file whole, and again behind one of its records.
inline void check_reading(const MemoryFile& file, Liveness liveness,
                          size_t choice, EventSink* checks) {
  const Reading whole = read_log(file, liveness, {}, checks);
  if (whole.given.empty()) {
    return;
  }
  const Bookmark bookmark = whole.given[choice % whole.given.size()];
  check_going_on(whole, read_log(file, liveness, bookmark, nullptr), bookmark);
}

}  // namespace eventlens::test
