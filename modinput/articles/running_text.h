// Events that an article's sentences name: "NETLOGON event 5722", "Event ID 7
// from the KDC is logged".
#pragma once

#include <vector>

#include "articles/printed.h"
#include "articles/reading.h"
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

[[nodiscard]] std::vector<Mention> told_events(const Reading& reading,
                                               const SourceNames& names,
                                               Manner manner);

/// The source that the page gives for all its events ("these events have a
/// source of X"); empty where it gives none.
[[nodiscard]] std::string source_of_all(const Reading& reading,
                                        const SourceNames& names);
/// The source that the title gives for the events of a list ("X Event IDs").
[[nodiscard]] std::string source_of_title(const Reading& reading,
                                          const SourceNames& names);

}  // namespace eventlens::articles
