// Bytes that are read from their begin to their end: of a file, of standard
// input, of what a compressed file holds.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "base/expected.h"
#include "os/file.h"

namespace eventlens {

class ByteStream {
 public:
  virtual ~ByteStream() = default;

  /// Fills `bytes` as far as bytes are there; fewer only at the end, or where
  /// no more have come yet (a pipe); 0 at the end. Error: Io, Malformed.
  virtual Expected<size_t> read(std::span<uint8_t> bytes) = 0;

  /// Passes `count` bytes over; returns how many there were.
  virtual Expected<uint64_t> skip(uint64_t count);
};

/// Opens a stream at its begin, as often as it is asked. Errors as of opening a
/// file.
using StreamOpener = std::function<Expected<std::unique_ptr<ByteStream>>()>;

/// A file's bytes. `file` must outlive the stream.
class FileStream final : public ByteStream {
 public:
  explicit FileStream(const File& file) : file_(file) {}

  Expected<size_t> read(std::span<uint8_t> bytes) override;
  Expected<uint64_t> skip(uint64_t count) override;

 private:
  const File& file_;
  uint64_t offset_ = 0;
};

/// What comes in at standard input, as it comes.
class StdinStream final : public ByteStream {
 public:
  Expected<size_t> read(std::span<uint8_t> bytes) override;
};

/// A stream whose first bytes were looked at already.
class ContinuedStream final : public ByteStream {
 public:
  ContinuedStream(std::vector<uint8_t> head, std::unique_ptr<ByteStream> rest)
      : head_(std::move(head)), rest_(std::move(rest)) {}

  Expected<size_t> read(std::span<uint8_t> bytes) override;

 private:
  std::vector<uint8_t> head_;
  size_t given_ = 0;  // of head_
  std::unique_ptr<ByteStream> rest_;
};

}  // namespace eventlens
