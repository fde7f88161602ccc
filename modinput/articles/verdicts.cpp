// An article says of its own case that an event means nothing, or that the
// system is meant to be so. The phrases are those of the archive of 2002 and
// of its successors; each was read in its article, so a phrase that is not
// here gives no verdict rather than a doubtful one.
#include "articles/verdicts.h"

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/number_text.h"

namespace eventlens::articles {
namespace {

constexpr std::string_view kBenign = "benign";
constexpr std::string_view kExpected = "expected";

constexpr const char* kCanBeIgnored =
    "event|events|error|errors|message|messages|warning|warnings|entry|entries|"
    "it|they|which|problem|issue ~14 can|may|should safely? be safely? "
    "ignored|disregarded";
constexpr const char* kAndCanBeIgnored =
    "event|events|error|errors|message|messages|warning|warnings and? "
    "can|may|should safely? be safely? ignored|disregarded";
constexpr const char* kIgnoreThis =
    "ignore this|these|the ~3 event|events|error|errors|message|messages|"
    "warning|warnings|entry|entries";
constexpr const char* kByDesign =
    "this|these event|events|behavior|behaviour|error|message|is|are ~2 by "
    "design";

const Phrases& benign_phrases() {
  static const Phrases phrases = {
      kCanBeIgnored,
      kAndCanBeIgnored,
      "and can safely? be safely? ignored|disregarded",
      kIgnoreThis,
      "safely ignore it|them|event",
      "is|are completely? benign|harmless",
      "a benign condition|event|error|message",
      "a harmless message|event|error|warning",
      "this|the event is informational",
      "considered an informational message",
      "no action is required|necessary",
      "does|do not ~2 indicate a|an|any ~3 problem|problems|breach|failure",
  };
  return phrases;
}

const Phrases& expected_phrases() {
  static const Phrases phrases = {
      kByDesign,
      "this|these event|events|behavior|behaviour is|are expected|normal",
      "this is by design|normal|expected",
      "event id ~1 is expected",
      "this is normal",
      "events ~8 are by design",
      "both of them are by design",
      "is actually an expected behavior",
  };
  return phrases;
}

/// What speaks of ignoring something else, or of who ignores it.
const Phrases& other_phrases() {
  static const Phrases phrases = {
      "ignored by",
      "choose to ignore",
      "will be ignored",
      "will|not ignore",
      "applications ~3 ignore",
      "until",
      "often",
      "not necessarily",
      "network hardware profile",

      "hardware profile",
      "is|are ignored",
      "keyword|registry|value|parameter|setting|switch ~6 ignored|ignore",
      "cannot|not be ignored",
  };
  return phrases;
}

struct Sentence {
  size_t begin = 0;  // words of the body
  size_t end = 0;
  bool first = false;     // in its section
  bool leads_on = false;  // ends with a colon: speaks of what follows
  size_t line = 0;
};

std::vector<Sentence> sentences_of(const Reading& reading) {
  std::vector<Sentence> sentences;
  const Words& words = reading.body;
  bool first = true;
  size_t begin = 0;
  for (size_t at = 0; at <= words.size(); ++at) {
    const bool ends = at == words.size() ||
                      is_one_of(words, at, {".", "!", "?", ":", kBreak});
    if (!ends) {
      continue;
    }
    if (at > begin) {
      sentences.push_back(
          {begin, at, first, is_one_of(words, at, {":"}), words[begin].line});
      first = false;
    }
    const size_t line = at < words.size() ? words[at].line : kNoLine;
    first |= line < reading.page.lines.size() &&
             reading.page.lines[line].kind == LineKind::Heading;
    begin = at + 1;
  }
  return sentences;
}

class Judge {
 public:
  Judge(const Reading& reading, std::vector<EventLink>& links)
      : reading_(reading), links_(links) {
    size_t heading = kNoLine;
    for (size_t line = 0; line < reading.page.lines.size(); ++line) {
      if (reading.page.lines[line].kind == LineKind::Heading) {
        heading = line;
      }
      headings_.push_back(heading);
    }
    for (const EventLink& link : links) {
      ids_.insert(link.id);
    }
    titled_ = numbers_in(reading.title, 0, reading.title.size());
  }

  void judge();

 private:
  [[nodiscard]] size_t heading_of(size_t line) const {
    return line < headings_.size() ? headings_[line] : kNoLine;
  }
  [[nodiscard]] bool is_under(
      size_t line, std::initializer_list<std::string_view> names) const;
  [[nodiscard]] std::string_view verdict_of(const Sentence& sentence) const;
  [[nodiscard]] std::set<uint16_t> numbers_in(const Words& words, size_t begin,
                                              size_t end) const;
  [[nodiscard]] std::set<uint16_t> targets(const Sentence& sentence) const;
  [[nodiscard]] bool names_other_error(const Sentence& sentence) const;
  [[nodiscard]] bool reaches(const Sentence& sentence, std::string_view verdict,
                             const EventLink& link) const;

  const Reading& reading_;
  std::vector<EventLink>& links_;
  std::vector<size_t> headings_;  // of each line
  std::set<uint16_t> ids_;
  std::set<uint16_t> titled_;  // those that the title names
};

bool Judge::is_under(size_t line,
                     std::initializer_list<std::string_view> names) const {
  const std::string heading =
      lower_case(heading_text(reading_.page, heading_of(line)));
  return std::find(names.begin(), names.end(), trimmed(heading)) != names.end();
}

std::string_view Judge::verdict_of(const Sentence& sentence) const {
  static const Phrases kNoAction = {"no action is required|necessary"};
  const Words& words = reading_.body;
  const auto has = [&](const Phrases& phrases) {
    return has_any(words, phrases, sentence.begin, sentence.end);
  };
  if (has(other_phrases()) || names_other_error(sentence)) {
    return {};
  }
  if (has(benign_phrases())) {
    // In the symptoms that is the event's own text.
    return has(kNoAction) && is_under(sentence.line, {"symptoms", "symptom"})
               ? std::string_view()
               : kBenign;
  }
  return has(expected_phrases()) ? kExpected : std::string_view();
}

std::set<uint16_t> Judge::numbers_in(const Words& words, size_t begin,
                                     size_t end) const {
  std::set<uint16_t> numbers;
  for (size_t at = begin; at < std::min(end, words.size()); ++at) {
    const auto number =
        is_number(words[at]) ? parse_integer(words[at].lower) : std::nullopt;
    if (number && *number <= UINT16_MAX &&
        ids_.contains(static_cast<uint16_t>(*number))) {
      numbers.insert(static_cast<uint16_t>(*number));
    }
  }
  return numbers;
}

/// The ids that a sentence speaks of: those it names, else those of the
/// heading above, else those of the title, else all.
std::set<uint16_t> Judge::targets(const Sentence& sentence) const {
  auto named = numbers_in(reading_.body, sentence.begin, sentence.end);
  if (!named.empty()) {
    return named;
  }
  Words heading;
  append_words(heading, heading_text(reading_.page, heading_of(sentence.line)),
               0);
  named = numbers_in(heading, 0, heading.size());
  if (!named.empty()) {
    return named;
  }
  return titled_.empty() ? ids_ : titled_;
}

/// "Error 1722 can be ignored", where 1722 is no event of the article.
bool Judge::names_other_error(const Sentence& sentence) const {
  const Words& words = reading_.body;
  for (size_t at = sentence.begin; at + 1 < sentence.end; ++at) {
    const size_t next = is_one_of(words, at + 1, {"code", "number", "message"})
                            ? at + 2
                            : at + 1;
    const bool behind = is_one_of(words, at, {"error", "errors"}) &&
                        next < sentence.end && is_number(words[next]) &&
                        numbers_in(words, next, next + 1).empty();
    const bool before = is_number(words[at]) &&
                        is_one_of(words, at + 1, {"error", "errors"}) &&
                        numbers_in(words, at, at + 1).empty();
    if (behind || before) {
      return true;
    }
  }
  return false;
}

bool Judge::reaches(const Sentence& sentence, std::string_view verdict,
                    const EventLink& link) const {
  constexpr size_t kFarthest = 60;  // lines behind the entry
  constexpr size_t kShortArticle = 250;
  constexpr size_t kFewIds = 6;
  if (link.in_title) {
    return true;
  }
  if (link.line == kNoLine) {
    return false;
  }
  const bool told_first =
      is_under(link.line, {"symptoms", "symptom", "summary"});
  if (verdict == kExpected) {
    return told_first && ids_.size() <= kFewIds &&
           (sentence.first ||
            is_under(sentence.line,
                     {"status", "cause", "symptoms", "symptom", "summary"}));
  }
  const bool same_section =
      heading_of(link.line) == heading_of(sentence.line) &&
      sentence.line >= link.line && sentence.line - link.line <= kFarthest;
  return same_section ||
         (told_first && reading_.page.lines.size() < kShortArticle &&
          ids_.size() <= kFewIds);
}

void Judge::judge() {
  static const Phrases kMissing = {"not logged"};
  if (has_any(reading_.title, kMissing)) {
    return;  // that an event is missing says nothing of one that is there
  }
  for (const Sentence& sentence : sentences_of(reading_)) {
    const std::string_view verdict = verdict_of(sentence);
    if (verdict.empty()) {
      continue;
    }
    const auto wanted = targets(sentence);
    const bool leads_on =
        sentence.leads_on &&
        numbers_in(reading_.body, sentence.begin, sentence.end).empty();
    // "... which can be ignored:" is said of the entry below.
    constexpr size_t kBelow = 8;  // lines
    EventLink* below = nullptr;
    for (EventLink& link : links_) {
      const bool nearer = link.line != kNoLine && link.line > sentence.line &&
                          link.line - sentence.line <= kBelow &&
                          (below == nullptr || link.line < below->line);
      below = leads_on && nearer ? &link : below;
    }
    for (EventLink& link : links_) {
      const bool meant =
          below != nullptr
              ? &link == below
              : wanted.contains(link.id) && reaches(sentence, verdict, link);
      if (meant && link.verdict != kBenign) {
        link.verdict = verdict;
      }
    }
  }
}

}  // namespace

std::vector<uint16_t> ids_in_title(const Reading& reading) {
  const Words& words = reading.title;
  std::vector<uint16_t> ids;
  for (size_t at = 0; at < words.size(); ++at) {
    for (const uint16_t id : ids_at(words, at, true).ids) {
      ids.push_back(id);
    }
  }
  return ids;
}

void give_verdicts(const Reading& reading, std::vector<EventLink>& links) {
  if (!links.empty() && links.size() <= kMaxEventsPerArticle) {
    Judge(reading, links).judge();
  }
}

}  // namespace eventlens::articles
