// Producers that keep the structure of Windows' event XML: evtx_dump and other
// converters of XML, and Wazuh.
#include <array>

#include "json/form.h"

namespace eventlens::json {
namespace {

using Field = SystemField;
using Text = RenderedText;

constexpr std::array<std::string_view, 1> kDumpSigns = {"Event.System.EventID"};

constexpr std::array kDumpRules = {
    system("System.TimeCreated.SystemTime", Field::TimeCreated)
        .as(Spelling::Time),
    system("System.EventID", Field::EventId),
    system("System.EventID.Qualifiers", Field::Qualifiers),
    system("System.Provider.Name", Field::Provider),
    system("System.Provider.Guid", Field::ProviderGuid).as(Spelling::Guid),
    system("System.Provider.EventSourceName", Field::EventSourceName),
    system("System.Channel", Field::Channel),
    system("System.Computer", Field::Computer),
    system("System.EventRecordID", Field::EventRecordId),
    system("System.Level", Field::Level).as(Spelling::Level),
    system("System.Task", Field::Task),
    system("System.Opcode", Field::Opcode),
    system("System.Keywords", Field::Keywords).as(Spelling::Keywords),
    system("System.Version", Field::Version),
    system("System.Correlation.ActivityID", Field::ActivityId)
        .as(Spelling::Guid),
    system("System.Correlation.RelatedActivityID", Field::RelatedActivityId)
        .as(Spelling::Guid),
    system("System.Execution.ProcessID", Field::ProcessId),
    system("System.Execution.ThreadID", Field::ThreadId),
    system("System.Security.UserID", Field::UserId),
    of_kind("EventData.Data", Rule::Kind::Data),
    of_kind("EventData.Binary", Rule::Kind::Binary),
    rendered("RenderingInfo.Message", Text::Message),
    rendered("RenderingInfo.Level", Text::Level),
    rendered("RenderingInfo.Task", Text::Task),
    rendered("RenderingInfo.Opcode", Text::Opcode),
    rendered("RenderingInfo.Channel", Text::Channel),
    rendered("RenderingInfo.Provider", Text::Provider),
    rendered("RenderingInfo.Keywords.Keyword", Text::Keywords),
    rendered("RenderingInfo.Keywords", Text::Keywords),
    // Without their values: elements that have attributes only.
    skip("System.Provider"),
    skip("System.TimeCreated"),
    skip("System.Correlation"),
    skip("System.Execution"),
    skip("System.Security"),
};

constexpr std::array<Section, 6> kDumpSections = {{
    {"EventData.", Section::Kind::Data},
    {"UserData.", Section::Kind::RootedData},
    {"System.Execution.", Section::Kind::Data},
    {"System.", Section::Kind::Data},
    {"ProcessingErrorData.", Section::Kind::Data},
    {"", Section::Kind::Data},
}};

// The names of one kind are <System>'s, with a small first letter.
constexpr std::array<std::string_view, 1> kWazuhSigns = {"win.system.eventID"};
constexpr std::array<std::string_view, 1> kAlertSigns = {
    "data.win.system.eventID"};

constexpr std::array kWazuhRules = {
    system("system.systemTime", Field::TimeCreated).as(Spelling::Time),
    system("system.eventID", Field::EventId),
    system("system.qualifiers", Field::Qualifiers),
    system("system.providerName", Field::Provider),
    system("system.providerGuid", Field::ProviderGuid).as(Spelling::Guid),
    system("system.eventSourceName", Field::EventSourceName),
    system("system.channel", Field::Channel),
    system("system.computer", Field::Computer),
    system("system.eventRecordID", Field::EventRecordId),
    system("system.level", Field::Level).as(Spelling::Level),
    system("system.task", Field::Task),
    system("system.opcode", Field::Opcode),
    system("system.keywords", Field::Keywords).as(Spelling::Keywords),
    system("system.version", Field::Version),
    system("system.activityID", Field::ActivityId).as(Spelling::Guid),
    system("system.relatedActivityID", Field::RelatedActivityId)
        .as(Spelling::Guid),
    system("system.processID", Field::ProcessId),
    system("system.threadID", Field::ThreadId),
    system("system.userID", Field::UserId).as(Spelling::Sid),
    rendered("system.message", Text::Message).as(Spelling::Quoted),
    of_kind("eventdata.data", Rule::Kind::Data),
    of_kind("eventdata.binary", Rule::Kind::Binary),
    skip("system.severityValue"),
};

constexpr std::array<Section, 3> kWazuhSections = {{
    {"eventdata.", Section::Kind::Data},
    {"system.", Section::Kind::Data},
    {"", Section::Kind::RootedData},
}};

}  // namespace

const Form kEvtxDump = {"evtx_dump",       kDumpSigns,    "Event.",
                        kDumpRules,        kDumpSections, Names::AsIs,
                        Habit::PrintsTypes};
const Form kWazuh = {"Wazuh",     kWazuhSigns,    "win.",
                     kWazuhRules, kWazuhSections, Names::FirstLetterLower};
const Form kWazuhAlert = {"Wazuh",     kAlertSigns,    "data.win.",
                          kWazuhRules, kWazuhSections, Names::FirstLetterLower};

}  // namespace eventlens::json
