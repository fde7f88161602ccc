// What is to be added to the events of one shape, provider and event id,
// decided once: which values carry which codes, and what is known about the
// event itself. Per event only the codes themselves are looked up.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "enrich/level.h"
#include "event/event.h"
#include "event/fields.h"
#include "knowledge/tables.h"

namespace eventlens {

/// One value that carries codes.
struct CodedSlot {
  std::string name_field;  // "Status_name"
  FieldPart part;          // a slot, or a literal that every event shares
  std::vector<const CodeTable*> tables;
  CodeForm form;
  /// Where the value is an array: which of its items, counted from 1.
  size_t item = 1;
  /// What kind of object the bits are rights of: ObjectType, and ObjectServer
  /// where that is a GUID. Those that the event does not have are default ones.
  std::array<FieldPart, 2> object_types{};
  [[nodiscard]] bool has_object_type() const {
    return object_types[0].slot != kNoSlot || !object_types[0].text.empty();
  }
  /// In a legacy event where today's has the code too: "Status_name". Else
  /// empty.
  std::string modern_name_field{};
};

/// A value of a legacy event that is given under the name of today too.
struct ModernField {
  std::string name;  // "TargetUserName"
  FieldPart part;
  ModernForm form;
};

/// A value of a legacy event in its message.
struct MessagePart {
  std::string label;  // empty: the value has no name
  FieldPart part;
  size_t coded;  // the place in EnrichmentPlan::coded; its size where no code
};

/// What is known of an event: by itself, or given a certain code.
struct EventKnowledge {
  std::vector<const ArticleLink*> links;  // most useful first
  std::string_view verdict;               // empty: nothing is known
};

struct CodeKnowledge {
  uint32_t code;
  EventKnowledge knowledge;
};

struct EnrichmentPlan {
  EnrichLevel level = EnrichLevel::None;
  std::vector<CodedSlot> coded;
  std::vector<ModernField> modern;
  std::string_view modern_id;
  // Full only:
  std::string_view title;
  bool has_message = false;  // of `message`, which may be empty
  std::vector<MessagePart> message;
  EventKnowledge by_event;
  std::vector<CodeKnowledge> by_code;

  [[nodiscard]] bool empty() const {
    return coded.empty() && modern.empty() && modern_id.empty() &&
           level != EnrichLevel::Full;
  }
};

class Enricher {
 public:
  /// `tables` must outlive the enricher and its plans.
  Enricher(Tables& tables, EnrichLevel level)
      : tables_(tables), level_(level) {}

  [[nodiscard]] EnrichLevel level() const { return level_; }
  /// `providers` are the names the event goes by, the most exact first: its
  /// provider and, for classic sources, its EventSourceName. Tables and
  /// articles may know either.
  [[nodiscard]] EnrichmentPlan plan(const Shape& shape,
                                    const std::vector<std::string>& providers,
                                    uint32_t event_id) const;

 private:
  void plan_fields(EnrichmentPlan& plan, const Shape& shape,
                   const std::vector<std::string>& providers,
                   uint32_t event_id) const;
  void plan_links(EnrichmentPlan& plan,
                  const std::vector<std::string>& providers,
                  uint32_t event_id) const;

  Tables& tables_;
  EnrichLevel level_;
};

/// Appends the entries of the codes that `value` holds, at most
/// kMaxNamesPerValue. `object_types` are the values of the slot's. False where
/// there is a code that no table knows.
[[nodiscard]] bool find_names(const CodedSlot& coded, const Value& value,
                              std::span<const Value> object_types,
                              std::vector<const CodeEntry*>& names);
inline constexpr size_t kMaxNamesPerValue = 64;

/// The value of the event that the slot means; Null where it has no such item.
[[nodiscard]] Value coded_value(const CodedSlot& coded, const Event& event);

/// What `part` is in the event.
[[nodiscard]] inline Value part_value(const FieldPart& part,
                                      const Event& event) {
  return part.slot == kNoSlot ? Value::of_utf8(part.text)
                              : event.values[part.slot];
}

/// Whether the slot's codes can say why something failed.
[[nodiscard]] bool is_status(const CodedSlot& coded);

/// What to say of one event, given its codes.
struct Judgement {
  const CodeEntry* deciding = nullptr;  // the last code that is no success
  std::string_view verdict;
  const EventKnowledge* by_code = nullptr;
};
[[nodiscard]] Judgement judge(const EnrichmentPlan& plan,
                              const CodeEntry* deciding);

}  // namespace eventlens
