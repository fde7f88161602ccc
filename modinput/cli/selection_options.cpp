#include "cli/selection_options.h"

#include <string>

#include "base/filetime.h"
#include "filter/id_set.h"

namespace eventlens {
namespace {

Error not_accepted(std::string_view part, const char* accepted) {
  return {ErrorCode::Malformed, "\"" + std::string(part) +
                                    "\" is not accepted; accepted " + accepted};
}

}  // namespace

Expected<std::vector<IdRange>> parse_event_ids(std::string_view text) {
  ASSIGN_OR_RETURN(const auto ids, filter::parse_id_list(text));
  return ids.ranges();
}

Expected<Filetime> parse_moment(std::string_view text) {
  constexpr size_t kDateSize = 10;
  std::string moment(text);
  if (moment.size() == kDateSize) {
    moment += "T00:00:00Z";
  }
  const auto time = parse_filetime(moment);
  if (!time) {
    return not_accepted(
        text, "are days and times in UTC: 2026-03-01, 2026-03-01T08:15:30Z");
  }
  return *time;
}

}  // namespace eventlens
