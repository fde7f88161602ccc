// See demo_security.h.
#include "demo_security.h"

#include <utility>

namespace eventlens::test {
namespace {

constexpr std::uint64_t kAuditSuccess = 0x8020000000000000;
constexpr std::uint64_t kAuditFailure = 0x8010000000000000;

constexpr std::uint16_t kTaskSecurityState = 12288;
constexpr std::uint16_t kTaskLogon = 12544;
constexpr std::uint16_t kTaskLogoff = 12545;
constexpr std::uint16_t kTaskAccountLockout = 12546;
constexpr std::uint16_t kTaskSpecialLogon = 12548;
constexpr std::uint16_t kTaskUserAccounts = 13824;
constexpr std::uint16_t kTaskCredentialValidation = 14336;
constexpr std::uint16_t kTaskServiceTickets = 14337;
constexpr std::uint16_t kTaskKerberosAuthentication = 14339;

// Strings of the Security log end in NUL since Windows Server 2019.
EvtxValue text(const std::string& value) {
  return string_value(value, TrailingNul::Yes);
}

EvtxValue sid(const std::string& value) {
  return sid_value(value.empty() ? kNobodySid : value);
}

EvtxEvent audit_event(std::uint64_t time, std::uint16_t event_id,
                      std::uint16_t task, bool success) {
  EvtxEvent event;
  event.dialect = EvtxDialect::Windows10;
  event.event_id = event_id;
  event.task = task;
  event.keywords = success ? kAuditSuccess : kAuditFailure;
  event.time = time;
  return event;
}

using Items = std::vector<EvtxDataItem>;

void append_subject(Items& data, const DemoIdentity& subject) {
  data.push_back({"SubjectUserSid", sid(subject.sid)});
  data.push_back({"SubjectUserName", text(subject.name)});
  data.push_back({"SubjectDomainName", text(subject.domain)});
  data.push_back({"SubjectLogonId", hex64_value(subject.logon_id)});
}

void append_address(Items& data, const DemoTicket& ticket) {
  // IPv4 clients appear as IPv4-mapped IPv6 addresses.
  const bool ipv6 = ticket.address.find(':') != std::string::npos;
  const std::string address = (ipv6 ? "" : "::ffff:") + ticket.address;
  data.push_back({"IpAddress", text(address)});
  data.push_back({"IpPort", text(std::to_string(ticket.port))});
}

void append_certificate(Items& data) {
  data.push_back({"CertIssuerName", text("")});
  data.push_back({"CertSerialNumber", text("")});
  data.push_back({"CertThumbprint", text("")});
}

EvtxEvent event_log_event(std::uint64_t time, std::uint16_t event_id,
                          std::uint16_t task, EvtxUserData user_data) {
  EvtxEvent event;
  event.provider = "Microsoft-Windows-Eventlog";
  event.provider_guid = "{fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148}";
  event.event_id = event_id;
  event.level = 4;
  event.task = task;
  event.keywords = 0x4020000000000000;
  event.time = time;
  event.form = EvtxForm::Values20;
  event.user_data = std::move(user_data);
  event.user_data->xmlns =
      "http://manifests.microsoft.com/win/2004/08/windows/eventlog";
  return event;
}

}  // namespace

const char* const kAdminPrivileges =
    "SeSecurityPrivilege\r\n\t\t\tSeTakeOwnershipPrivilege\r\n\t\t\t"
    "SeLoadDriverPrivilege\r\n\t\t\tSeBackupPrivilege\r\n\t\t\t"
    "SeRestorePrivilege\r\n\t\t\tSeDebugPrivilege\r\n\t\t\t"
    "SeSystemEnvironmentPrivilege\r\n\t\t\tSeEnableDelegationPrivilege"
    "\r\n\t\t\tSeImpersonatePrivilege\r\n\t\t\t"
    "SeDelegateSessionUserImpersonatePrivilege";
const char* const kSystemPrivileges =
    "SeAssignPrimaryTokenPrivilege\r\n\t\t\tSeTcbPrivilege\r\n\t\t\t"
    "SeSecurityPrivilege\r\n\t\t\tSeTakeOwnershipPrivilege\r\n\t\t\t"
    "SeLoadDriverPrivilege\r\n\t\t\tSeBackupPrivilege\r\n\t\t\t"
    "SeRestorePrivilege\r\n\t\t\tSeDebugPrivilege\r\n\t\t\t"
    "SeAuditPrivilege\r\n\t\t\tSeSystemEnvironmentPrivilege\r\n\t\t\t"
    "SeImpersonatePrivilege\r\n\t\t\t"
    "SeDelegateSessionUserImpersonatePrivilege";
const char* const kBackupPrivileges =
    "SeBackupPrivilege\r\n\t\t\tSeRestorePrivilege";

DemoIdentity identity_of(const DemoAccount& account, std::uint64_t logon_id) {
  return {demo_sid(account.rid), account.name, kDemoDomain, logon_id};
}

DemoIdentity system_of(const DemoHost& host) {
  return {kSystemSid, computer_account(host).name, kDemoDomain, kSystemLogonId};
}

EvtxEvent tgt_event(std::uint64_t time, const DemoTicket& ticket) {
  EvtxEvent event =
      audit_event(time, 4768, kTaskKerberosAuthentication, ticket.status == 0);
  Items& data = event.data;
  data = {{"TargetUserName", text(ticket.user)},
          {"TargetDomainName", text(ticket.domain)},
          {"TargetSid", sid(ticket.user_sid)},
          {"ServiceName", text(ticket.service)},
          {"ServiceSid", sid(ticket.service_sid)},
          {"TicketOptions", hex32_value(ticket.options)},
          {"Status", hex32_value(ticket.status)},
          {"TicketEncryptionType", hex32_value(ticket.etype)},
          {"PreAuthType", text(ticket.preauth)}};
  append_address(data, ticket);
  append_certificate(data);
  return event;
}

EvtxEvent service_ticket_event(std::uint64_t time, const DemoTicket& ticket) {
  EvtxEvent event =
      audit_event(time, 4769, kTaskServiceTickets, ticket.status == 0);
  Items& data = event.data;
  data = {{"TargetUserName", text(ticket.user)},
          {"TargetDomainName", text(ticket.domain)},
          {"ServiceName", text(ticket.service)},
          {"ServiceSid", sid(ticket.service_sid)},
          {"TicketOptions", hex32_value(ticket.options)},
          {"TicketEncryptionType", hex32_value(ticket.etype)}};
  append_address(data, ticket);
  data.push_back({"Status", hex32_value(ticket.status)});
  data.push_back({"LogonGuid", guid_value(ticket.logon_guid)});
  data.push_back({"TransmittedServices", text("-")});
  return event;
}

EvtxEvent ticket_renewal_event(std::uint64_t time, const DemoTicket& ticket) {
  EvtxEvent event = audit_event(time, 4770, kTaskServiceTickets, true);
  Items& data = event.data;
  data = {{"TargetUserName", text(ticket.user)},
          {"TargetDomainName", text(ticket.domain)},
          {"ServiceName", text(ticket.service)},
          {"ServiceSid", sid(ticket.service_sid)},
          {"TicketOptions", hex32_value(ticket.options)},
          {"TicketEncryptionType", hex32_value(ticket.etype)}};
  append_address(data, ticket);
  return event;
}

EvtxEvent preauth_failure_event(std::uint64_t time, const DemoTicket& ticket) {
  EvtxEvent event = audit_event(time, 4771, kTaskKerberosAuthentication, false);
  Items& data = event.data;
  data = {{"TargetUserName", text(ticket.user)},
          {"TargetSid", sid(ticket.user_sid)},
          {"ServiceName", text(ticket.service)},
          {"TicketOptions", hex32_value(ticket.options)},
          {"Status", hex32_value(ticket.status)},
          {"PreAuthType", text(ticket.preauth)}};
  append_address(data, ticket);
  append_certificate(data);
  return event;
}

EvtxEvent logon_event(std::uint64_t time, const DemoLogon& logon) {
  EvtxEvent event = audit_event(time, 4624, kTaskLogon, true);
  event.version = 2;
  Items& data = event.data;
  append_subject(data, logon.subject);
  const Items rest = {{"TargetUserSid", sid(logon.target.sid)},
                      {"TargetUserName", text(logon.target.name)},
                      {"TargetDomainName", text(logon.target.domain)},
                      {"TargetLogonId", hex64_value(logon.target.logon_id)},
                      {"LogonType", uint32_value(logon.type)},
                      {"LogonProcessName", text(logon.process)},
                      {"AuthenticationPackageName", text(logon.package)},
                      {"WorkstationName", text(logon.workstation)},
                      {"LogonGuid", guid_value(logon.guid)},
                      {"TransmittedServices", text("-")},
                      {"LmPackageName", text(logon.lm_package)},
                      {"KeyLength", uint32_value(logon.key_length)},
                      {"ProcessId", pointer_value(logon.process_id)},
                      {"ProcessName", text(logon.process_name)},
                      {"IpAddress", text(logon.address)},
                      {"IpPort", text(logon.port)},
                      {"ImpersonationLevel", text(logon.impersonation)},
                      {"RestrictedAdminMode", text(logon.restricted_admin)},
                      {"TargetOutboundUserName", text("-")},
                      {"TargetOutboundDomainName", text("-")},
                      {"VirtualAccount", text("%%1843")},
                      {"TargetLinkedLogonId", hex64_value(0)},
                      {"ElevatedToken", text(logon.elevated)}};
  data.insert(data.end(), rest.begin(), rest.end());
  return event;
}

EvtxEvent logon_failure_event(std::uint64_t time, const DemoLogon& logon) {
  const bool locked_out = logon.sub_status == 0xC0000234;
  EvtxEvent event = audit_event(
      time, 4625, locked_out ? kTaskAccountLockout : kTaskLogon, false);
  Items& data = event.data;
  append_subject(data, logon.subject);
  const Items rest = {// Failed logons never carry the SID of the account.
                      {"TargetUserSid", sid(kNobodySid)},
                      {"TargetUserName", text(logon.target.name)},
                      {"TargetDomainName", text(logon.target.domain)},
                      {"Status", hex32_value(logon.status)},
                      {"FailureReason", text(logon.failure_reason)},
                      {"SubStatus", hex32_value(logon.sub_status)},
                      {"LogonType", uint32_value(logon.type)},
                      {"LogonProcessName", text(logon.process)},
                      {"AuthenticationPackageName", text(logon.package)},
                      {"WorkstationName", text(logon.workstation)},
                      {"TransmittedServices", text("-")},
                      {"LmPackageName", text(logon.lm_package)},
                      {"KeyLength", uint32_value(logon.key_length)},
                      {"ProcessId", pointer_value(logon.process_id)},
                      {"ProcessName", text(logon.process_name)},
                      {"IpAddress", text(logon.address)},
                      {"IpPort", text(logon.port)}};
  data.insert(data.end(), rest.begin(), rest.end());
  return event;
}

EvtxEvent logoff_event(std::uint64_t time, const DemoLogon& logon) {
  EvtxEvent event = audit_event(time, 4634, kTaskLogoff, true);
  event.data = {{"TargetUserSid", sid(logon.target.sid)},
                {"TargetUserName", text(logon.target.name)},
                {"TargetDomainName", text(kDemoDomain)},
                {"TargetLogonId", hex64_value(logon.target.logon_id)},
                {"LogonType", uint32_value(logon.type)}};
  return event;
}

EvtxEvent user_logoff_event(std::uint64_t time, const DemoLogon& logon) {
  EvtxEvent event = audit_event(time, 4647, kTaskLogoff, true);
  event.data = {{"TargetUserSid", sid(logon.target.sid)},
                {"TargetUserName", text(logon.target.name)},
                {"TargetDomainName", text(logon.target.domain)},
                {"TargetLogonId", hex64_value(logon.target.logon_id)}};
  return event;
}

EvtxEvent special_logon_event(std::uint64_t time, const DemoIdentity& who,
                              const std::string& privileges) {
  EvtxEvent event = audit_event(time, 4672, kTaskSpecialLogon, true);
  append_subject(event.data, who);
  event.data.push_back({"PrivilegeList", text(privileges)});
  return event;
}

EvtxEvent explicit_logon_event(std::uint64_t time,
                               const DemoExplicitLogon& logon) {
  EvtxEvent event = audit_event(time, 4648, kTaskLogon, true);
  Items& data = event.data;
  append_subject(data, logon.subject);
  const Items rest = {{"LogonGuid", guid_value(kNoGuid)},
                      {"TargetUserName", text(logon.target_user)},
                      {"TargetDomainName", text(logon.target_domain)},
                      {"TargetLogonGuid", guid_value(logon.target_guid)},
                      {"TargetServerName", text(logon.target_server)},
                      {"TargetInfo", text(logon.target_server)},
                      {"ProcessId", pointer_value(logon.process_id)},
                      {"ProcessName", text(logon.process_name)},
                      {"IpAddress", text(logon.address)},
                      {"IpPort", text(logon.port)}};
  data.insert(data.end(), rest.begin(), rest.end());
  return event;
}

EvtxEvent ntlm_event(std::uint64_t time, const std::string& user,
                     const std::string& workstation, std::uint32_t status) {
  EvtxEvent event =
      audit_event(time, 4776, kTaskCredentialValidation, status == 0);
  event.data = {{"PackageName", text("MICROSOFT_AUTHENTICATION_PACKAGE_V1_0")},
                {"TargetUserName", text(user)},
                {"Workstation", text(workstation)},
                {"Status", hex32_value(status)}};
  return event;
}

EvtxEvent account_event(std::uint64_t time, std::uint16_t event_id,
                        const DemoAccount& target, const std::string& where,
                        const DemoIdentity& subject) {
  EvtxEvent event = audit_event(time, event_id, kTaskUserAccounts, true);
  Items& data = event.data;
  data = {{"TargetUserName", text(target.name)},
          {"TargetDomainName", text(where)},
          {"TargetSid", sid(demo_sid(target.rid))}};
  append_subject(data, subject);
  if (event_id == 4723) {
    data.push_back({"PrivilegeList", text("-")});
  }
  return event;
}

EvtxEvent time_change_event(std::uint64_t time, const DemoIdentity& subject,
                            std::uint64_t previous, std::uint64_t now,
                            const std::string& process_name) {
  EvtxEvent event = audit_event(time, 4616, kTaskSecurityState, true);
  event.version = 1;
  Items& data = event.data;
  append_subject(data, subject);
  data.push_back({"PreviousTime", filetime_value(previous)});
  data.push_back({"NewTime", filetime_value(now)});
  data.push_back({"ProcessId", pointer_value(0x4D8)});
  data.push_back({"ProcessName", text(process_name)});
  return event;
}

EvtxEvent windows_start_event(std::uint64_t time) {
  return audit_event(time, 4608, kTaskSecurityState, true);
}

EvtxEvent log_cleared_event(std::uint64_t time, const DemoIdentity& who) {
  EvtxUserData data;
  data.element = "LogFileCleared";
  data.fields = {{"SubjectUserSid", sid(who.sid)},
                 {"SubjectUserName", string_value(who.name)},
                 {"SubjectDomainName", string_value(who.domain)},
                 {"SubjectLogonId", hex64_value(who.logon_id)}};
  return event_log_event(time, 1102, 104, std::move(data));
}

EvtxEvent log_service_stop_event(std::uint64_t time) {
  EvtxUserData data;
  data.element = "ServiceShutdown";
  return event_log_event(time, 1100, 103, std::move(data));
}

}  // namespace eventlens::test
