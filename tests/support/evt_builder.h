// Makes legacy event logs (.evt) as the service of NT to 2003 wrote them: a
// ring in which new records take the place of the oldest ones, with the cursor
// record behind the newest. It shares no code with the reader.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace eventlens::test {

struct EvtRecord {
  std::uint32_t number = 1;
  std::uint32_t generated = 1'000'000'000;  // seconds since 1970
  std::uint32_t written = 1'000'000'001;
  std::uint16_t code = 677;
  std::uint16_t qualifiers = 0;
  std::uint16_t type = 16;
  std::uint16_t category = 9;
  std::string source = "Security";
  std::string computer = "DC1";
  std::vector<std::uint8_t> sid{};
  std::vector<std::string> strings{};  // ASCII
  std::vector<std::uint8_t> data{};
};

using EvtBytes = std::vector<std::uint8_t>;

/// The record's bytes.
EvtBytes evt_record(const EvtRecord& record);

class EvtBuilder {
 public:
  /// A file of `size` bytes, a multiple of four.
  explicit EvtBuilder(std::size_t size = 65536);

  /// Writes behind the newest record; the oldest ones go as far as they must.
  EvtBuilder& add(const EvtRecord& record);
  /// `count` records with the numbers from `first` on.
  EvtBuilder& add_many(std::uint32_t first, std::uint32_t count);

  /// The file. A dirty one has the header of when it was empty.
  [[nodiscard]] EvtBytes finish(bool dirty = false) const;

  /// Where the record that was added last begins.
  [[nodiscard]] std::size_t last_offset() const { return kept_.back().offset; }
  [[nodiscard]] std::size_t cursor_offset() const { return end_; }

 private:
  struct Kept {
    std::size_t offset;
    std::size_t size;  // with what was left free behind it
    std::uint32_t number;
  };

  void put(std::size_t offset, const EvtBytes& bytes);
  void make_room(std::size_t size);
  void write_cursor();
  [[nodiscard]] std::size_t wrapped(std::size_t offset) const;

  EvtBytes bytes_;
  std::deque<Kept> kept_;
  std::size_t end_;       // where the cursor is
  std::size_t free_ = 0;  // bytes from the cursor on
  std::uint32_t next_number_ = 1;
};

}  // namespace eventlens::test
