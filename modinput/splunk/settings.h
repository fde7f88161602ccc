// The settings of the input `eventlens`, declared once. The scheme is written
// from this list and stanzas are read with it; the spec file and
// default/inputs.conf are compared with it by a test.
//
// Not here: Splunk's own settings (index, host, interval, ...), which every
// input has.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace eventlens {

/// The name of the scheme: of the program, of [eventlens://<name>] in
/// inputs.conf, and what splunkd puts where no sourcetype is configured.
inline constexpr std::string_view kSchemeName = "eventlens";

inline constexpr uint32_t kMinBatchEvents = 1;
inline constexpr uint32_t kMaxBatchEvents = 10000;

/// A hundred years: longer than any log is old, and far from overflow.
inline constexpr uint64_t kMaxIgnoreOlderThanSeconds =
    uint64_t{36500} * 24 * 60 * 60;

/// What splunkd is told; it knows no more than these three.
enum class DataType : uint8_t { String, Number, Boolean };

/// How the value is read.
enum class SettingKind : uint8_t {
  Paths,     // files, directories, glob patterns, separated by ';'
  Boolean,   // see parse_boolean
  Choice,    // one of Setting::choices
  Duration,  // see parse_duration
  Count,     // kMinBatchEvents..kMaxBatchEvents
  Zone,      // see TimeZone::parse
  Filter,    // see Filter::compile; empty: there is none
};

struct Setting {
  std::string_view name;
  std::string_view title;
  std::string_view description;  // sentences, without what is accepted
  DataType data_type;
  bool required;                   // has no default and must be given
  std::string_view default_value;  // empty where required, and of a Filter
  std::string_view accepted;       // completes "accepted: ..."
  SettingKind kind;
  std::span<const std::string_view> choices;  // of a Choice, in the order of
                                              // the enumerators they stand for
};

/// All of them, in the order in which a person fills them in.
std::span<const Setting> settings();

/// The setting of that name, or null.
const Setting* find_setting(std::string_view name);

/// Whether `name` is one that Splunk gives to every input, and so no mistake
/// when it stands in a stanza of ours.
bool is_splunk_setting(std::string_view name);

}  // namespace eventlens
