#include "collect/discover.h"

#include <unordered_set>

#include "os/file.h"
#include "os/path_names.h"
#include "os/paths.h"

namespace eventlens {
namespace {

class Discoverer {
 public:
  explicit Discoverer(bool recursive) : recursive_(recursive) {}

  void add_path(const std::string& given) {
    const std::string path = with_usual_separators(given);
    // A name that holds a glob character may still be a file's own.
    if (has_glob(path) && !status_of(path).ok()) {
      for (const std::string& match : take_problems(expand_glob(path))) {
        add_plain(match, false);
      }
      return;
    }
    add_plain(path, true);
  }

  void add_file(const std::string& path, bool is_named) {
    if (seen_.insert(path).second) {
      found_.files.push_back({path, is_named});
    }
  }

  Discovery take() { return std::move(found_); }

 private:
  void add_plain(const std::string& path, bool is_named) {
    auto status = status_of(path);
    if (!status.ok()) {
      found_.problems.push_back(std::move(status).take_error());
      return;
    }
    if (!status->is_directory) {
      add_file(path, is_named);
      return;
    }
    for (const std::string& file :
         take_problems(list_files(path, recursive_))) {
      add_file(file, false);
    }
  }

  std::vector<std::string> take_problems(Listing listing) {
    for (Error& problem : listing.problems) {
      found_.problems.push_back(std::move(problem));
    }
    return std::move(listing.paths);
  }

  bool recursive_;
  Discovery found_;
  std::unordered_set<std::string> seen_;
};

}  // namespace

Discovery discover(const std::vector<std::string>& paths, bool recursive,
                   StandardInput standard_input) {
  Discoverer discoverer(recursive);
  for (const std::string& path : paths) {
    if (path == kStandardInput && standard_input == StandardInput::Accepted) {
      discoverer.add_file(path, true);
    } else {
      discoverer.add_path(path);
    }
  }
  return discoverer.take();
}

}  // namespace eventlens
