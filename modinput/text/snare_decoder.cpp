#include "text/snare_decoder.h"

#include <algorithm>

#include "text/words.h"

namespace eventlens::text {
namespace {

/// The source of the Security log up to Windows Server 2003.
constexpr std::string_view kLegacySecurity = "Security";

/// winmeta.h: 1 critical, 2 error, 3 warning, 4 information. Where the type is
/// none of these words, Snare's criticality says it, from 0 on.
uint8_t level_of(const SnareFields& fields) {
  if (fields.type == "Error") {
    return 2;
  }
  if (fields.type == "Warning") {
    return 3;
  }
  if (fields.type == "Critical") {
    return 1;
  }
  if (fields.type == "Verbose") {
    return 5;
  }
  if (fields.type == "Information") {
    return 4;
  }
  constexpr uint8_t kMost = 4;
  const auto criticality = static_cast<uint8_t>(fields.criticality[0] - '0');
  return criticality == 0 || criticality > kMost
             ? 0
             : static_cast<uint8_t>(5 - criticality);
}

}  // namespace

DecodeCounts SnareDecoder::decode(const Unit& unit, EventSink& sink,
                                  Issues& issues) {
  Walk walk{sink, issues, TextPositions(unit), {}};
  const std::string_view text = text_of(unit);
  size_t gap = 0;  // where lines of others began
  for (size_t at = 0; at < text.size() && !walk.stopped;) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    const size_t begin = at;
    at = std::min(end + 1, text.size());
    const auto fields = read_snare(line);
    if (!fields) {
      continue;
    }
    RecordMaker::pass_over(walk, text.substr(gap, begin - gap));
    gap = at;
    const bool is_cut = at == text.size() && (unit.hints & kRecordCut) != 0;
    deliver(walk, text.substr(begin, at - begin), *fields, is_cut);
  }
  if (!walk.stopped) {
    RecordMaker::pass_over(walk, text.substr(gap));
  }
  // Not before the last event of this unit is done with its shape.
  if (maker_.tidy_up()) {
    ++generation_;
  }
  return walk.counts;
}

void SnareDecoder::deliver(Walk& walk, std::string_view line,
                           const SnareFields& fields, bool is_cut) {
  walk.issues.begin_event();
  if (is_cut) {
    walk.issues.count(Issue::RecordCutOff);
  }
  maker_.begin();
  maker_.set_time(fields.wall_clock);
  maker_.set_provider(fields.source);
  maker_.set(SystemField::EventId, fields.event_id);
  maker_.set(SystemField::Channel, fields.log);
  maker_.set(SystemField::Computer, fields.computer);
  maker_.set(SystemField::EventRecordId, fields.record_number);
  maker_.set(RenderedText::Level, fields.type);
  maker_.set(RenderedText::Task, fields.category);
  fill_rank(fields);
  maker_.set_user(fields.user);
  if (!fields.data.empty() && fields.data != "N/A") {
    maker_.add_data("DataString", fields.data);
  }
  maker_.set_message(fields.message);
  maker_.deliver(walk, line, selector_);
}

void SnareDecoder::fill_rank(const SnareFields& fields) {
  const bool is_legacy = fields.source == kLegacySecurity;
  if (fields.type == "Success Audit") {
    maker_.set_keywords(is_legacy ? kLegacyAuditSuccess : kAuditSuccess);
    maker_.set_level(0);
  } else if (fields.type == "Failure Audit") {
    maker_.set_keywords(is_legacy ? kLegacyAuditFailure : kAuditFailure);
    maker_.set_level(0);
  } else {
    maker_.set_level(level_of(fields));
  }
}

}  // namespace eventlens::text
