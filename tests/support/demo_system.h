// System log events of the demo, in the three shapes that this log mixes:
// manifest providers (18 values), manifest providers with a classic past
// (20 values, Qualifiers, EventSourceName), and classic sources.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "evtx_event.h"

namespace eventlens::test {

// EventLog: 6005 started, 6006 stopped, 6009 version at boot, 6013 uptime.
EvtxEvent event_log_started(std::uint64_t time);
EvtxEvent event_log_stopped(std::uint64_t time);
EvtxEvent os_version_at_boot(std::uint64_t time, const std::string& build);
EvtxEvent uptime_report(std::uint64_t time, std::uint64_t uptime_seconds);

// Microsoft-Windows-Kernel-General: 12, 13 and 1.
EvtxEvent kernel_start(std::uint64_t time, std::uint32_t build);
EvtxEvent kernel_stop(std::uint64_t time);
EvtxEvent kernel_time_change(std::uint64_t time, std::uint64_t new_time,
                             std::uint64_t old_time);

// Service Control Manager. 7036 and 7040 carry the service's key name as
// binary or last parameter.
EvtxEvent service_state(std::uint64_t time, const std::string& service,
                        const std::string& state,
                        const std::string& key);  // 7036
EvtxEvent service_start_type(std::uint64_t time, const std::string& service,
                             const std::string& from, const std::string& to,
                             const std::string& key);  // 7040
EvtxEvent service_start_failed(std::uint64_t time, const std::string& service,
                               std::uint32_t win32_error,
                               const std::string& key);  // 7000
EvtxEvent service_logon_failed(std::uint64_t time, const std::string& service,
                               const std::string& account,
                               std::uint32_t win32_error);  // 7038

// Microsoft-Windows-Time-Service.
EvtxEvent time_source_reachable(std::uint64_t time,
                                const std::string& source);  // 37
EvtxEvent time_source_chosen(std::uint64_t time, const std::string& source,
                             std::uint32_t reference_id,
                             std::uint32_t stratum);                    // 35
EvtxEvent time_source_none(std::uint64_t time, std::uint32_t seconds);  // 36
EvtxEvent time_no_source(std::uint64_t time, std::uint32_t retry_minutes);
EvtxEvent time_peer_dns_error(std::uint64_t time, const std::string& peer,
                              std::uint32_t retry_minutes);  // 134
EvtxEvent time_domain_discovery_error(std::uint64_t time,
                                      std::uint32_t retry_minutes);  // 129

// LsaSrv 40960 and 40961. `error_text` is the message of `status`.
EvtxEvent lsa_authentication_error(std::uint64_t time,
                                   const std::string& target,
                                   const std::string& error_text,
                                   std::uint32_t status);
EvtxEvent lsa_no_protocol(std::uint64_t time, const std::string& target);

// Microsoft-Windows-Security-Kerberos 3 (error received; needs extended
// logging) and 4 (KRB_AP_ERR_MODIFIED). `server_time` is the controller's
// clock, which the error carries.
EvtxEvent kerberos_error(std::uint64_t time, std::uint64_t server_time,
                         std::uint32_t code, const std::string& name,
                         const std::string& target);
EvtxEvent kerberos_modified(std::uint64_t time, const std::string& server,
                            const std::string& target);
// Microsoft-Windows-Kerberos-Key-Distribution-Center 27: no common etype.
EvtxEvent kdc_no_key(std::uint64_t time, const std::string& target,
                     const std::string& account);

// NETLOGON 5719, 5722 and 5805; `status` is the NTSTATUS in the binary data.
EvtxEvent netlogon_event(std::uint64_t time, std::uint16_t event_id,
                         const std::vector<std::string>& strings,
                         std::uint32_t status);

// Microsoft-Windows-GroupPolicy 1500 (applied) and 1129 (no DC reachable).
EvtxEvent group_policy_applied(std::uint64_t time, const std::string& activity,
                               const std::string& dc);
EvtxEvent group_policy_no_dc(std::uint64_t time, const std::string& activity);

}  // namespace eventlens::test
