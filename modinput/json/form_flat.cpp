// Producers that put everything on one level: NXLog, Fluent Bit, EventLens.
#include <array>

#include "json/form.h"

namespace eventlens::json {
namespace {

using Field = SystemField;
using Text = RenderedText;

constexpr std::array<std::string_view, 3> kNxlogSigns = {
    "EventID", "SourceName", "EventTime|EventReceivedTime|SourceModuleName"};

constexpr std::array kNxlogRules = {
    system("EventTime", Field::TimeCreated).as(Spelling::Time),
    system("@timestamp", Field::TimeCreated).as(Spelling::Time).if_missing(),
    system("EventID", Field::EventId),
    system("SourceName", Field::Provider),
    system("ProviderGuid", Field::ProviderGuid).as(Spelling::Guid),
    system("Channel", Field::Channel),
    system("Hostname", Field::Computer),
    system("RecordNumber", Field::EventRecordId),
    // A value of the event with that name moves NXLog's own to a misspelt one.
    system("EventTypeOrignal", Field::Level).as(Spelling::Level),
    system("EventType", Field::Level)
        .as(Spelling::Level)
        .without("EventTypeOrignal"),
    number_or_text("Task", Field::Task, Text::Task),
    rendered("Category", Text::Task),
    system("OpcodeValue", Field::Opcode),
    number_or_text("Opcode", Field::Opcode, Text::Opcode),
    system("Keywords", Field::Keywords).as(Spelling::Keywords),
    system("Version", Field::Version),
    system("ActivityID", Field::ActivityId).as(Spelling::Guid),
    system("RelatedActivityID", Field::RelatedActivityId).as(Spelling::Guid),
    system("ExecutionProcessID", Field::ProcessId),
    system("ProcessID", Field::ProcessId).without("ExecutionProcessID"),
    system("ExecutionThreadID", Field::ThreadId),
    system("ThreadID", Field::ThreadId).without("ExecutionThreadID"),
    system("UserID", Field::UserId).as(Spelling::Sid),
    // The names of UserID; without its type they are the event's own.
    skip("AccountName").with("AccountType"),
    skip("Domain").with("AccountType"),
    skip("AccountType"),
    rendered("Message", Text::Message),
    skip("Severity"),
    skip("SeverityValue"),
    skip("EventReceivedTime"),
    skip("SourceModuleName"),
    skip("SourceModuleType"),
    skip("ERROR_EVT_UNRESOLVED"),
    // Of Logstash on the way.
    skip("@version"),
    skip("host"),
    skip("port"),
    skip("tags"),
    skip("type"),
};

constexpr std::array<Section, 3> kNxlogSections = {{
    {"@metadata.", Section::Kind::Skip},
    {"host.", Section::Kind::Skip},
    {"", Section::Kind::Data},
}};

constexpr std::array<std::string_view, 3> kFluentSigns = {
    "EventID", "ProviderName|SourceName",
    "StringInserts|TimeWritten|EventRecordID"};

constexpr std::array kFluentRules = {
    // in_winevtlog
    system("TimeCreated", Field::TimeCreated).as(Spelling::Time),
    system("ProviderName", Field::Provider),
    system("ProviderGuid", Field::ProviderGuid).as(Spelling::Guid),
    system("Computer", Field::Computer),
    system("EventRecordID", Field::EventRecordId),
    system("Level", Field::Level).as(Spelling::Level),
    number_or_text("Task", Field::Task, Text::Task),
    number_or_text("Opcode", Field::Opcode, Text::Opcode),
    system("Keywords", Field::Keywords).as(Spelling::Keywords),
    system("Version", Field::Version),
    system("ActivityID", Field::ActivityId).as(Spelling::Guid),
    system("RelatedActivityID", Field::RelatedActivityId).as(Spelling::Guid),
    system("ProcessID", Field::ProcessId),
    system("ThreadID", Field::ThreadId),
    system("UserID", Field::UserId).as(Spelling::Sid),
    // in_winlog
    system("TimeGenerated", Field::TimeCreated).as(Spelling::Time),
    system("SourceName", Field::Provider),
    system("ComputerName", Field::Computer),
    system("RecordNumber", Field::EventRecordId),
    system("EventType", Field::Level).as(Spelling::Level),
    system("EventCategory", Field::Task),
    system("Sid", Field::UserId).as(Spelling::Sid),
    of_kind("Data", Rule::Kind::FilledBinary),
    skip("TimeWritten"),
    // Both
    system("EventID", Field::EventId),
    system("Qualifiers", Field::Qualifiers),
    system("Channel", Field::Channel),
    rendered("Message", Text::Message),
    of_kind("StringInserts", Rule::Kind::Data),
    skip("date"),
    skip("@timestamp"),
};

constexpr std::array<Section, 1> kFluentSections = {
    {{"", Section::Kind::Data}}};

constexpr std::array<std::string_view, 3> kOwnSigns = {
    "EventID", "Provider", "TimeCreated|Channel|EventRecordID"};

constexpr std::array kOwnRules = {
    system("TimeCreated", Field::TimeCreated).as(Spelling::Time),
    system("EventID", Field::EventId),
    system("Qualifiers", Field::Qualifiers),
    system("Provider", Field::Provider),
    system("ProviderGuid", Field::ProviderGuid),
    system("Channel", Field::Channel),
    system("Computer", Field::Computer),
    system("EventRecordID", Field::EventRecordId),
    system("Level", Field::Level),
    system("Task", Field::Task),
    system("Opcode", Field::Opcode),
    system("Keywords", Field::Keywords),
    system("Version", Field::Version),
    system("ActivityID", Field::ActivityId),
    system("RelatedActivityID", Field::RelatedActivityId),
    system("ProcessID", Field::ProcessId),
    system("ThreadID", Field::ThreadId),
    system("UserID", Field::UserId),
    system("EventSourceName", Field::EventSourceName),
    of_kind("UserData", Rule::Kind::UserDataRoot),
    of_kind("Data", Rule::Kind::Data),
    of_kind("Binary", Rule::Kind::Binary),
    rendered("RenderingInfo.Message", Text::Message),
    rendered("RenderingInfo.Level", Text::Level),
    rendered("RenderingInfo.Task", Text::Task),
    rendered("RenderingInfo.Opcode", Text::Opcode),
    rendered("RenderingInfo.Channel", Text::Channel),
    rendered("RenderingInfo.Provider", Text::Provider),
    rendered("RenderingInfo.Keywords", Text::Keywords),
};

constexpr std::array<Section, 1> kOwnSections = {{{"", Section::Kind::Data}}};

}  // namespace

const Form kNxlog = {"NXLog", kNxlogSigns, "", kNxlogRules, kNxlogSections};
const Form kFluentBit = {"Fluent Bit", kFluentSigns, "", kFluentRules,
                         kFluentSections};
const Form kEventLens = {"EventLens",        kOwnSigns,    "",
                         kOwnRules,          kOwnSections, Names::AsIs,
                         Habit::OwnAdditions};

}  // namespace eventlens::json
