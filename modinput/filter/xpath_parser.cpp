// The XPath that event queries are made of: Windows' subset of XPath 1.0, read
// by recursive descent.
#include <algorithm>
#include <charconv>

#include "base/number_text.h"
#include "filter/error_at.h"
#include "filter/query.h"

namespace eventlens::filter {
namespace {

/// A query goes to the program in one setting; its depth is that of our stack.
constexpr size_t kMaxQuery = size_t{64} << 10;
constexpr size_t kMaxDepth = 64;
constexpr size_t kMaxConditions = 2048;

constexpr std::string_view kAcceptedCondition =
    "a path (System, EventData/Data, @Name), a comparison of it with =, !=, <, "
    "<=, > or >=, band(path, number), timediff(@SystemTime) with a comparison, "
    "and these in parentheses or joined with \"and\" and \"or\"";
constexpr std::string_view kAcceptedLiteral =
    "a whole number of at most 64 bits (decimal, or hexadecimal with 0x), or a "
    "text in quotes";
constexpr std::string_view kAcceptedTime =
    "a time in UTC in quotes: '2026-03-01T08:15:30Z'";

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
         c == ':' || (c & 0x80) != 0;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_word(std::string_view text, std::string_view word) {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(),
                    [](char a, char b) { return (a | 0x20) == b; });
}

class XPathParser {
 public:
  explicit XPathParser(std::string_view text) : text_(text) {}

  Expected<Condition> run() {
    if (text_.size() > kMaxQuery) {
      return wrong(kMaxQuery, "the query is too long", "at most 64 KiB");
    }
    ASSIGN_OR_RETURN(Condition whole, any());
    if (at_ < text_.size()) {
      return wrong(at_, shown(rest()) + " is not expected",
                   "\"and\", \"or\" or the end");
    }
    return whole;
  }

 private:
  Expected<Condition> any() {
    return joined("or", Condition::Kind::Any, &XPathParser::all);
  }

  Expected<Condition> all() {
    return joined("and", Condition::Kind::All, &XPathParser::one);
  }

  /// One or more of what `part` reads, with `word` between them.
  Expected<Condition> joined(std::string_view word, Condition::Kind kind,
                             Expected<Condition> (XPathParser::*part)()) {
    pass_blanks();
    const size_t begin = at_;
    ASSIGN_OR_RETURN(Condition first, (this->*part)());
    if (!take_word(word)) {
      return first;
    }
    Condition whole{kind, {}, {}, {}, begin};
    whole.parts.push_back(std::move(first));
    do {
      ASSIGN_OR_RETURN(Condition next, (this->*part)());
      whole.parts.push_back(std::move(next));
    } while (take_word(word));
    return whole;
  }

  Expected<Condition> one() {
    pass_blanks();
    const size_t begin = at_;
    if (depth_ == kMaxDepth || ++conditions_ > kMaxConditions) {
      return wrong(begin, "the query is too deep or has too many conditions",
                   "64 levels and 2048 conditions");
    }
    ++depth_;
    auto condition = one_at(begin);
    --depth_;
    return condition;
  }

  Expected<Condition> one_at(size_t begin) {
    if (take('(')) {
      ASSIGN_OR_RETURN(Condition inner, any());
      RETURN_IF_ERROR(expect(')'));
      return inner;
    }
    const std::string_view name = name_here();
    size_t behind = at_ + name.size();
    while (behind < text_.size() && is_blank(text_[behind])) {
      ++behind;
    }
    if (!name.empty() && behind < text_.size() && text_[behind] == '(') {
      at_ = behind;
      return function(name, begin);
    }
    ASSIGN_OR_RETURN(Condition condition, path());
    if (const auto op = take_operator()) {
      RETURN_IF_ERROR(literal(*op, condition));
    }
    return condition;
  }

  Expected<Condition> function(std::string_view name, size_t begin) {
    const bool mask = is_word(name, "band");
    if (!mask && !is_word(name, "timediff")) {
      return wrong(begin,
                   "a query of events has no " + std::string(name) + "()",
                   kAcceptedCondition);
    }
    RETURN_IF_ERROR(expect('('));
    ASSIGN_OR_RETURN(Condition condition, path());
    if (mask) {
      RETURN_IF_ERROR(expect(','));
      ASSIGN_OR_RETURN(condition.comparison.number, number());
      condition.comparison.kind = Comparison::Kind::Mask;
    }
    RETURN_IF_ERROR(expect(')'));
    condition.offset = begin;
    if (mask) {
      return condition;
    }
    const auto op = take_operator();
    if (!op) {
      return wrong(at_, "a comparison is missing behind timediff()",
                   "timediff(@SystemTime) <= milliseconds");
    }
    ASSIGN_OR_RETURN(condition.comparison.number, number());
    condition.comparison.kind = Comparison::Kind::Age;
    condition.comparison.op = *op;
    return condition;
  }

  Expected<Condition> path() {
    pass_blanks();
    Condition condition;
    condition.offset = at_;
    do {
      ASSIGN_OR_RETURN(PathStep next, step());
      condition.path.push_back(std::move(next));
    } while (!condition.path.back().attribute && take('/'));
    return condition;
  }

  Expected<PathStep> step() {
    pass_blanks();
    PathStep step;
    step.attribute = take('@');
    if (take('*')) {
      step.name = "*";
    } else {
      const std::string_view name = name_here();
      if (name.empty() || is_digit(name[0]) || name[0] == '.' ||
          name[0] == '-') {
        return wrong(at_,
                     at_ < text_.size() ? shown(rest()) + " begins no condition"
                                        : std::string("a condition is missing"),
                     kAcceptedCondition);
      }
      step.name = name;
      at_ += name.size();
    }
    while (!step.attribute && take('[')) {
      ASSIGN_OR_RETURN(Condition predicate, any());
      step.predicates.push_back(std::move(predicate));
      RETURN_IF_ERROR(expect(']'));
    }
    return step;
  }

  /// Fills the comparison with what stands behind the operator.
  Status literal(Operator op, Condition& condition) {
    Comparison& comparison = condition.comparison;
    comparison.op = op;
    pass_blanks();
    const char quote = at_ < text_.size() ? text_[at_] : '\0';
    if (quote != '\'' && quote != '"') {
      comparison.kind = Comparison::Kind::Number;
      ASSIGN_OR_RETURN(comparison.number, number());
      return success();
    }
    const size_t begin = at_;
    const size_t end = text_.find(quote, begin + 1);
    if (end == std::string_view::npos) {
      return wrong(begin, "the text has no closing quote", kAcceptedLiteral);
    }
    comparison.kind = Comparison::Kind::Text;
    comparison.text = text_.substr(begin + 1, end - begin - 1);
    at_ = end + 1;
    if (condition.path.back().name != "SystemTime") {
      return success();
    }
    const auto time = parse_filetime(comparison.text);
    if (!time) {
      return wrong(begin, shown(comparison.text) + " is no time",
                   kAcceptedTime);
    }
    comparison.kind = Comparison::Kind::Time;
    comparison.time = *time;
    return success();
  }

  Expected<Number> number() {
    pass_blanks();
    const size_t begin = at_;
    size_t end = begin;
    while (end < text_.size() && is_name_character(text_[end])) {
      ++end;
    }
    const std::string_view digits = text_.substr(begin, end - begin);
    const auto value = parse_integer(digits);
    if (!value) {
      return wrong(begin,
                   shown(digits.empty() ? rest() : digits) +
                       " is no number and no text in quotes",
                   kAcceptedLiteral);
    }
    at_ = end;
    return Number{digits[0] == '-' && *value != 0, *value};
  }

  std::optional<Operator> take_operator() {
    constexpr std::pair<std::string_view, Operator> kOperators[] = {
        {"!=", Operator::NotEqual},     {"<=", Operator::LessEqual},
        {">=", Operator::GreaterEqual}, {"=", Operator::Equal},
        {"<", Operator::Less},          {">", Operator::Greater}};
    pass_blanks();
    for (const auto& [sign, op] : kOperators) {
      if (rest().starts_with(sign)) {
        at_ += sign.size();
        return op;
      }
    }
    return std::nullopt;
  }

  bool take(char c) {
    pass_blanks();
    const bool there = at_ < text_.size() && text_[at_] == c;
    at_ += there ? 1 : 0;
    return there;
  }

  bool take_word(std::string_view word) {
    pass_blanks();
    const bool there = is_word(name_here(), word);
    at_ += there ? word.size() : 0;
    return there;
  }

  Status expect(char c) {
    if (!take(c)) {
      return wrong(at_, "\"" + std::string(1, c) + "\" is missing",
                   kAcceptedCondition);
    }
    return success();
  }

  static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  void pass_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) {
      ++at_;
    }
  }

  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

  [[nodiscard]] std::string_view name_here() const {
    size_t end = at_;
    while (end < text_.size() && is_name_character(text_[end])) {
      ++end;
    }
    return text_.substr(at_, end - at_);
  }

  [[nodiscard]] Error wrong(size_t offset, const std::string& problem,
                            std::string_view accepted) const {
    return error_at(text_, offset, problem, accepted);
  }

  std::string_view text_;
  size_t at_ = 0;
  size_t depth_ = 0;
  size_t conditions_ = 0;
};

/// Paths at the top begin with the event itself; any other never leads
/// anywhere.
Status check_begins(std::string_view text, const Condition& condition) {
  if (condition.kind != Condition::Kind::Path) {
    for (const Condition& part : condition.parts) {
      RETURN_IF_ERROR(check_begins(text, part));
    }
    return success();
  }
  const PathStep& first = condition.path.front();
  if (first.attribute || (first.name != "*" && first.name != "Event")) {
    return error_at(text, condition.offset,
                    "a query of events does not begin with " +
                        shown((first.attribute ? "@" : "") + first.name),
                    "* or Event, with the conditions in brackets: "
                    "*[System[EventID=4624]]");
  }
  return success();
}

}  // namespace

int compare(const Number& a, const Number& b) {
  if (a.negative != b.negative) {
    return a.negative ? -1 : 1;
  }
  return a.bits < b.bits ? -1 : a.bits > b.bits ? 1 : 0;
}

bool holds(Operator op, int order) {
  switch (op) {
    case Operator::Equal:
      return order == 0;
    case Operator::NotEqual:
      return order != 0;
    case Operator::Less:
      return order < 0;
    case Operator::LessEqual:
      return order <= 0;
    case Operator::Greater:
      return order > 0;
    case Operator::GreaterEqual:
      return order >= 0;
  }
  return false;
}

Expected<Condition> parse_xpath(std::string_view text) {
  ASSIGN_OR_RETURN(Condition whole, XPathParser(text).run());
  RETURN_IF_ERROR(check_begins(text, whole));
  return whole;
}

}  // namespace eventlens::filter
