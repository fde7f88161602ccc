// The text in which Splunk on Windows keeps events (sourcetype WinEventLog): a
// line with the local date, lines Key=Value from LogName on, and Message= to
// the end of the event.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "base/filetime.h"
#include "event/text_source.h"

namespace eventlens::text {

/// Where a record begins: offsets in the text that was searched.
struct ClassicBegin {
  size_t record;
  size_t keys;          // of "LogName="
  Filetime wall_clock;  // what the date line says
};

/// The first begin of a record whose keys are at `from` or behind it.
[[nodiscard]] std::optional<ClassicBegin> find_classic(std::string_view text,
                                                       size_t from);

/// Whether a text's first characters hold a record with its key EventCode.
[[nodiscard]] bool recognises_classic(std::string_view head);

[[nodiscard]] std::unique_ptr<RecordSplitter> make_classic_splitter();

}  // namespace eventlens::text
