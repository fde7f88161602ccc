// What enrichment adds to an event, as text in the event's format: in XML an
// element of its own, <EventLens><Data Name='...'>...</Data></EventLens>, in
// JSON more keys.
//
// An event's codes decide what is said of it, and codes repeat: each text is
// made when its code is first met and only copied afterwards.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "emit/program.h"
#include "emit/render.h"
#include "enrich/plan.h"

namespace eventlens {

/// Where the event lies, for lens_file and lens_position.
struct Origin {
  std::string_view file;  // path, UTF-8
};

/// A plan and the finished texts that come of it.
class KnowledgeTexts {
 public:
  KnowledgeTexts(Render render, EnrichmentPlan plan);

  /// Appends what is known of the event, and what is wrong with it. Unknown
  /// codes are counted.
  void write(const Event& event, const Origin& origin, Buffer& out,
             Issues& issues);

  /// Whether no sound event could get any text from this plan.
  [[nodiscard]] bool empty() const { return plan_.empty(); }

 private:
  /// What a value names, and the finished fields for it.
  struct Named {
    std::string text;
    std::string names;  // as they stand in a message: "forwardable, renewable"
    const CodeEntry* status = nullptr;  // where it is one that can decide
    bool has_unknown = false;
  };
  struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return hash_text(text); }
  };
  using ByValue =
      std::unordered_map<std::string, Named, TextHash, std::equal_to<>>;
  /// What is kept of one coded field, by the value's type and bytes. Codes and
  /// accounts repeat: what was met lately is found without the key.
  struct Memory {
    std::array<const ByValue::value_type*, 64> recent{};
    ByValue named;
    Named other;  // of the value that was met last, where it is not kept
  };

  const Named& named_value(size_t coded, const Event& event);
  const ByValue::value_type* kept_named(size_t coded, const Value& value,
                                        std::span<const Value> object_types);
  Named name(const CodedSlot& coded, const Value& value,
             std::span<const Value> object_types) const;
  const CodeEntry* write_names(const Event& event, Buffer& out, Issues& issues);
  void write_modern(const Event& event, Buffer& out);
  void write_message(const Event& event, Buffer& out);
  const std::string& about_text(const CodeEntry* deciding);
  void write_origin(const Event& event, const Origin& origin,
                    Buffer& out) const;

  Render render_;
  EnrichmentPlan plan_;
  std::vector<std::string> modern_openings_;  // of plan_.modern, up to the text
  std::string modern_id_text_;                // the finished field, or empty
  std::vector<Memory> memory_;                // per coded slot
  std::vector<const Named*> found_;           // this event's, per coded slot
  std::string key_;
  Buffer scratch_;
  Buffer message_;
  /// By deciding code; null: there is none.
  std::unordered_map<const CodeEntry*, std::string> about_;
};

}  // namespace eventlens
