// The keys of whitelists and blacklists: those of Splunk's own input for
// Windows logs, and the names of fields. docs/filters.md says which text each
// stands for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace eventlens::filter {

/// Those that cost least are first: the order in which they are tried.
enum class KeyKind : uint8_t {
  EventCode,
  EventType,
  RecordNumber,
  LogName,
  SourceName,
  ComputerName,
  Sid,
  User,
  Type,
  TimeGenerated,
  Timestamp,
  Keywords,
  OpCode,
  TaskCategory,  // and CategoryString, which is its older name
  Category,
  Field,  // of the event, by the name that docs/fields.md gives it
  Message,
  Xml,
};

struct Key {
  KeyKind kind = KeyKind::Field;
  std::string field;  // of a Field

  bool operator==(const Key&) const = default;
};

/// The key that `name` is, in either case where it is one of Splunk's. Nothing
/// where no event of a log file can have it.
std::optional<Key> key_named(std::string_view name);

/// What may be used as a key, to complete "accepted: ...".
extern const std::string_view kAcceptedKeys;

}  // namespace eventlens::filter
