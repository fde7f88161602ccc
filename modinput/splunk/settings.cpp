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

constexpr Setting filter(std::string_view name, std::string_view title,
                         std::string_view description,
                         std::string_view accepted) {
  return {name,  title, description, DataType::String,
          false, {},    accepted,    SettingKind::Filter,
          {}};
}

constexpr std::string_view kListAccepted =
    "event ids and ranges of them (4624,4700-4720), or pairs of keys and "
    "regular expressions (EventCode=%^46% Message=%Logon%); docs/filters.md "
    "has the keys";

constexpr Setting whitelist(std::string_view name, std::string_view title) {
  return filter(name, title,
                "Only events that this or another whitelist fits are sent, as "
                "in Splunk's own input for Windows logs. Others are counted.",
                kListAccepted);
}

constexpr Setting blacklist(std::string_view name, std::string_view title) {
  return filter(name, title,
                "Events that this fits are not sent, also where a whitelist "
                "fits them.",
                kListAccepted);
}

constexpr std::array<Setting, 32> kSettings = {{
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
    whitelist("whitelist", "Whitelist"),
    whitelist("whitelist1", "Whitelist 1"),
    whitelist("whitelist2", "Whitelist 2"),
    whitelist("whitelist3", "Whitelist 3"),
    whitelist("whitelist4", "Whitelist 4"),
    whitelist("whitelist5", "Whitelist 5"),
    whitelist("whitelist6", "Whitelist 6"),
    whitelist("whitelist7", "Whitelist 7"),
    whitelist("whitelist8", "Whitelist 8"),
    whitelist("whitelist9", "Whitelist 9"),
    blacklist("blacklist", "Blacklist"),
    blacklist("blacklist1", "Blacklist 1"),
    blacklist("blacklist2", "Blacklist 2"),
    blacklist("blacklist3", "Blacklist 3"),
    blacklist("blacklist4", "Blacklist 4"),
    blacklist("blacklist5", "Blacklist 5"),
    blacklist("blacklist6", "Blacklist 6"),
    blacklist("blacklist7", "Blacklist 7"),
    blacklist("blacklist8", "Blacklist 8"),
    blacklist("blacklist9", "Blacklist 9"),
    filter("query", "Query",
           "Only events that this event query selects are sent, as in Event "
           "Viewer's filters and in subscriptions.",
           "XPath such as *[System[EventID=4624]], or a <QueryList>"),
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
