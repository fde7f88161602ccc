// Writes the demo logs: one day of an invented domain as Windows would have
// logged it. Usage: make_demo_logs OUTDIR. The same bytes come out on every
// platform, so the files in tests/fixtures/demo can be made again.
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "demo_day.h"

namespace eventlens::test {
namespace {

constexpr std::uint64_t kSeed = 20250303;
// Windows Server 2019 writes version 3.1, Windows 11 version 3.2.
constexpr std::uint16_t kServerMinor = 1;
constexpr std::uint16_t kWorkstationMinor = 2;

bool write_log(const std::filesystem::path& path, DemoLog& log,
               std::uint16_t minor_version) {
  EvtxOptions options;
  options.minor_version = minor_version;
  const EvtxBytes bytes = log.write(options);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) {
    std::cerr << "cannot write " << path << '\n';
    return false;
  }
  std::cout << path.filename().string() << ": " << log.size() << " records, "
            << bytes.size() << " bytes\n";
  return true;
}

bool write_logs(const std::filesystem::path& folder) {
  const std::string dc = "dc01.corp.example";
  const std::string workstation = "ws07.corp.example";
  DemoLog dc_security(dc, "Security", 8'412'077);
  DemoLog dc_system(dc, "System", 61'204);
  DemoLog ws_security(workstation, "Security", 190'551);
  DemoLog ws_system(workstation, "System", 1);
  // One stream of numbers per strand: a change in one leaves the others.
  DemoDc routine(dc_security, kSeed);
  DemoDc troubles(dc_security, kSeed + 1);
  DemoDc attack(dc_security, kSeed + 2);
  add_routine(routine);
  add_troubles(troubles);
  add_attack(attack);
  add_dc_system(dc_system);
  add_skewed_workstation(ws_system, ws_security);
  std::filesystem::create_directories(folder);
  return write_log(folder / "dc01-Security.evtx", dc_security, kServerMinor) &&
         write_log(folder / "dc01-System.evtx", dc_system, kServerMinor) &&
         write_log(folder / "ws07-Security.evtx", ws_security,
                   kWorkstationMinor) &&
         write_log(folder / "ws07-System.evtx", ws_system, kWorkstationMinor);
}

}  // namespace
}  // namespace eventlens::test

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: make_demo_logs OUTDIR\n";
    return 2;
  }
  try {
    return eventlens::test::write_logs(argv[1]) ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << "make_demo_logs: " << error.what() << '\n';
    return 1;
  }
}
