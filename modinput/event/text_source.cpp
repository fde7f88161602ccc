#include "event/text_source.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "base/hash.h"

namespace eventlens {
namespace {

constexpr size_t kPieceSize = size_t{256} << 10;

// What of a record's end makes its stamp. The stamp holds how much it was, so
// that it can be checked without knowing where the record begins.
constexpr size_t kMostStamped = 4096;
constexpr unsigned kStampSizeBits = 13;

/// As hash_text, but the processor works on four places at a time: every record
/// of every text is hashed.
uint64_t hash_long(std::string_view text) {
  std::array<uint64_t, 4> lanes{};
  size_t at = 0;
  for (; at + sizeof(lanes) <= text.size(); at += sizeof(lanes)) {
    std::array<uint64_t, 4> words;
    std::memcpy(words.data(), text.data() + at, sizeof(words));
    for (size_t i = 0; i < lanes.size(); ++i) {
      lanes[i] = mix(lanes[i], words[i]);
    }
  }
  uint64_t hash = hash_text(text.substr(at));
  for (const uint64_t lane : lanes) {
    hash = mix(hash, lane);
  }
  return hash;
}

/// Of the text that ends where a record does.
uint64_t stamp_of(std::string_view record) {
  const size_t size = std::min(record.size(), kMostStamped);
  const uint64_t hash = hash_long(record.substr(record.size() - size));
  return hash << kStampSizeBits | size;
}

}  // namespace

Expected<std::unique_ptr<TextSource>> TextSource::open(
    StreamOpener opener, std::unique_ptr<RecordSplitter> splitter,
    Liveness liveness) {
  std::unique_ptr<TextSource> source(
      new TextSource(std::move(opener), std::move(splitter), liveness));
  RETURN_IF_ERROR(source->rewind());
  return source;
}

/// To the begin of the text.
Status TextSource::rewind() {
  // Enough for a byte order mark and an XML declaration.
  constexpr size_t kHeadSize = 256;
  ASSIGN_OR_RETURN(stream_, opener_());
  stream_ended_ = false;
  failure_.reset();
  text_.size = 0;
  raw_.resize(std::max(raw_.size(), kHeadSize));
  raw_size_ = 0;
  while (raw_size_ < kHeadSize && !stream_ended_) {
    read_raw(kHeadSize);
  }
  const auto [encoding, mark_size] = detect_encoding({raw_.data(), raw_size_});
  encoding_ = encoding;
  mark_size_ = mark_size;
  raw_size_ -= mark_size;
  std::memmove(raw_.data(), raw_.data() + mark_size, raw_size_);
  offset_ = mark_size;
  return success();
}

/// One read, of a pipe as far as something has come; returns its bytes.
size_t TextSource::read_into(std::span<uint8_t> room) {
  auto got = stream_->read(room);
  if (got.ok()) {
    stream_ended_ = *got == 0;
    return *got;
  }
  stream_ended_ = true;
  failure_ = std::move(got).take_error();
  return 0;
}

/// One read up to `size` bytes in raw_.
void TextSource::read_raw(size_t size) {
  raw_.resize(std::max(raw_.size(), size));
  raw_size_ += read_into({raw_.data() + raw_size_, size - raw_size_});
}

/// For that many more bytes of text.
void TextSource::make_room(size_t size) {
  const size_t wanted = text_.size + size;
  if (text_.capacity >= wanted + kReadSlack) {
    return;
  }
  Unit larger;
  larger.reserve(std::max(wanted, 2 * text_.capacity));
  larger.size = text_.size;
  if (text_.size > 0) {
    std::memcpy(larger.bytes.get(), text_.bytes.get(), text_.size);
  }
  text_ = std::move(larger);
}

/// One more read, made into text.
void TextSource::read_more() {
  if (encoding_ == TextEncoding::Utf8 && raw_size_ == 0 && !stream_ended_) {
    make_room(kPieceSize);  // it is text as it is
    text_.size += read_into({text_.bytes.get() + text_.size, kPieceSize});
    return;
  }
  if (!stream_ended_) {
    read_raw(kPieceSize);
  }
  make_room(transcoded_room(raw_size_));
  const auto [consumed, written] =
      put_text(text_.bytes.get() + text_.size, {raw_.data(), raw_size_},
               encoding_, stream_ended_);
  text_.size += written;
  raw_size_ -= consumed;
  std::memmove(raw_.data(), raw_.data() + consumed, raw_size_);
}

Expected<bool> TextSource::next(Unit& unit) {
  for (;;) {
    read_more();
    if (text_.size == 0 && stream_ended_) {
      if (failure_) {
        return *std::exchange(failure_, std::nullopt);
      }
      return false;
    }
    const bool closed = liveness_ == Liveness::Closed;
    const size_t size =
        splitter_->whole_records(text(), stream_ended_ && closed);
    unit.hints = static_cast<uint32_t>(encoding_);
    if (size > 0) {
      take(size, unit);
      return true;
    }
    if (stream_ended_ && !closed) {
      return false;
    }
    if (stream_ended_ || text_.size >= kMaxEventText) {
      unit.hints |= kRecordCut;
      take(text_.size, unit);
      return true;
    }
  }
}

/// Gives the first `size` bytes of the text to the unit: its memory for that of
/// the unit, into which only the rest is copied.
void TextSource::take(size_t size, Unit& unit) {
  const uint64_t begin = offset_;
  offset_ += stored_size(text().substr(0, size), encoding_);
  const size_t rest = text_.size - size;
  unit.reserve(rest);
  std::memcpy(unit.bytes.get(), text_.bytes.get() + size, rest);
  std::swap(unit.bytes, text_.bytes);
  std::swap(unit.capacity, text_.capacity);
  text_.size = rest;
  std::memset(unit.bytes.get() + size, 0, kReadSlack);
  unit.size = size;
  unit.file_offset = begin;
  unit.skip_through = 0;
  unit.channel.clear();
}

/// Whether the record that ends at the bookmark is there; the source then
/// stands behind it.
Expected<bool> TextSource::holds(const Bookmark& bookmark) {
  const size_t size = bookmark.written_time & ((1U << kStampSizeBits) - 1);
  // A character takes at most two bytes per byte of UTF-8.
  const uint64_t before = std::min<uint64_t>(
      bookmark.record_id - std::min<uint64_t>(bookmark.record_id, mark_size_),
      2 * kMostStamped);
  ASSIGN_OR_RETURN(stream_, opener_());
  stream_ended_ = false;
  failure_.reset();
  raw_size_ = text_.size = 0;
  const uint64_t begin = bookmark.record_id - before;
  ASSIGN_OR_RETURN(const uint64_t skipped, stream_->skip(begin));
  std::vector<uint8_t> raw(static_cast<size_t>(before));
  size_t got = 0;
  while (skipped == begin && got < raw.size()) {
    ASSIGN_OR_RETURN(const size_t more,
                     stream_->read(std::span(raw).subspan(got)));
    if (more == 0) {
      break;
    }
    got += more;
  }
  if (skipped < begin || got < raw.size()) {
    return false;
  }
  std::vector<uint8_t> text(transcoded_room(raw.size()));
  const Transcoded done = put_text(text.data(), raw, encoding_, true);
  offset_ = bookmark.record_id;
  if (done.written < size) {
    return false;
  }
  const std::string_view stamped(
      reinterpret_cast<const char*>(text.data()) + done.written - size, size);
  return stamp_of(stamped) == bookmark.written_time;
}

Expected<Continuity> TextSource::start_after(const Bookmark& bookmark) {
  if (!bookmark.empty()) {
    ASSIGN_OR_RETURN(const bool held, holds(bookmark));
    if (held) {
      return Continuity::Continues;
    }
  }
  RETURN_IF_ERROR(rewind());
  if (bookmark.empty()) {
    return Continuity::New;
  }
  // A file without text says nothing.
  return raw_size_ == 0 ? Continuity::Continues : Continuity::Restarted;
}

Expected<Bookmark> TextSource::newest() {
  RETURN_IF_ERROR(rewind());
  Bookmark newest;
  Unit unit;
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, next(unit));
    if (!more) {
      return newest;
    }
    newest = {offset_, stamp_of(text_of(unit))};
  }
}

TextPositions::TextPositions(const Unit& unit)
    : unit_(text_of(unit)),
      encoding_(static_cast<TextEncoding>(unit.hints & kTextEncodingMask)),
      offset_(unit.file_offset) {}

uint64_t TextPositions::offset_of(size_t position) {
  offset_ +=
      stored_size(unit_.substr(position_, position - position_), encoding_);
  position_ = position;
  return offset_;
}

void TextPositions::place(std::string_view text, Event& event) {
  const auto begin = static_cast<size_t>(text.data() - unit_.data());
  event.file_offset = offset_of(begin);
  event.record_id = offset_of(begin + text.size());
  event.stamp = stamp_of(text);
}

}  // namespace eventlens
