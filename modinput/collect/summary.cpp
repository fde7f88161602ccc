#include "collect/summary.h"

namespace eventlens {

Summary& Summary::operator+=(const Summary& other) {
  files += other.files;
  files_failed += other.files_failed;
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
