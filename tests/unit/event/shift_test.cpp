// Sysmon's forwarded events whose values moved up by one name.
#include "event/shift.h"

#include <doctest/doctest.h>

#include <string>

#include "support/shape_text.h"

namespace eventlens {
namespace {

using namespace test;

TestEvent event_of(const std::string& provider, std::vector<EvtxValue> values) {
  return {"<Event><System><Provider Name='" + provider +
              "'/><Execution ProcessID='9'/></System><EventData><Data "
              "Name='RuleName'>{0}</Data><Data Name='ProcessId'>{1}</Data>"
              "</EventData></Event>",
          std::move(values)};
}

bool is_shifted(const TestEvent& event) {
  const uint16_t witness = shift_witness(event.shape());
  return witness != kNoSlot && is_shifted(event.event(), witness);
}

TEST_SUITE("event/shift") {
  TEST_CASE("Sysmon: a ProcessId that is no number") {
    constexpr const char* kSysmon = "Microsoft-Windows-Sysmon";
    CHECK(is_shifted(event_of(
        kSysmon, {string_value("2025-03-03"), string_value("C:\\a.exe")})));
    CHECK_FALSE(is_shifted(
        event_of(kSysmon, {string_value("-"), string_value("640")})));
    CHECK_FALSE(
        is_shifted(event_of(kSysmon, {string_value("-"), uint32_value(640)})));
    CHECK_FALSE(
        is_shifted(event_of(kSysmon, {string_value("-"), string_value("")})));
    CHECK_FALSE(
        is_shifted(event_of(kSysmon, {string_value("-"), null_value()})));
  }

  TEST_CASE("the provider is a value of the event") {
    const auto shifted = [](const char* provider) {
      const TestEvent event(
          "<Event><System><Provider Name='{0}'/></System><EventData><Data "
          "Name='ProcessId'>{1}</Data></EventData></Event>",
          {string_value(provider), string_value("C:\\a.exe")});
      return is_shifted(event);
    };
    CHECK(shifted("Microsoft-Windows-Sysmon"));
    CHECK_FALSE(shifted("Microsoft-Windows-Security-Auditing"));
  }

  TEST_CASE("shapes that cannot be shifted are not looked at") {
    CHECK(shift_witness(event_of("Other", {}).shape()) == kNoSlot);
    const TestEvent without(
        "<Event><System><Provider Name='Microsoft-Windows-Sysmon'/></System>"
        "<EventData><Data Name='State'>{0}</Data></EventData></Event>",
        {string_value("Started")});
    CHECK(shift_witness(without.shape()) == kNoSlot);
    const TestEvent nothing("<Event/>", {});
    CHECK(shift_witness(nothing.shape()) == kNoSlot);
  }
}

}  // namespace
}  // namespace eventlens
