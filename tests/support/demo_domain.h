// The invented domain of the demo logs: who works there, on which machine, and
// the clock of the day. Names and addresses belong to nobody: corp.example is
// reserved for examples, 192.0.2.0/24 for documentation.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace eventlens::test {

inline constexpr const char* kDemoDomain = "CORP";
inline constexpr const char* kDemoRealm = "CORP.EXAMPLE";
inline constexpr const char* kDemoDnsDomain = "corp.example";
// A VPN pool; the attack of the afternoon comes from here.
inline constexpr const char* kDemoAttackerAddress = "192.0.2.77";

struct DemoAccount {
  std::string name{};  // computers end in $
  std::uint32_t rid = 0;
};

struct DemoHost {
  std::string name{};  // lower case, without domain
  std::uint32_t rid = 0;
  std::string address{};
};

struct DemoPerson {
  DemoAccount account{};
  DemoHost host{};
  unsigned arrival_minute = 0;  // after midnight
};

// Twenty-four people, each with a workstation ws01..ws24.
const std::vector<DemoPerson>& demo_people();
// Member servers: file, database, applications, web, mail, print, monitoring.
const std::vector<DemoHost>& demo_servers();
const std::vector<DemoAccount>& demo_service_accounts();

// By name; throw std::out_of_range, a misspelt name is a mistake here.
const DemoPerson& demo_person(const std::string& name);
const DemoHost& demo_server(const std::string& name);
const DemoAccount& demo_service_account(const std::string& name);

const DemoHost& demo_dc();
DemoAccount computer_account(const DemoHost& host);
// "S-1-5-21-...-rid" in the domain.
std::string demo_sid(std::uint32_t rid);

// FILETIME on the day of the logs, Monday 2025-03-03, UTC; with a fraction of
// a second that depends on the second, because real events rarely come on the
// full one. `demo_midnight` is exact.
std::uint64_t demo_midnight();
std::uint64_t demo_time(unsigned hour, unsigned minute = 0,
                        unsigned second = 0);
inline constexpr std::uint64_t kDemoSecond = 10'000'000;
inline constexpr std::uint64_t kDemoMinute = 60 * kDemoSecond;

// Repeatable on every platform: the engine's output is specified by the
// standard, that of the standard distributions is not.
class DemoRandom {
 public:
  explicit DemoRandom(std::uint64_t seed) : engine_(seed) {}

  // 0 .. limit-1. The bias of the remainder does not matter here.
  std::uint64_t below(std::uint64_t limit) { return engine_() % limit; }
  std::uint64_t between(std::uint64_t low, std::uint64_t high) {
    return low + below(high - low + 1);
  }
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  template <class T>
  const T& pick(const std::vector<T>& items) {
    return items[below(items.size())];
  }
  // A random duration, with a fraction of a second.
  std::uint64_t seconds(std::uint64_t low, std::uint64_t high) {
    return low * kDemoSecond + below((high - low) * kDemoSecond + 1);
  }
  std::uint16_t port() {
    return static_cast<std::uint16_t>(between(49'152, 65'535));
  }
  std::string guid();

 private:
  std::mt19937_64 engine_;
};

}  // namespace eventlens::test
