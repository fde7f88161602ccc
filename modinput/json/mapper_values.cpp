// The Mapper's part that looks at values: where they go, spellings, levels,
// keywords, and names that producers made up.
#include <cstring>

#include "json/mapper.h"
#include "json/values.h"

namespace eventlens::json {
namespace {

char to_upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c;
}

/// Of a member that is null: no text, which an element may have.
Value value_of(const Member& member) {
  return member.kind == Kind::Null ? Value() : Value::of_utf8(member.text);
}

}  // namespace

void Mapper::place(const Placement& placement, const Member& member) {
  if (placement.needs_text && member.text.empty()) {
    return;
  }
  switch (placement.kind) {
    case Placement::Kind::Nothing:
      break;
    case Placement::Kind::ByRule:
      apply(*placement.rule, member);
      break;
    case Placement::Kind::Data:
      add_data(placement.name, member);
      break;
    case Placement::Kind::Rooted:
      place_rooted(placement, member);
      break;
    case Placement::Kind::DataName:
      record_->data.push_back({member.text, Value()});
      break;
    case Placement::Kind::DataText:
      record_->data.back().value = value_of(member);
      break;
    case Placement::Kind::Root:
      if (record_->user_data_root.empty()) {
        record_->user_data_root = placement.root;
      }
      break;
  }
}

void Mapper::place_rooted(const Placement& placement, const Member& member) {
  std::string_view& known = record_->user_data_root;
  if (known.empty()) {
    known = placement.root;
  }
  if (placement.is_inner && known == placement.root) {
    add_data(placement.inner_name, member);
  } else if (!placement.is_root || !member.text.empty()) {
    add_data(placement.name, member);
  }
}

void Mapper::add_data(std::string_view name, const Member& member) {
  const bool prints_types =
      form_->habit == Habit::PrintsTypes && member.kind == Kind::Text;
  record_->data.push_back(
      {name, prints_types ? to_windows_spelling(member.text, *members_)
                          : value_of(member)});
}

void Mapper::apply(const Rule& rule, const Member& member) {
  FlatRecord& record = *record_;
  switch (rule.kind) {
    case Rule::Kind::System:
      if (rule.spelling == Spelling::Keywords) {
        keywords_.push_back(member.text);
      } else if (rule.spelling == Spelling::Level) {
        set_level(member.text, rule.weak);
      } else {
        set(rule.field, spelled(rule.spelling, member.text), rule.weak);
      }
      break;
    case Rule::Kind::Rendered:
      if (rule.text == RenderedText::Keywords) {
        keyword_names_.push_back(member.text);
        break;
      }
      record[rule.text] = spelled(rule.spelling, member.text);
      break;
    case Rule::Kind::NumberOrText:
      if (is_number(member.text)) {
        set(rule.field, Value::of_utf8(member.text), rule.weak);
      } else {
        record[rule.text] = Value::of_utf8(member.text);
      }
      break;
    case Rule::Kind::Data:
      record.data.push_back({{}, value_of(member)});
      break;
    case Rule::Kind::FilledBinary:
      if (member.text.empty()) {
        break;
      }
      [[fallthrough]];
    case Rule::Kind::Binary:
      record.binary = Value::of_utf8(member.text);
      break;
    case Rule::Kind::UserDataRoot:
      record.user_data_root = member.text;
      break;
    case Rule::Kind::Skip:
      break;
  }
}

void Mapper::set(SystemField field, const Value& value, bool weak) {
  const auto index = static_cast<size_t>(field);
  if (is_empty_text(value)) {
    return;
  }
  Value& place = record_->system[index];
  if (place.is_null() || (weak_[index] && !weak)) {
    place = value;
    weak_[index] = weak;
  }
}

void Mapper::set_level(std::string_view text, bool weak) {
  if (is_number(text)) {
    set(SystemField::Level, Value::of_utf8(text), weak);
    return;
  }
  const std::string_view digit = level_digit(text);
  if (digit.empty()) {
    (*record_)[RenderedText::Level] = Value::of_utf8(text);
    return;
  }
  level_was_named_ = true;
  set(SystemField::Level, Value::of_utf8(digit), weak);
}

Value Mapper::spelled(Spelling spelling, std::string_view text) {
  switch (spelling) {
    case Spelling::Guid:
      return to_guid(text, *members_);
    case Spelling::Time:
      return to_time(text, zone_, *members_);
    case Spelling::Sid:
      return text.starts_with("S-1-") ? Value::of_utf8(text) : Value();
    case Spelling::Quoted:
      if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
        text = text.substr(1, text.size() - 2);
      }
      return Value::of_utf8(text);
    case Spelling::AsIs:
    case Spelling::Keywords:
    case Spelling::Level:
      break;
  }
  return Value::of_utf8(text);
}

std::string_view Mapper::with_large_letter(std::string_view name) {
  if (name.empty() || to_upper(name[0]) == name[0]) {
    return name;
  }
  char* const room = members_->room(name.size());
  std::memcpy(room, name.data(), name.size());
  room[0] = to_upper(room[0]);
  return {room, name.size()};
}

void Mapper::finish_keywords() {
  constexpr std::string_view kAudits = "Microsoft-Windows-Security-Auditing";
  constexpr uint64_t kSecurityChannel = 0x8000000000000000;
  if (keywords_.empty()) {
    return;
  }
  FlatRecord& record = *record_;
  if (keywords_.size() == 1) {
    const auto number = to_keywords(keywords_[0], *members_);
    if (number) {
      set(SystemField::Keywords, *number, false);
      return;
    }
    const Value& provider = record[SystemField::Provider];
    const bool audits =
        std::string_view(reinterpret_cast<const char*>(provider.data),
                         provider.size) == kAudits;
    const uint64_t audit = audit_keyword(keywords_[0]);
    if (audits && audit != 0) {
      set(SystemField::Keywords, hex_value(kSecurityChannel | audit, *members_),
          false);
      // Their level is 0, which has no name of its own.
      if (level_was_named_) {
        record[SystemField::Level] = Value::of_utf8("0");
      }
      return;
    }
  }
  keyword_names_.insert(keyword_names_.end(), keywords_.begin(),
                        keywords_.end());
}

/// Several become one text.
void Mapper::join_keyword_names() {
  size_t size = 0;
  for (const std::string_view name : keyword_names_) {
    size += name.size() + 2;
  }
  if (size == 0) {
    return;
  }
  char* const room = members_->room(size);
  char* to = room;
  for (const std::string_view name : keyword_names_) {
    if (to != room) {
      *to++ = ',';
      *to++ = ' ';
    }
    std::memcpy(to, name.data(), name.size());
    to += name.size();
  }
  (*record_)[RenderedText::Keywords] =
      Value::of_utf8({room, static_cast<size_t>(to - room)});
}

/// Takes param1, param2 ... away. Only a provider without a manifest, which has
/// no GUID, writes values without names; in a manifest they may be names.
void Mapper::finish_names() {
  FlatRecord& record = *record_;
  if (form_->habit != Habit::NumbersUnnamedData ||
      !record[SystemField::ProviderGuid].is_null() ||
      !record.user_data_root.empty()) {
    return;
  }
  constexpr std::string_view kName = "param";
  for (FlatRecord::Datum& datum : record.data) {
    const std::string_view name = datum.name;
    if (name.starts_with(kName) && is_number(name.substr(kName.size()))) {
      datum.name = {};
    }
  }
}

}  // namespace eventlens::json
