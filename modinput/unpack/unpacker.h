// Packed files (gzip, zstd, zip; a tar within the first two) as the files that
// they hold, read from begin to end. What they hold is never written under its
// own name, so a hostile name can do nothing.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "os/byte_stream.h"
#include "os/file.h"

namespace eventlens {

/// Whether `head`, the first bytes of a file, is that of a packed one.
[[nodiscard]] bool looks_packed(ByteView head);

/// A file in a packed one.
struct Member {
  /// As the archive has it, "/" between directories; empty where the packing
  /// holds one file and no name of use (gzip, zstd).
  std::string name;
};

class Unpacker final : public ByteStream {
 public:
  /// `file` must outlive the unpacker. Errors: Io; Malformed where it is not
  /// what looks_packed takes it for. Messages do not name the file.
  static Expected<std::unique_ptr<Unpacker>> open(const File& file);

  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;
  ~Unpacker() override;

  /// Goes to the next member that is a file; nothing behind the last.
  /// Malformed where the rest of the archive cannot be read.
  Expected<std::optional<Member>> next();

  /// Of the current member. Malformed where it is damaged, cut off or
  /// encrypted; what was whole in front of that came before.
  Expected<size_t> read(std::span<uint8_t> bytes) override;

 private:
  struct Archive;

  explicit Unpacker(std::unique_ptr<Archive> archive);
  [[nodiscard]] Error error() const;

  std::unique_ptr<Archive> archive_;
};

}  // namespace eventlens
