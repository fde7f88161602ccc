#include "os/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace eventlens {
namespace {

Error system_error(const std::string& what, int number) {
  const ErrorCode code = number == ENOENT || number == ENOTDIR
                             ? ErrorCode::NotFound
                             : ErrorCode::Io;
  return {code, what + ": " + std::strerror(number)};
}

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

Status write_all(int descriptor, std::string_view content,
                 const std::string& path) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      return system_error(path, errno);
    }
    content.remove_prefix(static_cast<size_t>(written));
  }
  while (::fsync(descriptor) != 0) {
    if (errno != EINTR) {
      return system_error(path, errno);
    }
  }
  return success();
}

/// Gives the draft the owner and permissions of the file that it replaces. What
/// the system refuses is left: the content counts more.
void take_over_access(int draft, const std::string& path, Readers readers) {
  struct stat old;
  if (::stat(path.c_str(), &old) == 0) {
    const bool given = ::fchown(draft, old.st_uid, old.st_gid) == 0;
    (void)::fchmod(draft, given ? old.st_mode & 07777 : old.st_mode & 0777);
  } else if (readers == Readers::All) {
    (void)::fchmod(draft, 0644);
  }
}

}  // namespace

Expected<FileStatus> status_of(const std::string& path) {
  struct stat raw;
  if (::stat(path.c_str(), &raw) != 0) {
    return system_error(path, errno);
  }
  return convert(raw);
}

Expected<File> File::open(const std::string& path) {
  // A named pipe must not block us before we know what it is.
  const int descriptor =
      ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    return system_error(path, errno);
  }
  return File(descriptor, path);
}

Expected<File> File::temporary(std::string shown_path) {
  const char* const wanted = std::getenv("TMPDIR");
  std::string name(wanted == nullptr || *wanted == 0 ? "/var/tmp" : wanted);
  name += "/eventlens_XXXXXX";
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) {
    return system_error(name, errno);
  }
  ::unlink(name.c_str());
  return File(descriptor, std::move(shown_path));
}

File::~File() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

Expected<size_t> File::read_at(uint64_t offset,
                               std::span<uint8_t> bytes) const {
  size_t total = 0;
  while (total < bytes.size()) {
    const ssize_t got =
        ::pread(descriptor_, bytes.data() + total, bytes.size() - total,
                static_cast<off_t>(offset + total));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return system_error(path_, errno);
    }
    if (got == 0) {
      break;
    }
    total += static_cast<size_t>(got);
  }
  return total;
}

Status File::write_at(uint64_t offset, ByteView bytes) {
  size_t total = 0;
  while (total < bytes.size()) {
    const ssize_t put =
        ::pwrite(descriptor_, bytes.data() + total, bytes.size() - total,
                 static_cast<off_t>(offset + total));
    if (put < 0 && errno == EINTR) {
      continue;
    }
    if (put < 0) {
      return system_error(path_ + ", unpacked into a temporary file", errno);
    }
    total += static_cast<size_t>(put);
  }
  return success();
}

Expected<FileStatus> File::status() const {
  struct stat raw;
  if (::fstat(descriptor_, &raw) != 0) {
    return system_error(path_, errno);
  }
  return convert(raw);
}

Expected<std::string> read_file(const std::string& path, size_t limit) {
  ASSIGN_OR_RETURN(const File file, File::open(path));
  ASSIGN_OR_RETURN(const FileStatus status, file.status());
  if (status.size > limit) {
    return Error{ErrorCode::LimitExceeded,
                 path + ": " + std::to_string(status.size) +
                     " bytes; at most " + std::to_string(limit) +
                     " are accepted"};
  }
  std::string content(static_cast<size_t>(status.size), '\0');
  ASSIGN_OR_RETURN(const size_t size,
                   file.read_at(0, {reinterpret_cast<uint8_t*>(content.data()),
                                    content.size()}));
  content.resize(size);
  return content;
}

Status write_file_atomically(const std::string& path, std::string_view content,
                             Readers readers) {
  const std::string draft = path + ".new";
  const int descriptor =
      ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return system_error(draft, errno);
  }
  Status written = write_all(descriptor, content, draft);
  if (written.ok()) {
    take_over_access(descriptor, path, readers);
  }
  ::close(descriptor);
  if (written.ok() && ::rename(draft.c_str(), path.c_str()) != 0) {
    written = system_error(path, errno);
  }
  if (!written.ok()) {
    ::unlink(draft.c_str());
  }
  return written;
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
    return system_error(path, errno);
  }
  return success();
}

}  // namespace eventlens
