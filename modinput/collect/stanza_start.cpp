// Where a stanza begins to read a log: which of the checkpoints is the log's,
// and what has become of it since.
#include <algorithm>

#include "collect/stanza_runner.h"
#include "log/log.h"

namespace eventlens {

/// Moves the source behind what was delivered of this log before. Of the
/// checkpoints that may be its, those are whose record it holds, and the
/// farthest of them counts: copies of one log have each left one.
Expected<StanzaRunner::Start> StanzaRunner::starting_point(
    LogFile& log, const FileIdentity& identity) {
  const std::string& path = log.name;
  auto candidates = checkpoints_.candidates(identity, path);
  if (log.is_packed) {
    std::erase_if(candidates, [&path](const Checkpoint& candidate) {
      return candidate.path != path;
    });
  }
  std::vector<Checkpoint> continued;
  for (const Checkpoint& candidate : candidates) {
    ASSIGN_OR_RETURN(const auto continuity,
                     log.source->start_after(candidate.bookmark));
    if (continuity == Continuity::Continues) {
      continued.push_back(candidate);
    }
  }
  if (continued.empty()) {
    return start_without(candidates, log, identity);
  }
  const Checkpoint last =
      *std::max_element(continued.begin(), continued.end(),
                        [](const Checkpoint& a, const Checkpoint& b) {
                          return a.bookmark.record_id < b.bookmark.record_id;
                        });
  RETURN_IF_ERROR(log.source->start_after(last.bookmark));
  Start start;
  if (last.identity != identity || last.path != path) {
    ASSIGN_OR_RETURN(const Bookmark newest, log.source->newest());
    if (newest.empty()) {
      return start;  // an empty log goes on from any; its events will tell
    }
    start.checkpoint = Checkpoint{identity, path, last.bookmark};
  }
  for (const Checkpoint& checkpoint : continued) {
    const bool own = checkpoint.identity == identity && checkpoint.path == path;
    // The log that was renamed to make room for this one needs its own still.
    const bool needed = checkpoint.identity != identity &&
                        present_.contains(checkpoint.identity);
    if (!own && !needed) {
      start.superseded.push_back(checkpoint);
    }
  }
  return start;
}

/// A log that goes on from none of `candidates`: a new one, or another
/// generation of the one that was here.
Expected<StanzaRunner::Start> StanzaRunner::start_without(
    const std::vector<Checkpoint>& candidates, LogFile& log,
    const FileIdentity& identity) {
  const std::string& path = log.name;
  if (candidates.empty() && stanza_.start_from == StartFrom::Newest &&
      first_pass_ && checkpoints_.first_run()) {
    ASSIGN_OR_RETURN(const Bookmark newest, log.source->newest());
    RETURN_IF_ERROR(log.source->start_after(newest));
    return Start{Checkpoint{identity, path, newest}, {}, false};
  }
  Bookmark before;
  for (const Checkpoint& candidate : candidates) {
    const bool renamed =
        candidate.identity != identity && present_.contains(candidate.identity);
    if (candidate.path == path && !renamed &&
        candidate.bookmark.written_time > before.written_time) {
      before = candidate.bookmark;
    }
  }
  ASSIGN_OR_RETURN(const auto continuity, log.source->start_after(before));
  if (continuity == Continuity::Restarted) {
    log_info(stanza_.name + ": " + path +
             ": the log was cleared or replaced since " +
             (is_text(log.format) ? "byte " : "record ") +
             std::to_string(before.record_id) +
             "; it is read from its beginning");
  } else if (continuity == Continuity::Overwritten) {
    const uint64_t missing = log.source->overwritten();
    summary_.issues.count(Issue::RecordsOverwritten, missing);
    log_warn(stanza_.name + ": " + path + ": " + std::to_string(missing) +
             " records after " + std::to_string(before.record_id) +
             " are not there any more; they were overwritten before they "
             "could be read, or the log was replaced");
  }
  const bool first_read =
      candidates.empty() || continuity == Continuity::Restarted;
  return Start{std::nullopt, {}, first_read};
}

}  // namespace eventlens
