// See demo_dc.h.
#include "demo_dc.h"

namespace eventlens::test {
namespace {

constexpr std::uint32_t kKrbtgtRid = 502;
constexpr std::uint32_t kServiceTicketOptions = 0x40810000;

const char* privilege_list(DemoPrivileges privileges) {
  switch (privileges) {
    case DemoPrivileges::Backup:
      return kBackupPrivileges;
    case DemoPrivileges::Admin:
      return kAdminPrivileges;
    case DemoPrivileges::System:
      return kSystemPrivileges;
    case DemoPrivileges::None:
      break;
  }
  return "";
}

// Tickets name a user by principal, user@REALM.
std::string principal(const std::string& user) {
  return user + "@" + kDemoRealm;
}

}  // namespace

DemoDc::DemoDc(DemoLog& security, std::uint64_t seed)
    : security_(security), random_(seed) {}

std::uint64_t DemoDc::logon_id_at(std::uint64_t time) {
  // Some thousand ids per second, as on a busy controller.
  constexpr std::uint64_t kFirst = 0x1FA85E;
  constexpr std::uint64_t kTicksPerId = 2'003;
  return kFirst + (time - demo_midnight()) / kTicksPerId;
}

void DemoDc::get_tgt(std::uint64_t time, const DemoAccount& who,
                     const std::string& address) {
  DemoTicket ticket;
  ticket.user = who.name;
  ticket.user_sid = demo_sid(who.rid);
  ticket.domain = who.name.back() == '$' ? kDemoRealm : kDemoDomain;
  ticket.service_sid = demo_sid(kKrbtgtRid);
  ticket.address = address;
  ticket.port = random_.port();
  security_.add(tgt_event(time, ticket));
}

std::string DemoDc::get_ticket(std::uint64_t time, const DemoAccount& who,
                               const std::string& address,
                               const DemoAccount& service) {
  DemoTicket ticket;
  ticket.user = principal(who.name);
  ticket.service = service.name;
  ticket.service_sid = demo_sid(service.rid);
  ticket.options = kServiceTicketOptions;
  ticket.address = address;
  ticket.port = random_.port();
  ticket.logon_guid = random_.guid();
  security_.add(service_ticket_event(time, ticket));
  return ticket.logon_guid;
}

void DemoDc::renew_tgt(std::uint64_t time, const DemoAccount& who,
                       const std::string& address) {
  DemoTicket ticket;
  ticket.user = principal(who.name);
  ticket.service_sid = demo_sid(kKrbtgtRid);
  ticket.options = 0x50800002;  // forwardable, renewable, renew
  ticket.address = address;
  ticket.port = random_.port();
  security_.add(ticket_renewal_event(time, ticket));
}

void DemoDc::network_session(std::uint64_t time, const DemoAccount& who,
                             const std::string& address,
                             const std::string& guid,
                             DemoPrivileges privileges) {
  DemoLogon logon;
  logon.target = identity_of(who, logon_id_at(time));
  logon.target.domain = kDemoRealm;
  logon.guid = guid;
  logon.address = address;
  logon.port = std::to_string(random_.port());
  security_.add(logon_event(time, logon));
  if (privileges != DemoPrivileges::None) {
    // Same moment, logged right after the logon.
    security_.add(special_logon_event(time + 940,
                                      identity_of(who, logon.target.logon_id),
                                      privilege_list(privileges)));
  }
  security_.add(logoff_event(time + random_.seconds(4, 35), logon));
}

void DemoDc::service_logon(std::uint64_t time) {
  DemoLogon logon;
  logon.subject = system_of(demo_dc());
  logon.target = {kSystemSid, "SYSTEM", "NT AUTHORITY", kSystemLogonId};
  logon.type = 5;
  logon.process = "Advapi  ";
  logon.package = "Negotiate";
  logon.workstation = "";
  logon.process_id = 0x268;
  logon.process_name = "C:\\Windows\\System32\\services.exe";
  security_.add(logon_event(time, logon));
  security_.add(
      special_logon_event(time + 870, logon.target, kSystemPrivileges));
}

DemoTicket DemoDc::failed_request(const std::string& user,
                                  const std::string& address,
                                  std::uint32_t status) {
  DemoTicket ticket;
  // Machines know the realm, people type the short domain name.
  const bool machine = !user.empty() && user.back() == '$';
  const char* const domain = machine ? kDemoRealm : kDemoDomain;
  ticket.user = user;
  ticket.domain = domain;
  ticket.service = std::string("krbtgt/") + domain;
  ticket.status = status;
  ticket.etype = kEtypeNone;
  ticket.preauth = kNotGiven;
  ticket.address = address;
  ticket.port = random_.port();
  return ticket;
}

void DemoDc::fail_tgt(std::uint64_t time, const DemoTicket& ticket) {
  security_.add(tgt_event(time, ticket));
}

void DemoDc::fail_ticket(std::uint64_t time, const DemoTicket& ticket) {
  DemoTicket request = ticket;
  request.domain = kDemoRealm;
  if (!request.user.empty()) {
    request.user = principal(request.user);
  }
  if (request.options == DemoTicket().options) {
    request.options = kServiceTicketOptions;
  }
  security_.add(service_ticket_event(time, request));
}

void DemoDc::fail_preauth(std::uint64_t time, const DemoAccount& who,
                          const std::string& address, std::uint32_t status) {
  DemoTicket ticket = failed_request(who.name, address, status);
  ticket.user_sid = demo_sid(who.rid);
  ticket.preauth = kPasswordPreauth;
  security_.add(preauth_failure_event(time, ticket));
}

}  // namespace eventlens::test
