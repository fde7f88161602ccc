#include "collect/summary.h"

#include "log/log.h"

namespace eventlens {
namespace {

// A directory of mail or pictures has thousands; the first ones tell what it
// is.
constexpr size_t kMostTold = 10;

}  // namespace

void SkippedFiles::add(std::string why) {
  ++count_;
  if (first_.size() < kMostTold) {
    first_.push_back(std::move(why));
  }
}

std::vector<std::string> SkippedFiles::lines() const {
  std::vector<std::string> lines;
  for (const std::string& why : first_) {
    lines.push_back("skipped " + why);
  }
  if (count_ > first_.size()) {
    lines.push_back("skipped " + std::to_string(count_ - first_.size()) +
                    " more files that are no event logs");
  }
  return lines;
}

SkippedFiles& SkippedFiles::operator+=(const SkippedFiles& other) {
  for (const std::string& why : other.first_) {
    add(why);
  }
  count_ += other.count_ - other.first_.size();
  return *this;
}

void Summary::log(const std::string& prefix) const {
  for (const std::string& line : files_skipped.lines()) {
    log_info(prefix + line);
  }
  log_info(prefix + text());
}

Summary& Summary::operator+=(const Summary& other) {
  files += other.files;
  files_failed += other.files_failed;
  files_skipped += other.files_skipped;
  decoded += other.decoded;
  filtered += other.filtered;
  sent += other.sent;
  issues += other.issues;
  return *this;
}

std::string Summary::text() const {
  std::string text;
  const auto add = [&](const char* name, uint64_t number) {
    text += std::string(name) + "=" + std::to_string(number) + " ";
  };
  add("files", files);
  add("files_failed", files_failed);
  if (files_skipped.count() > 0) {
    add("files_skipped", files_skipped.count());
  }
  add("records", decoded.records);
  add("sent", sent);
  add("skipped", decoded.skipped);
  add("filtered", filtered + decoded.filtered);
  add("failed", decoded.failed);
  add("recoverable", decoded.recoverable);
  const std::string issue_text = issues.summary();
  return text +
         (issue_text == "none" ? "issues=none" : "issues: " + issue_text);
}

}  // namespace eventlens
