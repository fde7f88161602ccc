#include "collect/event_metadata.h"

#include "collect/log_file.h"

namespace eventlens {
namespace {}  // namespace

EventMetadata MetadataMaker::of(const Event& event, const Stanza& stanza) {
  const bool xml = stanza.render == Render::Xml;
  source_.clear();
  if (stanza.source.empty()) {
    source_.append(xml ? "XmlWinEventLog:" : "eventlens:");
    append_value(source_, event.system(SystemField::Channel), Escape::Raw);
  } else {
    source_.append(stanza.source);
  }
  if (has_log_ending(source_.view())) {
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
