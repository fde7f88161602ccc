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
  using ByCode = std::unordered_map<const CodeEntry*, std::string>;

  /// A value and what it names.
  struct Named {
    uint64_t bytes = 0;  // the value's, zeros behind
    uint8_t size = 0;
    uint8_t type_byte = 0;
    const CodeEntry* entry = nullptr;  // null: nothing is kept here
    std::string_view text{};           // the finished field
  };
  static constexpr size_t kRecent = 16;

  const Named* named_value(size_t coded, const Value& value, Issues& issues);
  const CodeEntry* write_names(const Event& event, Buffer& out, Issues& issues);
  void write_modern(const Event& event, Buffer& out);
  void write_message(const Event& event, Buffer& out);
  const std::string& name_text(size_t coded, const CodeEntry& entry);
  const std::string& about_text(const CodeEntry* deciding);
  void write_origin(const Event& event, const Origin& origin,
                    Buffer& out) const;

  Render render_;
  EnrichmentPlan plan_;
  std::vector<ByCode> names_;                       // per coded slot
  std::vector<std::array<Named, kRecent>> recent_;  // likewise
  Named other_;                                     // a value that is not kept
  std::vector<const CodeEntry*> found_;  // this event's, per coded slot
  Buffer scratch_;
  Buffer message_;
  ByCode about_;  // by deciding code; null: there is none
};

}  // namespace eventlens
