// What a domain controller sees of one action: a logon is a ticket request, a
// service ticket, a network logon and a logoff. The generators of the day are
// written in these steps.
#pragma once

#include <cstdint>
#include <string>

#include "demo_domain.h"
#include "demo_log.h"
#include "demo_security.h"

namespace eventlens::test {

enum class DemoPrivileges : std::uint8_t { None, Backup, Admin, System };

class DemoDc {
 public:
  DemoDc(DemoLog& security, std::uint64_t seed);

  DemoRandom& random() { return random_; }
  DemoLog& security() { return security_; }

  // 4768, successful.
  void get_tgt(std::uint64_t time, const DemoAccount& who,
               const std::string& address);
  // 4769, successful; returns the logon GUID that the server will log.
  std::string get_ticket(std::uint64_t time, const DemoAccount& who,
                         const std::string& address,
                         const DemoAccount& service);
  void renew_tgt(std::uint64_t time, const DemoAccount& who,
                 const std::string& address);  // 4770

  // 4624 type 3 by Kerberos, 4672 when privileged, 4634 some seconds later.
  void network_session(std::uint64_t time, const DemoAccount& who,
                       const std::string& address, const std::string& guid,
                       DemoPrivileges privileges = DemoPrivileges::None);
  // 4624 type 5 of the local system and its 4672.
  void service_logon(std::uint64_t time);

  // Failures; `ticket.status` is the Kerberos error.
  DemoTicket failed_request(const std::string& user, const std::string& address,
                            std::uint32_t status);
  void fail_tgt(std::uint64_t time, const DemoTicket& ticket);     // 4768
  void fail_ticket(std::uint64_t time, const DemoTicket& ticket);  // 4769
  void fail_preauth(std::uint64_t time, const DemoAccount& who,
                    const std::string& address,
                    std::uint32_t status);  // 4771

  // Logon ids count up over the day; this one belongs to a time.
  static std::uint64_t logon_id_at(std::uint64_t time);

 private:
  DemoLog& security_;
  DemoRandom random_;
};

}  // namespace eventlens::test
