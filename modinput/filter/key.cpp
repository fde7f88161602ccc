#include "filter/key.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"

namespace eventlens::filter {
namespace {

constexpr std::array<std::pair<std::string_view, KeyKind>, 18> kKeys = {{
    {"Category", KeyKind::Category},
    {"CategoryString", KeyKind::TaskCategory},
    {"ComputerName", KeyKind::ComputerName},
    {"EventCode", KeyKind::EventCode},
    {"EventType", KeyKind::EventType},
    {"Keywords", KeyKind::Keywords},
    {"LogName", KeyKind::LogName},
    {"Message", KeyKind::Message},
    {"OpCode", KeyKind::OpCode},
    {"RecordNumber", KeyKind::RecordNumber},
    {"Sid", KeyKind::Sid},
    {"SourceName", KeyKind::SourceName},
    {"TaskCategory", KeyKind::TaskCategory},
    {"Type", KeyKind::Type},
    {"User", KeyKind::User},
    {"$TimeGenerated", KeyKind::TimeGenerated},
    {"$Timestamp", KeyKind::Timestamp},
    {"$XmlRegex", KeyKind::Xml},
}};

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return lower_case(x) == lower_case(y);
  });
}

}  // namespace

const std::string_view kAcceptedKeys =
    "Category, CategoryString, ComputerName, EventCode, EventType, Keywords, "
    "LogName, Message, OpCode, RecordNumber, Sid, SourceName, TaskCategory, "
    "Type, User, $TimeGenerated, $Timestamp, $XmlRegex, or the name of a field "
    "of the event, such as TargetUserName";

std::optional<Key> key_named(std::string_view name) {
  for (const auto& [known, kind] : kKeys) {
    if (same_word(known, name)) {
      return Key{kind, {}};
    }
  }
  // Windows looks that one up when an event is shown; it is in no file.
  if (name.empty() || name[0] == '$' || same_word(name, "SidType")) {
    return std::nullopt;
  }
  return Key{KeyKind::Field, std::string(name)};
}

}  // namespace eventlens::filter
