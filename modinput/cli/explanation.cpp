#include "cli/explanation.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/number_text.h"

namespace eventlens {
namespace {

// Windows' event ids have 16 bits.
constexpr uint64_t kMaxEventId = 65535;

/// What the numbers among the terms can mean, to favour articles that join
/// them.
struct Context {
  std::vector<uint32_t> numbers;
  [[nodiscard]] bool has(std::optional<uint32_t> number) const {
    return number &&
           std::find(numbers.begin(), numbers.end(), *number) != numbers.end();
  }
};

bool in_list(std::string_view list, const std::string& folded) {
  const std::string wrapped = ";" + lower_case(list) + ";";
  return !folded.empty() &&
         wrapped.find(";" + folded + ";") != std::string::npos;
}

/// Most useful first; those that join an event and a code of the terms before
/// all others; each article once.
void order_links(std::vector<const ArticleLink*>& links,
                 const Context& context) {
  const auto joins = [&](const ArticleLink* link) {
    return context.has(link->event_id) && context.has(link->code);
  };
  std::stable_sort(links.begin(), links.end(),
                   [&](const ArticleLink* a, const ArticleLink* b) {
                     return joins(a) != joins(b) ? joins(a) : a->rank < b->rank;
                   });
  std::vector<const Article*> seen;
  std::erase_if(links, [&](const ArticleLink* link) {
    const bool again =
        std::find(seen.begin(), seen.end(), link->article) != seen.end();
    seen.push_back(link->article);
    return again;
  });
}

class Explainer {
 public:
  Explainer(Tables& tables, Context context)
      : tables_(tables), context_(std::move(context)) {}

  Explanation explain(const std::string& term) {
    matches_.clear();
    const auto number = parse_integer(term);
    if (number) {
      add_codes(*number);
      const bool hexadecimal = lower_case(term).find('x') != std::string::npos;
      if (!hexadecimal && *number <= kMaxEventId) {
        add_events(static_cast<uint32_t>(*number));
      }
    } else {
      add_names(lower_case(term));
    }
    add_article(term, number);
    return {term, std::move(matches_)};
  }

 private:
  void add_code(const CodeTable* table, const CodeEntry& entry) {
    CodeMatch match{table, &entry, {}};
    for (const ArticleLink& link : tables_.links()) {
      if (link.code == entry.code) {
        match.links.push_back(&link);
      }
    }
    order_links(match.links, context_);
    matches_.push_back(std::move(match));
  }

  void add_codes(uint64_t number) {
    const auto code = as_code(number);
    for (const CodeTable* table : tables_.code_tables()) {
      const CodeEntry* entry = code ? table->find(*code) : nullptr;
      if (entry != nullptr) {
        add_code(table, *entry);
      }
    }
  }

  void add_names(const std::string& folded) {
    for (const CodeTable* table : tables_.code_tables()) {
      for (const CodeEntry* entry : table->entries()) {
        if (lower_case(entry->name) == folded ||
            in_list(entry->aliases, folded)) {
          add_code(table, *entry);
        }
      }
    }
  }

  void add_events(uint32_t event_id) {
    bool any = false;
    for (const EventEntry* entry : tables_.events(event_id)) {
      EventMatch match{
          entry, {}, tables_.links_of_event(entry->provider, event_id)};
      for (const CodedField& field :
           tables_.coded_fields(entry->provider, event_id)) {
        match.coded_fields.push_back(&field);
      }
      order_links(match.links, context_);
      matches_.push_back(std::move(match));
      any = true;
    }
    if (!any) {
      EventArticlesMatch match{event_id, tables_.links_of_event("", event_id)};
      order_links(match.links, context_);
      if (!match.links.empty()) {
        matches_.push_back(std::move(match));
      }
    }
  }

  void add_article(const std::string& term, std::optional<uint64_t> number) {
    const Article* article = tables_.article(term);
    // "281431", "ME281431": the archive's Q and today's KB number the same
    // articles.
    std::string digits = number ? std::to_string(*number) : std::string();
    for (const char* prefix : {"q", "kb", "me"}) {
      if (lower_case(term).starts_with(prefix)) {
        digits = term.substr(std::string_view(prefix).size());
      }
    }
    for (const char* prefix : {"Q", "KB"}) {
      if (article == nullptr && !digits.empty()) {
        article = tables_.article(prefix + digits);
      }
    }
    if (article == nullptr) {
      return;
    }
    ArticleMatch match{article, {}};
    for (const ArticleLink& link : tables_.links()) {
      if (link.article == article) {
        match.links.push_back(&link);
      }
    }
    matches_.push_back(std::move(match));
  }

  Tables& tables_;
  Context context_;
  std::vector<Match> matches_;
};

}  // namespace

std::vector<Explanation> explain_terms(const std::vector<std::string>& terms,
                                       Tables& tables) {
  Context context;
  for (const std::string& term : terms) {
    if (const auto code = parse_code(term)) {
      context.numbers.push_back(*code);
    }
  }
  Explainer explainer(tables, std::move(context));
  std::vector<Explanation> explanations;
  explanations.reserve(terms.size());
  for (const std::string& term : terms) {
    explanations.push_back(explainer.explain(term));
  }
  return explanations;
}

}  // namespace eventlens
