// Failures of the day on the domain controller, each with a cause that an
// administrator could find; see demo_day.h.
#include <array>

#include "demo_day.h"

namespace eventlens::test {
namespace {

// Kerberos errors in the order they are used below.
constexpr std::uint32_t kPrincipalUnknown = 0x06;
constexpr std::uint32_t kServiceUnknown = 0x07;
constexpr std::uint32_t kPolicy = 0x0C;
constexpr std::uint32_t kBadOption = 0x0D;
constexpr std::uint32_t kNoCommonEtype = 0x0E;
constexpr std::uint32_t kClientRevoked = 0x12;
constexpr std::uint32_t kKeyExpired = 0x17;
constexpr std::uint32_t kPreauthFailed = 0x18;
constexpr std::uint32_t kUserToUser = 0x1B;
constexpr std::uint32_t kTicketExpired = 0x20;
constexpr std::uint32_t kSkew = 0x25;

constexpr std::uint32_t kWrongPassword = 0xC000006A;
constexpr std::uint32_t kNoSuchUser = 0xC0000064;
constexpr std::uint32_t kLogonFailure = 0xC000006D;
constexpr std::uint32_t kAccountLockedOut = 0xC0000234;

std::uint64_t arrival(const DemoPerson& person) {
  return demo_time(0, person.arrival_minute);
}

// The report service of app01 still has last month's password: every quarter
// of an hour.
void add_stale_service_password(DemoDc& dc) {
  const DemoAccount& report = demo_service_account("svc-report");
  const std::string& address = demo_server("app01").address;
  for (std::uint64_t time = demo_time(7, 0, 4); time < demo_time(18, 50);
       time += 15 * kDemoMinute) {
    dc.fail_preauth(time + dc.random().seconds(0, 2), report, address,
                    kPreauthFailed);
  }
}

// The intranet's alias has no SPN; somebody uses the file server's address.
void add_missing_spn(DemoDc& dc) {
  DemoRandom& random = dc.random();
  for (unsigned i = 0; i < 14; ++i) {
    const DemoPerson& person = random.pick(demo_people());
    DemoTicket ticket = dc.failed_request(person.account.name,
                                          person.host.address, kServiceUnknown);
    ticket.service = "HTTP/intranet.corp.example";
    dc.fail_ticket(demo_time(9, 50) + random.seconds(0, 6 * 3600), ticket);
  }
  const DemoPerson& person = demo_person("d.hollinger");
  for (const unsigned minute : {17u, 18u, 51u}) {
    DemoTicket ticket = dc.failed_request(person.account.name,
                                          person.host.address, kServiceUnknown);
    ticket.service = "cifs/" + demo_server("fs01").address;
    dc.fail_ticket(demo_time(10, minute, 33), ticket);
  }
}

// A temporary account may log on at its own desk only.
void add_workstation_restriction(DemoDc& dc) {
  const std::string address = demo_person("v.dacota").host.address;
  for (const unsigned second : {5u, 19u, 41u}) {
    dc.fail_tgt(demo_time(8, 31, second),
                dc.failed_request("temp.desk2", address, kPolicy));
  }
}

// The web server asks for delegated tickets that it may not have.
void add_refused_delegation(DemoDc& dc) {
  const std::string& address = demo_server("web01").address;
  for (unsigned hour = 9; hour < 17; ++hour) {
    DemoTicket ticket = dc.failed_request("svc-web", address, kBadOption);
    ticket.service = "svc-crm";
    ticket.options = 0x40830000;  // constrained delegation
    dc.fail_ticket(demo_time(hour, 7) + dc.random().seconds(0, 30), ticket);
  }
}

// A scanning appliance asks for DES only. The System log has event 27 for
// the same requests, see kdc_refusal_times.
void add_old_encryption(DemoDc& dc) {
  for (const unsigned hour : {8u, 10u, 12u, 14u, 16u}) {
    DemoTicket ticket =
        dc.failed_request("svc-scan", "10.20.0.90", kNoCommonEtype);
    ticket.service = "cifs/fs01.corp.example";
    dc.fail_ticket(demo_time(hour, 26, 12), ticket);
  }
}

// A task on app01 runs as somebody who left; found before noon.
void add_disabled_account(DemoDc& dc) {
  const std::string& address = demo_server("app01").address;
  for (std::uint64_t time = demo_time(6, 5); time < demo_time(11, 30);
       time += 20 * kDemoMinute) {
    const DemoTicket ticket =
        dc.failed_request("j.orell", address, kClientRevoked);
    dc.fail_tgt(time + dc.random().seconds(0, 1), ticket);
  }
}

// Passwords that ran out over the weekend are changed at logon.
void add_expired_passwords(DemoDc& dc) {
  for (const char* name : {"c.varnai", "n.ostrow"}) {
    const DemoPerson& person = demo_person(name);
    const std::uint64_t time = arrival(person) + 61 * kDemoSecond;
    dc.fail_tgt(time,
                dc.failed_request(name, person.host.address, kKeyExpired));
    dc.security().add(
        account_event(time + 8 * kDemoSecond, 4723, person.account, kDemoDomain,
                      identity_of(person.account, DemoDc::logon_id_at(time))));
  }
}

void add_typing_errors(DemoDc& dc) {
  DemoRandom& random = dc.random();
  for (const char* name : {"b.okonjo", "d.hollinger", "k.aldous", "m.haldane",
                           "r.sabine", "w.ingrave"}) {
    const DemoPerson& person = demo_person(name);
    dc.fail_preauth(arrival(person) + random.seconds(61, 68), person.account,
                    person.host.address, kPreauthFailed);
  }
  for (unsigned i = 0; i < 5; ++i) {  // screens unlocked after lunch
    const DemoPerson& person = random.pick(demo_people());
    dc.fail_preauth(demo_time(12, 50) + random.seconds(0, 2400), person.account,
                    person.host.address, kPreauthFailed);
  }
  dc.fail_tgt(
      demo_time(7, 43, 5),
      dc.failed_request("a.lindmrk", demo_person("a.lindmark").host.address,
                        kPrincipalUnknown));
  dc.fail_tgt(demo_time(8, 46, 51),
              dc.failed_request("q.rener", demo_person("q.renner").host.address,
                                kPrincipalUnknown));
  // A computer that was deleted from the directory and still runs.
  for (const unsigned hour : {3u, 7u, 11u, 15u, 19u}) {
    dc.fail_tgt(demo_time(hour, 52, 30),
                dc.failed_request("WS31$", "10.20.10.131", kPrincipalUnknown));
  }
}

// One person gives up after lunch and calls the helpdesk.
void add_password_reset(DemoDc& dc) {
  const DemoPerson& person = demo_person("t.ravn");
  for (const unsigned second : {4u, 21u, 38u, 59u}) {
    dc.fail_preauth(demo_time(13, 16, second), person.account,
                    person.host.address, kPreauthFailed);
  }
  const DemoIdentity helpdesk =
      identity_of(demo_service_account("adm-sorrel"),
                  DemoDc::logon_id_at(demo_time(13, 20)));
  dc.security().add(account_event(demo_time(13, 22, 17), 4724, person.account,
                                  kDemoDomain, helpdesk));
  dc.get_tgt(demo_time(13, 24, 2), person.account, person.host.address);
  dc.security().add(account_event(
      demo_time(13, 24, 31), 4723, person.account, kDemoDomain,
      identity_of(person.account, DemoDc::logon_id_at(demo_time(13, 24, 30)))));
}

// Remote help asks for a ticket to a person, not to a service.
void add_user_to_user(DemoDc& dc) {
  const DemoPerson& person = demo_person("o.callan");
  for (const unsigned minute : {14u, 15u, 48u}) {
    DemoTicket ticket = dc.failed_request(person.account.name,
                                          person.host.address, kUserToUser);
    ticket.service = "adm-sorrel";
    dc.fail_ticket(demo_time(11, minute, 9), ticket);
  }
}

// Computers that slept over the weekend come back with old tickets: harmless.
void add_expired_tickets(DemoDc& dc) {
  for (const char* name :
       {"b.okonjo", "e.tamsin", "j.petrik", "l.ferrand", "s.thorold"}) {
    const DemoPerson& person = demo_person(name);
    DemoTicket ticket = dc.failed_request(person.account.name,
                                          person.host.address, kTicketExpired);
    ticket.service = "krbtgt";
    dc.fail_ticket(arrival(person) + dc.random().seconds(30, 60), ticket);
  }
}

// ws07 runs eleven minutes ahead until 10:41.
void add_clock_skew(DemoDc& dc) {
  const DemoPerson& person = demo_person("g.marlow");
  const DemoAccount machine = computer_account(person.host);
  const std::string& address = person.host.address;
  std::uint64_t time = demo_time(7, 55, 20);
  for (unsigned i = 0; time < demo_time(10, 40); ++i) {
    dc.fail_preauth(time, i % 3 == 1 ? person.account : machine, address,
                    kSkew);
    if (i % 2 == 0) {
      // A ticket that cannot be read yet names nobody.
      DemoTicket ticket = dc.failed_request("", address, kSkew);
      ticket.service = "";
      ticket.options = 0x40810000;
      DemoTicket nameless = ticket;
      nameless.domain = "";
      dc.security().add(service_ticket_event(time + kDemoSecond / 7, nameless));
    }
    time += dc.random().seconds(11 * 60, 19 * 60);
  }
}

void add_ntlm_attempts(DemoDc& dc, std::uint64_t from, unsigned count,
                       std::uint64_t period, std::uint32_t status) {
  for (unsigned i = 0; i < count; ++i) {
    dc.security().add(
        ntlm_event(from + i * period, "h.brandvold", "MAIL01", status));
  }
}

// The password was changed on Friday, the telephone still has the old one.
void add_forgotten_telephone(DemoDc& dc) {
  const DemoPerson& person = demo_person("h.brandvold");
  const DemoIdentity helpdesk =
      identity_of(demo_service_account("adm-sorrel"),
                  DemoDc::logon_id_at(demo_time(8, 40)));
  const DemoIdentity controller = system_of(demo_dc());
  add_ntlm_attempts(dc, demo_time(8, 20, 2), 10, 90 * kDemoSecond,
                    kWrongPassword);
  dc.security().add(account_event(demo_time(8, 33, 32), 4740, person.account,
                                  "MAIL01", controller));
  add_ntlm_attempts(dc, demo_time(8, 35, 2), 4, 2 * kDemoMinute,
                    kAccountLockedOut);
  for (const unsigned second : {11u, 40u}) {
    dc.fail_tgt(demo_time(8, 37, second),
                dc.failed_request(person.account.name, person.host.address,
                                  kClientRevoked));
  }
  dc.security().add(account_event(demo_time(8, 44, 20), 4767, person.account,
                                  kDemoDomain, helpdesk));
  add_ntlm_attempts(dc, demo_time(9, 5, 1), 10, 90 * kDemoSecond,
                    kWrongPassword);
  dc.security().add(account_event(demo_time(9, 18, 31), 4740, person.account,
                                  "MAIL01", controller));
  dc.security().add(account_event(demo_time(9, 27, 55), 4767, person.account,
                                  kDemoDomain, helpdesk));
}

// NTLM logons at the controller itself that fail.
void add_failed_logons(DemoDc& dc) {
  DemoLogon logon;
  logon.process = "NtLmSsp ";
  logon.package = "NTLM";
  logon.workstation = "WS17";
  logon.target = {"", "q.renner", kDemoDomain, 0};
  logon.status = kLogonFailure;
  logon.sub_status = kWrongPassword;
  logon.address = demo_person("q.renner").host.address;
  for (const unsigned second : {8u, 15u, 31u}) {
    logon.port = std::to_string(dc.random().port());
    dc.security().add(logon_failure_event(demo_time(10, 2, second), logon));
    dc.security().add(ntlm_event(demo_time(10, 2, second) - 1200, "q.renner",
                                 "WS17", kWrongPassword));
  }
  logon.workstation = "SCANNER4";
  logon.target = {"", "scan", "SCANNER4", 0};
  logon.sub_status = kNoSuchUser;
  logon.address = "10.20.0.90";
  for (const unsigned hour : {9u, 13u, 17u}) {
    logon.port = std::to_string(dc.random().port());
    dc.security().add(logon_failure_event(demo_time(hour, 41, 6), logon));
  }
}

}  // namespace

void add_troubles(DemoDc& dc) {
  add_stale_service_password(dc);
  add_missing_spn(dc);
  add_workstation_restriction(dc);
  add_refused_delegation(dc);
  add_old_encryption(dc);
  add_disabled_account(dc);
  add_expired_passwords(dc);
  add_typing_errors(dc);
  add_password_reset(dc);
  add_user_to_user(dc);
  add_expired_tickets(dc);
  add_clock_skew(dc);
  add_forgotten_telephone(dc);
  add_failed_logons(dc);
}

}  // namespace eventlens::test
