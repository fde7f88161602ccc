#include "enrich/legacy.h"

#include <algorithm>
#include <charconv>

#include "base/number_text.h"

namespace eventlens {
namespace {

bool has_field(const FlatFields& fields, std::string_view name) {
  return std::any_of(fields.begin(), fields.end(),
                     [&](const Field& field) { return field.name == name; });
}

bool names_code(const EnrichmentPlan& plan, std::string_view name_field) {
  return std::any_of(plan.coded.begin(), plan.coded.end(),
                     [&](const CodedSlot& coded) {
                       return coded.name_field == name_field ||
                              coded.modern_name_field == name_field;
                     });
}

bool is_planned(const EnrichmentPlan& plan, std::string_view name) {
  return std::any_of(
      plan.modern.begin(), plan.modern.end(),
      [&](const ModernField& field) { return field.name == name; });
}

/// The only value of the field of that name, or null: which of several would be
/// meant is not known.
const FieldPart* single_value(const FlatFields& fields, std::string_view name) {
  for (const Field& field : fields) {
    if (!field.of_system && field.name == name &&
        field.occurrences.size() == 1 &&
        field.occurrences[0].parts.size() == 1) {
      return field.occurrences[0].parts.data();
    }
  }
  return nullptr;
}

/// Takes "0x" and a hexadecimal number off `text`.
std::optional<uint64_t> take_hex(std::string_view& text) {
  uint64_t number = 0;
  if (!text.starts_with("0x") && !text.starts_with("0X")) {
    return std::nullopt;
  }
  const auto [stop, error] =
      std::from_chars(text.data() + 2, text.data() + text.size(), number, 16);
  if (error != std::errc{} || number > UINT32_MAX) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<size_t>(stop - text.data()));
  return number;
}

bool take(std::string_view& text, std::string_view wanted) {
  if (!text.starts_with(wanted)) {
    return false;
  }
  text.remove_prefix(wanted.size());
  return true;
}

/// "(0x0,0x3E7)", upper half first, as one number.
std::optional<uint64_t> luid_in(std::string_view text) {
  if (!take(text, "(")) {
    return std::nullopt;
  }
  const auto high = take_hex(text);
  if (!high || !take(text, ",")) {
    return std::nullopt;
  }
  take(text, " ");
  const auto low = take_hex(text);
  return low && text == ")" ? std::optional(*high << 32 | *low) : std::nullopt;
}

/// "%{S-1-5-18}" without what is around the SID.
std::string_view bare_sid(std::string_view text) {
  const std::string_view all = text;
  return take(text, "%{") && text.starts_with("S-1-") && text.ends_with('}')
             ? text.substr(0, text.size() - 1)
             : all;
}

}  // namespace

void plan_modern(EnrichmentPlan& plan, const FlatFields& fields,
                 const LegacyEvent& legacy) {
  for (const LegacyField& known : legacy.fields()) {
    const FieldPart* part = single_value(fields, known.field);
    if (part == nullptr || has_field(fields, known.modern) ||
        is_planned(plan, known.modern)) {
      continue;
    }
    plan.modern.push_back({std::string(known.modern), *part, known.form});
    const std::string name_field = std::string(known.modern) + "_name";
    for (CodedSlot& coded : plan.coded) {
      if (coded.part.slot == part->slot && part->slot != kNoSlot &&
          !names_code(plan, name_field) && !has_field(fields, name_field)) {
        coded.modern_name_field = name_field;
      }
    }
  }
}

void plan_message(EnrichmentPlan& plan, const FlatFields& fields) {
  if (plan.title.empty() || has_field(fields, "Message")) {
    return;
  }
  plan.has_message = true;
  for (const Field& field : fields) {
    if (field.of_system || field.name == "Binary") {
      continue;
    }
    for (const Occurrence& place : field.occurrences) {
      if (place.parts.size() != 1) {
        continue;
      }
      const uint16_t slot = place.parts[0].slot;
      const auto coded = std::find_if(
          plan.coded.begin(), plan.coded.end(), [&](const CodedSlot& one) {
            return slot != kNoSlot && one.part.slot == slot;
          });
      plan.message.push_back(
          {field.name == "Data" ? std::string() : std::string(field.name),
           place.parts[0], static_cast<size_t>(coded - plan.coded.begin())});
    }
  }
}

void append_modern(Buffer& out, ModernForm form, const Value& value,
                   Escape escape, Buffer& scratch) {
  if (form == ModernForm::Hex || form == ModernForm::Decimal) {
    if (const auto number = integer_of(value)) {
      // Signed 32-bit codes are the ones that are negative.
      const auto code = as_code(*number);
      const uint64_t whole = code ? *code : *number;
      return form == ModernForm::Hex ? append_hex(out, whole)
                                     : append_decimal(out, whole);
    }
  } else if (form == ModernForm::Luid || form == ModernForm::Sid) {
    scratch.clear();
    append_value(scratch, value, Escape::Raw);
    if (form == ModernForm::Sid) {
      return append_utf8(out, bare_sid(scratch.view()), escape);
    }
    if (const auto luid = luid_in(scratch.view())) {
      return append_hex(out, *luid);
    }
  }
  append_value(out, value, escape);
}

void append_terse(Buffer& out, std::string_view text) {
  const size_t begin = out.size();
  bool blank = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<uint8_t>(text[i]);
    if (byte <= 0x20) {
      blank = out.size() > begin;
      continue;
    }
    const bool begins_character = (byte & 0xC0) != 0x80;
    if (begins_character && out.size() - begin >= kMaxMessageValue) {
      out.append("...");
      return;
    }
    if (blank) {
      out.append(' ');
      blank = false;
    }
    out.append(text[i]);
  }
}

}  // namespace eventlens
