// Runs one stanza as a modular input: finds its files, reads what is new in
// each, hands the events to splunkd and moves the checkpoints, pass after pass.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "collect/checkpoints.h"
#include "collect/damage_log.h"
#include "collect/decoders.h"
#include "collect/filter_step.h"
#include "collect/log_opener.h"
#include "collect/lookup_field_names.h"
#include "collect/stanza.h"
#include "collect/summary.h"
#include "emit/renderer.h"
#include "emit/stream_writer.h"

namespace eventlens {

class StanzaRunner {
 public:
  /// `tables` and `writer` must outlive the runner.
  /// Errors: from opening the checkpoints.
  static Expected<std::unique_ptr<StanzaRunner>> create(
      Stanza stanza, const std::string& checkpoint_dir, Tables& tables,
      StreamWriter& writer);

  /// Reads all files once, or, when following, those that have changed since
  /// the last pass. What goes wrong with a file is logged and the next one is
  /// read. Errors end the program: Closed and Stopped from standard output; Io
  /// where a checkpoint could not be saved (what was sent since the last one
  /// will be sent again).
  Status pass();

  /// Logs the counts since the last report as one INFO line; when following,
  /// only where there is something new in them.
  void report();

  [[nodiscard]] const Stanza& stanza() const { return stanza_; }
  /// Files that could not be read, over all passes.
  [[nodiscard]] uint64_t files_failed() const { return files_failed_; }

 private:
  class Batch;

  /// What is remembered of a followed file between passes, to leave it alone
  /// while nothing changes.
  struct Seen {
    FileStatus status;
    int64_t read_at_ms = 0;
    bool settled = false;  // had not been changed just before it was read
  };

  /// Where reading a log begins, and what that means for the checkpoints.
  struct Start {
    std::optional<Checkpoint> checkpoint;  // to be saved first
    std::vector<Checkpoint> superseded;
    bool first_read = false;  // nothing is known of this log
  };

  StanzaRunner(Stanza stanza, Checkpoints checkpoints,
               const Selection& selection, Tables& tables,
               StreamWriter& writer);

  Status read_file(const FoundFile& file);
  Status read_archive(LogOpener& opener, const FoundFile& file);
  Expected<bool> read_logs(LogOpener& opener, const FoundFile& file);
  Expected<bool> read_log(LogFile& log, const FileIdentity& identity,
                          const Issues& issues);
  Expected<Start> starting_point(LogFile& log, const FileIdentity& identity);
  Expected<Start> start_without(const std::vector<Checkpoint>& candidates,
                                LogFile& log, const FileIdentity& identity);
  Status read_units(LogFile& log, Batch& batch, bool first_read);
  void renew_knowledge();
  void forget_shapes();
  void report_paths(const std::vector<Error>& problems);
  void report_file(const std::string& path, const Error& error);
  void report_problem(const Error& error);
  bool unchanged(const std::string& path, const FileStatus& status);

  Stanza stanza_;
  Checkpoints checkpoints_;
  Tables& tables_;
  uint64_t tables_generation_;
  Enricher enricher_;
  Renderer renderer_;
  StreamWriter& writer_;
  LookupFieldNames names_;
  Decoders decoders_;
  Selector selector_;  // what of the filter needs no decoding
  FilterStep filter_;
  uint64_t generation_ = 0;
  Unit unit_;
  Issues unit_issues_;
  Summary summary_;
  DamageLog damage_;
  uint64_t files_failed_ = 0;
  bool first_pass_ = true;
  bool reported_ = false;
  std::set<FileIdentity> present_;  // the files of this pass
  std::map<std::string, Seen> seen_;
  std::set<std::string> missing_;               // problems of paths, and
  std::map<std::string, std::string> failing_;  // of files, that were told
};

}  // namespace eventlens
