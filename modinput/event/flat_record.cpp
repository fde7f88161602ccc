#include "event/flat_record.h"

#include <initializer_list>

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

}  // namespace

void FlatRecord::clear() {
  system.fill({});
  data.clear();
  user_data_root = {};
  binary = {};
  rendered.fill({});
}

Expected<Event> build_event(const FlatRecord& record, EventBuilder& builder) {
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

}  // namespace eventlens
