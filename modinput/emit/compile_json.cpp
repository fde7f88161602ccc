// Shape -> Program for one flat JSON object per event.
//
// Values of the event's own data are always strings: what Windows knew as a
// number in one form of a log is text in another, and the same event shall
// look the same. The numbers of <System> are numbers.
//
// Every field ends with a comma; the last one is replaced by the closing brace
// (emit/renderer.cpp), which spares a decision per field. An ordinary field is
// one step.
#include <algorithm>

#include "emit/program_builder.h"

namespace eventlens {
namespace {

bool is_number(size_t system) {
  switch (static_cast<SystemField>(system)) {
    case SystemField::EventId:
    case SystemField::Qualifiers:
    case SystemField::EventRecordId:
    case SystemField::Level:
    case SystemField::Task:
    case SystemField::Opcode:
    case SystemField::Version:
    case SystemField::ProcessId:
    case SystemField::ThreadId:
      return true;
    default:
      return false;
  }
}

/// "name": with its quotes, escaped, and `more` behind it.
std::string json_key(std::string_view name, std::string_view more = {}) {
  std::string key;
  key.reserve(name.size() + 4);
  key += '"';
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return c > ' ' && c < '\x7F' && c != '"' && c != '\\';
  });
  if (plain) {
    key += name;
  } else {
    Buffer escaped;
    append_utf8(escaped, name, Escape::Json);
    key += escaped.view();
  }
  key += "\":";
  key += more;
  return key;
}

/// Literals and values one after the other in one string.
void compile_mixed(ProgramBuilder& builder, const Field& field) {
  builder.literal(json_key(field.name, "\""));
  for (const FieldPart& part : field.occurrences[0].parts) {
    if (part.slot == kNoSlot) {
      builder.literal(part.text, Escape::Json);
    } else {
      builder.step(StepKind::JsonText, part.slot);
    }
  }
  builder.literal("\",");
}

void compile_single(ProgramBuilder& builder, const Field& field) {
  const Occurrence& place = field.occurrences[0];
  if (field.of_system && place.parts.empty()) {
    return;
  }
  const bool one_slot =
      place.parts.size() == 1 && place.parts[0].slot != kNoSlot;
  bool unless_null = one_slot && place.parts[0].optional;
  std::vector<size_t> jumps;
  for (const uint16_t slot : place.required_slots) {
    if (one_slot && slot == place.parts[0].slot) {
      unless_null = true;
    } else {
      jumps.push_back(builder.step(StepKind::SkipIfNull, slot));
    }
  }
  for (const FieldPart& part : place.parts) {
    if (part.slot != kNoSlot && part.optional && !one_slot) {
      jumps.push_back(builder.step(StepKind::SkipIfNull, part.slot));
    }
  }
  if (!one_slot) {
    compile_mixed(builder, field);
  } else {
    const FieldPart& part = place.parts[0];
    const bool number = is_number(field.system);
    const auto condition = field.of_system ? StepCondition::UnlessEmpty
                           : unless_null   ? StepCondition::UnlessNull
                                           : StepCondition::None;
    builder.field(number ? StepKind::JsonNumber : StepKind::JsonField,
                  part.slot, condition,
                  json_key(field.name, number ? "" : "\""),
                  number ? "," : "\",");
  }
  for (const size_t jump : jumps) {
    builder.land(jump);
  }
}

}  // namespace

Program compile_json(const Shape& shape) {
  ProgramBuilder builder;
  builder.literal("{");
  FlatFields fields = flat_fields(shape);
  for (const Field& field : fields) {
    if (field.occurrences.size() == 1) {
      compile_single(builder, field);
      continue;
    }
    const uint32_t index = builder.list(
        {json_key(field.name), field.occurrences, field.of_system});
    builder.step(StepKind::JsonList, kNoSlot, index);
  }
  builder.step(StepKind::Knowledge);
  return builder.take(std::move(fields));
}

}  // namespace eventlens
