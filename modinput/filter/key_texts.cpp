#include "filter/key_texts.h"

#include <array>
#include <utility>

#include "base/number_text.h"
#include "filter/event_text.h"

namespace eventlens::filter {
namespace {

/// Shapes of which something is kept.
constexpr size_t kMaxKnown = 4096;

// The English names of what every Windows has (winmeta.h). Splunk shows audits,
// whose level is 0, as Information.
constexpr std::array<std::string_view, 6> kTypes = {
    "Information", "Critical", "Error", "Warning", "Information", "Verbose"};
constexpr std::array<std::string_view, 10> kOpcodes = {
    "Info",      "Start", "Stop",   "DCStart", "DCStop",
    "Extension", "Reply", "Resume", "Suspend", "Send"};
constexpr std::array<std::string_view, 1> kTasks = {"None"};
constexpr std::array<std::pair<uint64_t, std::string_view>, 7> kKeywords = {{
    {0x0001000000000000, "Response Time"},
    {0x0002000000000000, "WDI Context"},
    {0x0004000000000000, "WDI Diag"},
    {0x0008000000000000, "SQM"},
    {0x0010000000000000, "Audit Failure"},
    {0x0020000000000000, "Audit Success"},
    {0x0080000000000000, "Classic"},
}};
/// "Correlation Hint" and the channel bits say nothing to people.
constexpr uint64_t kQuietKeywords = 0xFF40000000000000;

constexpr std::array<std::pair<std::string_view, std::string_view>, 3>
    kAccounts = {{{"S-1-5-18", "SYSTEM"},
                  {"S-1-5-19", "LOCAL SERVICE"},
                  {"S-1-5-20", "NETWORK SERVICE"}}};

bool exists(const Occurrence& place, const Event& event) {
  for (const uint16_t slot : place.required_slots) {
    if (event.values[slot].is_null()) {
      return false;
    }
  }
  return true;
}

}  // namespace

void KeyTexts::begin_event() {
  made_count_ = 0;
  if (known_.size() > kMaxKnown) {
    known_.clear();
  }
}

void KeyTexts::forget_shapes() { known_.clear(); }

std::span<const std::string_view> KeyTexts::of(const Key& key,
                                               const Event& event) {
  for (size_t i = 0; i < made_count_; ++i) {
    if (*made_[i].key == key) {
      return made_[i].texts;
    }
  }
  if (made_count_ == made_.size()) {
    made_.emplace_back();
  }
  Made& made = made_[made_count_++];
  made.key = &key;
  made.bytes.clear();
  made.ends.clear();
  made.texts.clear();
  if (key.kind == KeyKind::Xml) {
    made.texts.push_back(xml_.of(event));
    return made.texts;
  }
  make(key, event, made);
  size_t begin = 0;
  for (const size_t end : made.ends) {
    made.texts.push_back(made.bytes.view().substr(begin, end - begin));
    begin = end;
  }
  return made.texts;
}

void KeyTexts::make(const Key& key, const Event& event, Made& made) {
  switch (key.kind) {
    case KeyKind::EventCode:
      append_decimal(made.bytes, event.event_id);
      return end_text(made);
    case KeyKind::EventType:
      return make_system(event, SystemField::Level, made);
    case KeyKind::RecordNumber:
      return make_system(event, SystemField::EventRecordId, made);
    case KeyKind::LogName:
      return make_system(event, SystemField::Channel, made);
    case KeyKind::SourceName:
      return make_system(event, SystemField::Provider, made);
    case KeyKind::ComputerName:
      return make_system(event, SystemField::Computer, made);
    case KeyKind::Sid:
      return make_system(event, SystemField::UserId, made);
    case KeyKind::User:
      return make_user(event, made);
    case KeyKind::Type:
      return make_name(event, SystemField::Level, kTypes, made);
    case KeyKind::TimeGenerated:
      append_filetime(made.bytes, event.time);
      return end_text(made);
    case KeyKind::Timestamp:
      append_filetime(made.bytes, event.written_time != 0 ? event.written_time
                                                          : event.time);
      return end_text(made);
    case KeyKind::Keywords:
      return make_keywords(event, made);
    case KeyKind::OpCode:
      if (!make_rendered(event, "Opcode", made)) {
        make_name(event, SystemField::Opcode, kOpcodes, made);
      }
      return;
    case KeyKind::TaskCategory:
      if (!make_rendered(event, "Task", made)) {
        make_name(event, SystemField::Task, kTasks, made);
      }
      return;
    case KeyKind::Category:
      return make_system(event, SystemField::Task, made);
    case KeyKind::Field:
      return make_field(event, key.field, made);
    case KeyKind::Message:
      return make_message(event, made);
    case KeyKind::Xml:
      return;
  }
}

void KeyTexts::make_system(const Event& event, SystemField field, Made& made) {
  const Value value = event.system(field);
  if (!is_empty_text(value)) {
    append_value(made.bytes, value, Escape::Raw);
    end_text(made);
  }
}

/// The number's name among `names`, or its digits.
void KeyTexts::make_name(const Event& event, SystemField field,
                         std::span<const std::string_view> names, Made& made) {
  const auto number = integer_of(event.system(field));
  if (number && *number < names.size()) {
    made.bytes.append(names[*number]);
    return end_text(made);
  }
  make_system(event, field, made);
}

/// What Windows wrote for people, where the event has it.
bool KeyTexts::make_rendered(const Event& event, std::string_view element,
                             Made& made) {
  const ShapeTree& tree = known_of(*event.shape).tree;
  const uint32_t root =
      tree.element(0).children.empty() ? 0 : tree.element(0).children.front();
  const uint32_t info = tree.child(root, "RenderingInfo");
  const uint32_t there = info == 0 ? 0 : tree.child(info, element);
  const auto missing = [&](uint32_t number) {
    const uint16_t slot = tree.element(number).required_slot;
    return slot != kNoSlot && event.values[slot].is_null();
  };
  if (there == 0 || missing(info) || missing(there)) {
    return false;
  }
  const size_t begin = made.bytes.size();
  const auto& children = tree.element(there).children;
  if (!children.empty()) {
    for (const uint32_t child : children) {
      made.bytes.append(made.bytes.size() == begin ? "" : ", ");
      append_parts(made.bytes, tree.parts(tree.element(child).parts), event);
    }
  } else {
    append_parts(made.bytes, tree.parts(tree.element(there).parts), event);
  }
  if (made.bytes.size() == begin) {
    return false;
  }
  end_text(made);
  return true;
}

void KeyTexts::make_keywords(const Event& event, Made& made) {
  if (make_rendered(event, "Keywords", made)) {
    return;
  }
  const auto bits = integer_of(event.system(SystemField::Keywords));
  if (!bits) {
    return make_system(event, SystemField::Keywords, made);
  }
  uint64_t rest = *bits & ~kQuietKeywords;
  const auto separate = [&made] {
    made.bytes.append(made.bytes.empty() ? "" : ", ");
  };
  for (const auto& [bit, name] : kKeywords) {
    if ((rest & bit) != 0) {
      separate();
      made.bytes.append(name);
      rest &= ~bit;
    }
  }
  if (rest != 0) {
    separate();
    append_hex(made.bytes, rest);
  }
  made.bytes.append(made.bytes.empty() ? "None" : "");
  end_text(made);
}

/// The account's name is in no file, but a few SIDs are the same everywhere.
void KeyTexts::make_user(const Event& event, Made& made) {
  make_system(event, SystemField::UserId, made);
  for (const auto& [sid, name] : kAccounts) {
    if (made.bytes.view() == sid) {
      made.bytes.clear();
      made.bytes.append(name);
      made.ends.back() = made.bytes.size();
    }
  }
}

void KeyTexts::make_field(const Event& event, std::string_view name,
                          Made& made) {
  for (const Field& field : known_of(*event.shape).fields) {
    if (field.name == name) {
      return put_values(event, field, made);
    }
  }
}

void KeyTexts::put_values(const Event& event, const Field& field, Made& made) {
  for (const Occurrence& place : field.occurrences) {
    if (exists(place, event)) {
      any_value(place.parts, event, scratch_,
                [&](std::string_view text, const Value& value) {
                  if (!field.of_system || !is_empty_text(value)) {
                    made.bytes.append(text);
                    end_text(made);
                  }
                  return false;
                });
    }
  }
}

/// Without a message of its own, the event's data: a line "name: value" for
/// each value.
void KeyTexts::make_message(const Event& event, Made& made) {
  if (make_rendered(event, "Message", made)) {
    return;
  }
  for (const Field& field : known_of(*event.shape).fields) {
    if (field.of_system || field.name.starts_with("RenderingInfo.")) {
      continue;
    }
    for (const Occurrence& place : field.occurrences) {
      if (!exists(place, event)) {
        continue;
      }
      any_value(place.parts, event, scratch_,
                [&](std::string_view text, const Value& /*value*/) {
                  if (field.name != "Data") {
                    made.bytes.append(field.name);
                    made.bytes.append(": ");
                  }
                  made.bytes.append(text);
                  made.bytes.append('\n');
                  return false;
                });
    }
  }
  end_text(made);
}

KeyTexts::Known& KeyTexts::known_of(const Shape& shape) {
  const auto found = known_.find(&shape);
  return found != known_.end() ? found->second
                               : known_.emplace(&shape, shape).first->second;
}

}  // namespace eventlens::filter
