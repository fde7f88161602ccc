#include "os/file.h"

#include "os/replace_file.h"

namespace eventlens {

Expected<size_t> File::read_at(uint64_t offset,
                               std::span<uint8_t> bytes) const {
  size_t total = 0;
  while (total < bytes.size()) {
    ASSIGN_OR_RETURN(const size_t got,
                     read_some(offset + total, bytes.subspan(total)));
    if (got == 0) {
      break;
    }
    total += got;
  }
  return total;
}

Status File::write_at(uint64_t offset, ByteView bytes) {
  size_t total = 0;
  while (total < bytes.size()) {
    ASSIGN_OR_RETURN(const size_t put,
                     write_some(offset + total, bytes.subspan(total)));
    total += put;
  }
  return success();
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
  ASSIGN_OR_RETURN(OutputFile file, OutputFile::create(draft, Readers::Owner));
  Status written = file.write(content);
  if (written.ok()) {
    written = file.flush_to_disk();
  }
  if (written.ok()) {
    take_over_access(file, path, readers);
  }
  (void)file.close();  // it is on the disk, or has failed
  if (written.ok()) {
    written = replace_file(draft, path);
  }
  if (!written.ok()) {
    (void)remove_file(draft);  // why it failed is told
  }
  return written;
}

}  // namespace eventlens
