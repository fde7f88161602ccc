#include "cli/lookup_directory.h"

#include "base/limits.h"
#include "knowledge/embedded.h"
#include "knowledge/table_list.h"
#include "os/exit_code.h"
#include "os/file.h"
#include "os/path_names.h"

namespace eventlens {

Expected<std::string> lookup_directory(const std::string& asked,
                                       const std::string& installed) {
  const std::string& directory = asked.empty() ? installed : asked;
  if (directory.empty()) {
    return Error{ErrorCode::InvalidSetting,
                 "this program is in no Splunk app, so it has no lookups to "
                 "renew; give their directory with --lookups"};
  }
  const auto status = status_of(directory);
  if (!status.ok() || !status->is_directory) {
    return Error{ErrorCode::NotFound,
                 directory + ": no directory; accepted is that of the lookups"};
  }
  return directory;
}

std::string lookup_path(const std::string& directory, std::string_view table) {
  return path_in(directory, lookup_file_name(table));
}

Expected<std::string> lookup_text(const std::string& directory,
                                  std::string_view table) {
  auto text = read_file(lookup_path(directory, table), kMaxCsvBytes);
  if (!text.ok() && text.error().code == ErrorCode::NotFound) {
    return std::string(embedded_lookup(table));
  }
  return text;
}

int lookup_exit_code(const Error& error) {
  switch (error.code) {
    case ErrorCode::InvalidSetting:
      return kExitUsage;
    case ErrorCode::Io:
    case ErrorCode::Stopped:
      return kExitInterrupted;
    default:
      return kExitCannotStart;
  }
}

}  // namespace eventlens
