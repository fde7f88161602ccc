// See demo_domain.h.
#include "demo_domain.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>

#include "evtx_value.h"

namespace eventlens::test {
namespace {

constexpr std::uint32_t kFirstPersonRid = 1110;
constexpr std::uint32_t kFirstWorkstationRid = 1201;
constexpr std::uint32_t kFirstServerRid = 1005;
constexpr std::uint32_t kFirstServiceRid = 1310;

struct Arrival {
  const char* name;
  unsigned minute;  // after midnight
};

// In the order of ws01, ws02, ...
constexpr std::array kArrivals = {
    Arrival{"a.lindmark", 462}, Arrival{"b.okonjo", 471},
    Arrival{"c.varnai", 478},   Arrival{"d.hollinger", 483},
    Arrival{"e.tamsin", 489},   Arrival{"f.quist", 447},
    Arrival{"g.marlow", 475},   Arrival{"h.brandvold", 494},
    Arrival{"i.sorrel", 455},   Arrival{"j.petrik", 501},
    Arrival{"k.aldous", 507},   Arrival{"l.ferrand", 512},
    Arrival{"m.haldane", 516},  Arrival{"n.ostrow", 481},
    Arrival{"o.callan", 523},   Arrival{"p.esterly", 498},
    Arrival{"q.renner", 529},   Arrival{"r.sabine", 486},
    Arrival{"s.thorold", 534},  Arrival{"t.ravn", 492},
    Arrival{"u.kessel", 541},   Arrival{"v.dacota", 509},
    Arrival{"w.ingrave", 548},  Arrival{"y.bergeson", 473},
};

std::vector<DemoPerson> make_people() {
  std::vector<DemoPerson> people;
  for (std::size_t i = 0; i < kArrivals.size(); ++i) {
    const auto number = static_cast<std::uint32_t>(i);
    char host[8];
    std::snprintf(host, sizeof host, "ws%02u", number % 99 + 1);
    DemoPerson person;
    person.account = {kArrivals[i].name, kFirstPersonRid + number};
    person.host = {host, kFirstWorkstationRid + number,
                   "10.20.10." + std::to_string(101 + number)};
    person.arrival_minute = kArrivals[i].minute;
    people.push_back(person);
  }
  return people;
}

template <class T, class Name>
const T& find_named(const std::vector<T>& items, const std::string& name,
                    Name name_of) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const T& t) {
    return name_of(t) == name;
  });
  if (found == items.end()) {
    throw std::out_of_range("nobody is called " + name);
  }
  return *found;
}

}  // namespace

const std::vector<DemoPerson>& demo_people() {
  static const std::vector<DemoPerson> kPeople = make_people();
  return kPeople;
}

const std::vector<DemoHost>& demo_servers() {
  static const std::vector<DemoHost> kServers = {
      {"fs01", kFirstServerRid, "10.20.0.21"},
      {"sql01", kFirstServerRid + 1, "10.20.0.31"},
      {"app01", kFirstServerRid + 2, "10.20.0.41"},
      {"web01", kFirstServerRid + 3, "10.20.0.42"},
      {"print01", kFirstServerRid + 4, "10.20.0.51"},
      {"mail01", kFirstServerRid + 5, "10.20.0.61"},
      {"mon01", kFirstServerRid + 6, "10.20.0.71"}};
  return kServers;
}

const std::vector<DemoAccount>& demo_service_accounts() {
  static const std::vector<DemoAccount> kAccounts = [] {
    std::vector<DemoAccount> accounts;
    std::uint32_t rid = kFirstServiceRid;
    for (const char* name :
         {"svc-sql", "svc-backup", "svc-web", "svc-scan", "svc-monitor",
          "svc-report", "svc-print", "svc-crm", "svc-archive", "svc-legacy",
          "adm-quist", "adm-sorrel", "j.orell", "temp.desk2"}) {
      accounts.push_back({name, rid++});
    }
    return accounts;
  }();
  return kAccounts;
}

const DemoPerson& demo_person(const std::string& name) {
  return find_named(demo_people(), name, [](const DemoPerson& person) {
    return person.account.name;
  });
}

const DemoHost& demo_server(const std::string& name) {
  return find_named(demo_servers(), name,
                    [](const DemoHost& host) { return host.name; });
}

const DemoAccount& demo_service_account(const std::string& name) {
  return find_named(demo_service_accounts(), name,
                    [](const DemoAccount& account) { return account.name; });
}

const DemoHost& demo_dc() {
  static const DemoHost kDc = {"dc01", 1000, "10.20.0.10"};
  return kDc;
}

DemoAccount computer_account(const DemoHost& host) {
  std::string name = host.name;
  std::transform(name.begin(), name.end(), name.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return {name + "$", host.rid};
}

std::string demo_sid(std::uint32_t rid) {
  return "S-1-5-21-2873412901-1405876531-3310872244-" + std::to_string(rid);
}

std::uint64_t demo_midnight() {
  return filetime_from_utc({2025, 3, 3, 0, 0, 0, 0});
}

std::uint64_t demo_time(unsigned hour, unsigned minute, unsigned second) {
  const std::uint64_t seconds =
      std::uint64_t{hour} * 3600 + minute * 60 + second;
  const std::uint64_t fraction =
      (seconds * 7'919'117 + 3'141'593) % kDemoSecond;
  return demo_midnight() + seconds * kDemoSecond + fraction;
}

std::string DemoRandom::guid() {
  const std::uint64_t high = engine_();
  const std::uint64_t low = engine_();
  char text[40];
  std::snprintf(text, sizeof text, "{%08X-%04X-%04X-%04X-%04X%08X}",
                static_cast<unsigned>(high >> 32),
                static_cast<unsigned>(high >> 16 & 0xFFFF),
                static_cast<unsigned>(high & 0xFFFF),
                static_cast<unsigned>(low >> 48),
                static_cast<unsigned>(low >> 32 & 0xFFFF),
                static_cast<unsigned>(low & 0xFFFFFFFF));
  return text;
}

}  // namespace eventlens::test
