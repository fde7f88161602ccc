#include "cli/explain_input.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/number_text.h"
#include "collect/decoders.h"
#include "collect/lookup_field_names.h"
#include "emit/renderer.h"
#include "enrich/plan.h"

namespace eventlens {
namespace {

/// A text as a stream; views it.
class TextStream final : public ByteStream {
 public:
  explicit TextStream(std::string_view text) : text_(text) {}

  Expected<size_t> read(std::span<uint8_t> bytes) override {
    const size_t size = std::min(bytes.size(), text_.size());
    std::copy_n(text_.begin(), size, bytes.begin());
    text_.remove_prefix(size);
    return size;
  }

 private:
  std::string_view text_;
};

std::string text_of_value(const Value& value) {
  Buffer text;
  append_value(text, value, Escape::Raw);
  return std::string(text.view());
}

/// Makes an explanation of each event.
class Explaining final : public EventSink {
 public:
  explicit Explaining(Tables& tables)
      : tables_(tables), enricher_(tables, EnrichLevel::Full) {}

  bool on_event(const Event& event) override {
    if (explanations.size() == kMaxExplainedEvents) {
      too_many = true;
      return false;
    }
    std::vector<std::string> providers = {
        to_utf8(event.system(SystemField::Provider))};
    const Value source = event.system(SystemField::EventSourceName);
    if (!is_empty_text(source)) {
      providers.push_back(to_utf8(source));
    }
    Explanation explanation;
    explanation.term =
        "event " + std::to_string(event.event_id) + " of " + providers.front();
    add_event(providers, event.event_id, explanation);
    add_values(event, enricher_.plan(*event.shape, providers, event.event_id),
               explanation);
    explanations.push_back(std::move(explanation));
    return true;
  }

  std::vector<Explanation> explanations;
  bool too_many = false;

 private:
  void add_event(const std::vector<std::string>& providers, uint32_t event_id,
                 Explanation& explanation) {
    for (const std::string& provider : providers) {
      if (const EventEntry* entry = tables_.event(provider, event_id)) {
        EventMatch match{
            entry, {}, tables_.links_of_event(entry->provider, event_id)};
        order_links(match.links);
        explanation.matches.emplace_back(std::move(match));
        return;
      }
    }
  }

  void add_values(const Event& event, const EnrichmentPlan& plan,
                  Explanation& explanation) {
    ValuesMatch values;
    std::vector<const CodeEntry*> statuses;
    for (const CodedSlot& coded : plan.coded) {
      const Value value = coded_value(coded, event);
      std::vector<const CodeEntry*> entries;
      (void)find_names(coded, value,
                       std::array{part_value(coded.object_types[0], event),
                                  part_value(coded.object_types[1], event)},
                       entries);
      if (entries.empty()) {
        continue;
      }
      if (is_status(coded) && entries[0]->code != 0) {
        statuses.push_back(entries[0]);
      }
      constexpr size_t kSuffix = std::string_view("_name").size();
      const std::string& name = coded.name_field;
      values.values.push_back({name.substr(0, name.size() - kSuffix),
                               text_of_value(value), std::move(entries)});
    }
    if (!values.values.empty()) {
      explanation.matches.emplace_back(std::move(values));
    }
    // The last one says most, as in an event's lens_reason.
    if (!statuses.empty()) {
      explanation.matches.emplace_back(
          match_of_code(*statuses.back(), tables_));
    }
  }

  Tables& tables_;
  Enricher enricher_;
};

/// The events of a log; nothing where the text is none.
Expected<std::optional<std::vector<Explanation>>> explain_log(
    const std::string& text, Tables& tables) {
  constexpr const char* kName = "standard input";
  const ByteView bytes(reinterpret_cast<const uint8_t*>(text.data()),
                       text.size());
  const auto opener = [&text]() -> Expected<std::unique_ptr<ByteStream>> {
    return std::unique_ptr<ByteStream>(std::make_unique<TextStream>(text));
  };
  ASSIGN_OR_RETURN(auto log,
                   open_text_log(bytes.first(std::min(kHeadSize, bytes.size())),
                                 opener, kName, Liveness::Closed));
  if (!log) {
    return std::optional<std::vector<Explanation>>();
  }
  const LookupFieldNames names(tables);
  Decoders decoders({TimeZone(), names});
  Explaining sink(tables);
  Issues issues;
  Unit unit;
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, log->source->next(unit));
    if (!more || sink.too_many) {
      break;
    }
    decoders.decode(log->format, unit, sink, issues);
  }
  if (sink.too_many) {
    return Error{ErrorCode::LimitExceeded,
                 "standard input has more than " +
                     std::to_string(kMaxExplainedEvents) +
                     " events; for whole logs there is \"eventlens convert "
                     "--enrich full\""};
  }
  return std::optional(std::move(sink.explanations));
}

/// "Label: value" of a line, or "Label=value"; empty where it is neither.
struct Labelled {
  std::string_view label;
  std::string_view value;
};

Labelled labelled(std::string_view line) {
  const size_t at = line.find_first_of(":=");
  if (at == std::string_view::npos) {
    return {};
  }
  return {trimmed(line.substr(0, at)), trimmed(line.substr(at + 1))};
}

/// The event id that lines of a message name, and those of its values that are
/// codes, as terms to look up.
std::vector<std::string> terms_of_message(std::string_view text,
                                          Tables& tables) {
  std::vector<Labelled> lines;
  std::string event;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const Labelled found = labelled(line);
    const std::string label = lower_case(found.label);
    if (label == "event id" || label == "eventid" || label == "eventcode") {
      event = found.value;
    }
    lines.push_back(found);
  }
  const auto event_id = parse_code(event);
  if (!event_id) {
    return {};
  }
  std::vector<std::string> terms = {event};
  for (const EventEntry* entry : tables.events(*event_id)) {
    for (const CodedField& field :
         tables.coded_fields(entry->provider, *event_id)) {
      for (const Labelled& line : lines) {
        if (lower_case(line.label) == lower_case(field.field) &&
            std::find(terms.begin(), terms.end(), line.value) == terms.end()) {
          terms.emplace_back(line.value);
        }
      }
    }
  }
  return terms;
}

}  // namespace

Expected<std::vector<Explanation>> explain_events(const std::string& text,
                                                  Tables& tables) {
  ASSIGN_OR_RETURN(auto of_log, explain_log(text, tables));
  if (of_log && !of_log->empty()) {
    return *std::move(of_log);
  }
  const auto terms = terms_of_message(text, tables);
  if (terms.empty()) {
    return Error{ErrorCode::Malformed,
                 "standard input: no event was found; accepted are events as "
                 "XML, JSON or text, and lines such as \"Event ID: 4771\""};
  }
  return explain_terms(terms, tables);
}

}  // namespace eventlens
