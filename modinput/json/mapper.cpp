#include "json/mapper.h"

#include <algorithm>
#include <cstring>

#include "base/limits.h"
#include "json/values.h"

namespace eventlens::json {
namespace {

/// Whether one of the paths "a|b|c" is there.
bool has_any(const Members& members, std::string_view paths) {
  while (!paths.empty()) {
    const size_t size = std::min(paths.find('|'), paths.size());
    const std::string_view path = paths.substr(0, size);
    if (members.has(path)) {
      return true;
    }
    paths.remove_prefix(std::min(size + 1, paths.size()));
  }
  return false;
}

bool fits(const Form& form, const Members& members) {
  return std::all_of(
      form.signs.begin(), form.signs.end(),
      [&](std::string_view paths) { return has_any(members, paths); });
}

bool is_namespace(const Member& member) {
  if (!member.is_attribute) {
    return false;
  }
  const std::string_view name = member.path.substr(member.path.rfind('.') + 1);
  return name == "xmlns" || name.starts_with("xmlns:");
}

/// Of a member that is null: no text, which an element may have.
Value value_of(const Member& member) {
  return member.kind == Kind::Null ? Value() : Value::of_utf8(member.text);
}

}  // namespace

const Form* form_of(const Members& members) {
  for (const Form& form : forms()) {
    if (fits(form, members)) {
      return &form;
    }
  }
  return nullptr;
}

Mapper::Mapper(const TimeZone& zone) : zone_(zone) {
  for (const Form& form : forms()) {
    Index& index = indexes_.emplace_back();
    for (const Rule& rule : form.rules) {
      index.emplace(rule.path, &rule);
    }
  }
}

/// Logs mostly have one producer: its form is tried first.
void Mapper::choose_form(const Members& members) {
  if (form_ != nullptr && fits(*form_, members)) {
    return;
  }
  form_ = form_of(members);
  index_ = form_ == nullptr
               ? nullptr
               : &indexes_[static_cast<size_t>(form_ - forms().data())];
}

bool Mapper::map(Members& members, FlatRecord& record) {
  choose_form(members);
  if (form_ == nullptr) {
    return false;
  }
  members_ = &members;
  record_ = &record;
  record.clear();
  weak_.fill(true);
  keywords_.clear();
  keyword_names_.clear();
  level_was_named_ = false;
  data_awaits_text_ = false;
  for (const Member& member : members.list()) {
    place(member);
  }
  finish_keywords();
  join_keyword_names();
  finish_names();
  return true;
}

void Mapper::place(const Member& member) {
  std::string_view path = member.path;
  if (!path.starts_with(form_->prefix)) {
    return;
  }
  if (form_->habit == Habit::PrintsTypes) {
    path = without_counters(path);
  }
  path.remove_prefix(form_->prefix.size());
  if (is_namespace(member)) {
    note_root(path);
    return;
  }
  if (take_named_data(path, member)) {
    return;
  }
  if (const Rule* const rule = rule_of(path); rule != nullptr) {
    apply(*rule, member);
    return;
  }
  for (const Section& section : form_->sections) {
    // A section that is there and empty.
    const bool itself = path.size() + 1 == section.prefix.size() &&
                        section.prefix.starts_with(path);
    if (itself && member.text.empty()) {
      return;
    }
    if (path.starts_with(section.prefix)) {
      apply_section(section, path, member);
      return;
    }
  }
}

const Rule* Mapper::rule_of(std::string_view path) const {
  const auto found = index_->find(path);
  if (found == index_->end()) {
    return nullptr;
  }
  const Rule& rule = *found->second;
  if (rule.when == Rule::When::Always) {
    return &rule;
  }
  const bool there = members_->has(rule.other);
  return there == (rule.when == Rule::When::With) ? &rule : nullptr;
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

void Mapper::apply_section(const Section& section, std::string_view path,
                           const Member& member) {
  const std::string_view rest = path.substr(section.prefix.size());
  switch (section.kind) {
    case Section::Kind::Data:
      // An attribute of EventData itself; flat outputs call it by its path.
      add_data(member.is_attribute && section.prefix == "EventData." &&
                       rest.find('.') == std::string_view::npos
                   ? path
                   : rest,
               member);
      break;
    case Section::Kind::Named:
      add_data(rest, member);
      break;
    case Section::Kind::RootedData:
      add_rooted(rest, member);
      break;
    case Section::Kind::Skip:
      break;
  }
}

/// UserData's element may have nothing but its namespace.
void Mapper::note_root(std::string_view path) {
  constexpr std::string_view kUserData = "UserData.";
  if (path.starts_with(kUserData)) {
    path.remove_prefix(kUserData.size());
    if (record_->user_data_root.empty()) {
      record_->user_data_root = path.substr(0, path.find('.'));
    }
  }
}

/// evtx_dump calls elements that an element has several times x, x_1, x_2.
std::string_view Mapper::without_counters(std::string_view path) {
  // Each step is looked for, so that a long path would take long.
  if (path.size() > kMaxNameCharacters ||
      path.find('_') == std::string_view::npos) {
    return path;
  }
  char* const room = members_->room(path.size());
  size_t size = 0;
  for (size_t at = 0; at < path.size();) {
    const size_t end = std::min(path.find('.', at + 1), path.size());
    const std::string_view step = path.substr(at, end - at);
    const size_t name = std::min(step.rfind('_'), step.size());
    const bool counted = name < step.size() &&
                         is_number(step.substr(name + 1)) &&
                         members_->has_at_or_below(path.substr(0, at + name));
    const size_t kept = counted ? name : step.size();
    std::memcpy(room + size, step.data(), kept);
    size += kept;
    at = end;
  }
  return {room, size};
}

/// `path` begins with the name of UserData's element.
void Mapper::add_rooted(std::string_view path, const Member& member) {
  const size_t size = std::min(path.find('.'), path.size());
  std::string_view root = path.substr(0, size);
  if (form_->names == Names::FirstLetterLower) {
    root = with_large_letter(root);
  }
  std::string_view& known = record_->user_data_root;
  if (known.empty()) {
    known = root;
  }
  const std::string_view below = path.substr(std::min(size + 1, path.size()));
  const bool of_root =
      member.is_attribute && below.find('.') == std::string_view::npos;
  const bool inside = known == root && !of_root && size < path.size();
  if (inside) {
    add_data(below, member);
  } else if (size < path.size() || !member.text.empty()) {
    add_data(path, member);
  }
}

void Mapper::add_data(std::string_view name, const Member& member) {
  Value value = value_of(member);
  if (form_->names == Names::FirstLetterLower) {
    name = with_large_letter(name);
  }
  if (form_->habit == Habit::OwnAdditions) {
    if (is_own_addition(name)) {
      return;
    }
    name = name_in_section(name);
  } else if (form_->habit == Habit::PrintsTypes && member.kind == Kind::Text) {
    value = to_windows_spelling(member.text, *members_);
  }
  record_->data.push_back({name, value});
}

/// <Data Name='x'>text</Data> as converters of XML write it: two members.
bool Mapper::take_named_data(std::string_view path, const Member& member) {
  if (form_->habit != Habit::PrintsTypes) {
    return false;
  }
  if (member.is_attribute && path == "EventData.Data.Name") {
    record_->data.push_back({member.text, Value()});
    data_awaits_text_ = true;
    return true;
  }
  if (data_awaits_text_ && path == "EventData.Data") {
    record_->data.back().value = value_of(member);
    data_awaits_text_ = false;
    return true;
  }
  return false;
}

/// What EventLens added to an event: it is made anew.
bool Mapper::is_own_addition(std::string_view name) const {
  constexpr std::string_view kSuffix = "_name";
  if (name.starts_with("lens_")) {
    return true;
  }
  if (!name.ends_with(kSuffix)) {
    return false;
  }
  name.remove_suffix(kSuffix.size());
  if (members_->has(name)) {
    return true;
  }
  return name.size() > 4 && name.starts_with("Data") &&
         is_number(name.substr(4)) && members_->has("Data");
}

/// Without the section that stood in front of it because <System> has that
/// name too.
std::string_view Mapper::name_in_section(std::string_view name) const {
  for (const std::string_view section : {"EventData.", "UserData."}) {
    if (name.starts_with(section)) {
      const std::string_view rest = name.substr(section.size());
      const auto rule = index_->find(rest);
      const bool is_system = rule != index_->end() &&
                             rule->second->kind == Rule::Kind::System &&
                             members_->has(rest);
      return is_system ? rest : name;
    }
  }
  return name;
}

}  // namespace eventlens::json
