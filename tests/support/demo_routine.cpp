// The normal day on the domain controller; see demo_day.h.
#include "demo_day.h"

namespace eventlens::test {
namespace {

const std::vector<std::string>& day_services() {
  static const std::vector<std::string> kNames = {"fs01", "print01", "mail01",
                                                  "app01", "web01"};
  return kNames;
}

// The controller reaches its own shares: every ten minutes, all day.
void add_dc_itself(DemoDc& dc) {
  const DemoAccount self = computer_account(demo_dc());
  DemoRandom& random = dc.random();
  for (std::uint64_t time = demo_time(0, 4); time < demo_time(23, 55);
       time += 10 * kDemoMinute) {
    const std::uint64_t now = time + random.seconds(0, 50);
    dc.network_session(now, self, "::1", random.guid(), DemoPrivileges::System);
  }
  for (std::uint64_t time = demo_time(0, 11); time < demo_time(23, 40);
       time += 25 * kDemoMinute) {
    dc.service_logon(time + random.seconds(0, 600));
  }
}

// Servers refresh their policy every 90 to 120 minutes.
void add_servers(DemoDc& dc) {
  DemoRandom& random = dc.random();
  for (const DemoHost& server : demo_servers()) {
    const DemoAccount account = computer_account(server);
    const auto privileges =
        server.name == "mail01" ? DemoPrivileges::Backup : DemoPrivileges::None;
    std::uint64_t time = demo_time(0) + random.seconds(60, 5400);
    for (unsigned round = 0; time < demo_time(23, 50); ++round) {
      if (round % 5 == 0) {
        dc.get_tgt(time - kDemoSecond / 10, account, server.address);
      }
      const std::string guid = dc.get_ticket(time, account, server.address,
                                             computer_account(demo_dc()));
      dc.network_session(time + kDemoSecond / 50, account, server.address, guid,
                         privileges);
      time += random.seconds(90 * 60, 120 * 60);
    }
  }
}

void add_monitoring(DemoDc& dc) {
  const DemoAccount& monitor = demo_service_account("svc-monitor");
  const std::string address = demo_server("mon01").address;
  DemoRandom& random = dc.random();
  std::string guid;
  for (unsigned round = 0; round < 72; ++round) {
    const std::uint64_t time =
        demo_time(0, 2, 11) + round * 20 * kDemoMinute + random.seconds(0, 2);
    if (round % 27 == 0) {  // a new ticket-granting ticket every nine hours
      dc.get_tgt(time - kDemoSecond, monitor, address);
    }
    if (round % 9 == 0) {
      guid = dc.get_ticket(time - kDemoSecond / 10, monitor, address,
                           computer_account(demo_dc()));
    }
    dc.network_session(time, monitor, address, guid);
  }
}

void add_backup(DemoDc& dc) {
  const DemoAccount& backup = demo_service_account("svc-backup");
  const std::string address = demo_server("fs01").address;
  dc.get_tgt(demo_time(1, 0, 3), backup, address);
  for (unsigned job = 0; job < 6; ++job) {
    const std::uint64_t time = demo_time(1, 0, 4) + job * 17 * kDemoMinute;
    const std::string guid =
        dc.get_ticket(time, backup, address, computer_account(demo_dc()));
    dc.network_session(time + kDemoSecond / 30, backup, address, guid,
                       DemoPrivileges::Backup);
  }
}

// A scanner that speaks NTLM only, and services that keep their tickets.
void add_other_services(DemoDc& dc) {
  DemoRandom& random = dc.random();
  for (unsigned round = 0; round < 18; ++round) {
    const std::uint64_t time = demo_time(8, 12) + round * 32 * kDemoMinute;
    dc.security().add(
        ntlm_event(time + random.seconds(0, 300), "svc-scan", "PRINT01", 0));
  }
  const DemoHost& web = demo_server("web01");
  const DemoAccount& web_account = demo_service_account("svc-web");
  const DemoAccount& sql_account = demo_service_account("svc-sql");
  for (const unsigned hour : {2u, 11u, 20u}) {
    dc.get_tgt(demo_time(hour, 30, 17), web_account, web.address);
    dc.get_ticket(demo_time(hour, 30, 18), web_account, web.address,
                  sql_account);
  }
}

void switch_on(DemoDc& dc, const DemoPerson& person, std::uint64_t time) {
  const DemoAccount machine = computer_account(person.host);
  const std::string& address = person.host.address;
  DemoRandom& random = dc.random();
  dc.get_tgt(time, machine, address);
  const std::string guid = dc.get_ticket(time + kDemoSecond / 5, machine,
                                         address, computer_account(demo_dc()));
  dc.network_session(time + kDemoSecond, machine, address, guid);
  dc.network_session(time + random.seconds(20, 60), machine, address, guid);
}

void log_on(DemoDc& dc, const DemoPerson& person, std::uint64_t time) {
  const std::string& address = person.host.address;
  DemoRandom& random = dc.random();
  dc.get_tgt(time, person.account, address);
  dc.get_ticket(time + kDemoSecond / 100, person.account, address,
                computer_account(person.host));
  const std::string guid = dc.get_ticket(time + kDemoSecond, person.account,
                                         address, computer_account(demo_dc()));
  dc.network_session(time + kDemoSecond + kDemoSecond / 20, person.account,
                     address, guid);
  dc.get_ticket(time + random.seconds(2, 6), person.account, address,
                computer_account(demo_server("fs01")));
}

// Policy refresh of machine and user, and tickets for what people open.
void work(DemoDc& dc, const DemoPerson& person, std::uint64_t from,
          std::uint64_t until) {
  const std::string& address = person.host.address;
  DemoRandom& random = dc.random();
  std::uint64_t time = from + random.seconds(60 * 60, 90 * 60);
  for (; time < until; time += random.seconds(60 * 60, 90 * 60)) {
    dc.network_session(time, computer_account(person.host), address,
                       random.guid());
    // In a variable: the order in which arguments are evaluated is not fixed.
    const std::string guid = random.guid();
    dc.network_session(time + random.seconds(30, 300), person.account, address,
                       guid);
  }
  time = from + random.seconds(5 * 60, 40 * 60);
  for (; time < until; time += random.seconds(30 * 60, 90 * 60)) {
    const std::string& server = random.pick(day_services());
    dc.get_ticket(time, person.account, address,
                  server == "web01" ? demo_service_account("svc-web")
                                    : computer_account(demo_server(server)));
  }
  time = from + random.seconds(20 * 60, 60 * 60);
  for (; time < until; time += random.seconds(70 * 60, 140 * 60)) {
    dc.network_session(time, person.account, address, random.guid());
  }
  if (random.one_in(2)) {
    dc.renew_tgt(from + random.seconds(6 * 3600, 7 * 3600), person.account,
                 address);
  }
}

void add_people(DemoDc& dc) {
  DemoRandom& random = dc.random();
  for (const DemoPerson& person : demo_people()) {
    if (person.host.name == "ws07") {
      continue;  // locked out by its clock until 10:41, see add_troubles
    }
    const std::uint64_t boot = demo_time(0) +
                               person.arrival_minute * kDemoMinute +
                               random.seconds(0, 59);
    const std::uint64_t logon = boot + random.seconds(70, 190);
    const std::uint64_t leave = demo_time(16, 40) + random.seconds(0, 5400);
    switch_on(dc, person, boot);
    log_on(dc, person, logon);
    work(dc, person, logon, leave);
  }
  // Once its clock is right, the odd one out works like the others.
  const DemoPerson& late = demo_person("g.marlow");
  switch_on(dc, late, demo_time(10, 43, 20));
  log_on(dc, late, demo_time(10, 44, 41));
  work(dc, late, demo_time(10, 45), demo_time(17, 5));
}

// The administrator's remote desktop logon as both events describe it.
DemoLogon remote_desktop_logon(DemoDc& dc, std::uint64_t time,
                               const DemoAccount& who,
                               const std::string& address) {
  DemoLogon logon;
  logon.subject = system_of(demo_dc());
  logon.target = identity_of(who, DemoDc::logon_id_at(time));
  logon.type = 10;
  logon.process = "User32 ";
  logon.package = "Negotiate";
  logon.workstation = "DC01";
  logon.guid = dc.random().guid();
  logon.process_id = 0x5F4;
  logon.process_name = "C:\\Windows\\System32\\svchost.exe";
  logon.address = address;
  logon.port = kPortZero;
  logon.restricted_admin = "%%1843";
  return logon;
}

// An administrator looks at the controller in the morning.
void add_administrator(DemoDc& dc) {
  const DemoAccount& admin = demo_service_account("adm-quist");
  const std::string address = demo_person("f.quist").host.address;
  const std::uint64_t time = demo_time(9, 35, 8);
  dc.get_tgt(time, admin, address);
  dc.get_ticket(time + kDemoSecond / 8, admin, address,
                computer_account(demo_dc()));
  const DemoLogon logon = remote_desktop_logon(dc, time, admin, address);
  DemoExplicitLogon explicit_logon;
  explicit_logon.subject = logon.subject;
  explicit_logon.target_user = admin.name;
  explicit_logon.target_guid = logon.guid;
  explicit_logon.process_id = logon.process_id;
  explicit_logon.process_name = logon.process_name;
  explicit_logon.address = address;
  explicit_logon.port = kPortZero;
  dc.security().add(explicit_logon_event(time + kDemoSecond, explicit_logon));
  dc.security().add(logon_event(time + kDemoSecond + 400, logon));
  dc.security().add(special_logon_event(time + kDemoSecond + 900, logon.target,
                                        kAdminPrivileges));
  dc.security().add(logoff_event(demo_time(9, 58, 44), logon));
}

// Two minutes of maintenance in the night.
void add_restart(DemoDc& dc) {
  const std::uint64_t stop = demo_time(5, 28, 10);
  const std::uint64_t start = demo_time(5, 30, 2);
  dc.security().drop_between(stop, start);
  dc.security().add(log_service_stop_event(stop));
  dc.security().add(windows_start_event(start));
  // The time service takes the first second off the clock after a boot.
  const DemoIdentity service = {"S-1-5-19", "LOCAL SERVICE", "NT AUTHORITY",
                                0x3E5};
  const std::uint64_t set = demo_time(5, 30, 41);
  dc.security().add(time_change_event(set, service, set + kDemoSecond * 6 / 5,
                                      set,
                                      "C:\\Windows\\System32\\svchost.exe"));
}

}  // namespace

void add_routine(DemoDc& dc) {
  // The log begins where the archiving job of the night cleared it.
  const DemoIdentity archiver =
      identity_of(demo_service_account("svc-archive"), 0x1F88C0);
  dc.security().add(log_cleared_event(demo_time(0, 0, 1), archiver));
  add_dc_itself(dc);
  add_servers(dc);
  add_monitoring(dc);
  add_backup(dc);
  add_other_services(dc);
  add_people(dc);
  add_administrator(dc);
  add_restart(dc);
}

}  // namespace eventlens::test
