// An EVTX file as a sequence of chunks, in the order of their records.
//
// A log is circular: chunk slots are reused in place, so the file's order is
// not the records' order, and neither the file header nor its counts can be
// trusted while (or after) the log was in use. All order comes from the chunks.
#pragma once

#include <memory>
#include <vector>

#include "event/bookmark.h"
#include "event/event_source.h"
#include "evtx/format.h"
#include "os/file.h"

namespace eventlens::evtx {

/// Whether the file is still being written to.
enum class Liveness : uint8_t { Closed, Live };

/// How a bookmark relates to what the file holds now.
enum class Continuity : uint8_t {
  New,          // there is no bookmark
  Continues,    // the bookmarked record is there, or all that follow it are
  Overwritten,  // the log went on, but records after it were overwritten
  Restarted,    // another generation of the log: read from its beginning
};

class EvtxSource final : public EventSource {
 public:
  /// Whether `head`, the first bytes of a file, can be an EVTX file's.
  static bool recognises(ByteView head);

  /// Reads the headers. `file` must outlive the source. Errors: Io; Malformed
  /// where neither a file header nor a chunk is found.
  static Expected<std::unique_ptr<EvtxSource>> open(const File& file,
                                                    Liveness liveness,
                                                    Issues& issues);

  /// Reading begins behind `bookmark`; says what became of it.
  /// Error: Io.
  Expected<Continuity> start_after(const Bookmark& bookmark);

  /// The newest record that is there now (for start_from = newest).
  /// Error: Io.
  Expected<Bookmark> newest();

  /// Records that were overwritten before they could be read.
  [[nodiscard]] uint64_t overwritten() const { return overwritten_; }

  Expected<bool> next(Unit& unit) override;

 private:
  /// A chunk slot of the file.
  struct Slot {
    uint64_t offset;
    uint64_t first_id;  // of the first record that is there; 0: none
    uint64_t last_id;   // as the header says; 0: it says nothing
    uint32_t used;      // bytes worth reading
    uint32_t hints;
    bool cleared;  // its records are what is left of a cleared log
  };

  EvtxSource(const File& file, Liveness liveness)
      : file_(file), liveness_(liveness) {}

  Status read_file_header(Issues& issues);
  Expected<uint64_t> find_first_chunk();
  Status read_slots();
  Expected<Slot> read_slot(uint64_t offset);
  void describe_slot(Slot& slot, ByteView head, uint64_t available) const;
  void order_slots();
  void open_ends();
  Expected<std::vector<Bookmark>> records_of(const Slot& slot);
  Expected<bool> holds(const Bookmark& bookmark);

  const File& file_;
  Liveness liveness_;
  uint64_t file_size_ = 0;
  uint64_t first_chunk_ = kFileHeaderSize;
  bool dirty_ = false;
  uint64_t next_record_id_ = 0;
  std::vector<Slot> slots_;
  size_t position_ = 0;
  uint64_t skip_through_ = 0;
  uint64_t overwritten_ = 0;
};

}  // namespace eventlens::evtx
