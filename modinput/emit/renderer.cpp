#include "emit/renderer.h"

#include "base/hash.h"
#include "base/limits.h"
#include "event/shift.h"

namespace eventlens {
namespace {

/// One event's part in a run of its program.
class EventKnowledgeWriter final : public KnowledgeWriter {
 public:
  EventKnowledgeWriter(KnowledgeTexts& texts, const Event& event,
                       const Origin& origin, Issues& issues)
      : texts_(texts), event_(event), origin_(origin), issues_(issues) {}

  void write(Buffer& out) override {
    texts_.write(event_, origin_, out, issues_);
  }

 private:
  KnowledgeTexts& texts_;
  const Event& event_;
  const Origin& origin_;
  Issues& issues_;
};

}  // namespace

std::string to_utf8(const Value& value) {
  Buffer text;
  append_value(text, value, Escape::Raw);
  return std::string(text.view());
}

bool Renderer::render(const Event& event, const Origin& origin, Buffer& out,
                      Issues& issues) {
  const size_t begin = out.size();
  issues.begin_event();
  Compiled& compiled = compiled_for(*event.shape);
  if (compiled.shift_witness != kNoSlot &&
      is_shifted(event, compiled.shift_witness)) [[unlikely]] {
    issues.count(Issue::FieldsShifted);
  }
  bool whole = true;
  if (enricher_.level() == EnrichLevel::None && event.issues == 0) {
    whole = run(compiled.program, event, nullptr, out, issues);
  } else {
    KnowledgeTexts& texts = enricher_.level() == EnrichLevel::None
                                ? no_knowledge_
                                : knowledge_for(compiled, event);
    EventKnowledgeWriter writer(texts, event, origin, issues);
    const bool nothing = texts.empty() && event.issues == 0;
    whole =
        run(compiled.program, event, nothing ? nullptr : &writer, out, issues);
  }
  if (!whole) [[unlikely]] {
    issues.count(Issue::EventTooLarge);
    issues.note({Issue::EventTooLarge, event.file_offset, event.record_id,
                 "its text is beyond all measure; it was left out"});
    return false;
  }
  const IssueSet found = issues.of_event() & kEventIssues & ~event.issues;
  if (found != 0) [[unlikely]] {
    out.truncate(begin);
    return render_marked(event, found, origin, out, issues);
  }
  if (render_ == Render::Json) {
    // The last field's comma becomes the closing brace.
    if (out.view().back() == ',') {
      out.truncate(out.size() - 1);
    }
    out.append('}');
  }
  return true;
}

/// What is wrong with a value shows only when it is printed, and then the place
/// for lens_issue may be passed: the event is written once more.
bool Renderer::render_marked(const Event& event, IssueSet found,
                             const Origin& origin, Buffer& out,
                             Issues& issues) {
  Event marked = event;
  marked.issues |= found;
  Issues counted_before;
  const bool whole = render(marked, origin, out, counted_before);
  if (!whole) {
    issues.count(Issue::EventTooLarge);
  }
  return whole;
}

void Renderer::forget_shapes() {
  compiled_.clear();
  recent_.fill({});
  variant_count_ = 0;
}

Renderer::Compiled& Renderer::compiled_for(const Shape& shape) {
  const auto address = reinterpret_cast<uintptr_t>(&shape);
  Recent& recent = recent_[(mix(address, 0) >> 8) % recent_.size()];
  if (recent.shape == &shape) {
    return *recent.compiled;
  }
  const auto [found, fresh] = compiled_.try_emplace(&shape);
  if (fresh) {
    found->second.program =
        render_ == Render::Xml ? compile_xml(shape) : compile_json(shape);
    found->second.shift_witness = shift_witness(shape);
    found->second.one_provider =
        shape.system(SystemField::Provider).kind == FieldRef::Kind::Literal;
  }
  recent = {&shape, &found->second};
  return found->second;
}

KnowledgeTexts& Renderer::knowledge_for(Compiled& compiled,
                                        const Event& event) {
  if (compiled.last != nullptr && compiled.one_provider &&
      compiled.last->event_id == event.event_id) {
    return compiled.last->knowledge;
  }
  const Value provider = event.system(SystemField::Provider);
  const std::string_view bytes(reinterpret_cast<const char*>(provider.data),
                               provider.size);
  const auto fits = [&](const Variant& variant) {
    return variant.event_id == event.event_id && variant.provider == bytes;
  };
  if (compiled.last != nullptr && fits(*compiled.last)) {
    return compiled.last->knowledge;
  }
  auto& variants = compiled.variants[mix(hash_text(bytes), event.event_id)];
  for (const auto& variant : variants) {
    if (fits(*variant)) {
      compiled.last = variant.get();
      return variant->knowledge;
    }
  }
  // A hostile log could give every event an id or provider of its own.
  if (++variant_count_ > kMaxShapes) {
    for (auto& [shape, kept] : compiled_) {
      kept.last = nullptr;
      kept.variants.clear();
    }
    variant_count_ = 0;
    return knowledge_for(compiled, event);
  }
  std::vector<std::string> providers = {to_utf8(provider)};
  const Value source_name = event.system(SystemField::EventSourceName);
  if (!is_empty_text(source_name)) {
    providers.push_back(to_utf8(source_name));
  }
  variants.push_back(std::make_unique<Variant>(Variant{
      event.event_id, std::string(bytes),
      KnowledgeTexts(
          render_, enricher_.plan(*event.shape, providers, event.event_id))}));
  compiled.last = variants.back().get();
  return compiled.last->knowledge;
}

}  // namespace eventlens
