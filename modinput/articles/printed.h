// Events that an article prints: records of fields, and rows of tables.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "articles/page.h"

namespace eventlens::articles {

/// How an article shows an event; the first is the best.
enum class Evidence : uint8_t { Xml, Block, Table, Inline };

struct Mention {
  uint16_t id = 0;
  std::string source;  // empty: none is named
  Evidence evidence = Evidence::Inline;
  size_t line = kNoLine;  // of the page; kNoLine: in the title
  bool inferred = false;  // the source follows from the wording
};

struct Printed {
  std::vector<Mention> mentions;
  /// The sources of records that have no id.
  std::vector<std::string> sources_without_id;
};

[[nodiscard]] Printed printed_events(const Page& page);

/// Rows of tables. `in_event_log`: the article speaks of the event log, else
/// a table of numbers is anything.
[[nodiscard]] std::vector<Mention> tabled_events(const Page& page);

}  // namespace eventlens::articles
