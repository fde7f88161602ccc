#include "installed_app.h"

#include "os/file.h"
#include "os/process.h"

namespace eventlens {
namespace {

std::string parent_of(const std::string& path) {
  const size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

}  // namespace

std::string installed_lookups() {
  const std::string directory = parent_of(executable_path());
  if (!directory.ends_with("/bin")) {
    return {};
  }
  const std::string above = parent_of(directory);
  for (const std::string& app : {above, parent_of(above)}) {
    // default/app.conf makes a directory an app.
    if (status_of(app + "/default/app.conf").ok() &&
        status_of(app + "/lookups").ok()) {
      return app + "/lookups";
    }
  }
  return {};
}

}  // namespace eventlens
