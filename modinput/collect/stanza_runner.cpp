#include "collect/stanza_runner.h"

#include "base/filetime.h"
#include "collect/discover.h"
#include "collect/event_metadata.h"
#include "log/log.h"
#include "os/process.h"
#include "os/stop.h"

namespace eventlens {
namespace {

// A writer that maps the log (as Windows does) may change it without touching
// its modification time for a while; so a followed file is looked into again
// after this time even if it seems unchanged.
constexpr int64_t kLookAgainMilliseconds = 15'000;

// A batch is written early when it grows beyond this.
constexpr size_t kMaxBatchBytes = size_t{1} << 20;

}  // namespace

/// The events between two checkpoints of one file.
class StanzaRunner::Batch final : public EventSink {
 public:
  Batch(StanzaRunner& runner, const FileIdentity& identity,
        const std::string& path)
      : runner_(runner), identity_(identity), path_(path), origin_{path} {
    const uint64_t age = runner.stanza_.ignore_older_than_seconds;
    if (age > 0) {
      oldest_ = from_unix_microseconds(now_unix_microseconds() -
                                       static_cast<int64_t>(age) * 1'000'000);
    }
  }

  bool on_event(const Event& event) override {
    bookmark_ = {event.record_id, event.written_time};
    moved_ = true;
    if (event.time < oldest_) {
      ++runner_.summary_.filtered;
    } else {
      text_.clear();
      runner_.renderer_.render(event, origin_, text_, runner_.summary_.issues);
      runner_.writer_.add(metadata_.of(event, runner_.stanza_), text_.view());
      ++events_;
    }
    if (events_ >= runner_.stanza_.batch_events ||
        runner_.writer_.batch_bytes() >= kMaxBatchBytes) {
      status_ = flush();
    }
    return status_.ok() && !stop_requested();
  }

  /// Writes the batch, then moves the checkpoint: a crash between the two
  /// repeats the batch and loses nothing.
  Status flush() {
    RETURN_IF_ERROR(runner_.writer_.flush());
    runner_.summary_.sent += events_;
    events_ = 0;
    if (moved_) {
      moved_ = false;
      return runner_.checkpoints_.save(identity_, {path_, bookmark_});
    }
    return success();
  }

  [[nodiscard]] Status take_status() { return std::move(status_); }

 private:
  StanzaRunner& runner_;
  FileIdentity identity_;
  std::string path_;
  Origin origin_;
  Filetime oldest_ = 0;
  Buffer text_;
  MetadataMaker metadata_;
  Bookmark bookmark_;
  bool moved_ = false;
  uint64_t events_ = 0;
  Status status_ = success();
};

Expected<std::unique_ptr<StanzaRunner>> StanzaRunner::create(
    Stanza stanza, const std::string& checkpoint_dir, Tables& tables,
    StreamWriter& writer) {
  ASSIGN_OR_RETURN(Checkpoints checkpoints,
                   Checkpoints::open(checkpoint_dir, stanza.name));
  return std::unique_ptr<StanzaRunner>(new StanzaRunner(
      std::move(stanza), std::move(checkpoints), tables, writer));
}

StanzaRunner::StanzaRunner(Stanza stanza, Checkpoints checkpoints,
                           Tables& tables, StreamWriter& writer)
    : stanza_(std::move(stanza)),
      checkpoints_(std::move(checkpoints)),
      enricher_(tables, stanza_.enrich),
      renderer_(stanza_.render, enricher_),
      writer_(writer) {}

Status StanzaRunner::pass() {
  const Discovery found = discover(stanza_.paths, stanza_.recursive);
  for (const Error& problem : found.problems) {
    report_problem(problem.message, problem);
  }
  for (const std::string& file : found.files) {
    if (stop_requested()) {
      return success();
    }
    if (!stanza_.follow || !unchanged(file)) {
      RETURN_IF_ERROR(read_file(file));
    }
  }
  first_pass_ = false;
  return checkpoints_.mark_run();
}

/// Opens and reads; what is wrong with the file is reported, what is wrong
/// with our output is returned.
Status StanzaRunner::read_file(const std::string& path) {
  const auto liveness =
      stanza_.follow ? evtx::Liveness::Live : evtx::Liveness::Closed;
  auto log = open_log(path, liveness, summary_.issues);
  if (!log.ok()) {
    report_problem(path, log.error());
    return success();
  }
  ++summary_.files;
  seen_[path] = {log->status, steady_milliseconds()};
  return read_log(*log, path);
}

Status StanzaRunner::read_log(LogFile& log, const std::string& path) {
  const auto start = starting_point(log, path);
  if (!start.ok()) {
    report_problem(path, start.error());
    return success();
  }
  Batch batch(*this, log.status.identity, path);
  RETURN_IF_ERROR(read_units(log, batch));
  return batch.flush();
}

/// Finds the bookmark that belongs to this log and moves the source behind it.
Expected<Bookmark> StanzaRunner::starting_point(LogFile& log,
                                                const std::string& path) {
  const Checkpoint* known = checkpoints_.find(log.status.identity, path);
  if (known == nullptr) {
    if (stanza_.start_from == StartFrom::Newest && first_pass_ &&
        checkpoints_.first_run()) {
      ASSIGN_OR_RETURN(const Bookmark newest, log.source->newest());
      RETURN_IF_ERROR(checkpoints_.save(log.status.identity, {path, newest}));
      RETURN_IF_ERROR(log.source->start_after(newest));
      return newest;
    }
    return Bookmark{};
  }
  const Bookmark bookmark = known->bookmark;
  ASSIGN_OR_RETURN(const auto continuity, log.source->start_after(bookmark));
  if (continuity == evtx::Continuity::Restarted) {
    log_info(path + ": the log was cleared or replaced since record " +
             std::to_string(bookmark.record_id) +
             "; it is read from its beginning");
  } else if (continuity == evtx::Continuity::Overwritten) {
    const uint64_t missing = log.source->overwritten();
    summary_.issues.count(Issue::RecordsOverwritten, missing);
    log_warn(path + ": " + std::to_string(missing) + " records after " +
             std::to_string(bookmark.record_id) +
             " are not there any more; they were overwritten before they "
             "could be read, or the log was replaced");
  }
  return bookmark;
}

Status StanzaRunner::read_units(LogFile& log, Batch& batch) {
  while (!stop_requested()) {
    const auto more = log.source->next(unit_);
    if (!more.ok()) {
      report_problem(log.file->path(), more.error());
      return success();
    }
    if (!*more) {
      return success();
    }
    summary_.decoded += decoder_.decode(unit_, batch, summary_.issues);
    if (decoder_.generation() != generation_) {
      generation_ = decoder_.generation();
      renderer_.forget_shapes();
    }
    RETURN_IF_ERROR(batch.take_status());
  }
  return success();
}

/// ERROR once per path and reason: a followed stanza would else repeat it each
/// second.
void StanzaRunner::report_problem(const std::string& path,
                                  const Error& error) {
  if (reported_.insert(path + "\n" + error.message).second) {
    log_error(stanza_.name + ": " + error.message);
    ++summary_.files_failed;
    ++files_failed_;
  }
}

bool StanzaRunner::unchanged(const std::string& path) {
  const auto seen = seen_.find(path);
  const auto status = status_of(path);
  if (seen == seen_.end() || !status.ok()) {
    return false;
  }
  const FileStatus& before = seen->second.status;
  return status->identity == before.identity && status->size == before.size &&
         status->modified_ns == before.modified_ns &&
         steady_milliseconds() - seen->second.read_at_ms <
             kLookAgainMilliseconds;
}

void StanzaRunner::report() {
  const bool worth_a_line = summary_.sent > 0 || summary_.files_failed > 0 ||
                            summary_.decoded.failed > 0 || !stanza_.follow ||
                            summary_.issues.total() > 0;
  if (worth_a_line) {
    log_info(stanza_.name + ": " + summary_.text());
  }
  summary_ = {};
}

}  // namespace eventlens
