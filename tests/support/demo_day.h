// The day of the demo domain, Monday 2025-03-03, hour by hour. Each function
// adds one strand to the logs; tests/fixtures/README.md tells the whole story.
#pragma once

#include "demo_dc.h"
#include "demo_log.h"

namespace eventlens::test {

// Everything that is as it should be: the domain controller itself, servers,
// service accounts, people coming, working and going.
void add_routine(DemoDc& dc);

// Misconfigurations and human mistakes, each with its Kerberos error.
void add_troubles(DemoDc& dc);

// 14:42 to 14:52: user enumeration, password spray, one hit, kerberoasting.
void add_attack(DemoDc& dc);

// System log of the domain controller.
void add_dc_system(DemoLog& system);

// The workstation whose clock is wrong until 10:41. Its own log times follow
// its clock, so they jump back when it is set right.
void add_skewed_workstation(DemoLog& system, DemoLog& security);

}  // namespace eventlens::test
