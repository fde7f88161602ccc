#include "collect/stanza_runner.h"

#include <algorithm>

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

// Two changes within one tick of the file system's clock have the same time; so
// a file that had just been changed when it was read is read again.
constexpr int64_t kSettledNanoseconds = 2'000'000'000;

// A batch is written early when it grows beyond this.
constexpr size_t kMaxBatchBytes = size_t{1} << 20;

bool is_settled(const FileStatus& status) {
  return now_unix_microseconds() * 1000 - status.modified_ns >
         kSettledNanoseconds;
}

Liveness liveness_of(const std::string& path) {
  const auto status = status_of(path);
  return status.ok() && is_quiet(*status) ? Liveness::Closed : Liveness::Live;
}

}  // namespace

/// The events between two checkpoints of one file.
class StanzaRunner::Batch final : public EventSink {
 public:
  Batch(StanzaRunner& runner, const FileIdentity& identity,
        const std::string& path)
      : runner_(runner), identity_(identity), path_(path), origin_{path} {
    const int64_t now = now_unix_microseconds();
    const uint64_t age = runner.stanza_.ignore_older_than_seconds;
    if (age > 0) {
      oldest_ =
          from_unix_microseconds(now - static_cast<int64_t>(age) * 1'000'000);
    }
    runner.filter_.set_now(from_unix_microseconds(now));
  }

  bool on_event(const Event& event) override {
    if (event.is_live()) {
      bookmark_ = event.bookmark();
      moved_ = true;
    }
    if (event.time < oldest_ ||
        !runner_.filter_.wants(event, runner_.unit_issues_)) {
      ++runner_.summary_.filtered;
    } else {
      text_.clear();
      if (runner_.renderer_.render(event, origin_, text_,
                                   runner_.unit_issues_)) {
        runner_.writer_.add(metadata_.of(event, runner_.stanza_), text_.view());
        ++events_;
      }
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
      return runner_.checkpoints_.save({identity_, path_, bookmark_});
    }
    return success();
  }

  /// A unit has come to its end with this record: those behind the last event
  /// were passed over by the decoder.
  void pass(const Bookmark& last) {
    moved_ = moved_ || last != bookmark_;
    bookmark_ = last;
  }

  /// Whether the log has a position now.
  [[nodiscard]] bool has_position() const { return !bookmark_.empty(); }

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
  Selection selection;
  if (stanza.filter != nullptr) {
    ASSIGN_OR_RETURN(selection,
                     stanza.filter->selection(
                         {}, from_unix_microseconds(now_unix_microseconds())));
  }
  return std::unique_ptr<StanzaRunner>(new StanzaRunner(
      std::move(stanza), std::move(checkpoints), selection, tables, writer));
}

StanzaRunner::StanzaRunner(Stanza stanza, Checkpoints checkpoints,
                           const Selection& selection, Tables& tables,
                           StreamWriter& writer)
    : stanza_(std::move(stanza)),
      checkpoints_(std::move(checkpoints)),
      tables_(tables),
      tables_generation_(tables.generation()),
      enricher_(tables, stanza_.enrich),
      renderer_(stanza_.render, enricher_),
      writer_(writer),
      names_(tables),
      decoders_({stanza_.zone, names_}),
      selector_(selection),
      filter_(stanza_.filter, tables),
      damage_(stanza_.name + ": ") {
  if (!selector_.takes_all()) {
    decoders_.select(selector_);
  }
}

Status StanzaRunner::pass() {
  const Discovery found = discover(stanza_.paths, stanza_.recursive);
  report_paths(found.problems);
  std::vector<std::pair<FoundFile, FileStatus>> files;
  present_.clear();
  for (const FoundFile& file : found.files) {
    // One that has gone meanwhile was renamed or removed: no problem of ours.
    if (const auto status = status_of(file.path); status.ok()) {
      present_.insert(status->identity);
      files.emplace_back(file, *status);
    }
  }
  for (const auto& [file, status] : files) {
    if (stop_requested()) {
      return success();
    }
    if (!stanza_.follow || !unchanged(file.path, status)) {
      seen_[file.path] = {status, steady_milliseconds(), is_settled(status)};
      RETURN_IF_ERROR(read_file(file));
    }
  }
  first_pass_ = false;
  return checkpoints_.mark_run();
}

/// Opens and reads; what is wrong with the file is reported, what is wrong
/// with our output or a checkpoint is returned.
Status StanzaRunner::read_file(const FoundFile& file) {
  auto opener = LogOpener::open(file, liveness_of(file.path));
  if (!opener.ok()) {
    // It was there when the pass began: renamed or removed since, as in pass().
    if (opener.error().code != ErrorCode::NotFound) {
      report_file(file.path, opener.error());
    }
    return success();
  }
  if (!opener->is_packed()) {
    ASSIGN_OR_RETURN([[maybe_unused]] const bool read,
                     read_logs(*opener, file));
    return success();
  }
  return read_archive(*opener, file);
}

/// An archive does not grow: once all its logs were read it is left alone while
/// its size and time stay the same. Until then each log in it has a checkpoint
/// of its own.
Status StanzaRunner::read_archive(LogOpener& opener, const FoundFile& file) {
  const FileStatus& status = opener.status();
  // No log has such a path, and no position is empty.
  const Checkpoint done{
      status.identity,
      file.path + "/",
      {status.size + 1, static_cast<uint64_t>(status.modified_ns)}};
  const auto known = checkpoints_.candidates(done.identity, done.path);
  const bool is_done =
      std::any_of(known.begin(), known.end(), [&](const Checkpoint& one) {
        return one.path.ends_with('/') && one.bookmark == done.bookmark;
      });
  if (is_done) {
    return success();
  }
  ASSIGN_OR_RETURN(const bool all_read, read_logs(opener, file));
  if (!all_read) {
    return success();
  }
  RETURN_IF_ERROR(checkpoints_.save(done));
  for (const Checkpoint& one : checkpoints_.candidates(done.identity, "")) {
    if (!one.path.ends_with('/')) {
      RETURN_IF_ERROR(checkpoints_.forget(one));
    }
  }
  return success();
}

/// Whether all logs of the file were read to their end.
Expected<bool> StanzaRunner::read_logs(LogOpener& opener,
                                       const FoundFile& file) {
  bool all_read = true;
  bool any = false;
  while (!stop_requested()) {
    Issues issues;
    auto log = opener.next(issues);
    summary_.issues += issues;
    if (!log.ok()) {
      if (log.error().code == ErrorCode::Unsupported) {
        summary_.files_skipped.add(log.error().message);
      } else {
        report_file(file.path, log.error());
        all_read = false;
      }
    } else if (!*log) {
      if (opener.is_packed() && !any) {
        report_file(file.path, no_log_within(file.path));
      }
      return all_read;
    } else {
      any = true;
      if ((*log)->cut) {
        report_file((*log)->name, *(*log)->cut);
        all_read = false;  // perhaps the rest is still to come
      }
      ASSIGN_OR_RETURN(const bool read,
                       read_log(**log, opener.status().identity, issues));
      all_read = all_read && read;
    }
  }
  return false;
}

/// Whether the log was read to its end.
Expected<bool> StanzaRunner::read_log(LogFile& log,
                                      const FileIdentity& identity,
                                      const Issues& issues) {
  const std::string& path = log.name;
  ++summary_.files;
  const auto start = starting_point(log, identity);
  if (!start.ok()) {
    report_file(path, start.error());
    return false;
  }
  if (start->checkpoint) {
    RETURN_IF_ERROR(checkpoints_.save(*start->checkpoint));
  }
  for (const Checkpoint& checkpoint : start->superseded) {
    RETURN_IF_ERROR(checkpoints_.forget(checkpoint));
  }
  if (start->first_read) {
    damage_.add_header(path, issues);
  }
  if (stanza_.recover) {
    log.source->set_remains(start->first_read ? Remains::GiveAll
                                              : Remains::GiveWithNew);
  }
  Batch batch(*this, identity, path);
  RETURN_IF_ERROR(read_units(log, batch, start->first_read));
  RETURN_IF_ERROR(batch.flush());
  damage_.finish(path);
  // Without a live record there is no position, but what was recovered or told
  // shall not come again at each start.
  const bool to_remember = stanza_.recover || damage_.knows(path);
  const bool all_read = !stop_requested() && !failing_.contains(path);
  if (start->first_read && to_remember && all_read && !batch.has_position()) {
    RETURN_IF_ERROR(checkpoints_.save({identity, path, {}}));
  }
  return all_read;
}

Status StanzaRunner::read_units(LogFile& log, Batch& batch, bool first_read) {
  while (!stop_requested()) {
    const auto more = log.source->next(unit_);
    if (!more.ok()) {
      report_file(log.name, named(more.error(), log.name));
      return success();
    }
    if (!*more) {
      failing_.erase(log.name);
      return success();
    }
    renew_knowledge();
    unit_issues_ = {};
    const DecodeCounts counts =
        decoders_.decode(log.format, unit_, batch, unit_issues_);
    if (const auto last = selector_.take_last_asked()) {
      batch.pass(*last);
    }
    summary_.decoded += counts;
    summary_.issues += unit_issues_;
    // A chunk is opened again while its log goes on; its old damage is told
    // with the first look at it.
    if (first_read || counts.records > 0) {
      damage_.add(log.name, log.format, unit_.file_offset, unit_issues_);
    }
    if (decoders_.generation() != generation_) {
      forget_shapes();
    }
    RETURN_IF_ERROR(batch.take_status());
  }
  return success();
}

/// ERROR once while a problem lasts: a followed stanza would else repeat it
/// each second.
void StanzaRunner::report_paths(const std::vector<Error>& problems) {
  std::set<std::string> missing;
  for (const Error& problem : problems) {
    missing.insert(problem.message);
    if (!missing_.contains(problem.message)) {
      report_problem(problem);
    }
  }
  missing_ = std::move(missing);
}

/// As report_paths, for a file.
void StanzaRunner::report_file(const std::string& path, const Error& error) {
  std::string& reported = failing_[path];
  if (reported != error.message) {
    reported = error.message;
    report_problem(error);
  }
}

void StanzaRunner::report_problem(const Error& error) {
  log_error(stanza_.name + ": " + error.message);
  ++summary_.files_failed;
  ++files_failed_;
}

bool StanzaRunner::unchanged(const std::string& path,
                             const FileStatus& status) {
  const auto seen = seen_.find(path);
  if (seen == seen_.end()) {
    return false;
  }
  const FileStatus& before = seen->second.status;
  return seen->second.settled && status.identity == before.identity &&
         status.size == before.size &&
         status.modified_ns == before.modified_ns &&
         steady_milliseconds() - seen->second.read_at_ms <
             kLookAgainMilliseconds;
}

void StanzaRunner::report() {
  // A followed log is looked into again and again, and its old damage with it;
  // that alone is told once.
  const bool news = summary_.sent > 0 || summary_.filtered > 0 ||
                    summary_.files_failed > 0 ||
                    summary_.files_skipped.count() > 0;
  if (news || !stanza_.follow || !reported_) {
    summary_.log(stanza_.name + ": ");
  }
  reported_ = true;
  summary_ = {};
}

/// What an administrator has changed counts from the next piece of a log on.
void StanzaRunner::renew_knowledge() {
  tables_.refresh();
  if (tables_.generation() != tables_generation_) {
    tables_generation_ = tables_.generation();
    decoders_.forget();
    forget_shapes();
  }
}

void StanzaRunner::forget_shapes() {
  generation_ = decoders_.generation();
  renderer_.forget_shapes();
  filter_.forget_shapes();
}

}  // namespace eventlens
