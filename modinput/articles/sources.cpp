#include "articles/sources.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace eventlens::articles {
namespace {

/// Words a known name has at most, and the longest name a field may hold.
constexpr size_t kMostWords = 5;
constexpr size_t kLongestName = 42;

struct Alias {
  std::string_view variant;
  std::string_view key;
};
// Typing errors and short names that articles have, by key.
constexpr auto kAliases = std::to_array<Alias>({
    {"8042prt", "i8042prt"},
    {"applicationspopup", "applicationpopup"},
    {"clustersvc", "clussvc"},
    {"comtransactionintegrator", "comti"},
    {"dlclinkservice", "snadlclinkservice"},
    {"drwatsonlog", "drwatson"},
    {"exchangeisprivate", "msexchangeisprivate"},
    {"exchsync", "exchangeinterorgsynch"},
    {"imc", "msexchangeimc"},
    {"mexchangeisprivate", "msexchangeisprivate"},
    {"microsoftexchangekeymanagementservice", "msexchangekms"},
    {"msechangenntp", "msexchangenntp"},
    {"msechangepop3", "msexchangepop3"},
    {"mseechangeimc", "msexchangeimc"},
    {"msexchagneisprivate", "msexchangeisprivate"},
    {"msexchangecalco", "msexchangecalcon"},
    {"msexchangeispri", "msexchangeisprivate"},
    {"msexchangeispriv", "msexchangeisprivate"},
    {"msexchangeisprivatepublic", "msexchangeisprivate"},
    {"msexchangeispub", "msexchangeispublic"},
    {"msexchangemigration", "msexchangemig"},
    {"msexchangemtafieldengineering", "msexchangemta"},
    {"msexchangeprivate", "msexchangeisprivate"},
    {"msexchangepublicis", "msexchangeispublic"},
    {"msexchis", "msexchangeis"},
    {"msexchnageimc", "msexchangeimc"},
    {"msmi", "msexchangemsmi"},
    {"mta", "msexchangemta"},
    {"mtaopsys", "msexchangemta"},
    {"nwlnklpx", "nwlnkipx"},
    {"ras", "remoteaccess"},
    {"remoteaccessservice", "remoteaccess"},
    {"scm", "servicecontrolmanager"},
    {"sdlclinkservice", "snasdlclinkservice"},
    {"servicecontrolmanagererror", "servicecontrolmanager"},
    {"servicecontrolmar", "servicecontrolmanager"},
    {"servicecontrolmodule", "servicecontrolmanager"},
    {"snaserverservice", "snaserver"},
    {"svr", "srv"},
    {"systemattendant", "msexchangesa"},
    {"tcpipsys", "tcpip"},
});

// Names that are words of the language too: without "source" they say nothing.
constexpr auto kOrdinary = std::to_array<std::string_view>({
    "server",      "print",       "system",      "security",
    "application", "disk",        "service",     "user",
    "network",     "mail",        "time",        "backup",
    "eventlog",    "windows",     "setup",       "cluster",
    "replication", "workstation", "browser",     "database",
    "serial",      "mouse",       "save",        "dump",
    "process",     "management",  "transport",   "none",
    "error",       "warning",     "information", "microsoft",
    "router",      "tcpip",       "explorer",    "alert",
    "replicator",  "client",      "sna",         "internalprocessing",
    "event",
});

bool is_ordinary(std::string_view key) {
  return std::find(kOrdinary.begin(), kOrdinary.end(), key) != kOrdinary.end();
}

bool is_placeholder(std::string_view name) {
  const std::string lower = lower_case(name);
  return name.starts_with('<') || name.starts_with('[') ||
         name.starts_with('%') || lower == "n/a" || lower == "none" ||
         lower == "unknown" || lower == "xxx";
}

}  // namespace

std::string source_key(std::string_view name) {
  std::string key;
  for (const char c : lower_case(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      key += c;
    }
  }
  for (const Alias& alias : kAliases) {
    if (alias.variant == key) {
      return std::string(alias.key);
    }
  }
  return key;
}

std::string source_of_field(std::string_view value) {
  for (const std::string_view end : {"   ", "\t", ";", ", ", " - ", " (",
                                     " with ", " Type", " logs ", "<"}) {
    value = value.substr(0, value.find(end));
  }
  value = trimmed(value);
  while (!value.empty() && std::string_view(".\"',").find(value.back()) !=
                               std::string_view::npos) {
    value.remove_suffix(1);
  }
  while (value.starts_with('"') || value.starts_with('\'')) {
    value.remove_prefix(1);
  }
  const auto words =
      static_cast<size_t>(std::count(value.begin(), value.end(), ' ')) + 1;
  constexpr size_t kShortest = 2;
  const bool name = !is_placeholder(value) && value.size() >= kShortest &&
                    value.size() <= kLongestName && words <= kMostWords &&
                    !source_key(value).empty();
  return name ? std::string(value) : std::string();
}

void SourceNames::add_registered(std::string_view name) {
  std::string& registered = names_[source_key(name)].registered;
  if (registered.empty()) {
    registered = name;
  }
}

void SourceNames::add_found(std::string_view name) {
  ++names_[source_key(name)].found[std::string(name)];
}

std::string SourceNames::spelling(std::string_view name) const {
  const auto known = names_.find(source_key(name));
  if (known == names_.end()) {
    return std::string(name);
  }
  if (!known->second.registered.empty()) {
    return known->second.registered;
  }
  const auto& found = known->second.found;
  return std::max_element(
             found.begin(), found.end(),
             [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

std::optional<SourceNames::Place> SourceNames::place(const Words& words,
                                                     size_t begin, size_t end,
                                                     bool any) const {
  std::string text;
  for (size_t i = begin; i < end; ++i) {
    if (words[i].lower == kBreak) {
      return std::nullopt;
    }
    text += words[i].text;
  }
  if (source_key(words[begin].text).empty() ||
      source_key(words[end - 1].text).empty()) {
    return std::nullopt;  // punctuation around it
  }
  const std::string key = source_key(text);
  const bool capital = !text.empty() && text != words[begin].lower;
  if (key.empty() || !names_.contains(key) ||
      (!any && (is_ordinary(key) || (!capital && end - begin == 1)))) {
    return std::nullopt;
  }
  return Place{spelling(text), begin, end};
}

std::optional<SourceNames::Place> SourceNames::starting_at(const Words& words,
                                                           size_t begin,
                                                           bool any) const {
  for (size_t size = std::min(kMostWords, words.size() - begin); size > 0;
       --size) {
    if (auto found = place(words, begin, begin + size, any)) {
      return found;
    }
  }
  return std::nullopt;
}

std::optional<SourceNames::Place> SourceNames::ending_at(const Words& words,
                                                         size_t end,
                                                         bool any) const {
  for (size_t size = std::min(kMostWords, end); size > 0; --size) {
    if (auto found = place(words, end - size, end, any)) {
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace eventlens::articles
