#include "collect/log_file.h"

#include <array>

#include "evt/source.h"
#include "evtx/source.h"
#include "os/process.h"

namespace eventlens {

bool is_quiet(const FileStatus& status) {
  constexpr int64_t kQuietNanoseconds = int64_t{600} * 1'000'000'000;
  return now_unix_microseconds() * 1000 - status.modified_ns >=
         kQuietNanoseconds;
}

namespace {

Status open_source(LogFile& log, Liveness liveness, Issues& issues) {
  switch (log.format) {
    case LogFormat::Evtx: {
      ASSIGN_OR_RETURN(log.source,
                       evtx::EvtxSource::open(*log.file, liveness, issues));
      return success();
    }
    case LogFormat::Evt: {
      ASSIGN_OR_RETURN(log.source, evt::EvtSource::open(*log.file, issues));
      return success();
    }
  }
  return success();
}

}  // namespace

Expected<LogFile> open_log(const std::string& path, Liveness liveness,
                           Issues& issues) {
  LogFile log;
  ASSIGN_OR_RETURN(File file, File::open(path));
  log.file = std::make_unique<File>(std::move(file));
  ASSIGN_OR_RETURN(log.status, log.file->status());
  if (!log.status.is_regular) {
    return Error{ErrorCode::Unsupported,
                 path + ": is no regular file; accepted are EVTX and EVT logs"};
  }
  std::array<uint8_t, 8> head{};
  ASSIGN_OR_RETURN(const size_t got, log.file->read_at(0, head));
  const bool legacy = evt::EvtSource::recognises(ByteView(head).first(got));
  log.format = legacy ? LogFormat::Evt : LogFormat::Evtx;
  const Status opened = open_source(log, liveness, issues);
  if (!opened.ok()) {
    // Errors of the file itself name it already.
    const bool named = opened.error().code == ErrorCode::Io;
    return named ? opened.error() : Error(opened.error()).in(path);
  }
  return log;
}

}  // namespace eventlens
