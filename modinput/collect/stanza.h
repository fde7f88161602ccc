// One configured input: what to read and how to hand it on. The settings are
// declared in splunk/settings.h; this is their checked, typed form.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "emit/render.h"
#include "enrich/level.h"
#include "os/time_zone.h"

namespace eventlens {

class Filter;

enum class StartFrom : uint8_t {
  Oldest,  // every file is read from its beginning
  Newest,  // of files that are there at the first run, only what is added
};

struct Stanza {
  std::string name;                // "eventlens://dc-archive"
  std::vector<std::string> paths;  // files, directories and globs
  bool recursive = false;
  bool follow = false;
  Render render = Render::Xml;
  EnrichLevel enrich = EnrichLevel::Names;
  StartFrom start_from = StartFrom::Oldest;
  uint64_t ignore_older_than_seconds = 0;  // 0: nothing is too old
  bool recover = false;                    // remains of slack are given out too
  std::shared_ptr<const Filter> filter;    // null: every event is wanted
  bool host_from_event = true;
  TimeZone zone;  // of times that are given without one
  uint32_t batch_events = 100;

  // Splunk's own; empty where splunkd's defaults shall stand.
  std::string host;
  std::string index;
  std::string source;
  std::string sourcetype;
};

}  // namespace eventlens
