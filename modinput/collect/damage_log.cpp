#include "collect/damage_log.h"

#include "evtx/format.h"
#include "log/log.h"

namespace eventlens {

void DamageLog::add(const std::string& path, LogFormat format,
                    uint64_t unit_offset, const Issues& issues) {
  if (issues.places().empty()) {
    return;
  }
  std::string part;
  if (format == LogFormat::Evtx) {
    part = "chunk " + std::to_string(unit_offset / evtx::kChunkSize) +
           " from byte " + std::to_string(unit_offset);
  }
  tell(path, part, issues);
}

void DamageLog::add_header(const std::string& path, const Issues& issues) {
  if (!issues.places().empty()) {
    tell(path, "file header", issues);
  }
}

void DamageLog::tell(const std::string& path, const std::string& part,
                     const Issues& issues) {
  FileState& state = files_[path];
  state.left_out += issues.places_left_out();
  for (const DamagedPlace& place : issues.places()) {
    const std::pair key(place.file_offset, place.issue);
    if (state.told.contains(key)) {
      continue;
    }
    if (state.told.size() == kMaxDamagedPlaces) {
      ++state.left_out;
      continue;
    }
    state.told.insert(key);
    std::string message = prefix_ + path + ": ";
    message.append(issue_name(place.issue))
        .append(" at byte ")
        .append(std::to_string(place.file_offset));
    std::string where = part;
    if (place.record_id != 0) {
      where.append(where.empty() ? "record " : ", record ")
          .append(std::to_string(place.record_id));
    }
    if (!where.empty()) {
      message.append(" (").append(where).append(")");
    }
    if (!place.detail.empty()) {
      message.append(": ").append(place.detail);
    }
    log_warn(message);
  }
}

void DamageLog::finish(const std::string& path) {
  const auto found = files_.find(path);
  if (found == files_.end() || found->second.left_out == 0 ||
      found->second.finished) {
    return;
  }
  found->second.finished = true;
  log_warn(prefix_ + path + ": " + std::to_string(found->second.left_out) +
           " more damaged places; the summary line counts them by kind");
}

}  // namespace eventlens
