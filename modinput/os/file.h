// Files: opening, reading at an offset, identity, atomic writing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
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

/// What the system knows an open file by: a file descriptor, on Windows a
/// HANDLE. -1 is none on both.
using NativeFile = std::intptr_t;

/// A file opened for reading; closes itself.
class File {
 public:
  /// Error: NotFound, Io.
  static Expected<File> open(const std::string& path);

  /// A new file that is gone when it is closed, and that nobody else opens; in
  /// TMPDIR, or in /var/tmp, which unlike /tmp is no memory on any system; on
  /// Windows in TMP or TEMP. `shown_path` is what path() and errors say. Error:
  /// Io.
  static Expected<File> temporary(std::string shown_path);

  File(File&& other) noexcept
      : native_(std::exchange(other.native_, -1)),
        path_(std::move(other.path_)) {}
  File& operator=(File&& other) noexcept {
    std::swap(native_, other.native_);
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
  File(NativeFile native, std::string path)
      : native_(native), path_(std::move(path)) {}

  /// One call of the system, which may take fewer bytes than it could.
  Expected<size_t> read_some(uint64_t offset, std::span<uint8_t> bytes) const;
  Expected<size_t> write_some(uint64_t offset, ByteView bytes);

  NativeFile native_;
  std::string path_;
};

/// Who may read a new file; on Windows its directory decides.
enum class Readers : uint8_t { Owner, All };

/// A file written from its begin to its end; closes itself.
class OutputFile {
 public:
  /// What is there is emptied. A new file is its owner's, or with Readers::All
  /// what the umask makes of it. Error: NotFound, Io.
  static Expected<OutputFile> create(const std::string& path, Readers readers);

  OutputFile(OutputFile&& other) noexcept
      : native_(std::exchange(other.native_, -1)),
        path_(std::move(other.path_)) {}
  OutputFile& operator=(OutputFile&&) = delete;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile() { (void)close(); }

  /// Writes all of it. Error: Io.
  Status write(std::string_view text);
  /// Only when it is on the disk.
  Status flush_to_disk();
  /// Error: Io, where what was written could not be kept. Once.
  Status close();

 private:
  OutputFile(NativeFile native, std::string path)
      : native_(native), path_(std::move(path)) {}

  NativeFile native_;
  std::string path_;

  friend void take_over_access(const OutputFile& draft, const std::string& path,
                               Readers readers);
};

/// The whole file. Error: NotFound, Io, LimitExceeded beyond `limit` bytes.
Expected<std::string> read_file(const std::string& path, size_t limit);

/// Writes beside `path`, flushes to disk, then renames over it: a reader sees
/// the old content or the new, never a part. A file that is there keeps its
/// permissions, and its owner where we may give files away; a new one can be
/// read by its owner, and by all where `readers` says so. On Windows files have
/// the permissions of their directory. Error: Io.
Status write_file_atomically(const std::string& path, std::string_view content,
                             Readers readers = Readers::Owner);

/// Makes the directory and those above it. Error: Io.
Status make_directories(const std::string& path);

Status remove_file(const std::string& path);

}  // namespace eventlens
