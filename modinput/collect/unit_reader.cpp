#include "collect/unit_reader.h"

#include "log/log.h"

namespace eventlens {

UnitReader::UnitReader(const std::vector<std::string>& files, bool recover)
    : files_(files), recover_(recover) {
  for (const std::string& file : files_) {
    const auto status = status_of(file);
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
        fail(more.error());
      }
      log_ = {};
    }
    if (position_ == files_.size()) {
      return false;
    }
    open(files_[position_++], next);
  }
}

void UnitReader::open(const std::string& file, SourcedUnit& next) {
  Issues issues;
  auto log = open_log(file, Liveness::Closed, issues);
  summary_.issues += issues;
  if (!issues.places().empty()) {
    next.headers.emplace_back(file, std::move(issues));
  }
  if (!log.ok()) {
    fail(log.error());
    return;
  }
  ++summary_.files;
  log_ = std::move(*log);
  if (recover_) {
    log_.source->set_remains(Remains::GiveAll);
  }
  path_ = std::make_shared<const std::string>(file);
}

void UnitReader::fail(const Error& error) {
  log_error(error.message);
  ++summary_.files_failed;
}

}  // namespace eventlens
