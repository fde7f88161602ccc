#include "filter/filter.h"

#include <algorithm>

namespace eventlens {
namespace {

using filter::Answer;
using filter::Bounds;

/// Tests of queries that are kept for shapes; real logs need some thousand.
constexpr size_t kMaxTests = size_t{1} << 20;

constexpr const char* kAcceptedTogether =
    "whitelists, blacklists, queries and other selections that leave at least "
    "one event between them";

Bounds bounds_of_rule(const filter::Rule& rule) {
  Bounds bounds = Bounds::of_ids(rule.ids);
  bounds.exact = rule.pairs.empty();
  return bounds;
}

Bounds bounds_of_any(const std::vector<filter::Rule>& rules) {
  Bounds bounds = Bounds::nothing();
  for (const filter::Rule& rule : rules) {
    bounds = filter::either(bounds, bounds_of_rule(rule));
  }
  return bounds;
}

Status parse_rules(const std::vector<FilterSetting>& settings,
                   std::vector<filter::Rule>& rules) {
  for (const FilterSetting& setting : settings) {
    auto rule = filter::parse_rule(setting.text);
    if (!rule.ok()) {
      return std::move(rule).take_error().in(setting.name);
    }
    rules.push_back(std::move(*rule));
  }
  return success();
}

Error nothing_passes(const std::string& who) {
  return {ErrorCode::InvalidSetting,
          who + " can let no event pass; accepted: " + kAcceptedTogether};
}

std::string names_of(const FilterSettings& settings) {
  std::string names;
  for (const auto* const list :
       {&settings.whitelists, &settings.blacklists, &settings.queries}) {
    for (const FilterSetting& setting : *list) {
      names += (names.empty() ? "" : ", ") + setting.name;
    }
  }
  return names + (names.find(',') == std::string::npos ? "" : " together");
}

}  // namespace

Expected<std::shared_ptr<const Filter>> Filter::compile(
    const FilterSettings& settings) {
  auto compiled = std::make_shared<Filter>();
  RETURN_IF_ERROR(parse_rules(settings.whitelists, compiled->whitelist_));
  RETURN_IF_ERROR(parse_rules(settings.blacklists, compiled->blacklist_));
  for (const FilterSetting& setting : settings.queries) {
    auto query = filter::parse_query(setting.text);
    if (!query.ok()) {
      return std::move(query).take_error().in(setting.name);
    }
    compiled->queries_.push_back(std::move(*query));
  }
  // Nothing is too old at the beginning of time.
  const Bounds bounds = compiled->bounds(0);
  if (bounds.is_nothing()) {
    return nothing_passes(names_of(settings));
  }
  compiled->decided_by_selection_ = bounds.exact;
  return std::shared_ptr<const Filter>(std::move(compiled));
}

Bounds Filter::bounds(Filetime now) const {
  Bounds bounds;
  if (!whitelist_.empty()) {
    bounds = bounds_of_any(whitelist_);
  }
  for (const filter::Rule& rule : blacklist_) {
    bounds = both(bounds, neither(bounds_of_rule(rule)));
  }
  for (const filter::Condition& query : queries_) {
    bounds = both(bounds, filter::bounds_of(query, now));
  }
  return bounds;
}

Expected<Selection> Filter::selection(const Selection& given,
                                      Filetime now) const {
  auto selection = filter::narrowed(given, bounds(now));
  if (!selection) {
    return nothing_passes("the filters and the other selections together");
  }
  return std::move(*selection);
}

bool EventFilter::wants(const Event& event, Issues& issues) {
  if (filter_.decided_by_selection_) {
    return true;
  }
  texts_.begin_event();
  Answer answer = Answer::Yes;
  const auto any = [&](const std::vector<filter::Rule>& rules) {
    Answer found = Answer::No;
    for (const filter::Rule& rule : rules) {
      found = std::max(found, fits(rule, event));
      if (found == Answer::Yes) {
        break;
      }
    }
    return found;
  };
  if (!filter_.queries_.empty()) {
    answer = passes_queries(event);
  }
  if (answer != Answer::No && !filter_.blacklist_.empty()) {
    const Answer hit = any(filter_.blacklist_);
    answer = hit == Answer::Yes  ? Answer::No
             : hit == Answer::No ? answer
                                 : Answer::Unknown;
  }
  if (answer != Answer::No && !filter_.whitelist_.empty()) {
    answer = std::min(answer, any(filter_.whitelist_));
  }
  if (answer == Answer::Unknown) {
    issues.count(Issue::FilterUndecided);
  }
  return answer != Answer::No;
}

Answer EventFilter::fits(const filter::Rule& rule, const Event& event) {
  if (!rule.ids.contains(event.event_id)) {
    return Answer::No;
  }
  Answer answer = Answer::Yes;
  for (const filter::Pair& pair : rule.pairs) {
    Answer found = Answer::No;
    for (const std::string_view text : texts_.of(pair.key, event)) {
      found = std::max(found, pair.regex->found_in(text));
      if (found == Answer::Yes) {
        break;
      }
    }
    answer = std::min(answer, found);
    if (answer == Answer::No) {
      break;
    }
  }
  return answer;
}

Answer EventFilter::passes_queries(const Event& event) {
  Answer answer = Answer::Yes;
  for (const auto& query : programs_of(*event.shape).queries) {
    if (!query.is_known()) {
      answer = Answer::Unknown;
    } else if (!query.holds_for(event, now_, text_)) {
      return Answer::No;
    }
  }
  return answer;
}

const EventFilter::Programs& EventFilter::programs_of(const Shape& shape) {
  if (last_shape_ == &shape) {
    return *last_programs_;
  }
  if (tests_ > kMaxTests) {
    programs_.clear();
    tests_ = 0;
  }
  const auto [found, fresh] = programs_.try_emplace(&shape);
  if (fresh) {
    const filter::ShapeTree tree(shape);
    for (const filter::Condition& query : filter_.queries_) {
      tests_ += found->second.queries.emplace_back(query, tree).size();
    }
  }
  last_shape_ = &shape;
  last_programs_ = &found->second;
  return found->second;
}

void EventFilter::forget_shapes() {
  texts_.forget_shapes();
  programs_.clear();
  tests_ = 0;
  last_shape_ = nullptr;
}

}  // namespace eventlens
