// A part of a file seen as memory: what is read is not copied.
//
// Memory of a file that somebody cuts off becomes unreadable (SIGBUS). For
// mappings made here that does not end the program: the lost part reads as
// zeros, and was_cut() tells.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"
#include "base/expected.h"
#include "os/file.h"

namespace eventlens {

class Mapping {
 public:
  /// Maps [offset, offset + size) of the file; `offset` must be a multiple of
  /// kPage, and the range must lie in the file. Error: Io, also where the file
  /// system cannot map or too many mappings exist (kMaxMappings).
  static Expected<Mapping> map(const File& file, uint64_t offset, size_t size);

  static constexpr size_t kPage = 4096;
  static constexpr size_t kMaxMappings = 256;

  Mapping(Mapping&& other) noexcept;
  Mapping& operator=(Mapping&& other) noexcept;
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping();

  [[nodiscard]] ByteView bytes() const { return bytes_; }
  /// Where in the file it begins.
  [[nodiscard]] uint64_t offset() const { return offset_; }
  /// Whether part of it could not be read, because the file is shorter now.
  [[nodiscard]] bool was_cut() const;

 private:
  Mapping(ByteView bytes, uint64_t offset, size_t place)
      : bytes_(bytes), offset_(offset), place_(place) {}

  ByteView bytes_;
  uint64_t offset_;
  size_t place_;  // in the table that the signal handler reads
};

}  // namespace eventlens
