#include "splunk/settings.h"

#include <algorithm>
#include <array>

namespace eventlens {
namespace {

constexpr std::string_view kBooleanAccepted =
    "1 or 0 (also true or false, yes or no, on or off)";

constexpr std::array<std::string_view, 2> kRenderChoices = {"xml", "json"};
constexpr std::array<std::string_view, 3> kEnrichChoices = {"none", "names",
                                                            "full"};
constexpr std::array<std::string_view, 2> kStartChoices = {"oldest", "newest"};

constexpr std::array<Setting, 11> kSettings = {{
    {"path",
     "Files or directories",
     "What to read: event log files, directories that hold them, or glob "
     "patterns; several are separated by ';'.",
     DataType::String,
     true,
     "",
     "one or more absolute paths of files, directories or glob patterns, "
     "separated by ';'",
     SettingKind::Paths,
     {}},
    {"recursive",
     "Read subdirectories",
     "Whether the directories below those in path are read too.",
     DataType::Boolean,
     false,
     "0",
     kBooleanAccepted,
     SettingKind::Boolean,
     {}},
    {"follow",
     "Keep reading",
     "Whether to wait for new events and new files and read them as they "
     "come. Otherwise the input reads what is there, ends, and is started "
     "again after interval.",
     DataType::Boolean,
     false,
     "0",
     kBooleanAccepted,
     SettingKind::Boolean,
     {}},
    {"render", "Output format",
     "xml writes each event as Windows does, with sourcetype XmlWinEventLog; "
     "json writes one flat object, with sourcetype eventlens:json.",
     DataType::String, false, "xml", "xml or json", SettingKind::Choice,
     kRenderChoices},
    {"enrich", "Added knowledge",
     "How much is added to an event: none, the names of its codes, or in full "
     "also its title, verdict and knowledge base articles.",
     DataType::String, false, "names", "none, names or full",
     SettingKind::Choice, kEnrichChoices},
    {"start_from", "Start with",
     "Where to begin in the files that are there at the first run: at their "
     "oldest event, or only with what is added after their newest. Files that "
     "come later are read from their oldest.",
     DataType::String, false, "oldest", "oldest or newest", SettingKind::Choice,
     kStartChoices},
    {"ignore_older_than",
     "Ignore events older than",
     "Events older than this when they are read are skipped and counted. 0 "
     "skips none.",
     DataType::String,
     false,
     "0",
     "0, or a whole number followed by s, m, h or d, such as 90m, 12h or 30d",
     SettingKind::Duration,
     {}},
    {"timezone",
     "Time zone of the logs",
     "The zone of times that a log gives without one, as text logs do: that of "
     "this host, UTC, or a distance from UTC.",
     DataType::String,
     false,
     "local",
     "local, UTC, or a distance from UTC such as +02:00 or -05:30",
     SettingKind::Zone,
     {}},
    {"recover",
     "Recover records from slack",
     "Whether records that are left in unused parts of the files are read too: "
     "older ones that were not overwritten yet, and those of a cleared log. "
     "Each is marked with lens_issue=recovered_from_slack.",
     DataType::Boolean,
     false,
     "0",
     kBooleanAccepted,
     SettingKind::Boolean,
     {}},
    {"host_from_event",
     "Host from the event",
     "Whether the host of an event is the computer that wrote it. Otherwise "
     "the stanza's host stands.",
     DataType::Boolean,
     false,
     "1",
     kBooleanAccepted,
     SettingKind::Boolean,
     {}},
    {"batch_events",
     "Events per batch",
     "How many events are handed over before the position is saved. After a "
     "crash at most one batch is read again.",
     DataType::Number,
     false,
     "100",
     "a whole number from 1 to 10000",
     SettingKind::Count,
     {}},
}};

// From the [default] and modular input sections of Splunk's inputs.conf.spec.
constexpr std::array<std::string_view, 20> kSplunkSettings = {
    "connection_host",
    "disabled",
    "evt_dc_name",
    "evt_dns_name",
    "evt_resolve_ad_obj",
    "host",
    "host_regex",
    "host_segment",
    "index",
    "interval",
    "name",
    "persistentQueueSize",
    "python.required",
    "python.version",
    "queueSize",
    "run_introspection",
    "run_only_one",
    "source",
    "sourcetype",
    "start_by_shell"};

}  // namespace

std::span<const Setting> settings() { return kSettings; }

const Setting* find_setting(std::string_view name) {
  const auto* found = std::find_if(
      kSettings.begin(), kSettings.end(),
      [name](const Setting& setting) { return setting.name == name; });
  return found == kSettings.end() ? nullptr : found;
}

bool is_splunk_setting(std::string_view name) {
  // "_TCP_ROUTING", "_rcvbuf" and the like; "eai:acl" and the like.
  return name.starts_with('_') || name.starts_with("eai:") ||
         std::find(kSplunkSettings.begin(), kSplunkSettings.end(), name) !=
             kSplunkSettings.end();
}

}  // namespace eventlens
