// An EVTX file as a sequence of chunks, in the order of their records.
//
// A log is circular: chunk slots are reused in place, so the file's order is
// not the records' order, and neither the file header nor its counts can be
// trusted while (or after) the log was in use. All order comes from the chunks.
#pragma once

#include <memory>
#include <vector>

#include "event/event_source.h"
#include "evtx/format.h"
#include "os/file.h"

namespace eventlens::evtx {

class EvtxSource final : public EventSource {
 public:
  /// Whether `head`, the first bytes of a file, can be an EVTX file's.
  static bool recognises(ByteView head);
  /// Whether a chunk begins in `head` where chunks can begin.
  static bool holds_chunk(ByteView head);

  /// Reads the headers. `file` must outlive the source. Errors: Io; Malformed
  /// where neither a file header nor a chunk is found.
  static Expected<std::unique_ptr<EvtxSource>> open(const File& file,
                                                    Liveness liveness,
                                                    Issues& issues);

  Expected<Continuity> start_after(const Bookmark& bookmark) override;
  Expected<Bookmark> newest() override;
  [[nodiscard]] uint64_t overwritten() const override { return overwritten_; }
  void set_remains(Remains remains) override { remains_ = remains; }
  Expected<bool> next(Unit& unit) override;

 private:
  /// A chunk slot of the file.
  struct Slot {
    uint64_t offset;
    uint64_t first_id;  // of the first record that is there; 0: none
    uint64_t last_id;   // as the header says; 0: it says nothing
    uint32_t size;      // bytes that are there
    uint32_t used;      // of them, up to where the header says records are
    uint32_t hints;
    bool cleared;  // it has no records, though some may be left in it
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
  Remains remains_ = Remains::LeaveAlone;
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
