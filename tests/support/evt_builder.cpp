#include "support/evt_builder.h"

#include <algorithm>
#include <stdexcept>

namespace eventlens::test {
namespace {

constexpr std::size_t kHeader = 48;
constexpr std::size_t kFixed = 56;
constexpr std::size_t kCursor = 40;

void put32(EvtBytes& to, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) {
    to.push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

void put16(EvtBytes& to, std::uint16_t value) {
  to.push_back(static_cast<std::uint8_t>(value & 0xFF));
  to.push_back(static_cast<std::uint8_t>(value >> 8));
}

EvtBytes text_of(const std::string& ascii) {
  EvtBytes text;
  for (const char c : ascii) {
    put16(text, static_cast<std::uint8_t>(c));
  }
  put16(text, 0);
  return text;
}

void append(EvtBytes& to, const EvtBytes& bytes) {
  for (const std::uint8_t byte : bytes) {
    to.push_back(byte);
  }
}

void pad(EvtBytes& bytes) { bytes.resize((bytes.size() + 3) / 4 * 4); }

}  // namespace

EvtBytes evt_record(const EvtRecord& record) {
  EvtBytes tail = text_of(record.source);
  append(tail, text_of(record.computer));
  pad(tail);
  const auto offset = [&] {
    return static_cast<std::uint32_t>(kFixed + tail.size());
  };
  const std::uint32_t sid_offset = offset();
  append(tail, record.sid);
  const std::uint32_t strings_offset = offset();
  for (const std::string& text : record.strings) {
    append(tail, text_of(text));
  }
  const std::uint32_t data_offset = offset();
  append(tail, record.data);
  pad(tail);
  const auto size = static_cast<std::uint32_t>(kFixed + tail.size() + 4);
  EvtBytes bytes;
  put32(bytes, size);
  append(bytes, {'L', 'f', 'L', 'e'});
  put32(bytes, record.number);
  put32(bytes, record.generated);
  put32(bytes, record.written);
  put16(bytes, record.code);
  put16(bytes, record.qualifiers);
  put16(bytes, record.type);
  put16(bytes, static_cast<std::uint16_t>(record.strings.size()));
  put16(bytes, record.category);
  put16(bytes, 0);
  put32(bytes, 0);
  put32(bytes, strings_offset);
  put32(bytes, static_cast<std::uint32_t>(record.sid.size()));
  put32(bytes, sid_offset);
  put32(bytes, static_cast<std::uint32_t>(record.data.size()));
  put32(bytes, data_offset);
  append(bytes, tail);
  put32(bytes, size);
  return bytes;
}

EvtBuilder::EvtBuilder(std::size_t size)
    : bytes_(size), end_(kHeader), free_(size - kHeader) {
  write_cursor();
}

std::size_t EvtBuilder::wrapped(std::size_t offset) const {
  return offset < bytes_.size() ? offset : offset - bytes_.size() + kHeader;
}

void EvtBuilder::put(std::size_t offset, const EvtBytes& bytes) {
  for (const std::uint8_t byte : bytes) {
    bytes_[offset] = byte;
    offset = wrapped(offset + 1);
  }
}

/// Lets the oldest records go until `size` bytes and a cursor fit.
void EvtBuilder::make_room(std::size_t size) {
  while (free_ < size + kCursor) {
    if (kept_.empty()) {
      throw std::length_error("the record does not fit the log");
    }
    free_ += kept_.front().size;
    kept_.pop_front();
  }
}

EvtBuilder& EvtBuilder::add(const EvtRecord& record) {
  const EvtBytes bytes = evt_record(record);
  const std::size_t left = bytes_.size() - end_;
  if (left < kFixed) {
    make_room(left + bytes.size());
    EvtBytes filler;
    while (filler.size() < left) {
      put32(filler, 0x27);
    }
    put(end_, filler);
    if (!kept_.empty()) {
      kept_.back().size += left;
    }
    free_ -= left;
    end_ = kHeader;
  }
  make_room(bytes.size());
  put(end_, bytes);
  kept_.push_back({end_, bytes.size(), record.number});
  free_ -= bytes.size();
  end_ = wrapped(end_ + bytes.size());
  next_number_ = record.number + 1;
  write_cursor();
  return *this;
}

EvtBuilder& EvtBuilder::add_many(std::uint32_t first, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) {
    EvtRecord record;
    record.number = first + i;
    record.written += record.number;
    record.strings = {"user" + std::to_string(record.number), "CORP"};
    add(record);
  }
  return *this;
}

void EvtBuilder::write_cursor() {
  EvtBytes cursor;
  put32(cursor, kCursor);
  for (std::uint32_t word = 1; word <= 4; ++word) {
    put32(cursor, word * 0x11111111);
  }
  put32(cursor,
        static_cast<std::uint32_t>(kept_.empty() ? end_ : kept_[0].offset));
  put32(cursor, static_cast<std::uint32_t>(end_));
  put32(cursor, next_number_);
  put32(cursor, kept_.empty() ? 0 : kept_[0].number);
  put32(cursor, kCursor);
  put(end_, cursor);
}

EvtBytes EvtBuilder::finish(bool dirty) const {
  const bool empty = kept_.empty() || dirty;
  EvtBytes header;
  put32(header, kHeader);
  append(header, {'L', 'f', 'L', 'e'});
  put32(header, 1);
  put32(header, 1);
  put32(header, static_cast<std::uint32_t>(empty ? kHeader : kept_[0].offset));
  put32(header, static_cast<std::uint32_t>(dirty ? kHeader : end_));
  put32(header, dirty ? 1 : next_number_);
  put32(header, empty ? 0 : kept_[0].number);
  put32(header, static_cast<std::uint32_t>(bytes_.size()));
  put32(header, dirty ? 1 : 0);
  put32(header, 0);
  put32(header, kHeader);
  EvtBytes file = bytes_;
  std::copy(header.begin(), header.end(), file.begin());
  return file;
}

}  // namespace eventlens::test
