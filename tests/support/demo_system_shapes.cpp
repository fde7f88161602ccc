// See demo_system_shapes.h.
#include "demo_system_shapes.h"

#include <utility>

#include "demo_domain.h"

namespace eventlens::test {

std::chrono::hh_mm_ss<std::chrono::seconds> demo_clock(std::uint64_t time) {
  const std::uint64_t seconds = (time - demo_midnight()) / kDemoSecond;
  return std::chrono::hh_mm_ss(
      std::chrono::seconds(static_cast<std::int64_t>(seconds)));
}

EvtxValue nul_text(const std::string& value) {
  return string_value(value, TrailingNul::Yes);
}

EvtxEvent modern_system_event(std::uint64_t time, const char* provider,
                              const char* guid, std::uint16_t event_id,
                              std::uint8_t level) {
  EvtxEvent event;
  event.dialect = EvtxDialect::Windows10;
  event.provider = provider;
  event.provider_guid = guid;
  event.event_id = event_id;
  event.level = level;
  event.keywords = kSystemChannelKeyword;
  event.time = time;
  event.channel = "System";
  return event;
}

EvtxEvent bridged_system_event(std::uint64_t time, const char* provider,
                               const char* guid, const char* source,
                               std::uint16_t event_id, std::uint16_t severity) {
  EvtxEvent event =
      modern_system_event(time, provider, guid, event_id, kLevelInformation);
  event.form = EvtxForm::Values20;
  event.event_source_name = source;
  event.qualifiers = severity;
  event.keywords = kClassicKeyword;
  event.level = severity == kSeverityError     ? kLevelError
                : severity == kSeverityWarning ? kLevelWarning
                                               : kLevelInformation;
  return event;
}

EvtxEvent classic_system_event(std::uint64_t time, const char* source,
                               std::uint16_t event_id, std::uint16_t qualifiers,
                               std::uint8_t level, EvtxClassicData data) {
  EvtxEvent event = modern_system_event(time, source, "", event_id, level);
  event.form = EvtxForm::Classic20;
  event.qualifiers = qualifiers;
  event.keywords = kClassicKeyword;
  event.classic = std::move(data);
  return event;
}

}  // namespace eventlens::test
