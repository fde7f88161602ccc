// A few events that between them use every usual structure of EVTX, small
// enough to be damaged byte by byte.
#pragma once

#include "evtx_builder.h"

namespace eventlens::test {

inline std::uint64_t sample_time(unsigned second = 0) {
  return filetime_from_utc({2025, 3, 3, 8, 0, second, 1234567});
}

/// Kerberos pre-authentication failed, code 0x18: a wrong password.
inline EvtxEvent event_4771() {
  return {.event_id = 4771,
          .task = 14339,
          .keywords = 0x8010000000000000,
          .time = sample_time(),
          .process_id = 640,
          .thread_id = 1200,
          .data = {{"TargetUserName", string_value("svc-sql")},
                   {"TargetSid", sid_value("S-1-5-21-1-2-3-1104")},
                   {"ServiceName", string_value("krbtgt/CORP")},
                   {"TicketOptions", hex32_value(0x40810010)},
                   {"Status", hex32_value(0x18)},
                   {"PreAuthType", string_value("2")},
                   {"IpAddress", string_value("::ffff:10.0.0.7")},
                   {"IpPort", string_value("49223")}}};
}

/// The audit log was cleared: its data is UserData.
inline EvtxEvent event_1102() {
  return {.provider = "Microsoft-Windows-Eventlog",
          .provider_guid = "{FC65DDD8-D6EF-4962-83D5-6E5CFE9CE148}",
          .event_id = 1102,
          .level = 4,
          .task = 104,
          .keywords = 0x4020000000000000,
          .time = sample_time(1),
          .form = EvtxForm::Values20,
          .user_data = EvtxUserData{
              "LogFileCleared",
              "http://manifests.microsoft.com/win/2004/08/windows/eventlog",
              {{"SubjectUserSid", sid_value("S-1-5-18")},
               {"SubjectUserName", string_value("adm & <co>")}}}};
}

/// A classic source: unnamed strings and binary data.
inline EvtxEvent event_7036() {
  return {.provider = "Service Control Manager",
          .provider_guid = "{555908D1-A6D7-4695-8E1E-26931D2012F4}",
          .event_source_name = "Service Control Manager",
          .event_id = 7036,
          .qualifiers = 16384,
          .level = 4,
          .keywords = 0x80000000000000,
          .time = sample_time(2),
          .channel = "System",
          .form = EvtxForm::Classic20,
          .classic = EvtxClassicData{{"Netlogon", "running"}, {1, 2, 0xAB}}};
}

/// An event without any template, as in forwarded logs.
inline EvtxEvent event_plain() {
  EvtxEvent event = event_4771();
  event.form = EvtxForm::Plain;
  event.time = sample_time(3);
  return event;
}

/// One chunk with all of them, twice the first: its template is then used
/// from where it was stored before.
inline EvtxBuilder sample_log() {
  EvtxBuilder builder;
  builder.add_event(event_4771());
  builder.add_event(event_1102());
  builder.add_event(event_7036());
  builder.add_event(event_plain());
  builder.add_event(event_4771());
  return builder;
}

}  // namespace eventlens::test
