// What an article says of events, all evidence together: one mention per event
// and source, the best evidence of each, and its verdict.
#pragma once

#include <string>
#include <vector>

#include "articles/page.h"
#include "articles/printed.h"
#include "articles/sources.h"

namespace eventlens::articles {

/// Which collection the page is from: they are written differently.
enum class Corpus : uint8_t { Archive, Support };

struct EventLink {
  uint16_t id = 0;
  std::string source;  // empty: none is named
  Evidence evidence = Evidence::Inline;
  bool in_title = false;
  bool inferred = false;  // the source follows from the wording
  std::string verdict;    // benign, expected or empty
  size_t line = kNoLine;
};

/// The sources of the events that the page prints.
[[nodiscard]] std::vector<std::string> printed_sources(const Page& page);

/// By id and source.
[[nodiscard]] std::vector<EventLink> event_links(const Page& page,
                                                 Corpus corpus,
                                                 const SourceNames& names);

}  // namespace eventlens::articles
