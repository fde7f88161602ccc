// Files by POSIX.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "os/file.h"
#include "os/replace_file.h"
#include "os/stop.h"
#include "os/system_error.h"

namespace eventlens {
namespace {

FileStatus convert(const struct stat& raw) {
  FileStatus status;
  status.identity = {raw.st_dev, raw.st_ino};
  status.size = static_cast<uint64_t>(raw.st_size);
  status.modified_ns =
      int64_t{raw.st_mtim.tv_sec} * 1'000'000'000 + raw.st_mtim.tv_nsec;
  status.is_directory = S_ISDIR(raw.st_mode);
  status.is_regular = S_ISREG(raw.st_mode);
  return status;
}

int descriptor_of(NativeFile native) { return static_cast<int>(native); }

bool is_regular_file(int descriptor) {
  struct stat raw;
  return ::fstat(descriptor, &raw) == 0 && S_ISREG(raw.st_mode);
}

}  // namespace

Expected<FileStatus> status_of(const std::string& path) {
  struct stat raw;
  if (::stat(path.c_str(), &raw) != 0) {
    return last_error(path);
  }
  return convert(raw);
}

Expected<File> File::open(const std::string& path) {
  // A named pipe must not block us before we know what it is.
  const int descriptor =
      ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    return last_error(path);
  }
  return File(descriptor, path);
}

Expected<File> File::temporary(std::string shown_path) {
  const char* const wanted = std::getenv("TMPDIR");
  std::string name(wanted == nullptr || *wanted == 0 ? "/var/tmp" : wanted);
  name += "/eventlens_XXXXXX";
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) {
    return last_error(name);
  }
  ::unlink(name.c_str());
  return File(descriptor, std::move(shown_path));
}

File::~File() {
  if (native_ >= 0) {
    ::close(descriptor_of(native_));
  }
}

Expected<size_t> File::read_some(uint64_t offset,
                                 std::span<uint8_t> bytes) const {
  for (;;) {
    const ssize_t got = ::pread(descriptor_of(native_), bytes.data(),
                                bytes.size(), static_cast<off_t>(offset));
    if (got >= 0) {
      return static_cast<size_t>(got);
    }
    if (errno != EINTR) {
      return last_error(path_);
    }
  }
}

Expected<size_t> File::write_some(uint64_t offset, ByteView bytes) {
  for (;;) {
    const ssize_t put = ::pwrite(descriptor_of(native_), bytes.data(),
                                 bytes.size(), static_cast<off_t>(offset));
    if (put >= 0) {
      return static_cast<size_t>(put);
    }
    if (errno != EINTR) {
      return last_error(path_ + ", unpacked into a temporary file");
    }
  }
}

Expected<FileStatus> File::status() const {
  struct stat raw;
  if (::fstat(descriptor_of(native_), &raw) != 0) {
    return last_error(path_);
  }
  return convert(raw);
}

Expected<OutputFile> OutputFile::create(const std::string& path,
                                        Readers readers) {
  const mode_t mode = readers == Readers::All ? 0666 : 0600;
  const int descriptor =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (descriptor < 0) {
    return last_error(path);
  }
  return OutputFile(descriptor, path);
}

Status OutputFile::write(std::string_view text) {
  const int descriptor = descriptor_of(native_);
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<size_t>(written));
    } else if (errno != EINTR ||
               (stop_requested() && !is_regular_file(descriptor))) {
      // A reader of a named pipe may take nothing for ever.
      return last_error(path_);
    }
  }
  return success();
}

Status OutputFile::flush_to_disk() {
  while (::fsync(descriptor_of(native_)) != 0) {
    if (errno != EINTR) {
      return last_error(path_);
    }
  }
  return success();
}

Status OutputFile::close() {
  if (native_ < 0) {
    return success();
  }
  // Also where it is interrupted the descriptor is gone.
  const int result = ::close(descriptor_of(std::exchange(native_, -1)));
  return result == 0 || errno == EINTR ? success() : last_error(path_);
}

void take_over_access(const OutputFile& draft, const std::string& path,
                      Readers readers) {
  const int descriptor = descriptor_of(draft.native_);
  struct stat old;
  if (::stat(path.c_str(), &old) == 0) {
    const bool given = ::fchown(descriptor, old.st_uid, old.st_gid) == 0;
    (void)::fchmod(descriptor,
                   given ? old.st_mode & 07777 : old.st_mode & 0777);
  } else if (readers == Readers::All) {
    (void)::fchmod(descriptor, 0644);
  }
}

Status replace_file(const std::string& draft, const std::string& path) {
  if (::rename(draft.c_str(), path.c_str()) != 0) {
    return last_error(path);
  }
  return success();
}

Status make_directories(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) {
    return Error{ErrorCode::Io, path + ": " + error.message()};
  }
  return success();
}

Status remove_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0) {
    return last_error(path);
  }
  return success();
}

}  // namespace eventlens
