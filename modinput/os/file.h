// Files: opening, reading at an offset, identity, atomic writing.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "base/expected.h"

namespace eventlens {

/// What makes a file the same file under another name.
struct FileIdentity {
  uint64_t device = 0;
  uint64_t inode = 0;
  auto operator<=>(const FileIdentity&) const = default;
};

struct FileStatus {
  FileIdentity identity;
  uint64_t size = 0;
  int64_t modified_ns = 0;  // since 1970
  bool is_directory = false;
  bool is_regular = false;
};

/// Error: NotFound, Io; the message names the path and the system's reason.
Expected<FileStatus> status_of(const std::string& path);

/// A file opened for reading; closes itself.
class File {
 public:
  /// Error: NotFound, Io.
  static Expected<File> open(const std::string& path);

  /// A new file without a name, which is gone when it is closed; in TMPDIR, or
  /// in /var/tmp, which unlike /tmp is no memory on any system. `shown_path` is
  /// what path() and errors say. Error: Io.
  static Expected<File> temporary(std::string shown_path);

  File(File&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)),
        path_(std::move(other.path_)) {}
  File& operator=(File&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    path_.swap(other.path_);
    return *this;
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File();

  /// Fills `bytes` from `offset` on; returns how many there were before the
  /// end of the file. Error: Io.
  Expected<size_t> read_at(uint64_t offset, std::span<uint8_t> bytes) const;
  Expected<FileStatus> status() const;
  /// Only of a temporary file. Error: Io, where the disk is full above all.
  Status write_at(uint64_t offset, ByteView bytes);
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  File(int descriptor, std::string path)
      : descriptor_(descriptor), path_(std::move(path)) {}

  int descriptor_;
  std::string path_;
};

/// The whole file. Error: NotFound, Io, LimitExceeded beyond `limit` bytes.
Expected<std::string> read_file(const std::string& path, size_t limit);

/// Writes beside `path`, flushes to disk, then renames over it: a reader sees
/// the old content or the new, never a part. A file that is there keeps its
/// permissions, and its owner where we may give files away; a new one can be
/// read by its owner, and by all where `readers` says so. Error: Io.
enum class Readers : uint8_t { Owner, All };
Status write_file_atomically(const std::string& path, std::string_view content,
                             Readers readers = Readers::Owner);

/// Makes the directory and those above it. Error: Io.
Status make_directories(const std::string& path);

Status remove_file(const std::string& path);

}  // namespace eventlens
