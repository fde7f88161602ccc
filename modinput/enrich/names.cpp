// The codes that a value holds, and what the tables call them.
#include <charconv>

#include "base/ascii.h"
#include "base/number_text.h"
#include "enrich/plan.h"

namespace eventlens {
namespace {

constexpr size_t kGuidFirstDash = 9;  // of "{00112233-"

/// The hexadecimal number in a text such as "... (0xc000005e)".
std::optional<uint64_t> number_in(std::string_view text) {
  for (size_t at = text.find("0x"); at != std::string_view::npos;
       at = text.find("0x", at + 2)) {
    uint64_t number = 0;
    const char* const first = text.data() + at + 2;
    const auto [stop, error] =
        std::from_chars(first, text.data() + text.size(), number, 16);
    if (error == std::errc{} && stop != first) {
      return number;
    }
  }
  return std::nullopt;
}

/// The first table is the field's own. The others stand in where it can hold a
/// status of another kind, which a small number is not: NTSTATUS 0x3 means
/// nothing in a field of Kerberos codes.
const CodeEntry* entry_of(const CodedSlot& coded, uint32_t code) {
  constexpr uint32_t kSmallestForeignCode = 0x40000000;
  for (size_t i = 0; i < coded.tables.size(); ++i) {
    if (i > 0 && code < kSmallestForeignCode) {
      break;
    }
    if (const CodeEntry* entry = coded.tables[i]->find(code)) {
      return entry;
    }
  }
  return nullptr;
}

/// The entry of "%%n" or of "{GUID}", whichever `token` is.
const CodeEntry* token_entry(const CodedSlot& coded, std::string_view token) {
  const bool is_number = token[0] == '%';
  const auto code =
      is_number ? parse_code(token.substr(2)) : std::optional<uint32_t>();
  for (const CodeTable* table : coded.tables) {
    const CodeEntry* entry =
        is_number ? (code && table->info().kind == TableKind::Numbers
                         ? table->find(*code)
                         : nullptr)
                  : table->find(token);
    if (entry != nullptr) {
      return entry;
    }
  }
  return nullptr;
}

/// The next "%%n" or "{...}" of the text from `at` on; empty where there is
/// none.
std::string_view next_token(std::string_view text, size_t at) {
  for (; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("%%")) {
      const size_t digits =
          std::min(rest.find_first_not_of("0123456789", 2), rest.size());
      if (digits > 2) {
        return rest.substr(0, digits);
      }
    } else if (rest[0] == '{' && rest.find('}') != rest.npos) {
      return rest.substr(0, rest.find('}') + 1);
    }
  }
  return {};
}

/// "%%1537 %%4416 {GUID}": each one's entry. Of a GUID there need not be one.
bool find_parameters(const CodedSlot& coded, std::string_view text,
                     std::vector<const CodeEntry*>& names) {
  bool all_known = true;
  for (std::string_view token = next_token(text, 0);
       !token.empty() && names.size() < kMaxNamesPerValue;
       token = next_token(
           text,
           static_cast<size_t>(token.data() + token.size() - text.data()))) {
    if (const CodeEntry* entry = token_entry(coded, token)) {
      names.push_back(entry);
    } else {
      all_known = all_known && token[0] == '{';
    }
  }
  return all_known;
}

/// Texts that no table has are nothing to miss: most SIDs are of accounts. A
/// text that is its own name says all there is to say.
void find_text(const CodedSlot& coded, std::string_view text,
               std::vector<const CodeEntry*>& names) {
  text = trimmed(text);
  if (text.starts_with("%{") && text.ends_with('}')) {
    // Windows writes "%{S-1-5-18}" and "%{GUID}" of what it meant to name.
    const bool is_guid = text.find('-') == kGuidFirstDash + 1;
    text = is_guid ? text.substr(1) : text.substr(2, text.size() - 3);
  }
  for (const CodeTable* table : coded.tables) {
    if (const CodeEntry* entry = table->find(text)) {
      if (lower_case(entry->name) != lower_case(text)) {
        names.push_back(entry);
      }
      return;
    }
  }
}

/// The bits in the first table of masks.
bool find_mask(const CodedSlot& coded, uint32_t mask,
               std::span<const Value> object_types,
               std::vector<const CodeEntry*>& names) {
  std::vector<std::string> types;
  for (const Value& value : object_types) {
    Buffer type;
    append_value(type, value, Escape::Raw);
    types.emplace_back(type.view());
  }
  for (const CodeTable* table : coded.tables) {
    if (table->info().kind == TableKind::Bits ||
        table->info().kind == TableKind::ObjectBits) {
      return table->find_bits(mask, types, names) == 0;
    }
  }
  return true;
}

bool find_number(const CodedSlot& coded, std::optional<uint64_t> number,
                 std::span<const Value> object_types,
                 std::vector<const CodeEntry*>& names) {
  if (!number) {
    return true;  // "-", or a text without a number
  }
  const auto code = as_code(*number);
  if (!code) {
    return false;
  }
  if (coded.form != CodeForm::Mask) {
    const CodeEntry* entry = entry_of(coded, *code);
    if (entry != nullptr) {
      names.push_back(entry);
    }
    return entry != nullptr;
  }
  return find_mask(coded, *code, object_types, names);
}

}  // namespace

bool find_names(const CodedSlot& coded, const Value& value,
                std::span<const Value> object_types,
                std::vector<const CodeEntry*>& names) {
  if (coded.form == CodeForm::Whole || coded.form == CodeForm::Mask) {
    return find_number(coded, integer_of(value), object_types, names);
  }
  Buffer text;
  append_value(text, value, Escape::Raw);
  switch (coded.form) {
    case CodeForm::InText:
      return find_number(coded, number_in(text.view()), object_types, names);
    case CodeForm::Parameters:
      if (const auto mask = parse_code(text.view())) {
        // Rights of a kind of object that Windows had no texts for.
        return find_mask(coded, *mask, object_types, names);
      }
      return find_parameters(coded, text.view(), names);
    case CodeForm::Text:
      find_text(coded, text.view(), names);
      break;
    case CodeForm::Whole:
    case CodeForm::Mask:
      break;
  }
  return true;
}

Value coded_value(const CodedSlot& coded, const Event& event) {
  const Value value = part_value(coded.part, event);
  if (!value.is_array()) {
    return coded.item == 1 ? value : Value();
  }
  ArrayItems items(value);
  for (size_t i = 1; i < coded.item; ++i) {
    (void)items.next();
  }
  return items.next().value_or(Value());
}

bool is_status(const CodedSlot& coded) {
  return coded.tables.front()->info().is_status;
}

}  // namespace eventlens
