// The ten minutes of the attack; see demo_day.h. Ticket options and the form
// of the service name are those of the usual enumeration tools: they ask with
// the realm where Windows clients ask with the short domain name.
#include "demo_day.h"

namespace eventlens::test {
namespace {

constexpr std::uint32_t kToolOptions = 0x50800000;
constexpr std::uint32_t kPrincipalUnknown = 0x06;
constexpr std::uint32_t kClientRevoked = 0x12;
constexpr std::uint32_t kPreauthFailed = 0x18;
constexpr std::uint32_t kKrbtgtRid = 502;

// The one person whose password was on the list.
constexpr const char* kVictim = "p.esterly";

// Names that do not exist. Existing ones leave no trace in this step: the
// answer "preauthentication required" is not audited.
const std::vector<std::string>& guessed_names() {
  static const std::vector<std::string> kNames = {"admin",      "administrador",
                                                  "backup",     "beheer",
                                                  "billing",    "ceo",
                                                  "cfo",        "citrix",
                                                  "copier",     "crm",
                                                  "dbadmin",    "demo",
                                                  "deploy",     "dev",
                                                  "dhcp",       "erp",
                                                  "exchange",   "fax",
                                                  "finance",    "ftp",
                                                  "helpdesk",   "hr",
                                                  "info",       "install",
                                                  "intern",     "it",
                                                  "itadmin",    "jenkins",
                                                  "kiosk",      "ldap",
                                                  "mail",       "manager",
                                                  "marketing",  "monitor",
                                                  "nagios",     "office",
                                                  "operator",   "oracle",
                                                  "postgres",   "print",
                                                  "printer",    "proxy",
                                                  "reception",  "root",
                                                  "sales",      "scan",
                                                  "scanner",    "service",
                                                  "sharepoint", "sql",
                                                  "sqladmin",   "sqlsvc",
                                                  "support",    "svc_backup",
                                                  "svc_sql",    "sysadmin",
                                                  "test",       "test1",
                                                  "testuser",   "training",
                                                  "user",       "veeam",
                                                  "vmware",     "vpn",
                                                  "web",        "webadmin",
                                                  "wsus"};
  return kNames;
}

DemoTicket tool_request(DemoDc& dc, const std::string& user,
                        std::uint32_t status) {
  DemoTicket ticket = dc.failed_request(user, kDemoAttackerAddress, status);
  ticket.domain = kDemoRealm;
  ticket.service = std::string("krbtgt/") + kDemoRealm;
  ticket.options = kToolOptions;
  return ticket;
}

void enumerate_users(DemoDc& dc) {
  std::uint64_t time = demo_time(14, 42, 3);
  for (const std::string& name : guessed_names()) {
    dc.fail_tgt(time, tool_request(dc, name, kPrincipalUnknown));
    time += dc.random().below(3 * kDemoSecond);
  }
  // Existing but disabled accounts give themselves away.
  dc.fail_tgt(time, tool_request(dc, "Guest", kClientRevoked));
}

void log_on_as_victim(DemoDc& dc, std::uint64_t time, std::uint32_t options,
                      std::uint32_t etype) {
  DemoTicket ticket = tool_request(dc, kVictim, 0);
  ticket.user_sid = demo_sid(demo_person(kVictim).account.rid);
  ticket.service = "krbtgt";
  ticket.service_sid = demo_sid(kKrbtgtRid);
  ticket.options = options;
  ticket.etype = etype;
  ticket.preauth = kPasswordPreauth;
  dc.security().add(tgt_event(time, ticket));
}

void spray_one(DemoDc& dc, std::uint64_t time, const DemoAccount& who) {
  if (who.name == kVictim) {
    log_on_as_victim(dc, time, kToolOptions, kEtypeAes256);
    return;
  }
  if (who.name == "j.orell") {  // disabled
    dc.fail_tgt(time, tool_request(dc, who.name, kClientRevoked));
    return;
  }
  DemoTicket ticket = tool_request(dc, who.name, kPreauthFailed);
  ticket.user_sid = demo_sid(who.rid);
  ticket.preauth = kPasswordPreauth;
  dc.security().add(preauth_failure_event(time, ticket));
}

// One password, every account once: too few tries to lock anybody.
void spray(DemoDc& dc) {
  std::uint64_t time = demo_time(14, 46, 30);
  for (const DemoPerson& person : demo_people()) {
    spray_one(dc, time, person.account);
    time += dc.random().seconds(1, 6);
  }
  for (const DemoAccount& account : demo_service_accounts()) {
    spray_one(dc, time, account);
    time += dc.random().seconds(1, 6);
  }
}

// RC4 tickets of every account with an SPN, to be cracked elsewhere.
void roast(DemoDc& dc) {
  std::uint64_t time = demo_time(14, 51, 12);
  log_on_as_victim(dc, time, 0x40810010, kEtypeRc4);
  for (const char* name :
       {"svc-sql", "svc-backup", "svc-web", "svc-monitor", "svc-report",
        "svc-crm", "svc-archive", "svc-legacy"}) {
    const DemoAccount& service = demo_service_account(name);
    time += dc.random().below(kDemoSecond) + kDemoSecond / 10;
    DemoTicket ticket =
        tool_request(dc, std::string(kVictim) + "@" + kDemoRealm, 0);
    ticket.service = service.name;
    ticket.service_sid = demo_sid(service.rid);
    ticket.options = 0x40810010;
    ticket.etype = kEtypeRc4;
    ticket.logon_guid = dc.random().guid();
    dc.security().add(service_ticket_event(time, ticket));
  }
}

}  // namespace

void add_attack(DemoDc& dc) {
  enumerate_users(dc);
  spray(dc);
  roast(dc);
}

}  // namespace eventlens::test
