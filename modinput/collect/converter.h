// Converts log files to lines of text, with any number of threads, in the order
// of the files and of their units. What is held at a time is bounded by the
// units in flight, not by the size of the logs.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "collect/discover.h"
#include "collect/summary.h"
#include "emit/render.h"
#include "enrich/level.h"
#include "event/selection.h"
#include "filter/filter.h"
#include "os/time_zone.h"

namespace eventlens {

struct ConvertOptions {
  std::vector<FoundFile> files;
  Render render = Render::Xml;
  EnrichLevel enrich = EnrichLevel::Names;
  unsigned threads = 1;
  bool recover = false;  // remains of slack are given out too
  Selection selection;   // what is not selected is only counted
  /// Null: all that is selected is wanted. Else `selection` is what
  /// Filter::selection made of it.
  std::shared_ptr<const Filter> filter;
  Filetime now = 0;               // from which the filter counts ages
  TimeZone zone;                  // of times that are given without one
  std::string lookups_directory;  // empty: the embedded lookups
  /// The process ends after this conversion: what was learned is not freed,
  /// which took 6 % of converting a mixed log of 150 MB.
  bool is_last = false;
};

/// Takes finished lines. An error ends the conversion.
using TextSink = std::function<Status(std::string_view text)>;
/// Told after each unit: bytes of the files read so far, and of all of them.
using Progress = std::function<void(uint64_t done, uint64_t all)>;

/// One line per event to `sink`. Files that cannot be read are logged as
/// errors and counted. Errors: from `sink`; Stopped where we were asked to
/// stop.
Expected<Summary> convert(const ConvertOptions& options, const TextSink& sink,
                          const Progress& progress);

}  // namespace eventlens
