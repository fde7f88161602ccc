// What splunkd is told about an event: time, source, sourcetype, host, index.
#pragma once

#include "base/buffer.h"
#include "collect/stanza.h"
#include "emit/stream_writer.h"
#include "event/event.h"

namespace eventlens {

class MetadataMaker {
 public:
  /// The stanza's own source and sourcetype go before ours:
  ///  xml   source XmlWinEventLog:<Channel>, sourcetype XmlWinEventLog, so that
  ///        what was written for Splunk_TA_windows applies
  ///  json  source eventlens:<Channel>, sourcetype eventlens:json
  /// A source never ends in .evt or .evtx: Splunk's own props for such files
  /// would apply to it. Views are valid until the next call.
  EventMetadata of(const Event& event, const Stanza& stanza);

 private:
  Buffer source_;
  Buffer host_;
};

}  // namespace eventlens
