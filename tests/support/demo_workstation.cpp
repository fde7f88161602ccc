// The workstation with the wrong clock; see demo_day.h.
#include "demo_day.h"
#include "demo_system.h"

namespace eventlens::test {
namespace {

constexpr std::uint64_t kSeed = 0x507;
constexpr std::uint64_t kAhead = 684 * kDemoSecond;  // 11 min 24 s
constexpr std::uint32_t kTimeDifference = 0xC0000133;
constexpr std::uint32_t kNoLogonServers = 0xC000005E;
constexpr const char* kTimeDifferenceText =
    "The time at the Primary Domain Controller is different than the time at "
    "the Backup Domain Controller or member server by too large an amount.";
constexpr const char* kWrongPeer = "time.office.example,0x9";
constexpr const char* kDomainPeer =
    "dc01.corp.example (ntp.d|0x0|10.20.10.107:123->10.20.0.10:123)";
constexpr std::uint32_t kDomainPeerRefId = 0x0A00140A;  // 10.20.0.10

std::uint64_t clock_set_right() { return demo_time(10, 41); }

// Keeps a log in the workstation's own time.
class SkewedLog {
 public:
  explicit SkewedLog(DemoLog& log) : log_(log) {}

  // What the workstation's clock shows at a true time.
  static std::uint64_t shown(std::uint64_t time) {
    return time < clock_set_right() ? time + kAhead : time;
  }
  // `event` was made for shown(time).
  void add(std::uint64_t time, EvtxEvent event) {
    log_.add(time, std::move(event));
  }

 private:
  DemoLog& log_;
};

const DemoHost& workstation() { return demo_person("g.marlow").host; }

void add_boot(SkewedLog& log) {
  const auto shown = SkewedLog::shown;
  std::uint64_t time = demo_time(7, 54, 40);
  log.add(time, kernel_start(shown(time), 22631));
  time += kDemoSecond;
  log.add(time, os_version_at_boot(shown(time), "22631"));
  log.add(time, event_log_started(shown(time)));
  log.add(time, uptime_report(shown(time), 9));
  time += 4 * kDemoSecond;
  log.add(time, service_state(shown(time), "Netlogon", "running", "Netlogon"));
  time += 2 * kDemoSecond;
  log.add(time,
          service_state(shown(time), "Windows Time", "running", "W32Time"));
  time += 9 * kDemoSecond;
  // The network is not up yet: harmless, once.
  log.add(time, netlogon_event(shown(time), 5719, {kDemoDomain, "%%1311"},
                               kNoLogonServers));
  time += kDemoSecond;
  log.add(time, time_peer_dns_error(shown(time), kWrongPeer, 15));
  log.add(time, time_domain_discovery_error(shown(time) + 500, 15));
}

// Kerberos refuses the workstation; extended logging is on, so the client's
// side of each refusal is visible.
void add_refusals(SkewedLog& log, DemoRandom& random) {
  const auto shown = SkewedLog::shown;
  const std::string machine = computer_account(workstation()).name;
  const std::vector<std::string> targets = {"cifs/dc01.corp.example",
                                            "ldap/dc01.corp.example",
                                            "cifs/fs01.corp.example"};
  std::uint64_t time = demo_time(7, 55, 21);
  for (unsigned i = 0; time < demo_time(10, 40); ++i) {
    const std::string& target = targets[i % targets.size()];
    log.add(time, kerberos_error(shown(time), time, i % 4 == 3 ? 0x19 : 0x25,
                                 machine, "krbtgt/CORP.EXAMPLE"));
    log.add(time,
            lsa_authentication_error(shown(time) + 2'000, target,
                                     kTimeDifferenceText, kTimeDifference));
    log.add(time, lsa_no_protocol(shown(time) + 2'600, target));
    if (i % 3 == 0) {
      log.add(time + kDemoSecond,
              group_policy_no_dc(shown(time + kDemoSecond), random.guid()));
    }
    time += random.seconds(11 * 60, 19 * 60);
  }
  // The time service tries its peer again, first often, then less often.
  for (const unsigned minute : {10u, 25u, 40u, 70u, 100u}) {
    const std::uint64_t retry = demo_time(8, minute, 2);
    const std::uint32_t wait_minutes = minute < 40 ? 15 : 30;
    log.add(retry, time_no_source(shown(retry), wait_minutes));
    log.add(retry,
            time_peer_dns_error(shown(retry) + 700, kWrongPeer, wait_minutes));
  }
  const std::uint64_t late = demo_time(9, 55, 12);
  log.add(late, time_source_none(shown(late), 237'630));
}

// The helpdesk points the time service at the domain again.
void add_repair(SkewedLog& log, DemoRandom& random) {
  const auto shown = SkewedLog::shown;
  std::uint64_t time = demo_time(10, 40, 31);
  log.add(time,
          service_state(shown(time), "Windows Time", "stopped", "W32Time"));
  time += 4 * kDemoSecond;
  log.add(time,
          service_state(shown(time), "Windows Time", "running", "W32Time"));
  time += 18 * kDemoSecond;
  log.add(time, time_source_reachable(shown(time), kDomainPeer));
  time = clock_set_right();
  log.add(time, kernel_time_change(time, time, time + kAhead));
  log.add(
      time + kDemoSecond,
      time_source_chosen(time + kDemoSecond, kDomainPeer, kDomainPeerRefId, 4));
  time += 95 * kDemoSecond;
  log.add(time, group_policy_applied(time, random.guid(), "dc01.corp.example"));
}

void add_afternoon(SkewedLog& log, DemoRandom& random) {
  // No reverse zone for the network: a harmless try at the root of it.
  for (const unsigned hour : {11u, 13u, 15u}) {
    const std::uint64_t time = demo_time(hour, 5, 12);
    log.add(time, lsa_no_protocol(time, "DNS/prisoner.iana.org"));
  }
  // An old alias still points at a server that got another name.
  for (const unsigned minute : {4u, 6u}) {
    const std::uint64_t time = demo_time(14, minute, 37);
    log.add(time,
            kerberos_modified(time, "print01$", "cifs/scan.corp.example"));
    log.add(time + kDemoSecond,
            kerberos_error(time + kDemoSecond, time, 0x07, "g.marlow",
                           "HTTP/intranet.corp.example"));
  }
  log.add(demo_time(12), uptime_report(demo_time(12), 14'709));
  for (const unsigned hour : {12u, 14u, 16u}) {
    const std::uint64_t time = demo_time(hour, 39, 8);
    log.add(time,
            group_policy_applied(time, random.guid(), "dc01.corp.example"));
  }
  const std::uint64_t time = demo_time(17, 9, 20);
  log.add(time, event_log_stopped(time));
  log.add(time + 2 * kDemoSecond, kernel_stop(time + 2 * kDemoSecond));
}

// Local Security log --------------------------------------------------------

DemoLogon local_logon(std::uint32_t type, const std::string& user,
                      std::uint64_t logon_id) {
  DemoLogon logon;
  logon.subject = system_of(workstation());
  logon.target = {demo_sid(demo_person("g.marlow").account.rid), user,
                  kDemoDomain, logon_id};
  logon.type = type;
  logon.process = "User32 ";
  logon.package = "Negotiate";
  logon.workstation = "WS07";
  logon.process_id = 0x4C8;
  logon.process_name = "C:\\Windows\\System32\\svchost.exe";
  logon.address = "127.0.0.1";
  logon.port = kPortZero;
  logon.elevated = "%%1843";
  return logon;
}

void add_service_logons(SkewedLog& log, DemoRandom& random) {
  const auto shown = SkewedLog::shown;
  DemoLogon logon = local_logon(5, "SYSTEM", kSystemLogonId);
  logon.target = {kSystemSid, "SYSTEM", "NT AUTHORITY", kSystemLogonId};
  logon.process = "Advapi  ";
  logon.workstation = kNotGiven;
  logon.process_name = "C:\\Windows\\System32\\services.exe";
  logon.address = kNotGiven;
  logon.port = kNotGiven;
  logon.elevated = "%%1842";
  std::uint64_t time = demo_time(7, 54, 52);
  for (unsigned i = 0; time < demo_time(17, 5); ++i) {
    const std::string activity = random.guid();
    EvtxEvent event = logon_event(shown(time), logon);
    event.activity_id = activity;
    log.add(time, std::move(event));
    EvtxEvent special =
        special_logon_event(shown(time) + 700, logon.target, kSystemPrivileges);
    special.activity_id = activity;
    log.add(time, std::move(special));
    time += i < 6 ? random.seconds(1, 3) : random.seconds(600, 1500);
  }
}

void add_refused_logons(SkewedLog& log) {
  const auto shown = SkewedLog::shown;
  DemoLogon logon = local_logon(2, "g.marlow", 0);
  logon.status = kTimeDifference;
  logon.failure_reason = "%%2304";
  for (const unsigned second : {2u, 18u, 44u}) {
    const std::uint64_t time = demo_time(7, 57, second);
    log.add(time, logon_failure_event(shown(time), logon));
  }
}

void add_user_sessions(SkewedLog& log) {
  const auto shown = SkewedLog::shown;
  // With the network cable out, the cached password is good enough.
  std::uint64_t time = demo_time(8, 3, 15);
  const DemoLogon cached = local_logon(11, "g.marlow", 0x8A31C);
  log.add(time, logon_event(shown(time), cached));
  time = demo_time(10, 42, 58);
  log.add(time, user_logoff_event(time, cached));
  time = demo_time(10, 44, 41);
  const DemoLogon real = local_logon(2, "g.marlow", 0xB17E90);
  log.add(time, logon_event(time, real));
  for (const unsigned hour : {12u, 15u}) {  // unlocked after a pause
    const std::uint64_t unlock = demo_time(hour, 52, 3);
    DemoLogon session = local_logon(7, "g.marlow", 0xC00000 + hour * 0x1F3);
    log.add(unlock, logon_event(unlock, session));
    log.add(unlock + 800, logoff_event(unlock + 800, session));
  }
  time = demo_time(17, 8, 51);
  log.add(time, user_logoff_event(time, real));
  log.add(demo_time(17, 9, 20), log_service_stop_event(demo_time(17, 9, 20)));
}

// The helpdesk works with an administrator's account of its own.
void add_helpdesk(SkewedLog& log) {
  const auto shown = SkewedLog::shown;
  const DemoAccount& helper = demo_service_account("adm-sorrel");
  const std::uint64_t time = demo_time(10, 38, 9);
  DemoExplicitLogon explicit_logon;
  explicit_logon.subject = local_logon(11, "g.marlow", 0x8A31C).target;
  explicit_logon.target_user = helper.name;
  explicit_logon.process_id = 0x1E70;
  explicit_logon.process_name = "C:\\Windows\\System32\\consent.exe";
  explicit_logon.address = "::1";
  explicit_logon.port = kPortZero;
  log.add(time, explicit_logon_event(shown(time), explicit_logon));
  DemoLogon logon = local_logon(2, helper.name, 0xA90D11);
  logon.target = identity_of(helper, 0xA90D11);
  logon.process = "CredPro ";
  logon.elevated = "%%1842";
  log.add(time, logon_event(shown(time) + 300, logon));
  log.add(time, special_logon_event(shown(time) + 900, logon.target,
                                    kAdminPrivileges));
  const DemoIdentity service = {"S-1-5-19", "LOCAL SERVICE", "NT AUTHORITY",
                                0x3E5};
  const std::uint64_t set = clock_set_right();
  log.add(set, time_change_event(set, service, set + kAhead, set,
                                 "C:\\Windows\\System32\\svchost.exe"));
}

}  // namespace

void add_skewed_workstation(DemoLog& system, DemoLog& security) {
  DemoRandom random(kSeed);
  SkewedLog system_log(system);
  add_boot(system_log);
  add_refusals(system_log, random);
  add_repair(system_log, random);
  add_afternoon(system_log, random);
  SkewedLog security_log(security);
  const std::uint64_t boot = demo_time(7, 54, 44);
  security_log.add(boot, windows_start_event(SkewedLog::shown(boot)));
  add_service_logons(security_log, random);
  add_refused_logons(security_log);
  add_user_sessions(security_log);
  add_helpdesk(security_log);
}

}  // namespace eventlens::test
