// Files that are text (XML, JSON, classic text, syslog) as a sequence of pieces
// of whole records. Where a record ends only its format knows; the rest is the
// same for all of them: encodings, pieces of bounded size, records that are not
// whole yet, positions.
//
// The position in such a file is a place in it: record ids in it may be
// missing, repeat and run in any order. A bookmark's record_id is the offset of
// the end of the last record that was delivered, its written_time a stamp of
// the text in front of it. So a file that was replaced by another one is
// noticed, and one that has grown is read on.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/text_encoding.h"
#include "event/event_source.h"
#include "os/byte_stream.h"

namespace eventlens {

/// Finds where records of a format end. Has no state.
class RecordSplitter {
 public:
  virtual ~RecordSplitter() = default;

  /// How many bytes of `text` are whole records and what lies between them; 0
  /// where not even one record ends in it. The text begins at the file's begin
  /// or behind a whole record. `at_end`: nothing follows it, so that a record
  /// that only another one's begin would end is whole.
  [[nodiscard]] virtual size_t whole_records(std::string_view text,
                                             bool at_end) const = 0;
};

/// Unit::hints of text: the encoding in the low bits, and:
inline constexpr uint32_t kTextEncodingMask = 0xFF;
/// The unit's last record is not whole: the file ends in it, or it is larger
/// than a record may be. What can be read of it shall be given out.
inline constexpr uint32_t kRecordCut = 0x100;

/// The unit's text.
[[nodiscard]] inline std::string_view text_of(const Unit& unit) {
  return {reinterpret_cast<const char*>(unit.bytes.get()), unit.size};
}

class TextSource final : public EventSource {
 public:
  /// Reads the first bytes. While `liveness` is Live a record that is not whole
  /// is left for a later look. Errors: those of `opener` and of its stream.
  static Expected<std::unique_ptr<TextSource>> open(
      StreamOpener opener, std::unique_ptr<RecordSplitter> splitter,
      Liveness liveness);

  /// Where the file cannot be read to its end, what was read is given out
  /// before that is told.
  Expected<bool> next(Unit& unit) override;
  Expected<Continuity> start_after(const Bookmark& bookmark) override;
  Expected<Bookmark> newest() override;
  /// Always 0: nothing tells.
  [[nodiscard]] uint64_t overwritten() const override { return 0; }
  /// There are none.
  void set_remains(Remains /*remains*/) override {}

 private:
  TextSource(StreamOpener opener, std::unique_ptr<RecordSplitter> splitter,
             Liveness liveness)
      : opener_(std::move(opener)),
        splitter_(std::move(splitter)),
        liveness_(liveness) {}

  Status rewind();
  void read_raw(size_t size);
  size_t read_into(std::span<uint8_t> room);
  void read_more();
  void make_room(size_t size);
  Expected<bool> holds(const Bookmark& bookmark);
  void take(size_t size, Unit& unit);
  [[nodiscard]] std::string_view text() const { return text_of(text_); }

  StreamOpener opener_;
  std::unique_ptr<RecordSplitter> splitter_;
  Liveness liveness_;
  std::unique_ptr<ByteStream> stream_;
  TextEncoding encoding_ = TextEncoding::Utf8;
  size_t mark_size_ = 0;
  bool stream_ended_ = false;
  std::optional<Error> failure_;  // why it ended, where it did too early
  std::vector<uint8_t> raw_;      // read, but not made into text yet
  size_t raw_size_ = 0;
  Unit text_;            // made into text, but not given out yet
  uint64_t offset_ = 0;  // in the file, of the begin of text_
};

/// Where the records of one unit lie: what Event's record_id, stamp and
/// file_offset are for formats that are text.
class TextPositions {
 public:
  explicit TextPositions(const Unit& unit);

  /// Fills these three for the record `text`, a part of the unit. Calls must be
  /// in the order of the records.
  void place(std::string_view text, Event& event);

 private:
  uint64_t offset_of(size_t position);

  std::string_view unit_;
  TextEncoding encoding_;
  size_t position_ = 0;  // in the unit, of which the offset is known
  uint64_t offset_;
};

}  // namespace eventlens
