// `eventlens convert`: logs in, lines of JSON or XML out.
#pragma once

#include <string>
#include <vector>

#include "emit/render.h"
#include "enrich/level.h"
#include "event/selection.h"
#include "filter/filter.h"
#include "os/time_zone.h"

namespace eventlens {

struct ConvertCommand {
  std::vector<std::string> paths;
  Render render = Render::Xml;
  EnrichLevel enrich = EnrichLevel::Names;
  unsigned threads = 0;  // 0: one per processor
  std::string output;    // a file; empty: standard output
  bool recursive = false;
  bool recover = false;  // remains of slack too
  Selection selection;
  std::vector<std::string> whitelists;
  std::vector<std::string> blacklists;
  std::string query;  // "@file": what the file holds
  TimeZone zone;      // of times that are given without one
};

/// Returns the exit code.
int run_convert(const ConvertCommand& command,
                const std::string& lookups_directory);

}  // namespace eventlens
