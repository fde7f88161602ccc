// Security log events of the demo with the fields, order, types and System
// values of Windows Server 2019 and Windows 11.
#pragma once

#include <cstdint>
#include <string>

#include "demo_domain.h"
#include "evtx_event.h"

namespace eventlens::test {

inline constexpr const char* kNobodySid = "S-1-0-0";
inline constexpr const char* kSystemSid = "S-1-5-18";
inline constexpr const char* kNoGuid = "{00000000-0000-0000-0000-000000000000}";
inline constexpr std::uint64_t kSystemLogonId = 0x3E7;

// Texts of one character that fields are set to. Constants, because GCC 12
// warns wrongly (-Wrestrict) when such a literal is assigned to a string.
inline const std::string kNotGiven = "-";
inline const std::string kPasswordPreauth = "2";
inline const std::string kPortZero = "0";

// Ticket encryption types; the last one stands in failures.
inline constexpr std::uint32_t kEtypeAes256 = 0x12;
inline constexpr std::uint32_t kEtypeRc4 = 0x17;
inline constexpr std::uint32_t kEtypeNone = 0xFFFFFFFF;

// Who acts or is acted upon. An empty SID is written as S-1-0-0.
struct DemoIdentity {
  std::string sid{};
  std::string name = kNotGiven;
  std::string domain = kNotGiven;
  std::uint64_t logon_id = 0;
};

DemoIdentity identity_of(const DemoAccount& account,
                         std::uint64_t logon_id = 0);
// The local system of a host, as it stands in "Subject".
DemoIdentity system_of(const DemoHost& host);

// Fields of 4768, 4769, 4770 and 4771, as far as each has them.
struct DemoTicket {
  std::string user{};
  std::string user_sid{};
  std::string domain = kDemoRealm;
  std::string service = "krbtgt";
  std::string service_sid{};
  std::uint32_t options = 0x40810010;
  std::uint32_t status = 0;
  std::uint32_t etype = kEtypeAes256;
  std::string preauth = kPasswordPreauth;
  std::string address{};
  std::uint16_t port = 0;
  std::string logon_guid = kNoGuid;
};

EvtxEvent tgt_event(std::uint64_t time, const DemoTicket& ticket);  // 4768
EvtxEvent service_ticket_event(std::uint64_t time,
                               const DemoTicket& ticket);  // 4769
EvtxEvent ticket_renewal_event(std::uint64_t time,
                               const DemoTicket& ticket);  // 4770
EvtxEvent preauth_failure_event(std::uint64_t time,
                                const DemoTicket& ticket);  // 4771

// Fields of 4624, 4625, 4634 and 4672, as far as each has them.
struct DemoLogon {
  DemoIdentity subject{};
  DemoIdentity target{};
  std::uint32_t type = 3;
  std::string process = "Kerberos";
  std::string package = "Kerberos";
  std::string workstation = kNotGiven;
  std::string guid = kNoGuid;
  std::string lm_package = kNotGiven;
  std::uint32_t key_length = 0;
  std::uint64_t process_id = 0;
  std::string process_name = kNotGiven;
  std::string address = kNotGiven;
  std::string port = kNotGiven;
  std::string impersonation = "%%1833";
  std::string restricted_admin = kNotGiven;
  std::string elevated = "%%1842";
  // 4625 only.
  std::uint32_t status = 0;
  std::uint32_t sub_status = 0;
  std::string failure_reason = "%%2313";
};

EvtxEvent logon_event(std::uint64_t time, const DemoLogon& logon);  // 4624
EvtxEvent logon_failure_event(std::uint64_t time,
                              const DemoLogon& logon);               // 4625
EvtxEvent logoff_event(std::uint64_t time, const DemoLogon& logon);  // 4634
EvtxEvent user_logoff_event(std::uint64_t time,
                            const DemoLogon& logon);  // 4647
// 4672; `privileges` as Windows joins them, see kAdminPrivileges.
EvtxEvent special_logon_event(std::uint64_t time, const DemoIdentity& who,
                              const std::string& privileges);
extern const char* const kAdminPrivileges;
extern const char* const kSystemPrivileges;
extern const char* const kBackupPrivileges;

struct DemoExplicitLogon {
  DemoIdentity subject{};
  std::string target_user{};
  std::string target_domain = kDemoDomain;
  std::string target_guid = kNoGuid;
  std::string target_server = "localhost";
  std::uint64_t process_id = 0;
  std::string process_name{};
  std::string address = kNotGiven;
  std::string port = kNotGiven;
};
EvtxEvent explicit_logon_event(std::uint64_t time,
                               const DemoExplicitLogon& logon);  // 4648

EvtxEvent ntlm_event(std::uint64_t time, const std::string& user,
                     const std::string& workstation,
                     std::uint32_t status);  // 4776

// 4740 (`where` is the caller computer), 4767, 4723, 4724: `event_id` tells.
EvtxEvent account_event(std::uint64_t time, std::uint16_t event_id,
                        const DemoAccount& target, const std::string& where,
                        const DemoIdentity& subject);

EvtxEvent time_change_event(std::uint64_t time, const DemoIdentity& subject,
                            std::uint64_t previous, std::uint64_t now,
                            const std::string& process_name);  // 4616
EvtxEvent windows_start_event(std::uint64_t time);             // 4608
EvtxEvent log_cleared_event(std::uint64_t time,
                            const DemoIdentity& who);  // 1102
EvtxEvent log_service_stop_event(std::uint64_t time);  // 1100

}  // namespace eventlens::test
