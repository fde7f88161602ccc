#include "installed_app.h"

#include "os/file.h"
#include "os/path_names.h"
#include "os/process.h"

namespace eventlens {

std::string installed_lookups() {
  const std::string program = executable_path();
  const std::string_view directory = parent_of(program);
  if (!is_same_name(file_name_of(directory), "bin")) {
    return {};
  }
  const std::string_view above = parent_of(directory);
  for (const std::string_view app : {above, parent_of(above)}) {
    // default/app.conf makes a directory an app.
    std::string lookups = path_in(app, "lookups");
    if (status_of(path_in(path_in(app, "default"), "app.conf")).ok() &&
        status_of(lookups).ok()) {
      return lookups;
    }
  }
  return {};
}

}  // namespace eventlens
