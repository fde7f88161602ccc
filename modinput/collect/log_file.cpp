#include "collect/log_file.h"

#include "os/process.h"

namespace eventlens {

bool is_quiet(const FileStatus& status) {
  constexpr int64_t kQuietNanoseconds = int64_t{600} * 1'000'000'000;
  return now_unix_microseconds() * 1000 - status.modified_ns >=
         kQuietNanoseconds;
}

Expected<LogFile> open_log(const std::string& path, evtx::Liveness liveness,
                           Issues& issues) {
  LogFile log;
  ASSIGN_OR_RETURN(File file, File::open(path));
  log.file = std::make_unique<File>(std::move(file));
  ASSIGN_OR_RETURN(log.status, log.file->status());
  if (!log.status.is_regular) {
    return Error{ErrorCode::Unsupported,
                 path + ": is no regular file; accepted are EVTX logs"};
  }
  auto source = evtx::EvtxSource::open(*log.file, liveness, issues);
  if (!source.ok()) {
    Error error = std::move(source).take_error();
    // Errors of the file itself name it already.
    const bool named = error.code == ErrorCode::Io;
    return named ? std::move(error) : std::move(error).in(path);
  }
  log.source = std::move(*source);
  return log;
}

}  // namespace eventlens
