#include "log/issues.h"

#include <numeric>

namespace eventlens {
namespace {

// In the order of Issue.
constexpr std::array<const char*, kIssueCount> kNames = {
    "file_header_damaged",  "chunk_header_damaged", "chunk_without_magic",
    "chunk_cut_off",        "record_damaged",       "record_cut_off",
    "record_undecodable",   "template_damaged",     "name_damaged",
    "value_cut_off",        "value_size_mismatch",  "value_missing",
    "fragment_damaged",     "nesting_too_deep",     "record_hidden",
    "recovered_from_slack", "fields_shifted",       "event_too_large",
    "records_overwritten",  "unknown_code",         "filter_undecided",
};

}  // namespace

const char* issue_name(Issue issue) {
  return kNames[static_cast<size_t>(issue)];
}

uint64_t Issues::total() const {
  return std::accumulate(counts_.begin(), counts_.end(), uint64_t{0});
}

void Issues::note(DamagedPlace place) {
  if (places_.size() < kMaxDamagedPlaces) {
    places_.push_back(std::move(place));
  } else {
    ++places_left_out_;
  }
}

Issues& Issues::operator+=(const Issues& other) {
  for (size_t i = 0; i < counts_.size(); ++i) {
    counts_[i] += other.counts_[i];
  }
  return *this;
}

std::string Issues::summary() const {
  std::string text;
  for (size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] > 0) {
      text += (text.empty() ? "" : " ") + std::string(kNames[i]) + "=" +
              std::to_string(counts_[i]);
    }
  }
  return text.empty() ? "none" : text;
}

}  // namespace eventlens
