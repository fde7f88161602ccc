#include "emit/knowledge_text.h"

#include <algorithm>

#include "base/number_text.h"

namespace eventlens {
namespace {

constexpr std::string_view kOpen = "<EventLens>";
constexpr std::string_view kClose = "</EventLens>";

}  // namespace

void KnowledgeText::write(Buffer& out) {
  const size_t begin = out.size();
  if (render_ == Render::Xml) {
    out.append(kOpen);
  }
  const size_t content = out.size();
  const CodeEntry* deciding = write_names(out);
  if (plan_.level == EnrichLevel::Full) {
    write_knowledge(out, judge(plan_, deciding));
  }
  if (render_ == Render::Xml) {
    if (out.size() == content) {
      out.truncate(begin);
    } else {
      out.append(kClose);
    }
  }
}

void KnowledgeText::begin_field(Buffer& out, std::string_view name) const {
  if (render_ == Render::Xml) {
    out.append("<Data Name='");
    append_utf8(out, name, Escape::XmlAttribute);
    out.append("'>");
  } else {
    out.append('"');
    append_utf8(out, name, Escape::Json);
    out.append("\":\"");
  }
}

void KnowledgeText::end_field(Buffer& out) const {
  out.append(render_ == Render::Xml ? "</Data>" : "\",");
}

void KnowledgeText::field(Buffer& out, std::string_view name,
                          std::string_view text) const {
  if (text.empty()) {
    return;
  }
  begin_field(out, name);
  append_utf8(out, text,
              render_ == Render::Xml ? Escape::XmlText : Escape::Json);
  end_field(out);
}

void KnowledgeText::list(Buffer& out, std::string_view name,
                         const std::vector<std::string_view>& items) const {
  if (render_ == Render::Xml || items.size() == 1) {
    for (const std::string_view item : items) {
      field(out, name, item);
    }
    return;
  }
  out.append('"');
  out.append(name);
  out.append("\":[");
  for (size_t i = 0; i < items.size(); ++i) {
    out.append(i == 0 ? "\"" : ",\"");
    append_utf8(out, items[i], Escape::Json);
    out.append('"');
  }
  out.append("],");
}

/// Writes the names of the coded fields and returns the deciding code: the last
/// one that is no success (a 4625's SubStatus is more exact than its Status).
const CodeEntry* KnowledgeText::write_names(Buffer& out) {
  const CodeEntry* deciding = nullptr;
  for (const CodedSlot& coded : plan_.coded) {
    const Value value = coded.part.slot == kNoSlot
                            ? Value::of_utf8(coded.part.text)
                            : event_.values[coded.part.slot];
    const CodeEntry* entry = entry_of(coded, value, issues_);
    if (entry == nullptr) {
      continue;
    }
    field(out, coded.name_field, entry->name);
    if (deciding == nullptr || entry->code != 0) {
      deciding = entry;
    }
  }
  return deciding;
}

void KnowledgeText::write_knowledge(Buffer& out,
                                    const Judgement& judgement) const {
  field(out, "lens_title", plan_.title);
  if (judgement.deciding != nullptr) {
    field(out, "lens_reason", judgement.deciding->name);
  }
  field(out, "lens_verdict", judgement.verdict);
  field(out, "lens_modern_id", plan_.modern_id);
  write_articles(out, judgement);
  field(out, "lens_file", origin_.file);
  Buffer position;
  append_decimal(position, event_.file_offset);
  field(out, "lens_position", position.view());
}

/// Articles about this code in this event come before those about the event.
void KnowledgeText::write_articles(Buffer& out,
                                   const Judgement& judgement) const {
  std::vector<std::string_view> ids;
  std::vector<std::string_view> urls;
  const auto add = [&](const std::vector<const ArticleLink*>& links) {
    for (const ArticleLink* link : links) {
      const Article& article = *link->article;
      const bool known =
          std::find(ids.begin(), ids.end(), article.id) != ids.end();
      if (!known && ids.size() < kMaxArticlesPerEvent) {
        ids.push_back(article.id);
        urls.push_back(article.url);
      }
    }
  };
  if (judgement.by_code != nullptr) {
    add(judgement.by_code->links);
  }
  add(plan_.by_event.links);
  if (!ids.empty()) {
    list(out, "lens_kb", ids);
    list(out, "lens_kb_url", urls);
  }
}

}  // namespace eventlens
