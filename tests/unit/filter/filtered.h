// An event as events of Windows look, and filters that are asked about it.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "filter/filter.h"
#include "support/shape_text.h"

namespace eventlens::test {

inline constexpr std::string_view kLogonShape =
    "<Event xmlns='x'><System><Provider "
    "Name='Microsoft-Windows-Security-Auditing' "
    "Guid='{15}'/><EventID>{0}</EventID>"
    "<Level>{1}</Level><Task>{2}</Task><Opcode>{3}</Opcode>"
    "<Keywords>{4}</Keywords><TimeCreated SystemTime='{5}'/>"
    "<EventRecordID>{6}</EventRecordID><Execution ProcessID='{7}'/>"
    "<Channel>{8}</Channel><Computer>{9}</Computer>"
    "<Security UserID='{10?}'/></System>"
    "<EventData><Data Name='TargetUserName'>{11}</Data>"
    "<Data:12 Name='LogonType'>{12}</Data><Data>{13}</Data>"
    "<Data>{14}</Data></EventData></Event>";

inline constexpr uint64_t kLogonTime = 133'854'912'001'234'567;

/// 4625 of bob, of type 3; `logon_type` may be Null.
inline TestEvent logon_event(EvtxValue logon_type = uint32_value(3)) {
  return TestEvent(
      kLogonShape,
      {uint16_value(4625), uint8_value(0), uint16_value(12544), uint8_value(0),
       hex64_value(0x8010000000000000), filetime_value(kLogonTime),
       uint64_value(77), uint32_value(652), string_value("Security"),
       string_value("DC01.corp.example"), sid_value("S-1-5-18"),
       string_value("bob"), std::move(logon_type), string_value("one"),
       string_value("two"),
       guid_value("{54849625-5478-4994-A5BA-3E3B0328C30D}")},
      4625);
}

/// Gives the same text for every event.
class FixedXml final : public filter::EventXml {
 public:
  explicit FixedXml(std::string text) : text_(std::move(text)) {}
  std::string_view of(const Event& /*event*/) override {
    ++asked;
    return text_;
  }
  int asked = 0;

 private:
  std::string text_;
};

/// What Filter::compile says: "ok", or the message up to what is accepted.
inline std::string compiled(const FilterSettings& settings) {
  const auto filter = Filter::compile(settings);
  if (filter.ok()) {
    return "ok";
  }
  const std::string& message = filter.error().message;
  return message.substr(0, message.find("; accepted: "));
}

/// Settings from texts, named as in a stanza.
inline FilterSettings settings_of(const std::vector<std::string>& whitelists,
                                  const std::vector<std::string>& blacklists,
                                  const std::string& query = {}) {
  FilterSettings settings;
  for (const auto& text : whitelists) {
    settings.whitelists.push_back({"whitelist", text});
  }
  for (const auto& text : blacklists) {
    settings.blacklists.push_back({"blacklist", text});
  }
  if (!query.empty()) {
    settings.queries.push_back({"query", query});
  }
  return settings;
}

/// Whether the event passes selection and filter.
inline bool passes(const FilterSettings& settings, const Event& event,
                   Filetime now = kLogonTime) {
  const auto filter = Filter::compile(settings);
  REQUIRE_MESSAGE(filter.ok(), filter.error().message);
  const auto selection = (*filter)->selection({}, now);
  REQUIRE(selection.ok());
  Selector selector(*selection);
  if (!selector.takes_all() && !selector.wants(event)) {
    return false;
  }
  FixedXml xml("<Event><x/></Event>");
  EventFilter at_work(**filter, xml);
  at_work.set_now(now);
  Issues issues;
  return at_work.wants(event, issues);
}

}  // namespace eventlens::test
