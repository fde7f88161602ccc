#include "os/byte_stream.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "os/streams.h"

namespace eventlens {

Expected<uint64_t> ByteStream::skip(uint64_t count) {
  std::array<uint8_t, size_t{16} << 10> passed;
  uint64_t skipped = 0;
  while (skipped < count) {
    const auto wanted =
        static_cast<size_t>(std::min<uint64_t>(passed.size(), count - skipped));
    ASSIGN_OR_RETURN(const size_t got, read(std::span(passed).first(wanted)));
    if (got == 0) {
      break;
    }
    skipped += got;
  }
  return skipped;
}

Expected<size_t> FileStream::read(std::span<uint8_t> bytes) {
  ASSIGN_OR_RETURN(const size_t got, file_.read_at(offset_, bytes));
  offset_ += got;
  return got;
}

Expected<uint64_t> FileStream::skip(uint64_t count) {
  ASSIGN_OR_RETURN(const FileStatus status, file_.status());
  const uint64_t left = status.size - std::min(status.size, offset_);
  count = std::min(count, left);
  offset_ += count;
  return count;
}

Expected<size_t> StdinStream::read(std::span<uint8_t> bytes) {
  return read_stdin_some(bytes, WhenStopped::Fail);
}

Expected<size_t> ContinuedStream::read(std::span<uint8_t> bytes) {
  if (given_ == head_.size()) {
    return rest_->read(bytes);
  }
  const size_t size = std::min(bytes.size(), head_.size() - given_);
  std::memcpy(bytes.data(), head_.data() + given_, size);
  given_ += size;
  return size;
}

}  // namespace eventlens
