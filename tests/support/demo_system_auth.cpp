// Time service, LSA, Kerberos and Netlogon events of the System log; see
// demo_system.h.
#include <cstdio>

#include "demo_domain.h"
#include "demo_system.h"
#include "demo_system_shapes.h"
#include "evtx_byte_writer.h"

namespace eventlens::test {
namespace {

EvtxEvent time_event(std::uint64_t time, std::uint16_t event_id,
                     std::uint8_t level, const char* data_name) {
  EvtxEvent event = modern_system_event(
      time, "Microsoft-Windows-Time-Service",
      "{06EDCFEB-0FD0-4E53-ACCA-A6F8BBF81BCB}", event_id, level);
  event.event_data_name = data_name;
  event.process_id = 1240;
  event.thread_id = 1416;
  event.user_sid = kLocalServiceSid;
  return event;
}

EvtxEvent lsa_event(std::uint64_t time, std::uint16_t event_id) {
  EvtxEvent event = modern_system_event(
      time, "LsaSrv", "{199FE037-2B82-40A9-82AC-E1D46C792B99}", event_id,
      kLevelWarning);
  event.task = 3;  // SPNEGO (Negotiator)
  event.process_id = 652;
  event.thread_id = 912;
  event.user_sid = kLocalSystemSid;
  return event;
}

EvtxEvent kerberos_event(std::uint64_t time, std::uint16_t event_id,
                         std::uint16_t qualifiers) {
  EvtxEvent event =
      bridged_system_event(time, "Microsoft-Windows-Security-Kerberos",
                           "{98E6CFCB-EE0A-41E0-A57B-622D4E1B30B1}", "Kerberos",
                           event_id, qualifiers);
  event.level = kLevelError;
  return event;
}

EvtxBytes status_bytes(std::uint32_t status) {
  EvtxByteWriter out;
  out.put(status);
  return out.bytes();
}

const char* kerberos_error_name(std::uint32_t code) {
  switch (code) {
    case 0x07:
      return "KDC_ERR_S_PRINCIPAL_UNKNOWN";
    case 0x19:
      return "KDC_ERR_PREAUTH_REQUIRED";
    case 0x25:
      return "KRB_AP_ERR_SKEW";
    default:
      return "Unknown Error";
  }
}

}  // namespace

EvtxEvent time_source_reachable(std::uint64_t time, const std::string& source) {
  EvtxEvent event = time_event(time, 37, kLevelInformation,
                               "TMP_EVENT_TIME_SOURCE_REACHABLE");
  event.data = {{"TimeSource", nul_text(source)}};
  return event;
}

EvtxEvent time_source_chosen(std::uint64_t time, const std::string& source,
                             std::uint32_t reference_id,
                             std::uint32_t stratum) {
  EvtxEvent event =
      time_event(time, 35, kLevelInformation, "TMP_EVENT_TIME_SOURCE_CHOSEN");
  event.data = {{"TimeSource", nul_text(source)},
                {"TimeSourceRefId", uint32_value(reference_id)},
                {"CurrentStratumNumber", uint32_value(stratum)}};
  return event;
}

EvtxEvent time_source_none(std::uint64_t time, std::uint32_t seconds) {
  EvtxEvent event =
      time_event(time, 36, kLevelWarning, "TMP_EVENT_TIME_SOURCE_NONE");
  event.data = {
      {"UnsynchronizedTimeSeconds", uint32_value(seconds)},
      {"TimeRemainingToSetLocalClockFreeRunningSeconds", uint32_value(0)}};
  return event;
}

EvtxEvent time_no_source(std::uint64_t time, std::uint32_t retry_minutes) {
  EvtxEvent event = time_event(time, 29, kLevelError, "");
  event.data = {{"RetryMinutes", nul_text(std::to_string(retry_minutes))}};
  return event;
}

EvtxEvent time_peer_dns_error(std::uint64_t time, const std::string& peer,
                              std::uint32_t retry_minutes) {
  EvtxEvent event =
      time_event(time, 134, kLevelWarning, "TMP_EVENT_MANUAL_PEER_DNS_ERROR");
  event.data = {
      {"ErrorMessage", nul_text("No such host is known. (0x80072AF9)")},
      {"RetryMinutes", uint32_value(retry_minutes)},
      {"DomainPeer", nul_text(peer)}};
  return event;
}

EvtxEvent time_domain_discovery_error(std::uint64_t time,
                                      std::uint32_t retry_minutes) {
  EvtxEvent event = time_event(time, 129, kLevelWarning,
                               "TMP_EVENT_DOMAIN_PEER_DISCOVERY_ERROR");
  event.data = {
      {"ErrorMessage", nul_text("The entry is not found. (0x800706E1)")},
      {"RetryMinutes", uint32_value(retry_minutes)}};
  return event;
}

EvtxEvent lsa_authentication_error(std::uint64_t time,
                                   const std::string& target,
                                   const std::string& error_text,
                                   std::uint32_t status) {
  char code[16];
  std::snprintf(code, sizeof code, "(0x%08x)", status);
  EvtxEvent event = lsa_event(time, 40960);
  event.data = {{"Target", nul_text(target)},
                {"Protocol", nul_text("Kerberos")},
                {"Error", nul_text('"' + error_text + "\r\n " + code + '"')}};
  return event;
}

EvtxEvent lsa_no_protocol(std::uint64_t time, const std::string& target) {
  EvtxEvent event = lsa_event(time, 40961);
  event.data = {{"Target", nul_text(target)}};
  return event;
}

EvtxEvent kerberos_error(std::uint64_t time, std::uint64_t server_time,
                         std::uint32_t code, const std::string& name,
                         const std::string& target) {
  const auto clock = demo_clock(server_time);
  char time_text[48];
  std::snprintf(time_text, sizeof time_text, "%d:%d:%d.0000 3/3/2025 Z",
                static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  char code_text[16];
  std::snprintf(code_text, sizeof code_text, "0x%x", code);
  EvtxEvent event = kerberos_event(time, 3, kSeverityWarning);
  event.data = {
      {"LogonSession", string_value(std::string(kDemoRealm) + "\\" + name)},
      {"ClientTime", string_value("")},
      {"ServerTime", string_value(time_text)},
      {"ErrorCode", string_value(code_text)},
      {"ErrorMessage", string_value(kerberos_error_name(code))},
      {"ExtendedError", string_value("")},
      {"ClientRealm", string_value("")},
      {"ClientName", string_value("")},
      {"ServerRealm", string_value(kDemoRealm)},
      {"ServerName", string_value(target)},
      {"TargetName", string_value(target + "@" + kDemoRealm)},
      {"ErrorText", string_value("")},
      {"File", string_value("onecore\\ds\\security\\protocols\\kerberos\\"
                            "client2\\logonapi.cxx")},
      {"Line", string_value("e00")}};
  event.binary = EvtxBytes{};
  return event;
}

EvtxEvent kerberos_modified(std::uint64_t time, const std::string& server,
                            const std::string& target) {
  EvtxEvent event = kerberos_event(time, 4, kSeverityInformation);
  event.data = {{"Server", string_value(server)},
                {"TargetRealm", string_value(kDemoRealm)},
                {"Targetname", string_value(target)},
                {"ClientRealm", string_value(kDemoRealm)}};
  event.binary = EvtxBytes{};
  return event;
}

EvtxEvent kdc_no_key(std::uint64_t time, const std::string& target,
                     const std::string& account) {
  EvtxEvent event = bridged_system_event(
      time, "Microsoft-Windows-Kerberos-Key-Distribution-Center",
      "{3FD9DA1A-5A54-46C5-9A26-9BD7C0685056}", "KDC", 27, kSeverityError);
  event.data = {{"Target", string_value(target)},
                {"Account", string_value(account)},
                {"ID", string_value("9")},
                {"RequestedEtypes", string_value("3  1")},
                {"AvailableEtypes", string_value("23  18  17")}};
  event.binary = EvtxBytes{};
  return event;
}

EvtxEvent netlogon_event(std::uint64_t time, std::uint16_t event_id,
                         const std::vector<std::string>& strings,
                         std::uint32_t status) {
  return classic_system_event(time, "NETLOGON", event_id, 0, kLevelError,
                              {strings, status_bytes(status)});
}

}  // namespace eventlens::test
