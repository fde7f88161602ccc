// Any bytes as an EVTX file: its header, the order of its chunks, what is in
// them, and going on behind a bookmark.
//
// Input: a byte of flags, a byte that chooses a bookmark, the file header's
// 128 bytes, then per chunk u16 size and its first bytes. The rest of each is
// zero, so that an input of a few kilobytes is a log of several chunks.
#include <sys/mman.h>
#include <unistd.h>

#include "collect/log_file.h"
#include "evtx/chunk_decoder.h"
#include "evtx/format.h"
#include "pieces.h"
#include "render_checks.h"

namespace {

using namespace eventlens;

enum Flag : uint8_t {
  kIsLive = 1,
  kLastIsCut = 2,  // the file ends behind the last chunk's bytes
  kRendered = 4,   // costs most of the time, and is what other fuzzers look at
};

constexpr size_t kRawFileHeaderSize = sizeof(evtx::RawFileHeader);
constexpr size_t kMostChunks = 6;

/// A file in memory that is written anew for each input.
class MemoryFile {
 public:
  MemoryFile()
      : descriptor_(::memfd_create("fuzz.evtx", MFD_CLOEXEC)),
        path_("/proc/self/fd/" + std::to_string(descriptor_)) {}

  void write(test::Pieces& pieces, uint8_t flags) {
    require(::ftruncate(descriptor_, 0) == 0);
    put(pieces.take(kRawFileHeaderSize), 0);
    size_t end = evtx::kFileHeaderSize;
    size_t cut_end = end;
    for (size_t i = 0; i < kMostChunks && !pieces.empty(); ++i) {
      const auto chunk = pieces.sized();
      put(chunk, end);
      cut_end = end + chunk.size();
      end += evtx::kChunkSize;
    }
    const size_t size = (flags & kLastIsCut) != 0 ? cut_end : end;
    require(::ftruncate(descriptor_, static_cast<off_t>(size)) == 0);
  }

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  static void require(bool done) {
    if (!done) {
      test::found("the file in memory cannot be written");
    }
  }
  void put(std::span<const uint8_t> bytes, size_t offset) const {
    require(::pwrite(descriptor_, bytes.data(), bytes.size(),
                     static_cast<off_t>(offset)) ==
            static_cast<ssize_t>(bytes.size()));
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
    given.push_back({event.record_id, event.written_time});
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
Reading read_log(const MemoryFile& file, Liveness liveness,
                 const Bookmark& bookmark, EventSink* checks) {
  Issues issues;
  const auto log = open_log(file.path(), liveness, issues);
  if (!log.ok()) {
    if (!log.error().message.starts_with(file.path())) {
      test::found("an error that names no file", log.error().message);
    }
    return {};
  }
  const auto continuity = log->source->start_after(bookmark);
  if (!continuity.ok() || !log->source->newest().ok()) {
    test::found("a file in memory cannot be read");
  }
  KeepingSink sink(checks);
  evtx::ChunkDecoder decoder;
  Unit unit;
  for (auto more = log->source->next(unit); more.ok() && *more;
       more = log->source->next(unit)) {
    decoder.decode(unit, sink, issues);
  }
  return {*continuity, std::move(sink.given)};
}

/// Behind a bookmark that is found, only what was not delivered before; behind
/// any other, everything.
void check_going_on(const Reading& whole, const Reading& rest,
                    const Bookmark& bookmark) {
  if (rest.given == whole.given) {
    return;
  }
  if (rest.continuity != Continuity::Continues) {
    test::found("a log that does not go on is not read whole");
  }
  for (const Bookmark& record : rest.given) {
    if (record.record_id <= bookmark.record_id) {
      test::found("record " + std::to_string(record.record_id) +
                  " was delivered before");
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static MemoryFile file;
  test::Pieces pieces(data, size);
  const uint8_t flags = pieces.byte();
  const size_t choice = pieces.byte();
  file.write(pieces, flags);
  const auto liveness =
      (flags & kIsLive) != 0 ? Liveness::Live : Liveness::Closed;
  test::CheckingSink checks;
  const Reading whole = read_log(file, liveness, {},
                                 (flags & kRendered) != 0 ? &checks : nullptr);
  if (whole.given.empty()) {
    return 0;
  }
  const Bookmark bookmark = whole.given[choice % whole.given.size()];
  check_going_on(whole, read_log(file, liveness, bookmark, nullptr), bookmark);
  return 0;
}
