// See demo_system.h.
#include "demo_system.h"

#include <cstdint>

#include "demo_domain.h"
#include "demo_system_shapes.h"
#include "evtx_byte_writer.h"

namespace eventlens::test {
namespace {

EvtxEvent kernel_event(std::uint64_t time, std::uint16_t event_id,
                       std::uint16_t task) {
  EvtxEvent event = modern_system_event(
      time, "Microsoft-Windows-Kernel-General",
      "{A68CA8B7-004F-D7B6-A698-07E2DE0F1F5D}", event_id, kLevelInformation);
  event.keywords = 0x8000000000000080;
  event.task = task;
  event.process_id = 4;
  event.thread_id = 8;
  event.user_sid = kLocalSystemSid;
  return event;
}

EvtxEvent service_event(std::uint64_t time, std::uint16_t event_id,
                        std::uint16_t severity) {
  EvtxEvent event = bridged_system_event(
      time, "Service Control Manager", "{555908d1-a6d7-4695-8e1e-26931d2012f4}",
      "Service Control Manager", event_id, severity);
  event.keywords = kSystemChannelKeyword | kClassicKeyword;
  event.process_id = 616;
  event.thread_id = 2732;
  return event;
}

EvtxEvent policy_event(std::uint64_t time, std::uint16_t event_id,
                       std::uint8_t level, const std::string& activity) {
  EvtxEvent event = modern_system_event(
      time, "Microsoft-Windows-GroupPolicy",
      "{AEA1B4FA-97D1-45F2-A64C-4D69FFFD92C9}", event_id, level);
  event.opcode = 1;
  event.activity_id = activity;
  event.process_id = 1344;
  event.thread_id = 3604;
  event.user_sid = kLocalSystemSid;
  return event;
}

}  // namespace

EvtxEvent event_log_started(std::uint64_t time) {
  // A SYSTEMTIME in local time and eight bytes of zero.
  const auto clock = demo_clock(time);
  EvtxByteWriter binary;
  const auto put = [&binary](std::int64_t part) {
    binary.put(static_cast<std::uint16_t>(part));
  };
  for (const std::int64_t part : {2025, 3, 1, 3}) {
    put(part);
  }
  put(clock.hours().count());
  put(clock.minutes().count());
  put(clock.seconds().count());
  put(0);
  binary.put_zeros(8);
  return classic_system_event(time, "EventLog", 6005, kSeverityWarning,
                              kLevelInformation, {{}, binary.bytes()});
}

EvtxEvent event_log_stopped(std::uint64_t time) {
  return classic_system_event(time, "EventLog", 6006, kSeverityWarning,
                              kLevelInformation,
                              {{}, {1, 0, 0, 0, 0, 0, 0, 0}});
}

EvtxEvent os_version_at_boot(std::uint64_t time, const std::string& build) {
  return classic_system_event(
      time, "EventLog", 6009, kSeverityWarning, kLevelInformation,
      {{"10.00.", build, "", "Multiprocessor Free", "0"}, {}});
}

EvtxEvent uptime_report(std::uint64_t time, std::uint64_t uptime_seconds) {
  return classic_system_event(time, "EventLog", 6013, kSeverityWarning,
                              kLevelInformation,
                              {{"", "", "", "", std::to_string(uptime_seconds),
                                "60", "0 GMT Standard Time"},
                               {}});
}

EvtxEvent kernel_start(std::uint64_t time, std::uint32_t build) {
  EvtxEvent event = kernel_event(time, 12, 1);
  event.data = {{"MajorVersion", uint32_value(10)},
                {"MinorVersion", uint32_value(0)},
                {"BuildVersion", uint32_value(build)},
                {"QfeVersion", uint32_value(3165)},
                {"ServiceVersion", uint16_value(0)},
                {"BootMode", uint32_value(0)},
                {"StartTime", filetime_value(time - 4 * kDemoSecond)}};
  return event;
}

EvtxEvent kernel_stop(std::uint64_t time) {
  EvtxEvent event = kernel_event(time, 13, 2);
  event.user_sid.clear();
  event.data = {{"StopTime", filetime_value(time)}};
  return event;
}

EvtxEvent kernel_time_change(std::uint64_t time, std::uint64_t new_time,
                             std::uint64_t old_time) {
  EvtxEvent event = kernel_event(time, 1, 5);
  event.version = 1;
  event.keywords = 0x8000000000000010;
  event.process_id = 1240;
  event.user_sid = kLocalServiceSid;
  event.data = {{"NewTime", filetime_value(new_time)},
                {"OldTime", filetime_value(old_time)},
                {"Reason", uint32_value(1)}};
  return event;
}

EvtxEvent service_state(std::uint64_t time, const std::string& service,
                        const std::string& state, const std::string& key) {
  EvtxEvent event = service_event(time, 7036, kSeverityInformation);
  event.data = {{"param1", string_value(service)},
                {"param2", string_value(state)}};
  // Key name and state number, as the service manager writes them.
  const std::string number = state == "running" ? "/4" : "/1";
  event.binary = utf16_bytes(key + number, TrailingNul::Yes);
  return event;
}

EvtxEvent service_start_type(std::uint64_t time, const std::string& service,
                             const std::string& from, const std::string& to,
                             const std::string& key) {
  EvtxEvent event = service_event(time, 7040, kSeverityInformation);
  event.user_sid = kLocalSystemSid;
  event.data = {{"param1", string_value(service)},
                {"param2", string_value(from)},
                {"param3", string_value(to)},
                {"param4", string_value(key)}};
  return event;
}

EvtxEvent service_start_failed(std::uint64_t time, const std::string& service,
                               std::uint32_t win32_error,
                               const std::string& key) {
  EvtxEvent event = service_event(time, 7000, kSeverityError);
  event.data = {{"param1", string_value(service)},
                {"param2", string_value("%%" + std::to_string(win32_error))}};
  event.binary = utf16_bytes(key, TrailingNul::Yes);
  return event;
}

EvtxEvent service_logon_failed(std::uint64_t time, const std::string& service,
                               const std::string& account,
                               std::uint32_t win32_error) {
  EvtxEvent event = service_event(time, 7038, kSeverityError);
  event.data = {{"param1", string_value(service)},
                {"param2", string_value(account)},
                {"param3", string_value("%%" + std::to_string(win32_error))}};
  return event;
}

EvtxEvent group_policy_applied(std::uint64_t time, const std::string& activity,
                               const std::string& dc) {
  EvtxEvent event = policy_event(time, 1500, kLevelInformation, activity);
  event.data = {{"SupportInfo1", uint32_value(1)},
                {"SupportInfo2", uint32_value(4220)},
                {"ProcessingMode", uint32_value(0)},
                {"ProcessingTimeInMilliseconds", uint32_value(1406)},
                {"DCName", nul_text("\\\\" + dc)}};
  return event;
}

EvtxEvent group_policy_no_dc(std::uint64_t time, const std::string& activity) {
  EvtxEvent event = policy_event(time, 1129, kLevelError, activity);
  event.data = {{"SupportInfo1", uint32_value(1)},
                {"SupportInfo2", uint32_value(1548)},
                {"ProcessingMode", uint32_value(0)},
                {"ProcessingTimeInMilliseconds", uint32_value(4875)},
                {"ErrorCode", uint32_value(1222)},
                {"ErrorDescription",
                 nul_text("The network is not present or not started. ")}};
  return event;
}

}  // namespace eventlens::test
