// Which file a lookup is in: the app's own, or the one that an administrator's
// local/transforms.conf names in its place, so that an update of the app keeps
// what was edited.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace eventlens {

class LookupFiles {
 public:
  /// `directory` is <app>/lookups; empty: there are no files. Reads
  /// <app>/local/transforms.conf where there is one: `filename` of the stanza
  /// [eventlens_<table>], a name without a path. Logs names that are not.
  explicit LookupFiles(std::string directory);

  [[nodiscard]] bool empty() const { return directory_.empty(); }

  /// The path of the table's file, whether it is there or not.
  /// REQUIRES: !empty().
  [[nodiscard]] std::string path_of(std::string_view table) const;

  /// Another number whenever size, time or identity of one of the files, or of
  /// the settings that name them, is another.
  [[nodiscard]] uint64_t stamp() const;

 private:
  std::string directory_;
  std::map<std::string, std::string, std::less<>> named_;  // by table
};

}  // namespace eventlens
