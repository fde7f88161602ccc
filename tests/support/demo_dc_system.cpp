// The System log of the domain controller; see demo_day.h.
#include "demo_day.h"
#include "demo_system.h"

namespace eventlens::test {
namespace {

constexpr std::uint64_t kSeed = 0xDC5;
constexpr const char* kTimeSource =
    "ntp1.example.net,0x8 (ntp.m|0x8|0.0.0.0:123->192.0.2.123:123)";
constexpr std::uint32_t kTimeSourceRefId = 0x7B0200C0;  // 192.0.2.123
constexpr std::uint32_t kNoLogonServers = 0xC000005E;
constexpr std::uint32_t kAccessDenied = 0xC0000022;

struct Service {
  const char* name;
  const char* key;
};

const std::vector<Service>& boot_services() {
  static const std::vector<Service> kServices = {
      {"Windows Event Log", "EventLog"},
      {"Network Location Awareness", "NlaSvc"},
      {"Active Directory Domain Services", "NTDS"},
      {"DNS Server", "DNS"},
      {"Kerberos Key Distribution Center", "Kdc"},
      {"DFS Replication", "DFSR"},
      {"Netlogon", "Netlogon"},
      {"Windows Time", "W32Time"},
      {"Group Policy Client", "gpsvc"},
      {"Windows Remote Management (WS-Management)", "WinRM"}};
  return kServices;
}

// Services ask for authentication before the directory is up: harmless.
void add_boot_race(DemoLog& log) {
  for (const char* target : {"ldap/dc01.corp.example/corp.example@CORP.EXAMPLE",
                             "DNS/dc01.corp.example"}) {
    const std::uint64_t time = demo_time(5, 30, target[0] == 'l' ? 21 : 34);
    log.add(lsa_authentication_error(
        time, target,
        "There are currently no logon servers available to service the "
        "logon request.",
        kNoLogonServers));
    log.add(lsa_no_protocol(time + 300, target));
  }
}

void add_restart(DemoLog& log) {
  log.add(event_log_stopped(demo_time(5, 28, 10)));
  log.add(kernel_stop(demo_time(5, 28, 12)));
  const std::uint64_t start = demo_time(5, 30, 1);
  log.add(start, kernel_start(start, 17763));
  log.add(os_version_at_boot(start + kDemoSecond, "17763"));
  log.add(event_log_started(start + kDemoSecond));
  log.add(uptime_report(start + kDemoSecond, 14));
  std::uint64_t time = start + 2 * kDemoSecond;
  for (const Service& service : boot_services()) {
    log.add(service_state(time, service.name, "running", service.key));
    time += 3 * kDemoSecond + kDemoSecond / 3;
  }
  add_boot_race(log);
  const std::uint64_t failed = demo_time(5, 31, 2);
  log.add(service_logon_failed(failed, "Monitoring Agent (old)",
                               "CORP\\svc-monitor2", 1326));
  log.add(service_start_failed(failed + 100, "Monitoring Agent (old)", 1069,
                               "MonAgentOld"));
  log.add(time_source_reachable(demo_time(5, 30, 40), kTimeSource));
  log.add(time_source_chosen(demo_time(5, 30, 41), kTimeSource,
                             kTimeSourceRefId, 3));
}

// ws19 was set up again under its old name while the old one still ran.
void add_broken_secure_channel(DemoLog& log) {
  for (const unsigned minute : {24u, 39u}) {
    const std::uint64_t time = demo_time(8, minute, 13);
    log.add(
        netlogon_event(time, 5722, {"WS19", "WS19$", "%%5"}, kAccessDenied));
    log.add(netlogon_event(time + kDemoSecond, 5805, {"WS19", "%%5"},
                           kAccessDenied));
  }
}

void add_service_noise(DemoLog& log) {
  static const std::vector<Service> kServices = {
      {"Windows Update", "wuauserv"},
      {"Background Intelligent Transfer Service", "BITS"},
      {"Windows Modules Installer", "TrustedInstaller"},
      {"Software Protection", "sppsvc"},
      {"WinHTTP Web Proxy Auto-Discovery Service", "WinHttpAutoProxySvc"}};
  DemoRandom random(kSeed);
  for (std::uint64_t time = demo_time(0, 12); time < demo_time(23, 30);
       time += random.seconds(1500, 4200)) {
    const Service& service = random.pick(kServices);
    log.add(service_state(time, service.name, "running", service.key));
    log.add(service_state(time + random.seconds(120, 700), service.name,
                          "stopped", service.key));
  }
  for (const unsigned hour : {2u, 14u}) {
    log.add(service_start_type(demo_time(hour, 3, 7),
                               "Background Intelligent Transfer Service",
                               "demand start", "auto start", "BITS"));
    log.add(service_start_type(demo_time(hour, 8, 31),
                               "Background Intelligent Transfer Service",
                               "auto start", "demand start", "BITS"));
  }
}

}  // namespace

void add_dc_system(DemoLog& log) {
  DemoRandom random(kSeed + 1);
  add_service_noise(log);
  log.drop_between(demo_time(5, 28, 0), demo_time(5, 32, 0));
  add_restart(log);
  add_broken_secure_channel(log);
  for (const unsigned hour : {8u, 10u, 12u, 14u, 16u}) {
    // The same requests as in the Security log, status 0xE.
    log.add(kdc_no_key(demo_time(hour, 26, 12), "cifs/fs01.corp.example",
                       "svc-scan@CORP.EXAMPLE"));
  }
  log.add(uptime_report(demo_time(12), 23'397));
  for (const unsigned hour : {1u, 6u, 9u, 13u, 18u, 22u}) {
    log.add(group_policy_applied(demo_time(hour, 33, 50), random.guid(),
                                 "dc01.corp.example"));
  }
}

}  // namespace eventlens::test
