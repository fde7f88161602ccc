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
void Mapper::choose_form() {
  if (form_ == nullptr || !fits(*form_, *members_)) {
    form_ = form_of(*members_);
  }
}

bool Mapper::map(Members& members, FlatRecord& record) {
  members_ = &members;
  record_ = &record;
  const Plan& found = plan();
  form_ = found.form;
  if (form_ == nullptr) {
    return false;
  }
  record.clear();
  record.names_number = found.names_number;
  weak_.fill(true);
  keywords_.clear();
  keyword_names_.clear();
  level_was_named_ = false;
  for (size_t i = 0; i < found.placements.size(); ++i) {
    place(found.placements[i], members.list()[i]);
  }
  finish_keywords();
  join_keyword_names();
  finish_names();
  return true;
}

/// Of the members; made once per layout.
const Mapper::Plan& Mapper::plan() {
  const uint64_t layout = members_->layout();
  if (layout == 0) {
    make_plan();
    return plan_;
  }
  const auto known = plans_.find(layout);
  if (known != plans_.end()) {
    return known->second;
  }
  make_plan();
  return remember();
}

void Mapper::make_plan() {
  choose_form();
  plan_.form = form_;
  plan_.names_number = members_->layout();
  plan_.placements.clear();
  if (form_ == nullptr) {
    return;
  }
  index_ = &indexes_[static_cast<size_t>(form_ - forms().data())];
  data_awaits_text_ = false;
  for (const Member& member : members_->list()) {
    plan_.placements.push_back(decide(member));
    if (plan_.placements.back().depends_on_texts()) {
      plan_.names_number = 0;
    }
  }
}

/// Keeps plan_ for all objects of the members' layout.
const Mapper::Plan& Mapper::remember() {
  // Bytes of all: then they are forgotten and made anew.
  constexpr size_t kMostPlans = size_t{8} << 20;
  if (plans_size_ > kMostPlans) {
    plans_.clear();
    names_.clear();
    plans_size_ = 0;
  }
  Plan& kept = plans_[members_->layout()];
  kept = plan_;
  plans_size_ += sizeof(Plan) + kept.placements.size() * sizeof(Placement);
  for (Placement& placement : kept.placements) {
    for (std::string_view* const name :
         {&placement.name, &placement.inner_name, &placement.root}) {
      plans_size_ += name->size();
      *name = names_.keep(*name);
    }
  }
  return kept;
}

Mapper::Placement Mapper::decide(const Member& member) {
  std::string_view path = member.path;
  if (!path.starts_with(form_->prefix)) {
    return {};
  }
  if (form_->habit == Habit::PrintsTypes) {
    path = without_counters(path);
  }
  path.remove_prefix(form_->prefix.size());
  if (is_namespace(member)) {
    return root_of(path);
  }
  if (const auto named = named_data(path, member); named) {
    return {.kind = *named};
  }
  if (const Rule* const rule = rule_of(path); rule != nullptr) {
    return {.kind = Placement::Kind::ByRule, .rule = rule};
  }
  bool needs_text = false;
  for (const Section& section : form_->sections) {
    if (path.starts_with(section.prefix)) {
      Placement placement = in_section(section, path, member);
      placement.needs_text = needs_text;
      return placement;
    }
    // A section that is there and empty.
    needs_text = needs_text || (path.size() + 1 == section.prefix.size() &&
                                section.prefix.starts_with(path));
  }
  return {};
}

/// UserData's element may have nothing but its namespace.
Mapper::Placement Mapper::root_of(std::string_view path) {
  constexpr std::string_view kUserData = "UserData.";
  if (!path.starts_with(kUserData)) {
    return {};
  }
  path.remove_prefix(kUserData.size());
  return {.kind = Placement::Kind::Root,
          .root = path.substr(0, path.find('.'))};
}

/// <Data Name='x'>text</Data> as converters of XML write it: two members.
std::optional<Mapper::Placement::Kind> Mapper::named_data(
    std::string_view path, const Member& member) {
  if (form_->habit != Habit::PrintsTypes) {
    return std::nullopt;
  }
  if (member.is_attribute && path == "EventData.Data.Name") {
    data_awaits_text_ = true;
    return Placement::Kind::DataName;
  }
  if (data_awaits_text_ && path == "EventData.Data") {
    data_awaits_text_ = false;
    return Placement::Kind::DataText;
  }
  return std::nullopt;
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

Mapper::Placement Mapper::in_section(const Section& section,
                                     std::string_view path,
                                     const Member& member) {
  std::string_view name = path.substr(section.prefix.size());
  switch (section.kind) {
    case Section::Kind::Data:
      // An attribute of EventData itself; flat outputs call it by its path.
      if (member.is_attribute && section.prefix == "EventData." &&
          name.find('.') == std::string_view::npos) {
        name = path;
      }
      break;
    case Section::Kind::Named:
      break;
    case Section::Kind::RootedData:
      return rooted(name, member);
    case Section::Kind::Skip:
      return {};
  }
  if (form_->habit == Habit::OwnAdditions && is_own_addition(name)) {
    return {};
  }
  return {.kind = Placement::Kind::Data, .name = name_of_data(name)};
}

/// `path` begins with the name of UserData's element.
Mapper::Placement Mapper::rooted(std::string_view path, const Member& member) {
  const size_t size = std::min(path.find('.'), path.size());
  const std::string_view below = path.substr(std::min(size + 1, path.size()));
  const bool of_root =
      member.is_attribute && below.find('.') == std::string_view::npos;
  std::string_view root = path.substr(0, size);
  if (form_->names == Names::FirstLetterLower) {
    root = with_large_letter(root);
  }
  return {.kind = Placement::Kind::Rooted,
          .is_root = size == path.size(),
          .is_inner = !of_root && size < path.size(),
          .name = name_of_data(path),
          .inner_name = name_of_data(below),
          .root = root};
}

std::string_view Mapper::name_of_data(std::string_view name) {
  if (form_->names == Names::FirstLetterLower) {
    return with_large_letter(name);
  }
  return form_->habit == Habit::OwnAdditions ? name_in_section(name) : name;
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
