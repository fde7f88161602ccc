#include "event/flat_record.h"

#include <algorithm>
#include <initializer_list>

#include "base/hash.h"

namespace eventlens {
namespace {

struct Attribute {
  const char* name;
  SystemField field;
};

/// Writes <System> in Windows' order; what the record does not have is left
/// out.
class SystemWriter {
 public:
  SystemWriter(const FlatRecord& record, EventBuilder& builder)
      : record_(record), builder_(builder) {}

  void write() {
    using Field = SystemField;
    builder_.open("System");
    attributes("Provider", {{"Name", Field::Provider},
                            {"Guid", Field::ProviderGuid},
                            {"EventSourceName", Field::EventSourceName}});
    event_id();
    element("Version", Field::Version);
    element("Level", Field::Level);
    element("Task", Field::Task);
    element("Opcode", Field::Opcode);
    element("Keywords", Field::Keywords);
    attributes("TimeCreated", {{"SystemTime", Field::TimeCreated}});
    element("EventRecordID", Field::EventRecordId);
    attributes("Correlation",
               {{"ActivityID", Field::ActivityId},
                {"RelatedActivityID", Field::RelatedActivityId}});
    attributes("Execution", {{"ProcessID", Field::ProcessId},
                             {"ThreadID", Field::ThreadId}});
    element("Channel", Field::Channel);
    element("Computer", Field::Computer);
    attributes("Security", {{"UserID", Field::UserId}});
    builder_.close();
  }

 private:
  [[nodiscard]] const Value& at(SystemField field) const {
    return record_.system[static_cast<size_t>(field)];
  }

  void element(const char* name, SystemField field) {
    if (!is_empty_text(at(field))) {
      builder_.element(name, at(field));
    }
  }

  void event_id() {
    builder_.open("EventID");
    if (!is_empty_text(at(SystemField::Qualifiers))) {
      builder_.attribute("Qualifiers", at(SystemField::Qualifiers));
    }
    builder_.value(at(SystemField::EventId));
    builder_.close();
  }

  void attributes(const char* name, std::initializer_list<Attribute> wanted) {
    bool opened = false;
    for (const auto& [attribute, field] : wanted) {
      if (is_empty_text(at(field))) {
        continue;
      }
      if (!opened) {
        builder_.open(name);
        opened = true;
      }
      builder_.attribute(attribute, at(field));
    }
    if (opened) {
      builder_.close(true);
    }
  }

  const FlatRecord& record_;
  EventBuilder& builder_;
};

void write_event_data(const FlatRecord& record, EventBuilder& builder) {
  builder.open("EventData");
  for (const auto& [name, value] : record.data) {
    builder.open("Data");
    if (!name.empty()) {
      builder.literal_attribute("Name", name);
    }
    builder.value(value);
    builder.close();
  }
  if (!record.binary.is_null()) {
    builder.element("Binary", record.binary);
  }
  builder.close(true);
}

void write_user_data(const FlatRecord& record, EventBuilder& builder) {
  builder.open("UserData");
  builder.open(record.user_data_root);
  for (const auto& [name, value] : record.data) {
    builder.element(name, value);
  }
  builder.close(true);
  builder.close();
}

void write_rendered(const FlatRecord& record, EventBuilder& builder) {
  constexpr std::array<const char*, kRenderedTextCount> kNames = {
      "Message", "Level", "Task", "Opcode", "Channel", "Provider", "Keywords"};
  bool opened = false;
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (is_empty_text(record.rendered[i])) {
      continue;
    }
    if (!opened) {
      builder.open("RenderingInfo");
      opened = true;
    }
    builder.element(kNames[i], record.rendered[i]);
  }
  if (opened) {
    builder.close();
  }
}

/// Element by element.
Expected<Event> build_anew(const FlatRecord& record, EventBuilder& builder) {
  builder.begin();
  builder.open_event();
  SystemWriter(record, builder).write();
  if (record.user_data_root.empty()) {
    write_event_data(record, builder);
  } else {
    write_user_data(record, builder);
  }
  write_rendered(record, builder);
  builder.close();
  return builder.finish();
}

/// Which parts the record has: a bit per system field, per rendered text, and
/// for the data's.
uint32_t parts_of(const FlatRecord& record) {
  uint32_t parts = 0;
  uint32_t bit = 1;
  for (const Value& value : record.system) {
    parts |= is_empty_text(value) ? 0 : bit;
    bit <<= 1;
  }
  for (const Value& value : record.rendered) {
    parts |= is_empty_text(value) ? 0 : bit;
    bit <<= 1;
  }
  return parts | (record.binary.is_null() ? 0 : bit);
}
static_assert(kSystemFieldCount + kRenderedTextCount < 32);

/// Of what the structure depends on, enough to tell most structures apart.
size_t hash_of(const FlatRecord& record, uint32_t parts) {
  if (record.names_number != 0) {
    return static_cast<size_t>(mix(parts, record.names_number));
  }
  uint64_t hash = mix(parts, record.data.size());
  for (const FlatRecord::Datum& datum : record.data) {
    const std::string_view name = datum.name;
    const auto ends = name.empty()
                          ? 0
                          : static_cast<uint64_t>(static_cast<uint8_t>(name[0]))
                                    << 8 |
                                static_cast<uint8_t>(name.back());
    hash = mix(hash, static_cast<uint64_t>(name.size()) << 16 | ends);
  }
  return static_cast<size_t>(hash ^ (hash >> 17));
}

// In the order in which SystemWriter writes them.
constexpr std::array<SystemField, kSystemFieldCount> kWritten = {
    SystemField::Provider,        SystemField::ProviderGuid,
    SystemField::EventSourceName, SystemField::Qualifiers,
    SystemField::EventId,         SystemField::Version,
    SystemField::Level,           SystemField::Task,
    SystemField::Opcode,          SystemField::Keywords,
    SystemField::TimeCreated,     SystemField::EventRecordId,
    SystemField::ActivityId,      SystemField::RelatedActivityId,
    SystemField::ProcessId,       SystemField::ThreadId,
    SystemField::Channel,         SystemField::Computer,
    SystemField::UserId};

}  // namespace

void FlatRecord::clear() {
  system.fill({});
  data.clear();
  user_data_root = {};
  names_number = 0;
  binary = {};
  rendered.fill({});
}

Expected<Event> FlatEventBuilder::build(const FlatRecord& record) {
  const uint32_t parts = parts_of(record);
  Kind& kind = kinds_[hash_of(record, parts) % kinds_.size()];
  if (kind.shape == nullptr || !fits(kind, record, parts)) {
    ASSIGN_OR_RETURN(const Event event, build_anew(record, builder_));
    kind = {event.shape,
            parts,
            record.names_number,
            std::string(record.user_data_root),
            {}};
    for (const FlatRecord::Datum& datum : record.data) {
      kind.names.emplace_back(datum.name);
    }
    return event;
  }
  lay_out(record, parts);
  return event_of(*kind.shape, values_);
}

bool FlatEventBuilder::fits(const Kind& kind, const FlatRecord& record,
                            uint32_t parts) {
  if (kind.parts != parts || kind.user_data_root != record.user_data_root) {
    return false;
  }
  if (record.names_number != 0 && kind.names_number == record.names_number) {
    return true;
  }
  return std::equal(
      kind.names.begin(), kind.names.end(), record.data.begin(),
      record.data.end(),
      [](const std::string& name, const FlatRecord::Datum& datum) {
        return name == datum.name;
      });
}

/// The values in the order of the shape's slots.
void FlatEventBuilder::lay_out(const FlatRecord& record, uint32_t parts) {
  values_.clear();
  for (const SystemField field : kWritten) {
    const auto place = static_cast<size_t>(field);
    // <EventID> is always there.
    if ((parts >> place & 1) != 0 || field == SystemField::EventId) {
      values_.push_back(record.system[place]);
    }
  }
  for (const FlatRecord::Datum& datum : record.data) {
    values_.push_back(datum.value);
  }
  if (!record.binary.is_null() && record.user_data_root.empty()) {
    values_.push_back(record.binary);
  }
  for (size_t i = 0; i < kRenderedTextCount; ++i) {
    if ((parts >> (kSystemFieldCount + i) & 1) != 0) {
      values_.push_back(record.rendered[i]);
    }
  }
}

void FlatEventBuilder::clear() {
  builder_.clear();
  kinds_.fill({});
}

}  // namespace eventlens
