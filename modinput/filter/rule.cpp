#include "filter/rule.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>

#include "filter/error_at.h"

namespace eventlens::filter {
namespace {

constexpr size_t kMaxRule = size_t{64} << 10;
/// Windows' ids have 16 bits.
constexpr uint32_t kIds = 0x10000;

constexpr std::string_view kAcceptedPair =
    "pairs with blanks between them, each a key, \"=\", and a regular "
    "expression between two equal characters that are no letters or digits and "
    "do not stand in it: EventCode=%^4624$% Message=\"Logon\"";
constexpr std::string_view kAcceptedOne =
    "either a list of event ids (4624,4700-4720) or pairs of keys and regular "
    "expressions (EventCode=%^46%), not both; use whitelist1, blacklist1 and "
    "so "
    "on for the other";

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9');
}

/// In the names of fields.
bool is_key_character(char c) {
  return is_alphanumeric(c) || c == '_' || c == '.' || c == '-' || c == '$' ||
         c == ':' || (c & 0x80) != 0;
}

using Clock = std::chrono::steady_clock;
/// For the ids of one rule's expressions, of which one takes some milliseconds.
constexpr auto kTimeForIds = std::chrono::seconds(1);

/// The ids in which the expression is found. It is asked for every one, so that
/// readers can pass events over by a table. Nothing where that cannot be found
/// out before `deadline`.
std::optional<IdSet> ids_with(const Regex& regex, Clock::time_point deadline) {
  constexpr uint32_t kIdsAtOnce = 256;
  std::vector<IdRange> ranges;
  for (uint32_t id = 0; id < kIds; ++id) {
    const Answer answer = regex.found_in(std::to_string(id));
    if (answer == Answer::Unknown ||
        (id % kIdsAtOnce == 0 && Clock::now() > deadline)) {
      return std::nullopt;
    }
    if (answer == Answer::Yes) {
      ranges.push_back({id, id});
    }
  }
  return IdSet(std::move(ranges));
}

class RuleParser {
 public:
  explicit RuleParser(std::string_view text) : text_(text) {}

  Expected<Rule> run() {
    if (text_.size() > kMaxRule) {
      return wrong(kMaxRule, "the filter is too long", "at most 64 KiB");
    }
    pass_blanks();
    if (at_ == text_.size()) {
      return wrong(at_, "the filter is empty", kAcceptedOne);
    }
    if (!begins_list()) {
      return pairs();
    }
    const size_t key = text_.find('=');
    if (key != std::string_view::npos) {
      return wrong(key, "a pair stands in a list of ids", kAcceptedOne);
    }
    Rule rule;
    ASSIGN_OR_RETURN(rule.ids, parse_id_list(text_));
    return rule;
  }

 private:
  [[nodiscard]] bool begins_list() const {
    const char c = text_[at_];
    return (c >= '0' && c <= '9') || c == '*' || c == '-' || c == ',';
  }

  Expected<Rule> pairs() {
    Rule rule;
    while (at_ < text_.size()) {
      if (begins_list()) {
        return wrong(at_, "event ids stand among pairs", kAcceptedOne);
      }
      RETURN_IF_ERROR(pair(rule));
    }
    std::stable_sort(
        rule.pairs.begin(), rule.pairs.end(),
        [](const Pair& a, const Pair& b) { return a.key.kind < b.key.kind; });
    return rule;
  }

  Status pair(Rule& rule) {
    const size_t begin = at_;
    while (at_ < text_.size() && is_key_character(text_[at_])) {
      ++at_;
    }
    const std::string_view name = text_.substr(begin, at_ - begin);
    const auto key = key_named(name);
    if (name.empty()) {
      return wrong(begin, shown(text_.substr(begin)) + " begins no pair",
                   kAcceptedPair);
    }
    if (!key) {
      return wrong(begin,
                   "no event of a log file has the key " + std::string(name),
                   kAcceptedKeys);
    }
    pass_blanks();
    if (at_ == text_.size() || text_[at_] != '=') {
      return wrong(at_, "\"=\" is missing behind " + std::string(name),
                   kAcceptedPair);
    }
    ++at_;
    pass_blanks();
    return expression(*key, begin, rule);
  }

  Status expression(const Key& key, size_t key_begin, Rule& rule) {
    const size_t begin = at_;
    if (begin == text_.size() || is_alphanumeric(text_[begin]) ||
        (text_[begin] & 0x80) != 0) {
      return wrong(begin,
                   "the regular expression does not begin with what "
                   "encloses it",
                   kAcceptedPair);
    }
    const size_t end = text_.find(text_[begin], begin + 1);
    if (end == std::string_view::npos) {
      return wrong(begin,
                   "the regular expression has no end, another " +
                       std::string(text_.substr(begin, 1)),
                   kAcceptedPair);
    }
    at_ = end + 1;
    if (at_ < text_.size() && !is_blank(text_[at_])) {
      return wrong(
          at_,
          "the regular expression ends in front of " + shown(text_.substr(at_)),
          kAcceptedPair);
    }
    pass_blanks();
    const std::string_view pattern = text_.substr(begin + 1, end - begin - 1);
    if (pattern.empty()) {
      return wrong(begin, "the regular expression is empty", kAcceptedPair);
    }
    Regex::Fault fault;
    std::shared_ptr<const Regex> regex = Regex::compile(pattern, fault);
    if (regex == nullptr) {
      return wrong(begin + 1 + fault.offset,
                   "the regular expression is wrong: " + fault.reason,
                   "regular expressions of PCRE");
    }
    const auto ids = key.kind == KeyKind::EventCode
                         ? ids_with(*regex, deadline_)
                         : std::nullopt;
    if (!ids) {
      rule.pairs.push_back({key, std::move(regex)});
      return success();
    }
    rule.ids = rule.ids.intersect(*ids);
    if (rule.ids.empty()) {
      return wrong(key_begin, "no event id fits the expression, or all of them",
                   "an expression that is found in the digits of an id from 0 "
                   "to 65535");
    }
    return success();
  }

  void pass_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) {
      ++at_;
    }
  }

  [[nodiscard]] Error wrong(size_t offset, const std::string& problem,
                            std::string_view accepted) const {
    return error_at(text_, offset, problem, accepted);
  }

  std::string_view text_;
  size_t at_ = 0;
  Clock::time_point deadline_ = Clock::now() + kTimeForIds;
};

}  // namespace

Expected<Rule> parse_rule(std::string_view text) {
  return RuleParser(text).run();
}

}  // namespace eventlens::filter
