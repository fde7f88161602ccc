#include "collect/log_file.h"

#include <array>
#include <span>

#include "event/text_source.h"
#include "evt/source.h"
#include "evtx/source.h"
#include "json/decoder.h"
#include "json/splitter.h"
#include "os/byte_stream.h"
#include "os/process.h"

namespace eventlens {

bool is_quiet(const FileStatus& status) {
  constexpr int64_t kQuietNanoseconds = int64_t{600} * 1'000'000'000;
  return now_unix_microseconds() * 1000 - status.modified_ns >=
         kQuietNanoseconds;
}

namespace {

/// A format that is text. Which one a file is, its first characters say.
struct TextFormat {
  LogFormat format;
  bool (*recognises)(std::string_view head);
  std::unique_ptr<RecordSplitter> (*make_splitter)();
};

// Asked in this order.
constexpr auto kTextFormats = std::to_array<TextFormat>({
    {LogFormat::Json, json::recognises, json::make_splitter},
});

/// What of a file's begin is looked at.
constexpr size_t kHeadSize = size_t{64} << 10;

const TextFormat* text_format_of(ByteView head) {
  const auto [encoding, mark_size] = detect_encoding(head);
  std::vector<uint8_t> text(transcoded_room(head.size()));
  const size_t size =
      put_text(text.data(), head.subspan(mark_size), encoding, false).written;
  const std::string_view view(reinterpret_cast<const char*>(text.data()), size);
  for (const TextFormat& format : kTextFormats) {
    if (format.recognises(view)) {
      return &format;
    }
  }
  return nullptr;
}

Status open_source(LogFile& log, Liveness liveness, Issues& issues) {
  std::vector<uint8_t> bytes(kHeadSize);
  ASSIGN_OR_RETURN(const size_t got, log.file->read_at(0, bytes));
  const ByteView head = ByteView(bytes).first(got);
  if (evt::EvtSource::recognises(head)) {
    log.format = LogFormat::Evt;
    ASSIGN_OR_RETURN(log.source, evt::EvtSource::open(*log.file, issues));
    return success();
  }
  if (const TextFormat* const text = text_format_of(head); text != nullptr) {
    log.format = text->format;
    const StreamOpener opener =
        [&file = *log.file]() -> Expected<std::unique_ptr<ByteStream>> {
      return std::unique_ptr<ByteStream>(new FileStream(file));
    };
    ASSIGN_OR_RETURN(log.source,
                     TextSource::open(opener, text->make_splitter(), liveness));
    return success();
  }
  log.format = LogFormat::Evtx;
  ASSIGN_OR_RETURN(log.source,
                   evtx::EvtxSource::open(*log.file, liveness, issues));
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
  const Status opened = open_source(log, liveness, issues);
  if (!opened.ok()) {
    // Errors of the file itself name it already.
    const bool named = opened.error().code == ErrorCode::Io;
    return named ? opened.error() : Error(opened.error()).in(path);
  }
  return log;
}

}  // namespace eventlens
