#include "enrich/plan.h"

#include <algorithm>
#include <charconv>

#include "base/ascii.h"
#include "base/number_text.h"
#include "enrich/legacy.h"

namespace eventlens {
namespace {

/// Labels of messages have blanks where names of fields have "_".
std::string folded(std::string_view name) {
  std::string text = lower_case(name);
  std::replace(text.begin(), text.end(), ' ', '_');
  return text;
}

/// Where the values of a coded field are.
struct Place {
  const FieldPart* part = nullptr;  // null: the event does not have it
  size_t item = 1;                  // of an array
};

/// What a coded field's name means: "Status", or "Data[3]" for the third <Data>
/// without a name, which may be the third item of the only one.
Place find_place(const FlatFields& fields, std::string_view wanted) {
  size_t number = 1;
  const size_t bracket = wanted.find('[');
  if (bracket != std::string_view::npos) {
    std::from_chars(wanted.data() + bracket + 1, wanted.data() + wanted.size(),
                    number);
    wanted = wanted.substr(0, bracket);
  }
  const std::string name = folded(wanted);
  for (const Field& field : fields) {
    if (field.of_system || folded(field.name) != name || number == 0) {
      continue;
    }
    const bool is_only = field.occurrences.size() == 1;
    if (!is_only && number > field.occurrences.size()) {
      return {};
    }
    const Occurrence& occurrence = field.occurrences[is_only ? 0 : number - 1];
    return occurrence.parts.size() == 1
               ? Place{occurrence.parts.data(), is_only ? number : 1}
               : Place{};
  }
  return {};
}

/// "Status" -> "Status_name", "Data[3]" -> "Data3_name": brackets and blanks
/// would have to be quoted in searches.
std::string name_field_of(std::string_view field) {
  std::string name;
  for (const char c : field) {
    if (c != '[' && c != ']') {
      name += c == ' ' ? '_' : c;
    }
  }
  return name + "_name";
}

bool has_field(const FlatFields& fields, std::string_view name) {
  return std::any_of(fields.begin(), fields.end(),
                     [name](const Field& field) { return field.name == name; });
}

/// Rights depend on them.
void plan_object_types(const FlatFields& fields, CodedSlot& coded) {
  constexpr std::array<std::string_view, 2> kNames = {"ObjectType",
                                                      "ObjectServer"};
  const bool has_rights = std::any_of(
      coded.tables.begin(), coded.tables.end(), [](const CodeTable* table) {
        return table->info().kind == TableKind::ObjectBits;
      });
  for (size_t i = 0; has_rights && i < kNames.size(); ++i) {
    if (const FieldPart* part = find_place(fields, kNames[i]).part) {
      coded.object_types[i] = *part;
    }
  }
}

bool is_success(const CodeEntry& entry) { return entry.code == 0; }

std::string_view first_verdict(const std::vector<const ArticleLink*>& links) {
  for (const ArticleLink* link : links) {
    if (!link->verdict.empty()) {
      return link->verdict;
    }
  }
  return {};
}

/// An article's verdict holds for the case that it describes. It is taken for
/// the event as such only where the article is about just this event: its title
/// names it (rank 1 or 2 in docs/lookups.md).
std::string_view verdict_on_event(
    const std::vector<const ArticleLink*>& links) {
  constexpr uint32_t kTitleNamesEvent = 2;
  for (const ArticleLink* link : links) {
    if (!link->verdict.empty() && link->rank <= kTitleNamesEvent) {
      return link->verdict;
    }
  }
  return {};
}

}  // namespace

EnrichmentPlan Enricher::plan(const Shape& shape,
                              const std::vector<std::string>& providers,
                              uint32_t event_id) const {
  EnrichmentPlan plan;
  plan.level = level_;
  if (level_ == EnrichLevel::None) {
    return plan;
  }
  const EventEntry* entry = nullptr;
  for (const std::string& provider : providers) {
    entry = entry == nullptr ? tables_.event(provider, event_id) : entry;
  }
  plan.modern_id = entry == nullptr ? std::string_view() : entry->modern_id;
  if (level_ == EnrichLevel::Full) {
    plan.title = entry == nullptr ? std::string_view() : entry->title;
    plan_links(plan, providers, event_id);
  }
  plan_fields(plan, shape, providers, event_id);
  if (level_ == EnrichLevel::Full && entry != nullptr && entry->legacy) {
    plan_message(plan, flat_fields(shape));
  }
  return plan;
}

void Enricher::plan_fields(EnrichmentPlan& plan, const Shape& shape,
                           const std::vector<std::string>& providers,
                           uint32_t event_id) const {
  for (const std::string& provider : providers) {
    const auto& coded_fields = tables_.coded_fields(provider, event_id);
    const LegacyEvent* legacy = tables_.legacy_event(provider, event_id);
    std::vector<const CodedField*> wanted;
    for (const CodedField& coded : coded_fields) {
      const bool says_why = coded.tables.front()->info().is_status;
      // Others stand in nearly every event, and take time and room.
      if (says_why || level_ == EnrichLevel::Full) {
        wanted.push_back(&coded);
      }
    }
    if (wanted.empty() && legacy == nullptr) {
      continue;
    }
    const FlatFields fields = flat_fields(shape);
    for (const CodedField* coded : wanted) {
      const Place place = find_place(fields, coded->field);
      const std::string name_field = name_field_of(coded->field);
      if (place.part == nullptr || has_field(fields, name_field)) {
        continue;  // this version of the event does not have it
      }
      plan.coded.push_back(
          {name_field, *place.part, coded->tables, coded->form, place.item});
      plan_object_types(fields, plan.coded.back());
    }
    if (legacy != nullptr) {
      plan_modern(plan, fields, *legacy);
    }
    if (!plan.coded.empty()) {
      return;  // another name of the source would give them again
    }
  }
}

/// Only links that name the provider: an id alone says little (every provider
/// counts its own ids).
void Enricher::plan_links(EnrichmentPlan& plan,
                          const std::vector<std::string>& providers,
                          uint32_t event_id) const {
  std::vector<const ArticleLink*> links;
  for (const std::string& provider : providers) {
    for (const ArticleLink* link : tables_.links_of_event(provider, event_id)) {
      if (!link->provider.empty()) {
        links.push_back(link);
      }
    }
  }
  std::stable_sort(links.begin(), links.end(),
                   [](const ArticleLink* a, const ArticleLink* b) {
                     return a->rank < b->rank;
                   });
  for (const ArticleLink* link : links) {
    if (!link->code) {
      plan.by_event.links.push_back(link);
      continue;
    }
    const auto same_code = [&](const CodeKnowledge& known) {
      return known.code == *link->code;
    };
    auto found =
        std::find_if(plan.by_code.begin(), plan.by_code.end(), same_code);
    if (found == plan.by_code.end()) {
      found = plan.by_code.insert(found, {*link->code, {}});
    }
    found->knowledge.links.push_back(link);
  }
  plan.by_event.verdict = verdict_on_event(plan.by_event.links);
  for (CodeKnowledge& known : plan.by_code) {
    known.knowledge.verdict = first_verdict(known.knowledge.links);
  }
}

/// A verdict that an article gives for this code in this event is the most
/// exact; then the code's own; then what an article says of the event.
Judgement judge(const EnrichmentPlan& plan, const CodeEntry* deciding) {
  Judgement judgement;
  judgement.deciding = deciding;
  if (deciding != nullptr && is_success(*deciding)) {
    judgement.deciding = nullptr;
  }
  if (judgement.deciding != nullptr) {
    for (const CodeKnowledge& known : plan.by_code) {
      if (known.code == deciding->code) {
        judgement.by_code = &known.knowledge;
        judgement.verdict = known.knowledge.verdict;
      }
    }
    if (judgement.verdict.empty()) {
      judgement.verdict = deciding->verdict;
    }
  }
  if (judgement.verdict.empty() || judgement.verdict == "unknown") {
    if (!plan.by_event.verdict.empty()) {
      judgement.verdict = plan.by_event.verdict;
    }
  }
  return judgement;
}

}  // namespace eventlens
