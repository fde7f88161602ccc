// Windows events as agents send them to syslog in the form of Snare: one event
// per line, a syslog head, the word MSWinEventLog and fields behind it that
// tabs separate.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "base/filetime.h"
#include "event/text_source.h"

namespace eventlens::text {

/// All texts are parts of the line.
struct SnareFields {
  std::string_view criticality;  // 0 clear to 4 critical
  std::string_view log;
  Filetime wall_clock = 0;
  std::string_view event_id;
  std::string_view source;
  std::string_view user;
  std::string_view type;  // "Success Audit", "Information", ...
  std::string_view computer;
  std::string_view category;
  std::string_view data;
  std::string_view message;
  std::string_view record_number;
};

/// Nothing where the line holds no such event. Tabs may stand as they are or as
/// "#011"; they may also be flattened to blanks, as long as it can be told what
/// is what: there user names and log sources of more than one word are not.
[[nodiscard]] std::optional<SnareFields> read_snare(std::string_view line);

/// Whether one of a text's first lines holds such an event.
[[nodiscard]] bool recognises_snare(std::string_view head);

[[nodiscard]] std::unique_ptr<RecordSplitter> make_snare_splitter();

}  // namespace eventlens::text
