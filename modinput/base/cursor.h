// A reading position that cannot leave its bounds. Every read names the field
// it reads, so that an error says what was cut off and where.
#pragma once

#include <string>
#include <type_traits>

#include "base/bytes.h"
#include "base/expected.h"

namespace eventlens {

class Cursor {
 public:
  /// Reads `bytes` from `position` on; positions are offsets into `bytes`.
  /// A position behind the end is an empty cursor at the end.
  explicit Cursor(ByteView bytes, size_t position = 0)
      : bytes_(bytes),
        position_(position < bytes.size() ? position : bytes.size()) {}

  [[nodiscard]] size_t position() const { return position_; }
  [[nodiscard]] size_t remaining() const { return bytes_.size() - position_; }
  [[nodiscard]] bool at_end() const { return remaining() == 0; }

  /// The integer or raw structure at the position; moves behind it.
  /// Error: Truncated, naming `field` and the position.
  template <typename T>
  Expected<T> read(const char* field) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (remaining() < sizeof(T)) {
      return truncated(field, sizeof(T));
    }
    T value;
    if constexpr (std::is_unsigned_v<T>) {
      value = load_le<T>(bytes_.data() + position_);
    } else {
      std::memcpy(&value, bytes_.data() + position_, sizeof(T));
    }
    position_ += sizeof(T);
    return value;
  }

  /// The next `size` bytes as a view into the cursor's own; moves behind them.
  Expected<ByteView> take(uint64_t size, const char* field) {
    if (size > remaining()) {
      return truncated(field, size);
    }
    const ByteView view = bytes_.subspan(position_, static_cast<size_t>(size));
    position_ += static_cast<size_t>(size);
    return view;
  }

  [[nodiscard]] Status skip(uint64_t size, const char* field) {
    RETURN_IF_ERROR(take(size, field));
    return success();
  }

 private:
  [[nodiscard]] Error truncated(const char* field, uint64_t need) const {
    return Error{ErrorCode::Truncated,
                 std::string(field) + " at offset " +
                     std::to_string(position_) + ": needs " +
                     std::to_string(need) + " bytes, " +
                     std::to_string(remaining()) + " are left"};
  }

  ByteView bytes_;
  size_t position_;
};

}  // namespace eventlens
