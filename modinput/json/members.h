// One JSON object taken apart: its values in order, each with the path that
// leads to it. What the forms of different producers are read from.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <string_view>
#include <vector>

namespace eventlens::json {

enum class Kind : uint8_t { Null, Text, Number, Bool };

struct Member {
  /// Keys joined with "."; array items have the path of their array. The keys
  /// under which converters put XML's attributes and text are no steps.
  std::string_view path;
  /// Without escapes; numbers as they are spelled, true or false, empty where
  /// it is null.
  std::string_view text;
  Kind kind = Kind::Null;
  bool is_attribute = false;  // of an XML element
};

/// Of a list of members, some that follow each other.
struct MemberRange {
  uint32_t first = 0;
  uint32_t count = 0;
};

/// The views that Members hold live until the next clear().
class Members {
 public:
  Members()
      : first_texts_(kFirstTexts),
        texts_(first_texts_.data(), first_texts_.size()) {}

  void clear() {
    list_.clear();
    sorted_.clear();
    layout_ = 0;
    texts_.release();
    text_size_ = 0;
  }
  void push_back(const Member& member) { list_.push_back(member); }
  /// Forgets all others, and keeps the texts.
  void keep(MemberRange range);
  [[nodiscard]] const std::vector<Member>& list() const { return list_; }

  /// Objects of the same one have the same paths in the same order; 0: it is
  /// not known.
  [[nodiscard]] uint64_t layout() const { return layout_; }
  void set_layout(uint64_t number) { layout_ = number; }

  /// Whether there is a member of this path.
  [[nodiscard]] bool has(std::string_view path) const;
  /// Whether there is one of this path or below it.
  [[nodiscard]] bool has_at_or_below(std::string_view path) const;

  /// Room for `size` bytes that lives as long as the members.
  char* room(size_t size) {
    text_size_ += size;
    return static_cast<char*>(texts_.allocate(size, 1));
  }
  /// What room() gave since clear(), in bytes.
  [[nodiscard]] size_t text_size() const { return text_size_; }

 private:
  // Enough for nearly all events, so that nothing is allocated for them.
  static constexpr size_t kFirstTexts = size_t{32} << 10;

  const std::vector<std::string_view>& sorted() const;

  std::vector<Member> list_;
  mutable std::vector<std::string_view> sorted_;  // made where it is asked for
  std::vector<char> first_texts_;
  std::pmr::monotonic_buffer_resource texts_;
  size_t text_size_ = 0;
  uint64_t layout_ = 0;
};

}  // namespace eventlens::json
