#include "collect/log_opener.h"

#include <algorithm>
#include <array>
#include <utility>

namespace eventlens {
namespace {

/// What of a packed file's begin is looked at to tell whether it is a log that
/// has to be unpacked into a temporary file: an EVTX log with a damaged header
/// shows only there.
constexpr size_t kPackedHeadSize = size_t{1} << 20;

/// Unpacked logs beyond this are refused: what is packed can be a thousand
/// times as large as it looks.
constexpr uint64_t kMaxTemporaryBytes = uint64_t{8} << 30;

/// The path without the ending that says how it is packed: a legacy log's
/// channel is told by its file's name.
std::string without_packing(const std::string& path) {
  for (const std::string_view ending : {".gz", ".zst", ".zstd"}) {
    if (path.ends_with(ending)) {
      return path.substr(0, path.size() - ending.size());
    }
  }
  return path;
}

/// The stream's first bytes, as far as they can be read.
std::vector<uint8_t> read_head(ByteStream& stream, size_t enough, size_t most,
                               std::optional<Error>& cut) {
  std::vector<uint8_t> head(most);
  size_t size = 0;
  while (size < enough) {
    auto got = stream.read(std::span(head).subspan(size));
    if (!got.ok()) {
      cut = std::move(got).take_error();
      break;
    }
    if (*got == 0) {
      break;
    }
    size += *got;
  }
  head.resize(size);
  return head;
}

/// `head` and what `stream` still has, in a temporary file. A stream that fails
/// on the way leaves what came before it, and says why in `cut`.
Expected<std::shared_ptr<const File>> store(ByteView head, ByteStream& stream,
                                            std::string shown_path,
                                            std::optional<Error>& cut) {
  ASSIGN_OR_RETURN(File made, File::temporary(std::move(shown_path)));
  auto file = std::make_shared<File>(std::move(made));
  RETURN_IF_ERROR(file->write_at(0, head));
  std::vector<uint8_t> piece(size_t{256} << 10);
  for (uint64_t size = head.size();;) {
    auto got = stream.read(piece);
    if (!got.ok()) {
      cut = std::move(got).take_error();
      break;
    }
    if (*got == 0) {
      break;
    }
    RETURN_IF_ERROR(file->write_at(size, ByteView(piece).first(*got)));
    size += *got;
    if (size > kMaxTemporaryBytes) {
      return Error{ErrorCode::LimitExceeded,
                   file->path() + ": more than " +
                       std::to_string(kMaxTemporaryBytes >> 30) +
                       " GiB unpacked; unpack it yourself and read the files"};
    }
  }
  return std::shared_ptr<const File>(std::move(file));
}

/// Member number `index` of the archive, from its begin.
Expected<std::unique_ptr<ByteStream>> reopen(
    const std::shared_ptr<const File>& file, size_t index) {
  ASSIGN_OR_RETURN(auto unpacker, Unpacker::open(*file));
  for (size_t i = 0; i <= index; ++i) {
    ASSIGN_OR_RETURN(const auto member, unpacker->next());
    if (!member) {
      return Error{ErrorCode::Malformed, "the archive was changed meanwhile"};
    }
  }
  return std::unique_ptr<ByteStream>(std::move(unpacker));
}

}  // namespace

Expected<LogOpener> LogOpener::open(const FoundFile& found, Liveness liveness) {
  ASSIGN_OR_RETURN(File file, File::open(found.path));
  LogOpener opener(std::make_shared<const File>(std::move(file)), found.path,
                   found.is_named, liveness);
  ASSIGN_OR_RETURN(opener.status_, opener.file_->status());
  if (!opener.status_.is_regular) {
    return Error{ErrorCode::Unsupported, found.path + ": is no regular file"};
  }
  RETURN_IF_ERROR(opener.begin());
  return opener;
}

Status LogOpener::begin() {
  std::array<uint8_t, 8> head{};
  ASSIGN_OR_RETURN(const size_t got, file_->read_at(0, head));
  if (looks_packed(ByteView(head).first(got))) {
    auto unpacker = Unpacker::open(*file_);
    if (!unpacker.ok()) {
      return named(std::move(unpacker).take_error(), path_);
    }
    unpacker_ = std::move(*unpacker);
  }
  return success();
}

Expected<LogOpener> LogOpener::open_standard_input() {
  LogOpener opener(nullptr, std::string(kStandardInput), true,
                   Liveness::Closed);
  auto stream = std::make_unique<StdinStream>();
  // A few bytes may be all that has come yet, but too few to tell a format.
  constexpr size_t kEnough = 4096;
  std::optional<Error> cut;
  opener.head_ = read_head(*stream, kEnough, kHeadSize, cut);
  if (!cut && !is_text_log(opener.head_)) {
    ASSIGN_OR_RETURN(opener.file_, store(opener.head_, *stream,
                                         std::string(kStandardInput), cut));
    ASSIGN_OR_RETURN(opener.status_, opener.file_->status());
  }
  if (cut) {
    return *std::move(cut);
  }
  if (opener.file_ != nullptr) {
    RETURN_IF_ERROR(opener.begin());
  }
  return opener;
}

Expected<std::optional<LogFile>> LogOpener::next(Issues& issues) {
  if (unpacker_ != nullptr) {
    return next_member(issues);
  }
  if (std::exchange(done_, true)) {
    return std::optional<LogFile>();
  }
  if (file_ == nullptr) {
    ASSIGN_OR_RETURN(LogFile log, open_stream());
    return std::optional<LogFile>(std::move(log));
  }
  ASSIGN_OR_RETURN(LogFile log, open_plain(issues));
  return std::optional<LogFile>(std::move(log));
}

Expected<LogFile> LogOpener::open_plain(Issues& issues) {
  auto log = open_log(file_, path_, liveness_, issues);
  if (log.ok() || !is_named_ || log.error().code != ErrorCode::Unsupported) {
    return log;
  }
  return Error{ErrorCode::Malformed,
               log.error().message +
                   "; read are EVTX and EVT logs, event XML, JSON, classic "
                   "text and Snare syslog, also packed by gzip, zstd or zip"};
}

Expected<std::optional<LogFile>> LogOpener::next_member(Issues& issues) {
  if (done_) {
    return std::optional<LogFile>();
  }
  auto member = unpacker_->next();
  if (!member.ok()) {
    done_ = true;
    return named(std::move(member).take_error(), path_);
  }
  if (!*member) {
    done_ = true;
    return std::optional<LogFile>();
  }
  ASSIGN_OR_RETURN(LogFile log, open_member(**member, issues));
  log.is_packed = true;
  return std::optional<LogFile>(std::move(log));
}

/// A log that is text is unpacked again as it is read, any other one goes into
/// a temporary file.
Expected<LogFile> LogOpener::open_member(const Member& member, Issues& issues) {
  const size_t index = members_++;
  const std::string name =
      member.name.empty() ? path_ : path_ + "/" + member.name;
  std::optional<Error> cut;
  const std::vector<uint8_t> bytes =
      read_head(*unpacker_, kPackedHeadSize, kPackedHeadSize, cut);
  if (cut && bytes.empty()) {
    return named(*std::move(cut), name);
  }
  const ByteView head(bytes);
  const StreamOpener again = [file = file_, index] {
    return reopen(file, index);
  };
  ASSIGN_OR_RETURN(auto text,
                   open_text_log(head.first(std::min(head.size(), kHeadSize)),
                                 again, name, Liveness::Closed));
  if (text) {
    text->file = file_;
    return std::move(*text);
  }
  if (!is_binary_log(head)) {
    return no_log(name, head);
  }
  ASSIGN_OR_RETURN(const auto file,
                   store(head, *unpacker_, without_packing(name), cut));
  ASSIGN_OR_RETURN(LogFile log, open_log(file, name, Liveness::Closed, issues));
  if (cut) {
    log.cut = Error{cut->code, name + ": " + cut->message +
                                   "; what is in front of that is read"};
  }
  return log;
}

/// Standard input, whose begin was looked at. It can be read once.
Expected<LogFile> LogOpener::open_stream() {
  const StreamOpener once =
      [head = head_]() -> Expected<std::unique_ptr<ByteStream>> {
    return std::unique_ptr<ByteStream>(
        new ContinuedStream(head, std::make_unique<StdinStream>()));
  };
  ASSIGN_OR_RETURN(auto log, open_text_log(head_, once, path_, liveness_));
  return std::move(*log);
}

}  // namespace eventlens
