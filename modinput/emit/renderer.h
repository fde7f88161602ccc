// Events -> finished text, in one format at one level of enrichment. Keeps a
// Program per Shape, and what is known per shape, provider and event id.
#pragma once

#include <array>
#include <memory>
#include <unordered_map>

#include "emit/knowledge_text.h"
#include "emit/program.h"
#include "emit/render.h"
#include "enrich/plan.h"

namespace eventlens {

class Renderer {
 public:
  /// `enricher` must outlive the renderer.
  Renderer(Render render, const Enricher& enricher)
      : render_(render), enricher_(enricher), no_knowledge_(render, {}) {}

  /// Appends the event's text, without a line end. What is not as it was
  /// written, in the event or found now, stands in lens_issue. False, and
  /// nothing appended, where the text is beyond the limits of base/limits.h;
  /// that is counted.
  bool render(const Event& event, const Origin& origin, Buffer& out,
              Issues& issues);

  /// Forgets everything keyed by shapes, which have ceased to exist.
  void forget_shapes();

 private:
  struct Variant {
    uint32_t event_id;
    std::string provider;  // the value's bytes, as they lie in the event
    KnowledgeTexts knowledge;
  };
  struct Compiled {
    Program program;
    uint16_t shift_witness = kNoSlot;
    // Nearly all shapes have one variant; classic ones have one per event id.
    std::unordered_map<uint64_t, std::vector<std::unique_ptr<Variant>>>
        variants;
    Variant* last = nullptr;
    // The shape names the provider itself: all its events have the same.
    bool one_provider = false;
  };

  bool render_marked(const Event& event, IssueSet found, const Origin& origin,
                     Buffer& out, Issues& issues);
  KnowledgeTexts& knowledge_for(Compiled& compiled, const Event& event);
  Compiled& compiled_for(const Shape& shape);

  Render render_;
  const Enricher& enricher_;
  KnowledgeTexts no_knowledge_;  // for events that only have issues
  std::unordered_map<const Shape*, Compiled> compiled_;
  // By a few bits of the shape's address: where it was found last.
  struct Recent {
    const Shape* shape = nullptr;
    Compiled* compiled = nullptr;
  };
  std::array<Recent, 256> recent_{};
  size_t variant_count_ = 0;
};

/// The value's text as UTF-8, unescaped.
[[nodiscard]] std::string to_utf8(const Value& value);

}  // namespace eventlens
