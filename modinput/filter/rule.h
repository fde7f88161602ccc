// One whitelist or blacklist: a list of ids, or pairs of keys and regular
// expressions that must all be found.
#pragma once

#include <memory>
#include <vector>

#include "filter/id_set.h"
#include "filter/key.h"
#include "filter/regex.h"

namespace eventlens::filter {

struct Pair {
  Key key;
  std::shared_ptr<const Regex> regex;
};

struct Rule {
  /// Of a list; of pairs, what their EventCodes leave.
  IdSet ids = IdSet::all();
  /// The others, cheap ones first; also an EventCode of which it would take too
  /// long to find out the ids.
  std::vector<Pair> pairs;
};

/// `4624,4700-4720` or `EventCode=%^46% Message="..."`. Refused too is what can
/// match no event.
/// Error: InvalidSetting, with the column and what is accepted.
Expected<Rule> parse_rule(std::string_view text);

}  // namespace eventlens::filter
