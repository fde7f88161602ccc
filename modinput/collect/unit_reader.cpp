#include "collect/unit_reader.h"

#include "log/log.h"

namespace eventlens {

UnitReader::UnitReader(const std::vector<FoundFile>& files, bool recover)
    : files_(files), recover_(recover) {
  for (const FoundFile& file : files_) {
    const auto status = status_of(file.path);
    all_bytes_ += status.ok() ? status->size : 0;
  }
}

bool UnitReader::next(SourcedUnit& next) {
  next.headers.clear();
  for (;;) {
    if (log_.source != nullptr) {
      const auto more = log_.source->next(next.unit);
      if (more.ok() && *more) {
        done_bytes_ += next.unit.size;
        next.path = path_;
        next.format = log_.format;
        next.done_bytes = done_bytes_;
        return true;
      }
      if (!more.ok()) {
        fail(named(more.error(), log_.name));
      }
      log_ = {};
    }
    if (opener_ && open_log(next)) {
      continue;
    }
    if (position_ == files_.size()) {
      return false;
    }
    open_file(files_[position_++]);
  }
}

void UnitReader::open_file(const FoundFile& file) {
  auto opener = file.path == kStandardInput
                    ? LogOpener::open_standard_input()
                    : LogOpener::open(file, Liveness::Closed);
  if (!opener.ok()) {
    fail(opener.error());
    return;
  }
  opener_.emplace(std::move(*opener));
  any_log_ = false;
}

/// The next log of the file; false behind its last.
bool UnitReader::open_log(SourcedUnit& next) {
  Issues issues;
  auto log = opener_->next(issues);
  summary_.issues += issues;
  if (!log.ok()) {
    if (log.error().code == ErrorCode::Unsupported) {
      summary_.files_skipped.add(log.error().message);
    } else {
      fail(log.error());
    }
    return true;
  }
  if (!*log) {
    if (opener_->is_packed() && !any_log_) {
      fail(no_log_within(files_[position_ - 1].path));
    }
    opener_.reset();
    return false;
  }
  any_log_ = true;
  ++summary_.files;
  log_ = std::move(**log);
  if (log_.cut) {
    fail(*log_.cut);
  }
  if (!issues.places().empty()) {
    next.headers.emplace_back(log_.name, std::move(issues));
  }
  if (recover_) {
    log_.source->set_remains(Remains::GiveAll);
  }
  path_ = std::make_shared<const std::string>(log_.name);
  return true;
}

void UnitReader::fail(const Error& error) {
  log_error(error.message);
  ++summary_.files_failed;
}

}  // namespace eventlens
