#include "articles/running_text.h"

#include <algorithm>

namespace eventlens::articles {
namespace {

/// An id in a sentence: from the word "event" at `begin` to the last id.
struct Told {
  Ids ids;
  size_t begin = 0;
  bool plain = false;  // without "ID"
};

/// Passes over the words at `at` that are among `choices`, at most `most`.
size_t skip(const Words& words, size_t at, size_t most,
            std::initializer_list<std::string_view> choices) {
  for (; most > 0 && is_one_of(words, at, choices); --most) {
    ++at;
  }
  return at;
}

/// "Event [Log] ID 7", "EventID=7", "event log error 7", "events 7 and 8".
std::optional<Told> told_at(const Words& words, size_t at) {
  const bool joined = is_one_of(words, at, {"eventid", "eventids"});
  if (!joined && !is_one_of(words, at, {"event", "events"})) {
    return std::nullopt;
  }
  Told told{{}, at, !joined};
  bool many = is_one_of(words, at, {"events", "eventids"});
  size_t next = skip(words, at + 1, 1, {"log", "viewer", "-"});
  const bool of_log = is_one_of(words, at + 1, {"log"});
  if (is_one_of(words, next, {"id", "ids", "id's", "number", "numbers"})) {
    told.plain = false;
    many |= !is_one_of(words, next, {"id", "number"});
    next = skip(words, next + 1, 1,
                {"error", "message", "errors", "messages", "code"});
  } else if (next == at + 1 || of_log) {
    const size_t before = next;
    next = skip(words, next, 1, {"message", "messages", "error", "errors"});
    many |= is_one_of(words, before, {"messages", "errors"});
    if (of_log && next == before) {
      return std::nullopt;  // "event log 3"
    }
  } else {
    return std::nullopt;
  }
  next =
      told.plain
          ? skip(words, next, 1, {":", "#", "(", "\""})
          : skip(words, next, 2,
                 {":", "=", "#", "(", "[", "of", "is", "are", "\"", "-", "'"});
  told.ids = ids_at(words, next, many);
  // "...warning events", and the item of a list in the next line: "3 - all".
  if (told.plain && next < words.size() && words[next].line != words[at].line &&
      is_one_of(words, next + 1, {"-"})) {
    return std::nullopt;
  }
  return told.ids.ids.empty() ? std::nullopt : std::optional(std::move(told));
}

/// The source that stands beside an event.
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
    return is_one_of(words_, at, choices);
  }

  /// "NETLOGON Event 5722", "W3SVC error with Event ID 59".
  [[nodiscard]] std::string before() const {
    size_t end = told_.begin;
    for (size_t passed = 0; passed < 3 && end > 0; ++passed) {
      if (!is(end - 1, {"error", "errors", "warning", "with", "message", "an",
                        "information", "log", "("})) {
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
      if (is(at, {".", "event", kBreak})) {
        break;
      }
      if (is(at, {"source"})) {
        const size_t name =
            skip(words_, at + 1, 3,
                 {"of", ":", "is", "=", "the", "\"", "name", "("});
        const auto place = names_.starting_at(words_, name, true);
        return place && place->end <= told_.begin ? place->name : std::string();
      }
    }
    return {};
  }

  /// Whether the line ends at `at`, or the name there ends with a mark. A name
  /// at the begin of a line is else the begin of a sentence.
  [[nodiscard]] bool ends_at(size_t at, size_t line) const {
    return at >= words_.size() || words_[at].line != line ||
           is(at, {",", "-", ":", ";", "("});
  }

  /// "(Source: X)", "in Source (X)", "from X", "with a source of X", ", X",
  /// and alone on the next line.
  [[nodiscard]] std::string behind() const {
    constexpr size_t kFarthest = 8;
    size_t at = told_.ids.end;
    at = skip(words_, at, 1, {"]", ")"});
    if (at < words_.size() && words_[at].line != words_[at - 1].line) {
      const auto place = names_.starting_at(words_, at, false);
      return place && ends_at(place->end, words_[at].line) ? place->name
                                                           : std::string();
    }
    bool led_on = true;  // right behind the id
    bool named = false;  // "source" stands there
    for (; at < words_.size() && at < told_.ids.end + kFarthest; ++at) {
      if (is(at, {"source"})) {
        named = true;
      } else if (is(at, {"from", ",", "(", "-", ":"})) {
        led_on = true;
      } else if (is(at, {")", "in", "with", "a", "of", "the", "=", "is", "has",
                         "and", "\"", "[", "event", "error"})) {
        led_on = false;
      } else {
        break;
      }
      // "from the X", "Event ID 7 - X"
      led_on |= at > 0 && is(at, {"the"}) && is(at - 1, {"from"});
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

/// Whether the word before "event" makes it one of a program.
bool is_of_program(const Words& words, size_t at) {
  return at > 0 &&
         is_one_of(words, at - 1,
                   {"click",  "load",     "unload", "mouse",   "keyboard",
                    "read",   "wait",     "post",   "trigger", "timer",
                    "change", "update",   "ole",    "dde",     "window",
                    "paint",  "focus",    "init",   "form",    "button",
                    "key",    "sql",      "trace",  "socket",  "midi",
                    "sound",  "tracking", "set",    "current", "trapthread"});
}

bool near_event_log(const Words& words, size_t at) {
  static const Phrases kLog = {"event log|logs|viewer", "windows nt event"};
  constexpr size_t kBefore = 120;  // some 700 characters
  constexpr size_t kBehind = 50;   // some 300
  return has_any(words, kLog, at - std::min(kBefore, at), at + kBehind);
}

}  // namespace

std::vector<Mention> told_events(const Reading& reading,
                                 const SourceNames& names, Manner manner) {
  std::vector<Mention> mentions;
  for (const Words* words : {&reading.title, &reading.body}) {
    for (size_t at = 0; at < words->size(); ++at) {
      const auto told = told_at(*words, at);
      if (!told || (told->plain &&
                    (!manner.plain_events || is_of_program(*words, at)))) {
        continue;
      }
      const std::string source = Neighbour(*words, names, *told).source();
      const size_t near = words == &reading.title ? 0 : at;
      if (manner.needs_context && source.empty() &&
          !near_event_log(reading.body, near)) {
        continue;
      }
      for (const uint16_t id : told->ids.ids) {
        if (id != 0) {
          mentions.push_back(
              {id, source, Evidence::Inline, (*words)[at].line, false});
        }
      }
    }
  }
  return mentions;
}

std::string source_of_all(const Reading& reading, const SourceNames& names) {
  static const Phrase kAll("these events ~20 source of|:|is \"?");
  for (size_t at = 0; at < reading.body.size(); ++at) {
    const auto end = kAll.match(reading.body, at);
    const auto place =
        end ? names.starting_at(reading.body, *end, true) : std::nullopt;
    if (place) {
      return place->name;
    }
  }
  return {};
}

std::string source_of_title(const Reading& reading, const SourceNames& names) {
  static const Phrase kIds("event log? ids");
  for (size_t at = 1; at < reading.title.size(); ++at) {
    if (kIds.match(reading.title, at)) {
      const auto place = names.ending_at(reading.title, at, false);
      return place ? place->name : std::string();
    }
  }
  return {};
}

}  // namespace eventlens::articles
