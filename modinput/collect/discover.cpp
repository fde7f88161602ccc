#include "collect/discover.h"

#include <unordered_set>

#include "os/file.h"
#include "os/paths.h"

namespace eventlens {
namespace {

class Discoverer {
 public:
  explicit Discoverer(bool recursive) : recursive_(recursive) {}

  void add_path(const std::string& path) {
    // A name that holds a glob character may still be a file's own.
    if (has_glob(path) && !status_of(path).ok()) {
      auto matches = expand_glob(path);
      if (!matches.ok()) {
        found_.problems.push_back(std::move(matches).take_error());
        return;
      }
      for (const std::string& match : *matches) {
        add_plain(match);
      }
      return;
    }
    add_plain(path);
  }

  Discovery take() { return std::move(found_); }

 private:
  void add_plain(const std::string& path) {
    auto status = status_of(path);
    if (!status.ok()) {
      found_.problems.push_back(std::move(status).take_error());
      return;
    }
    if (!status->is_directory) {
      add_file(path);
      return;
    }
    auto files = list_files(path, recursive_);
    if (!files.ok()) {
      found_.problems.push_back(std::move(files).take_error());
      return;
    }
    for (const std::string& file : *files) {
      add_file(file);
    }
  }

  void add_file(const std::string& path) {
    if (seen_.insert(path).second) {
      found_.files.push_back(path);
    }
  }

  bool recursive_;
  Discovery found_;
  std::unordered_set<std::string> seen_;
};

}  // namespace

Discovery discover(const std::vector<std::string>& paths, bool recursive) {
  Discoverer discoverer(recursive);
  for (const std::string& path : paths) {
    discoverer.add_path(path);
  }
  return discoverer.take();
}

}  // namespace eventlens
