#include "knowledge/lookup_files.h"

#include "base/ascii.h"
#include "base/hash.h"
#include "base/limits.h"
#include "knowledge/table_list.h"
#include "log/log.h"
#include "os/file.h"
#include "os/path_names.h"

namespace eventlens {
namespace {

constexpr std::string_view kPrefix = "eventlens_";

std::string settings_path(const std::string& directory) {
  return directory + "/../local/transforms.conf";
}

uint64_t stamp_of(const std::string& path) {
  const auto status = status_of(path);
  if (!status.ok()) {
    return 0;
  }
  return mix(mix(status->size, static_cast<uint64_t>(status->modified_ns)),
             mix(status->identity.device, status->identity.inode));
}

/// Calls `visit` with stanza, key and value of each setting.
template <typename Visit>
void for_each_setting(std::string_view text, const Visit& visit) {
  std::string_view stanza;
  while (!text.empty()) {
    const std::string_view whole = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(whole.size() + 1, text.size()));
    const std::string_view line = trimmed(whole);
    const size_t equals = line.find('=');
    if (line.starts_with('[') && line.ends_with(']')) {
      stanza = line.substr(1, line.size() - 2);
    } else if (!line.starts_with('#') && equals != std::string_view::npos) {
      visit(stanza, trimmed(line.substr(0, equals)),
            trimmed(line.substr(equals + 1)));
    }
  }
}

}  // namespace

LookupFiles::LookupFiles(std::string directory)
    : directory_(std::move(directory)) {
  if (directory_.empty()) {
    return;
  }
  const std::string path = settings_path(directory_);
  if (!status_of(path).ok()) {
    return;  // nobody has changed anything
  }
  const auto text = read_file(path, kMaxConfigurationBytes);
  if (!text.ok()) {
    log_warn(text.error().message + "; the app's own lookups are used");
    return;
  }
  for_each_setting(*text, [&](std::string_view stanza, std::string_view key,
                              std::string_view value) {
    if (key != "filename" || !stanza.starts_with(kPrefix)) {
      return;
    }
    if (value.empty() || file_name_of(value) != value) {
      log_warn(path + ": [" + std::string(stanza) +
               "]: filename = " + std::string(value) +
               " is not accepted; accepted: the name of a file in lookups/");
      return;
    }
    named_[std::string(stanza.substr(kPrefix.size()))] = value;
  });
}

std::string LookupFiles::path_of(std::string_view table) const {
  const auto named = named_.find(table);
  return path_in(directory_, named == named_.end() ? lookup_file_name(table)
                                                   : named->second);
}

uint64_t LookupFiles::stamp() const {
  uint64_t stamp = 0;
  if (!directory_.empty()) {
    stamp = stamp_of(settings_path(directory_));
    for (const TableInfo& table : kTables) {
      stamp = mix(stamp, stamp_of(path_of(table.name)));
    }
  }
  return stamp;
}

}  // namespace eventlens
