#include "collect/event_metadata.h"

#include <algorithm>

namespace eventlens {
namespace {

bool ends_like_a_log_file(std::string_view source) {
  const auto ends_with = [&](std::string_view ending) {
    return source.size() >= ending.size() &&
           std::equal(ending.begin(), ending.end(),
                      source.end() - static_cast<ptrdiff_t>(ending.size()),
                      [](char a, char b) { return a == (b | 0x20) || a == b; });
  };
  return ends_with(".evtx") || ends_with(".evt");
}

}  // namespace

EventMetadata MetadataMaker::of(const Event& event, const Stanza& stanza) {
  const bool xml = stanza.render == Render::Xml;
  source_.clear();
  if (stanza.source.empty()) {
    source_.append(xml ? "XmlWinEventLog:" : "eventlens:");
    append_value(source_, event.system(SystemField::Channel), Escape::Raw);
  } else {
    source_.append(stanza.source);
  }
  if (ends_like_a_log_file(source_.view())) {
    source_.append('_');
  }
  host_.clear();
  if (stanza.host_from_event) {
    append_value(host_, event.system(SystemField::Computer), Escape::Raw);
  }
  EventMetadata metadata;
  metadata.stanza = stanza.name;
  metadata.time = event.time;
  metadata.source = source_.view();
  metadata.sourcetype = !stanza.sourcetype.empty()
                            ? std::string_view(stanza.sourcetype)
                        : xml ? "XmlWinEventLog"
                              : "eventlens:json";
  metadata.host = host_.empty() ? std::string_view(stanza.host) : host_.view();
  metadata.index = stanza.index;
  return metadata;
}

}  // namespace eventlens
