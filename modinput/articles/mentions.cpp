#include "articles/mentions.h"

#include <algorithm>
#include <map>

#include "articles/running_text.h"
#include "articles/verdicts.h"
#include "articles/words.h"
#include "base/ascii.h"

namespace eventlens::articles {
namespace {

bool contains_any(std::string_view text,
                  std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
    return text.find(part) != std::string_view::npos;
  });
}

bool is_of_server_product(std::string_view products) {
  return contains_any(
      products,
      {"windows nt", "exchange", "sna server", "internet info", "crossnet",
       "mail", "see article", "windows 95", "advanced server", "windows server",
       "windows 2000", "host integration"});
}

bool is_of_other_product(std::string_view products) {
  return contains_any(
      products,
      {"visual", "software development", "systems management server", "works",
       "word ", "excel", "access", "office", "money", "encarta", "home",
       "basic", "c/c++", "com", "driver development", "sdk", "ddk", "games"});
}

Manner manner_of(const Reading& reading, Corpus corpus) {
  static const Phrases kLogged = {
      "event|system|application|security log|logs|viewer",
      "log|logs|logged|logging"};
  const bool logged = reading.has(kLogged);
  if (corpus == Corpus::Support) {
    return {logged, false};
  }
  const std::string products = lower_case(reading.page.products);
  const bool server = is_of_server_product(products);
  return {server && logged, !server || is_of_other_product(products)};
}

/// Exchange numbers the events of its tracking log too.
bool is_about_tracking_log(const Reading& reading) {
  static const Phrases kTracking = {"tracking log|logs"};
  return has_any(reading.title, kTracking);
}

bool speaks_of_event_log(const Reading& reading) {
  static const Phrases kLog = {"event log|logs|viewer"};
  return reading.has(kLog);
}

/// Sourceless ids of the Security log say themselves what they are.
bool is_of_security_log(const Reading& reading, const Mention& mention) {
  static const Phrases kAudit = {"security event? log", "audit|audits|auditing",
                                 "logon|logoff event|events"};
  constexpr uint16_t kFirst = 512;
  constexpr uint16_t kLast = 699;
  constexpr size_t kAround = 6;  // lines
  if (mention.id < kFirst || mention.id > kLast || !mention.source.empty() ||
      lower_case(reading.page.products).find("sna server") !=
          std::string::npos) {
    return false;
  }
  const Page& page = reading.page;
  const size_t line = mention.line == kNoLine ? 0 : mention.line;
  const Words words = words_of(page, line - std::min(kAround, line),
                               std::min(line + kAround, page.lines.size()));
  return has_any(words, kAudit) || has_any(reading.title, kAudit);
}

/// The better one of two mentions of the same event and source.
bool is_better(const Mention& a, const Mention& b) {
  return a.evidence < b.evidence;
}

/// Gives what has no source the one that the article gives for all of them.
void spread_sources(const Reading& reading, const SourceNames& names,
                    const Printed& printed, std::vector<Mention>& mentions) {
  const std::string all = source_of_all(reading, names);
  const std::string tables = source_of_title(reading, names);
  std::map<uint16_t, bool> sourced;
  for (const Mention& mention : mentions) {
    sourced[mention.id] |= !mention.source.empty();
  }
  const auto sourceless =
      std::count_if(sourced.begin(), sourced.end(),
                    [](const auto& id) { return !id.second; });
  const bool belong = sourceless == 1 && printed.sources_without_id.size() == 1;
  for (Mention& mention : mentions) {
    if (!mention.source.empty() || sourced[mention.id]) {
      continue;
    }
    if (!all.empty()) {
      mention.source = all;
    } else if (mention.evidence == Evidence::Table) {
      mention.source = tables;
    }
    if (mention.source.empty() && belong) {
      mention.source = printed.sources_without_id.front();
      mention.evidence = Evidence::Block;
    }
    if (is_of_security_log(reading, mention)) {
      mention.source = "Security";
      mention.inferred = true;
    }
  }
}

/// One mention per event and source; one without a source only where the
/// article gives that event none.
std::vector<Mention> merged(const std::vector<Mention>& mentions,
                            const SourceNames& names) {
  std::map<std::pair<uint16_t, std::string>, Mention> best;
  for (Mention mention : mentions) {
    mention.source =
        mention.source.empty() ? "" : names.spelling(mention.source);
    const auto key = std::pair(mention.id, source_key(mention.source));
    const auto [known, is_new] = best.emplace(key, mention);
    if (!is_new && is_better(mention, known->second)) {
      known->second = mention;
    }
  }
  std::vector<Mention> all;
  for (auto at = best.begin(); at != best.end(); ++at) {
    const auto next = std::next(at);
    const auto ids = [&](auto other) {
      return other != best.end() && other->first.first == at->first.first;
    };
    if (!at->second.source.empty() || !ids(next)) {
      all.push_back(at->second);
    } else if (!ids(std::next(next)) && is_better(at->second, next->second)) {
      // A printed event whose source stands beside its fields.
      next->second.evidence = at->second.evidence;
      next->second.line = at->second.line;
    }
  }
  return all;
}

}  // namespace

std::vector<std::string> printed_sources(const Page& page) {
  std::vector<std::string> sources;
  for (const auto& mentions :
       {printed_events(page).mentions, tabled_events(page)}) {
    for (const Mention& mention : mentions) {
      if (!mention.source.empty()) {
        sources.push_back(mention.source);
      }
    }
  }
  return sources;
}

std::vector<EventLink> event_links(const Page& page, Corpus corpus,
                                   const SourceNames& names) {
  const Reading reading(page);
  if (corpus == Corpus::Archive && is_about_tracking_log(reading)) {
    return {};
  }
  const Printed printed = printed_events(page);
  std::vector<Mention> mentions = printed.mentions;
  if (speaks_of_event_log(reading)) {
    const auto rows = tabled_events(page);
    mentions.insert(mentions.end(), rows.begin(), rows.end());
  }
  const auto told = told_events(reading, names, manner_of(reading, corpus));
  mentions.insert(mentions.end(), told.begin(), told.end());
  spread_sources(reading, names, printed, mentions);

  std::vector<EventLink> links;
  const std::vector<uint16_t> titled = ids_in_title(reading);
  for (const Mention& mention : merged(mentions, names)) {
    const bool in_title =
        std::find(titled.begin(), titled.end(), mention.id) != titled.end();
    links.push_back({mention.id,
                     mention.source,
                     mention.evidence,
                     in_title,
                     mention.inferred,
                     {},
                     mention.line});
  }
  give_verdicts(reading, links);
  return links;
}

}  // namespace eventlens::articles
