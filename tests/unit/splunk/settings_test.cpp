// The declared settings are consistent with themselves and with the readers
// of their values.
#include "splunk/settings.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "os/time_zone.h"
#include "splunk/setting_values.h"

namespace eventlens {
namespace {

/// Whether `text` is a value that the reader of the setting's kind takes.
bool is_readable(const Setting& setting, std::string_view text) {
  switch (setting.kind) {
    case SettingKind::Paths:
      return !split_paths(text).empty();
    case SettingKind::Boolean:
      return parse_boolean(text).has_value();
    case SettingKind::Choice:
      return std::find(setting.choices.begin(), setting.choices.end(), text) !=
             setting.choices.end();
    case SettingKind::Duration:
      return parse_duration(text).has_value();
    case SettingKind::Count:
      return parse_count(text, kMinBatchEvents, kMaxBatchEvents).has_value();
    case SettingKind::Zone:
      return TimeZone::parse(text).ok();
    case SettingKind::Filter:
      return text.empty();
  }
  return false;
}

TEST_SUITE("splunk/settings") {
  TEST_CASE("names are unique and are names that Splunk allows") {
    std::set<std::string_view> names;
    for (const Setting& setting : settings()) {
      CAPTURE(setting.name);
      CHECK(names.insert(setting.name).second);
      CHECK(setting.name.find_first_not_of(
                "abcdefghijklmnopqrstuvwxyz0123456789_") ==
            std::string_view::npos);
      CHECK_FALSE(is_splunk_setting(setting.name));
    }
  }

  TEST_CASE("every default is a value that is accepted") {
    for (const Setting& setting : settings()) {
      CAPTURE(setting.name);
      CHECK((setting.required || setting.kind == SettingKind::Filter) ==
            setting.default_value.empty());
      if (!setting.required) {
        CHECK(is_readable(setting, setting.default_value));
      }
    }
  }

  TEST_CASE("what is said to be accepted names every choice and limit") {
    for (const Setting& setting : settings()) {
      CAPTURE(setting.name);
      for (const std::string_view choice : setting.choices) {
        CHECK(setting.accepted.find(choice) != std::string_view::npos);
      }
    }
    const std::string_view accepted = find_setting("batch_events")->accepted;
    CHECK(accepted.find(std::to_string(kMinBatchEvents)) !=
          std::string_view::npos);
    CHECK(accepted.find(std::to_string(kMaxBatchEvents)) !=
          std::string_view::npos);
  }

  TEST_CASE("a choice has choices and nothing else has") {
    for (const Setting& setting : settings()) {
      CAPTURE(setting.name);
      CHECK((setting.kind == SettingKind::Choice) == !setting.choices.empty());
    }
  }

  TEST_CASE("descriptions are sentences") {
    for (const Setting& setting : settings()) {
      CAPTURE(setting.name);
      CHECK(setting.description.ends_with('.'));
      CHECK_FALSE(setting.title.empty());
    }
  }

  TEST_CASE("a setting that does not exist is not found") {
    CHECK(find_setting("renders") == nullptr);
    CHECK(find_setting("") == nullptr);
  }

  TEST_CASE("Splunk's own settings are known") {
    for (const char* name : {"disabled", "host", "index", "interval", "source",
                             "sourcetype", "start_by_shell", "_rcvbuf",
                             "_TCP_ROUTING", "eai:acl", "python.version"}) {
      CAPTURE(name);
      CHECK(is_splunk_setting(name));
    }
    CHECK_FALSE(is_splunk_setting("hosts"));
  }
}

}  // namespace
}  // namespace eventlens
