// Events that an article's sentences name: "NETLOGON event 5722", "Event ID 7
// from the KDC is logged".
#pragma once

#include <vector>

#include "articles/page.h"
#include "articles/printed.h"
#include "articles/sources.h"

namespace eventlens::articles {

/// What decides how a page's sentences are read.
struct Manner {
  /// "event 12" means one of an event log. In articles for programmers it is
  /// the event of a control, in those of home products of a game.
  bool plain_events = false;
  /// Numbers count only near words about an event log, or with a source.
  bool needs_context = false;
};

[[nodiscard]] std::vector<Mention> told_events(const Page& page,
                                               const SourceNames& names,
                                               Manner manner);

/// The source that the page gives for all its events ("these events have a
/// source of X"), or that its title gives ("X Event IDs"); empty where none.
[[nodiscard]] std::string source_of_all(const Page& page,
                                        const SourceNames& names);
[[nodiscard]] std::string source_of_title(const Page& page,
                                          const SourceNames& names);

/// Whether the page speaks of an event log at all.
[[nodiscard]] bool speaks_of_event_log(const Page& page);

}  // namespace eventlens::articles
