// Winlogbeat and Elastic Agent: since version 7 the Elastic Common Schema with
// the event below "winlog", before that flat.
#include <array>

#include "json/form.h"

namespace eventlens::json {
namespace {

using Field = SystemField;
using Text = RenderedText;

constexpr std::array<std::string_view, 2> kSigns = {
    "winlog.channel|winlog.provider_name", "winlog.event_id|event.code"};

constexpr std::array kRules = {
    system("winlog.time_created", Field::TimeCreated).as(Spelling::Time),
    system("@timestamp", Field::TimeCreated).as(Spelling::Time).if_missing(),
    system("winlog.event_id", Field::EventId),
    system("event.code", Field::EventId).if_missing(),
    system("winlog.provider_name", Field::Provider),
    system("event.provider", Field::Provider).if_missing(),
    system("winlog.provider_guid", Field::ProviderGuid).as(Spelling::Guid),
    system("winlog.channel", Field::Channel),
    system("winlog.computer_name", Field::Computer),
    system("winlog.record_id", Field::EventRecordId),
    system("winlog.version", Field::Version),
    system("winlog.process.pid", Field::ProcessId),
    system("winlog.process.thread.id", Field::ThreadId),
    system("winlog.activity_id", Field::ActivityId).as(Spelling::Guid),
    system("winlog.related_activity_id", Field::RelatedActivityId)
        .as(Spelling::Guid),
    system("winlog.user.identifier", Field::UserId).as(Spelling::Sid),
    system("winlog.keywords", Field::Keywords).as(Spelling::Keywords),
    system("winlog.level", Field::Level).as(Spelling::Level),
    system("log.level", Field::Level).as(Spelling::Level).if_missing(),
    number_or_text("winlog.task", Field::Task, Text::Task),
    number_or_text("winlog.opcode", Field::Opcode, Text::Opcode),
    rendered("message", Text::Message),
    of_kind("winlog.event_data.Binary", Rule::Kind::Binary),
    of_kind("winlog.user_data.xml_name", Rule::Kind::UserDataRoot),
    skip("winlog.api"),
};

constexpr std::array<Section, 8> kSections = {{
    {"winlog.event_data.", Section::Kind::Data},
    {"winlog.user_data.", Section::Kind::Named},
    {"winlog.user.", Section::Kind::Skip},
    {"winlog.process.", Section::Kind::Skip},
    // Names that the modules of Winlogbeat and of Elastic's integrations add.
    {"winlog.logon.", Section::Kind::Skip},
    {"winlog.computerObject.", Section::Kind::Skip},
    {"winlog.", Section::Kind::Data},
    {"", Section::Kind::Skip},
}};

constexpr std::array<std::string_view, 2> kFlatSigns = {"event_id",
                                                        "log_name|source_name"};

constexpr std::array kFlatRules = {
    system("@timestamp", Field::TimeCreated).as(Spelling::Time),
    system("event_id", Field::EventId),
    system("source_name", Field::Provider),
    system("provider_guid", Field::ProviderGuid).as(Spelling::Guid),
    system("log_name", Field::Channel),
    system("computer_name", Field::Computer),
    system("record_number", Field::EventRecordId),
    system("version", Field::Version),
    system("process_id", Field::ProcessId),
    system("thread_id", Field::ThreadId),
    system("activity_id", Field::ActivityId).as(Spelling::Guid),
    system("related_activity_id", Field::RelatedActivityId).as(Spelling::Guid),
    system("user.identifier", Field::UserId).as(Spelling::Sid),
    system("keywords", Field::Keywords).as(Spelling::Keywords),
    system("level", Field::Level).as(Spelling::Level),
    number_or_text("task", Field::Task, Text::Task),
    number_or_text("opcode", Field::Opcode, Text::Opcode),
    rendered("message", Text::Message),
    of_kind("event_data.Binary", Rule::Kind::Binary),
    of_kind("user_data.xml_name", Rule::Kind::UserDataRoot),
    skip("type"),
    skip("tags"),
    skip("host"),
    skip("@version"),
    skip("message_error"),
    skip("xml"),
    skip("beat"),
};

constexpr std::array<Section, 10> kFlatSections = {{
    {"event_data.", Section::Kind::Data},
    {"user_data.", Section::Kind::Named},
    {"user.", Section::Kind::Skip},
    {"beat.", Section::Kind::Skip},
    {"host.", Section::Kind::Skip},
    {"agent.", Section::Kind::Skip},
    {"fields.", Section::Kind::Skip},
    {"@metadata.", Section::Kind::Skip},
    {"meta.", Section::Kind::Skip},
    {"", Section::Kind::Data},
}};

}  // namespace

const Form kWinlogbeat = {"Winlogbeat",
                          kSigns,
                          "",
                          kRules,
                          kSections,
                          Names::AsIs,
                          Habit::NumbersUnnamedData};
const Form kWinlogbeatFlat = {"Winlogbeat 6",
                              kFlatSigns,
                              "",
                              kFlatRules,
                              kFlatSections,
                              Names::AsIs,
                              Habit::NumbersUnnamedData};

}  // namespace eventlens::json
