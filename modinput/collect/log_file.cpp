#include "collect/log_file.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/ascii.h"
#include "base/head_text.h"
#include "event/text_source.h"
#include "evt/source.h"
#include "evtx/source.h"
#include "evxml/splitter.h"
#include "json/decoder.h"
#include "json/splitter.h"
#include "os/byte_stream.h"
#include "os/process.h"
#include "text/classic_format.h"
#include "text/snare_format.h"

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
constexpr std::array<TextFormat, 4> kTextFormats = {{
    {LogFormat::Xml, evxml::recognises, evxml::make_splitter},
    {LogFormat::Json, json::recognises, json::make_splitter},
    {LogFormat::ClassicText, text::recognises_classic,
     text::make_classic_splitter},
    {LogFormat::Snare, text::recognises_snare, text::make_snare_splitter},
}};

/// Whether the first bytes alone say that it is a binary log.
bool has_signature(ByteView head) {
  return evt::EvtSource::recognises(head) || evtx::EvtxSource::recognises(head);
}

/// A file's first bytes, as many as are needed to tell its format. To read and
/// transcode 64 KiB of each log of a directory of small ones took as long as
/// to convert them.
Expected<std::vector<uint8_t>> read_head(const File& file) {
  constexpr size_t kSignatureSize = 8;
  std::vector<uint8_t> head(kSignatureSize);
  ASSIGN_OR_RETURN(size_t got, file.read_at(0, head));
  if (!has_signature(ByteView(head).first(got))) {
    head.resize(kHeadSize);
    ASSIGN_OR_RETURN(got, file.read_at(0, head));
  }
  head.resize(got);
  return head;
}

const TextFormat* text_format_of(ByteView head) {
  if (has_signature(head)) {
    return nullptr;
  }
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

}  // namespace

bool has_log_ending(std::string_view name) {
  const std::string lower = lower_case(name);
  return lower.ends_with(".evtx") || lower.ends_with(".evt");
}

bool is_text_log(ByteView head) { return text_format_of(head) != nullptr; }

bool is_binary_log(ByteView head) {
  return has_signature(head) || evtx::EvtxSource::holds_chunk(head);
}

Error named(Error error, const std::string& name) {
  return error.code == ErrorCode::Io ? error : std::move(error).in(name);
}

Error no_log(const std::string& name, ByteView head) {
  return {has_log_ending(name) ? ErrorCode::Malformed : ErrorCode::Unsupported,
          name + ": is no event log: " + describe_head(head)};
}

Expected<std::optional<LogFile>> open_text_log(ByteView head,
                                               StreamOpener opener,
                                               std::string name,
                                               Liveness liveness) {
  const TextFormat* const text = text_format_of(head);
  if (text == nullptr) {
    return std::optional<LogFile>();
  }
  auto source =
      TextSource::open(std::move(opener), text->make_splitter(), liveness);
  if (!source.ok()) {
    return named(std::move(source).take_error(), name);
  }
  return std::optional<LogFile>(LogFile{
      std::move(name), nullptr, text->format, std::move(*source), false, {}});
}

Expected<LogFile> open_log(std::shared_ptr<const File> file, std::string name,
                           Liveness liveness, Issues& issues) {
  ASSIGN_OR_RETURN(const std::vector<uint8_t> bytes, read_head(*file));
  const ByteView head(bytes);
  const StreamOpener opener =
      [file]() -> Expected<std::unique_ptr<ByteStream>> {
    return std::unique_ptr<ByteStream>(new FileStream(*file));
  };
  ASSIGN_OR_RETURN(auto text, open_text_log(head, opener, name, liveness));
  if (text) {
    text->file = std::move(file);
    return std::move(*text);
  }
  LogFile log{std::move(name), file, LogFormat::Evtx, nullptr, false, {}};
  if (evt::EvtSource::recognises(head)) {
    log.format = LogFormat::Evt;
    auto source = evt::EvtSource::open(*file, issues);
    if (!source.ok()) {
      return named(std::move(source).take_error(), log.name);
    }
    log.source = std::move(*source);
    return log;
  }
  auto source = evtx::EvtxSource::open(*file, liveness, issues);
  if (!source.ok()) {
    const bool is_log = source.error().code != ErrorCode::Malformed ||
                        evtx::EvtxSource::recognises(head);
    return is_log ? named(std::move(source).take_error(), log.name)
                  : no_log(log.name, head);
  }
  log.source = std::move(*source);
  return log;
}

}  // namespace eventlens
