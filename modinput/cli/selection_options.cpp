#include "cli/selection_options.h"

#include <charconv>
#include <string>

#include "base/filetime.h"

namespace eventlens {
namespace {

bool read_id(std::string_view text, uint32_t& id) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, id);
  return error == std::errc{} && stop == end && !text.empty();
}

Error not_accepted(std::string_view part, const char* accepted) {
  return {ErrorCode::Malformed, "\"" + std::string(part) +
                                    "\" is not accepted; accepted " + accepted};
}

}  // namespace

Expected<std::vector<IdRange>> parse_event_ids(std::string_view text) {
  std::vector<IdRange> ranges;
  for (size_t at = 0; at <= text.size();) {
    const size_t comma = std::min(text.find(',', at), text.size());
    const std::string_view part = text.substr(at, comma - at);
    const size_t dash = std::min(part.find('-'), part.size());
    IdRange range{0, 0};
    bool right = read_id(part.substr(0, dash), range.first);
    if (dash == part.size()) {
      range.last = range.first;
    } else {
      right = right && read_id(part.substr(dash + 1), range.last);
    }
    if (!right || range.last < range.first) {
      return not_accepted(part,
                          "are event ids and ranges of them, lower first, with "
                          "commas between: 4624,4768-4771");
    }
    ranges.push_back(range);
    at = comma + 1;
  }
  return ranges;
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
