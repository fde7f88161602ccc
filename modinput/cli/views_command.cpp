#include "cli/views_command.h"

#include "base/limits.h"
#include "cli/lookup_directory.h"
#include "knowledge/search_views.h"
#include "knowledge/table_list.h"
#include "log/log.h"
#include "os/exit_code.h"
#include "os/file.h"
#include "os/streams.h"

namespace eventlens {

Expected<std::string> write_views(const std::string& directory) {
  ASSIGN_OR_RETURN(const std::string articles,
                   lookup_text(directory, "kb_articles"));
  ASSIGN_OR_RETURN(const std::string events,
                   lookup_text(directory, "kb_events"));
  ASSIGN_OR_RETURN(const std::string masks,
                   lookup_text(directory, "access_masks"));
  ASSIGN_OR_RETURN(const std::vector<SearchView> views,
                   make_search_views({articles, events, masks}));
  std::string summary;
  for (const SearchView& view : views) {
    const std::string path = lookup_path(directory, view.table);
    const auto before = read_file(path, kMaxCsvBytes);
    const bool same = before.ok() && *before == view.text;
    if (!same) {
      RETURN_IF_ERROR(write_file_atomically(path, view.text, Readers::All));
    }
    summary += lookup_file_name(view.table) +
               (same ? ": as it was\n" : ": written anew\n");
  }
  return summary;
}

int run_views(const ViewsCommand& command,
              const std::string& installed_lookups) {
  const auto directory = lookup_directory(command.lookups, installed_lookups);
  if (!directory.ok()) {
    log_error(directory.error().message);
    return lookup_exit_code(directory.error());
  }
  const auto summary = write_views(*directory);
  if (!summary.ok()) {
    log_error(summary.error().message);
    return lookup_exit_code(summary.error());
  }
  (void)write_stdout(*summary);  // the work is done in any case
  return kExitSuccess;
}

}  // namespace eventlens
