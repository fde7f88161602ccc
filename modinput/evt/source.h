// A legacy log as a sequence of pieces of whole records, from the oldest one to
// the newest.
//
// The log is a ring behind its header. Where it begins and ends the cursor
// record says; the header says it too, but only as it was when the log was last
// closed, which for a file copied from a running system is some records ago.
// Without a cursor the ring is read from the record with the smallest number.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "event/event_source.h"
#include "evt/record.h"
#include "os/file.h"

namespace eventlens::evt {

class EvtSource final : public EventSource {
 public:
  /// Whether `head`, the first bytes of a file, can be a legacy log's.
  static bool recognises(ByteView head);

  /// Finds the cursor. `file` must outlive the source. Errors: Io; Malformed
  /// where there is no header of a legacy log.
  static Expected<std::unique_ptr<EvtSource>> open(const File& file,
                                                   Issues& issues);

  Expected<Continuity> start_after(const Bookmark& bookmark) override;
  Expected<Bookmark> newest() override;
  [[nodiscard]] uint64_t overwritten() const override { return overwritten_; }
  /// Remains are what lies between cursor and oldest record; they are given out
  /// once, so GiveWithNew leaves them alone.
  void set_remains(Remains remains) override { remains_ = remains; }
  Expected<bool> next(Unit& unit) override;

 private:
  /// Offsets in the file.
  struct Cursor {
    uint64_t offset;
    uint64_t begin;
  };

  EvtSource(const File& file, std::string channel)
      : file_(file), channel_(std::move(channel)) {}

  Status locate(Issues& issues);
  Expected<std::optional<Cursor>> cursor_at(uint64_t offset);
  Expected<std::optional<Cursor>> find_cursor(uint64_t from);
  Expected<uint64_t> smallest_record();
  Expected<size_t> read_ring(uint64_t position, std::span<uint8_t> bytes);
  Expected<size_t> read_piece(uint64_t position, uint64_t limit, Unit& unit);
  /// Calls `visit` for every record up to the position `end`, with its offset
  /// in the file, until it returns false.
  Status for_each_record(
      uint64_t end,
      const std::function<bool(const RecordExtent&, uint64_t)>& visit);
  [[nodiscard]] uint64_t offset_of(uint64_t position) const;

  const File& file_;
  std::string channel_;
  Remains remains_ = Remains::LeaveAlone;
  // Positions count the ring's bytes from begin_ on.
  uint64_t begin_ = kHeaderSize;  // offset in the file
  uint64_t ring_size_ = 0;
  uint64_t live_end_ = 0;       // position
  uint64_t remains_begin_ = 0;  // position; they end where the ring does
  uint64_t position_ = 0;
  uint64_t skip_through_ = 0;
  uint64_t overwritten_ = 0;
};

/// The channel that a legacy log's file name stands for: SecEvent.Evt is
/// Security, SysEvent.Evt is System, AppEvent.Evt is Application; any other
/// name without directory and ending is its own.
[[nodiscard]] std::string channel_of(const std::string& path);

}  // namespace eventlens::evt
