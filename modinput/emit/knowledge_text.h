// What enrichment adds to an event, as text in the event's format: in XML an
// element of its own, <EventLens><Data Name='...'>...</Data></EventLens>, in
// JSON more keys.
#pragma once

#include <string>
#include <string_view>

#include "emit/program.h"
#include "emit/render.h"
#include "enrich/plan.h"

namespace eventlens {

/// Where the event lies, for lens_file and lens_position.
struct Origin {
  std::string_view file;  // path, UTF-8
};

class KnowledgeText final : public KnowledgeWriter {
 public:
  KnowledgeText(Render render, const EnrichmentPlan& plan, const Event& event,
                const Origin& origin, Issues& issues)
      : render_(render),
        plan_(plan),
        event_(event),
        origin_(origin),
        issues_(issues) {}

  void write(Buffer& out) override;

 private:
  void begin_field(Buffer& out, std::string_view name) const;
  void end_field(Buffer& out) const;
  void field(Buffer& out, std::string_view name, std::string_view text) const;
  void list(Buffer& out, std::string_view name,
            const std::vector<std::string_view>& items) const;
  const CodeEntry* write_names(Buffer& out);
  void write_name(Buffer& out, const CodedSlot& coded, const CodeEntry& entry);
  void write_knowledge(Buffer& out, const Judgement& judgement) const;
  void write_articles(Buffer& out, const Judgement& judgement) const;

  Render render_;
  const EnrichmentPlan& plan_;
  const Event& event_;
  const Origin& origin_;
  Issues& issues_;
};

}  // namespace eventlens
