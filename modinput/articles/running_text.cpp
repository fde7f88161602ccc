#include "articles/running_text.h"

#include <algorithm>

namespace eventlens::articles {
namespace {

/// An id in a sentence: the words [begin, end), from "event" to the last id.
struct Told {
  Ids ids;
  size_t begin;
  bool plain;  // without "ID"
};

/// Words in front of "event" that make it one of a program.
const Phrases& programming_words() {
  static const Phrases phrases = {
      "click|load|unload|mouse|keyboard|read|wait|post|trigger|timer|change|"
      "update|ole|dde|window|paint|focus|init|form|button|key|sql|trace|socket|"
      "midi|sound|network|tracking"};
  return phrases;
}

std::optional<Told> told_at(const Words& words, size_t at) {
  const std::string& first = words[at].lower;
  const bool joined = first == "eventid" || first == "eventids";
  if (first != "event" && first != "events" && !joined) {
    return std::nullopt;
  }
  size_t next = at + 1;
  bool with_id = joined;
  bool many = first == "events" || first == "eventids";
  const auto is = [&](std::initializer_list<std::string_view> choices) {
    return next < words.size() && std::find(choices.begin(), choices.end(),
                                            words[next].lower) != choices.end();
  };
  if (is({"log", "viewer", "-"})) {
    ++next;
  }
  if (is({"id", "ids", "number", "numbers", "id's"})) {
    with_id = true;
    many |= words[next].lower == "ids" || words[next].lower == "numbers" ||
            words[next].lower == "id's";
    ++next;
    if (is({"error", "message", "errors", "messages", "code"})) {
      ++next;
    }
  } else if (!joined && next == at + 1 &&
             is({"message", "messages", "error", "errors"})) {
    many |= words[next].lower == "messages" || words[next].lower == "errors";
    ++next;
  } else if (!joined && next != at + 1) {
    return std::nullopt;
  }
  for (size_t marks = 0;
       marks < 2 && is({":", "=", "#", "(", "of", "is", "\"", "-", "'"});
       ++marks) {
    ++next;
  }
  Ids ids = ids_at(words, next, many);
  return ids.ids.empty() ? std::nullopt
                         : std::optional(Told{std::move(ids), at, !with_id});
}

/// The source that stands right in front of the event at `begin`, or after it.
class Neighbour {
 public:
  Neighbour(const Words& words, const SourceNames& names, const Told& told)
      : words_(words), names_(names), told_(told) {}

  [[nodiscard]] std::string source() const {
    std::string found = before();
    if (found.empty()) {
      found = behind();
    }
    return found.empty() ? source_before() : found;
  }

 private:
  [[nodiscard]] bool is(size_t at,
                        std::initializer_list<std::string_view> choices) const {
    return at < words_.size() && std::find(choices.begin(), choices.end(),
                                           words_[at].lower) != choices.end();
  }

  /// "NETLOGON Event 5722", "W3SVC error with Event ID 59".
  [[nodiscard]] std::string before() const {
    size_t end = told_.begin;
    for (size_t passed = 0; passed < 3 && end > 0; ++passed) {
      if (!is(end - 1, {"error", "errors", "warning", "with", "message", "an",
                        "information", "log"})) {
        break;
      }
      --end;
    }
    const auto place = names_.ending_at(words_, end, false);
    return place ? place->name : std::string();
  }

  /// "source X ... event ID N", at most twelve words in between.
  [[nodiscard]] std::string source_before() const {
    constexpr size_t kFarthest = 12;
    const size_t first = told_.begin - std::min(kFarthest, told_.begin);
    for (size_t at = told_.begin; at-- > first;) {
      if (is(at, {".", "event"})) {
        break;
      }
      if (is(at, {"source"})) {
        size_t name = at + 1;
        while (is(name, {"of", ":", "is", "=", "the", "\"", "name", "("})) {
          ++name;
        }
        const auto place = names_.starting_at(words_, name, true);
        return place && place->end <= told_.begin ? place->name : std::string();
      }
    }
    return {};
  }

  /// "(Source: X)", "in Source (X)", "from X", "with a source of X", ", X",
  /// and at the begin of the next line.
  [[nodiscard]] std::string behind() const {
    size_t at = told_.ids.end;
    const bool new_line =
        at < words_.size() && words_[at].line != words_[at - 1].line;
    bool named = false;  // "source" stands there
    bool led_on = new_line;
    while (at < words_.size() && at < told_.ids.end + 8) {
      if (is(at, {"source"})) {
        named = true;
      } else if (is(at, {"from", ",", "("})) {
        led_on = true;
      } else if (!is(at, {")", "in", "with", "a", "of", "the", ":", "=", "is",
                          "and", "\"", "-", "event", "error"})) {
        break;
      }
      ++at;
    }
    if (at >= words_.size() || (!named && !led_on)) {
      return {};
    }
    const auto place = names_.starting_at(words_, at, named);
    return place ? place->name : std::string();
  }

  const Words& words_;
  const SourceNames& names_;
  const Told& told_;
};

bool near_event_log(const Words& words, size_t at) {
  static const Phrases kLog = {"event log|logs|viewer", "windows nt event"};
  constexpr size_t kBefore = 120;  // some 700 characters
  constexpr size_t kBehind = 50;   // some 300
  return has_any(words, kLog, at - std::min(kBefore, at), at + kBehind);
}

/// Who looks for events in one text: the title, or all of the body.
class Teller {
 public:
  Teller(const SourceNames& names, Manner manner,
         std::vector<Mention>& mentions)
      : names_(names), manner_(manner), mentions_(mentions) {}

  /// `all` has the words around, among them those of `words` from `offset` on.
  void read(const Words& words, const Words& all, size_t offset) {
    for (size_t at = 0; at < words.size(); ++at) {
      const auto told = told_at(words, at);
      if (!told || (told->plain && !is_plain_event(words, at))) {
        continue;
      }
      const std::string source = Neighbour(words, names_, *told).source();
      if (manner_.needs_context && source.empty() &&
          !near_event_log(all, offset + at)) {
        continue;
      }
      for (const uint16_t id : told->ids.ids) {
        if (id != 0) {
          mentions_.push_back(
              {id, source, Evidence::Inline, words[at].line, false});
        }
      }
    }
  }

 private:
  [[nodiscard]] bool is_plain_event(const Words& words, size_t at) const {
    return manner_.plain_events &&
           (at == 0 || !has_any(words, programming_words(), at - 1, at));
  }

  const SourceNames& names_;
  Manner manner_;
  std::vector<Mention>& mentions_;
};

}  // namespace

std::vector<Mention> told_events(const Page& page, const SourceNames& names,
                                 Manner manner) {
  std::vector<Mention> mentions;
  Teller teller(names, manner, mentions);
  const Words all = words_of(page, 0, page.lines.size());
  Words title;
  append_words(title, page.title, kNoLine);
  teller.read(title, all, 0);
  size_t offset = 0;
  for (const Paragraph& paragraph : paragraphs_of(page)) {
    const Words words = words_of(page, paragraph.begin, paragraph.end);
    teller.read(words, all, offset);
    offset += words.size();
  }
  return mentions;
}

std::string source_of_all(const Page& page, const SourceNames& names) {
  static const Phrase kAll("these events ~8 source of|:|is");
  for (const Paragraph& paragraph : paragraphs_of(page)) {
    const Words words = words_of(page, paragraph.begin, paragraph.end);
    for (size_t at = 0; at < words.size(); ++at) {
      const auto end = kAll.match(words, at);
      const auto place =
          end ? names.starting_at(words, *end, true) : std::nullopt;
      if (place) {
        return place->name;
      }
    }
  }
  return {};
}

std::string source_of_title(const Page& page, const SourceNames& names) {
  static const Phrase kIds("event log? ids");
  Words title;
  append_words(title, page.title, kNoLine);
  for (size_t at = 1; at < title.size(); ++at) {
    if (kIds.match(title, at)) {
      const auto place = names.ending_at(title, at, false);
      return place ? place->name : std::string();
    }
  }
  return {};
}

bool speaks_of_event_log(const Page& page) {
  static const Phrases kLog = {"event log|logs|viewer"};
  return has_any(words_of(page, 0, page.lines.size()), kLog);
}

}  // namespace eventlens::articles
