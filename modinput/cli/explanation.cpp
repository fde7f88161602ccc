#include "cli/explanation.h"

#include <algorithm>
#include <array>

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
  /// The one of several that is an event whose fields carry codes, and the
  /// tables of these.
  std::optional<uint32_t> event;
  std::vector<const CodeTable*> tables;
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

CodeMatch match_of_code(const CodeEntry& entry, Tables& tables,
                        const Context& context) {
  CodeMatch match{&entry, {}};
  for (const ArticleLink& link : tables.links()) {
    if (entry.table->info().is_status && link.code == entry.code) {
      match.links.push_back(&link);
    }
  }
  order_links(match.links, context);
  return match;
}

bool is_hexadecimal(std::string_view term) {
  return term.find_first_of("xX") != std::string_view::npos;
}

class Explainer {
 public:
  Explainer(Tables& tables, Context context)
      : tables_(tables), context_(std::move(context)) {}

  Explanation explain(const std::string& term) {
    matches_.clear();
    const auto number = parse_integer(term);
    if (number) {
      add_number(term, *number);
    } else if (term.starts_with("%%")) {
      add_parameter(term.substr(2));
    } else {
      add_names(lower_case(term));
      add_texts(term);
    }
    add_article(term, number);
    return {term, std::move(matches_)};
  }

 private:
  void add_code(const CodeEntry& entry) {
    matches_.emplace_back(match_of_code(entry, tables_, context_));
  }

  void add_number(const std::string& term, uint64_t number) {
    const auto code = as_code(number);
    const bool is_event = context_.event == number && !is_hexadecimal(term);
    if (code && !is_event) {
      add_codes(*code, context_.tables, Masks::Any);
      if (!matches_.empty()) {
        return;
      }
      // Of a small number nearly every table has all bits.
      constexpr uint32_t kLargest = 0xFFFF;
      add_codes(
          *code, tables_.code_tables(),
          is_hexadecimal(term) && *code > kLargest ? Masks::Any : Masks::None);
    }
    if (!is_hexadecimal(term) && number <= kMaxEventId) {
      add_events(static_cast<uint32_t>(number));
    }
  }

  enum class Masks : uint8_t { None, Any };

  void add_codes(uint32_t code, const std::vector<const CodeTable*>& tables,
                 Masks masks) {
    for (const CodeTable* table : tables) {
      if (table->info().kind == TableKind::Numbers) {
        if (const CodeEntry* entry = table->find(code)) {
          add_code(*entry);
        }
      } else if (masks == Masks::Any) {
        add_mask(table, code);
      }
    }
  }

  /// Where all its bits have names: of most tables a number is no mask.
  void add_mask(const CodeTable* table, uint32_t mask) {
    MaskMatch match{table, mask, {}};
    const bool is_known = table->find_bits(mask, {}, match.entries) == 0;
    if (is_known && match.entries.size() == 1) {
      add_code(*match.entries[0]);
    } else if (is_known && !match.entries.empty()) {
      matches_.emplace_back(std::move(match));
    }
  }

  void add_parameter(const std::string& digits) {
    const auto code = parse_code(digits);
    for (const CodeTable* table : tables_.code_tables()) {
      const bool has_parameters = table->info().title.ends_with("%%") ||
                                  table->info().name == "win32_errors";
      const CodeEntry* entry =
          code && has_parameters ? table->find(*code) : nullptr;
      if (entry != nullptr) {
        add_code(*entry);
      }
    }
  }

  void add_names(const std::string& folded) {
    for (const CodeTable* table : tables_.code_tables()) {
      for (const CodeEntry* entry : table->entries()) {
        if (lower_case(entry->name) == folded ||
            in_list(entry->aliases, folded)) {
          add_code(*entry);
        }
      }
    }
  }

  void add_texts(const std::string& text) {
    for (const CodeTable* table : tables_.code_tables()) {
      const CodeEntry* entry = table->find(std::string_view(text));
      if (entry != nullptr && lower_case(entry->name) != lower_case(text)) {
        add_code(*entry);
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

/// The tables of the codes in the event's fields, whatever its provider.
std::vector<const CodeTable*> tables_of_event(uint32_t event_id,
                                              Tables& tables) {
  std::vector<const CodeTable*> found;
  for (const EventEntry* entry : tables.events(event_id)) {
    for (const CodedField& field :
         tables.coded_fields(entry->provider, event_id)) {
      for (const CodeTable* table : field.tables) {
        if (std::find(found.begin(), found.end(), table) == found.end()) {
          found.push_back(table);
        }
      }
    }
  }
  return found;
}

Context context_of(const std::vector<std::string>& terms, Tables& tables) {
  Context context;
  std::optional<uint32_t> largest;  // event ids are larger than most codes
  for (const std::string& term : terms) {
    const auto code = parse_code(term);
    if (code) {
      context.numbers.push_back(*code);
    }
    if (code && !is_hexadecimal(term) && *code <= kMaxEventId) {
      largest = std::max(largest.value_or(0), *code);
    }
  }
  if (largest && context.numbers.size() > 1) {
    context.tables = tables_of_event(*largest, tables);
    context.event = context.tables.empty() ? std::nullopt : largest;
  }
  return context;
}

}  // namespace

std::vector<std::pair<std::string_view, std::string_view>> more_cells(
    const CodeEntry& entry) {
  constexpr std::array<std::string_view, 13> kShown = {
      "name",   "aliases",     "meaning",    "causes", "first_steps",
      "events", "attack_hint", "attack_ids", "note",   "verdict",
      "source", "severity",    "confirmed"};
  auto cells = entry.table->cells(entry);
  std::erase_if(cells, [&](const auto& cell) {
    // Other spellings of the code say nothing new.
    return cell.second == entry.spelling || cell.first.ends_with("_dec") ||
           cell.first == "code_hex" ||
           std::find(kShown.begin(), kShown.end(), cell.first) != kShown.end();
  });
  return cells;
}

void order_links(std::vector<const ArticleLink*>& links) {
  order_links(links, {});
}

CodeMatch match_of_code(const CodeEntry& entry, Tables& tables) {
  return match_of_code(entry, tables, {});
}

std::vector<Explanation> explain_terms(const std::vector<std::string>& terms,
                                       Tables& tables) {
  Explainer explainer(tables, context_of(terms, tables));
  std::vector<Explanation> explanations;
  explanations.reserve(terms.size());
  for (const std::string& term : terms) {
    explanations.push_back(explainer.explain(term));
  }
  return explanations;
}

}  // namespace eventlens
