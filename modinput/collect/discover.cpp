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
      for (const std::string& match : take_problems(expand_glob(path))) {
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
    for (const std::string& file :
         take_problems(list_files(path, recursive_))) {
      add_file(file);
    }
  }

  std::vector<std::string> take_problems(Listing listing) {
    for (Error& problem : listing.problems) {
      found_.problems.push_back(std::move(problem));
    }
    return std::move(listing.paths);
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
