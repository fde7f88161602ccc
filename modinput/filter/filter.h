// Which events are wanted, as the settings whitelist, blacklist and query say.
// docs/filters.md has their grammar and meaning.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "filter/bounds.h"
#include "filter/key_texts.h"
#include "filter/query.h"
#include "filter/query_program.h"
#include "filter/rule.h"

namespace eventlens {

/// A setting as it was given.
struct FilterSetting {
  std::string name;  // as messages name it: "setting whitelist1"
  std::string text;
};

struct FilterSettings {
  std::vector<FilterSetting> whitelists;
  std::vector<FilterSetting> blacklists;
  std::vector<FilterSetting> queries;

  [[nodiscard]] bool empty() const {
    return whitelists.empty() && blacklists.empty() && queries.empty();
  }
};

/// Compiled filters. Does not change: threads share it.
class Filter {
 public:
  /// Error: InvalidSetting, with the setting, the place in it and what is
  /// accepted; also where no event could ever pass.
  static Expected<std::shared_ptr<const Filter>> compile(
      const FilterSettings& settings);

  /// `given` and what of the filter can be told without decoding an event.
  /// `now`: from which ages are counted. Error: InvalidSetting where the two
  /// leave no event.
  [[nodiscard]] Expected<Selection> selection(const Selection& given,
                                              Filetime now) const;

 private:
  friend class EventFilter;

  [[nodiscard]] filter::Bounds bounds(Filetime now) const;

  std::vector<filter::Rule> whitelist_;
  std::vector<filter::Rule> blacklist_;
  std::vector<filter::Condition> queries_;
  bool decided_by_selection_ = false;
};

/// A filter at work; one per thread.
class EventFilter {
 public:
  /// `xml` writes an event where a rule asks for all of it; both must outlive
  /// the filter.
  EventFilter(const Filter& filter, filter::EventXml& xml)
      : filter_(filter), texts_(xml) {}

  /// From which ages are counted.
  void set_now(Filetime now) { now_ = now; }

  /// Whether the event passes. REQUIRES: Filter::selection lets it pass. One of
  /// which that would cost too much to find out passes, and is counted.
  bool wants(const Event& event, Issues& issues);

  /// Forgets everything keyed by shapes, which have ceased to exist.
  void forget_shapes();

 private:
  /// The queries, for the events of one shape.
  struct Programs {
    std::vector<filter::QueryProgram> queries;
  };

  filter::Answer passes_queries(const Event& event);
  filter::Answer fits(const filter::Rule& rule, const Event& event);
  const Programs& programs_of(const Shape& shape);

  const Filter& filter_;
  filter::KeyTexts texts_;
  Filetime now_ = 0;
  Buffer text_;
  std::unordered_map<const Shape*, Programs> programs_;
  const Shape* last_shape_ = nullptr;
  const Programs* last_programs_ = nullptr;
  size_t tests_ = 0;  // kept
};

}  // namespace eventlens
