// The codes that a value holds, and what the tables call them.
#include <charconv>

#include "base/number_text.h"
#include "enrich/plan.h"

namespace eventlens {
namespace {

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

/// "%%1537 %%4416": each number's entry.
bool find_parameters(const CodedSlot& coded, std::string_view text,
                     std::vector<const CodeEntry*>& names) {
  constexpr std::string_view kSign = "%%";
  bool all_known = true;
  for (size_t at = text.find(kSign);
       at != std::string_view::npos && names.size() < kMaxNamesPerValue;
       at = text.find(kSign, at)) {
    at += kSign.size();
    uint32_t number = 0;
    const auto [stop, error] =
        std::from_chars(text.data() + at, text.data() + text.size(), number);
    if (error != std::errc{}) {
      continue;
    }
    const CodeEntry* entry = nullptr;
    for (const CodeTable* table : coded.tables) {
      entry = entry == nullptr ? table->find(number) : entry;
    }
    if (entry == nullptr) {
      all_known = false;
    } else {
      names.push_back(entry);
    }
  }
  return all_known;
}

/// Texts that no table has are nothing to miss: most SIDs are of accounts.
void find_text(const CodedSlot& coded, std::string_view text,
               std::vector<const CodeEntry*>& names) {
  for (const CodeTable* table : coded.tables) {
    if (const CodeEntry* entry = table->find(text)) {
      names.push_back(entry);
      return;
    }
  }
}

bool find_number(const CodedSlot& coded, std::optional<uint64_t> number,
                 const Value& object_type,
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
  Buffer type;
  append_value(type, object_type, Escape::Raw);
  return coded.tables[0]->find_bits(*code, type.view(), names) == 0;
}

}  // namespace

bool find_names(const CodedSlot& coded, const Value& value,
                const Value& object_type,
                std::vector<const CodeEntry*>& names) {
  if (coded.form == CodeForm::Whole || coded.form == CodeForm::Mask) {
    return find_number(coded, integer_of(value), object_type, names);
  }
  Buffer text;
  append_value(text, value, Escape::Raw);
  switch (coded.form) {
    case CodeForm::InText:
      return find_number(coded, number_in(text.view()), object_type, names);
    case CodeForm::Parameters:
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

bool is_status(const CodedSlot& coded) {
  return coded.tables.front()->info().is_status;
}

}  // namespace eventlens
