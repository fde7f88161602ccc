#include "emit/knowledge_text.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"
#include "base/number_text.h"
#include "enrich/legacy.h"

namespace eventlens {
namespace {

constexpr std::string_view kOpen = "<EventLens>";
constexpr std::string_view kClose = "</EventLens>";

Escape text_escape(Render render) {
  return render == Render::Xml ? Escape::XmlText : Escape::Json;
}

void begin_field(Render render, std::string_view name, Buffer& out) {
  if (render == Render::Xml) {
    out.append("<Data Name='");
    append_utf8(out, name, Escape::XmlAttribute);
    out.append("'>");
  } else {
    out.append('"');
    append_utf8(out, name, Escape::Json);
    out.append("\":\"");
  }
}

void end_field(Render render, Buffer& out) {
  out.append(render == Render::Xml ? "</Data>" : "\",");
}

/// What begin_field writes, for a name that many events have.
std::string opening(Render render, std::string_view name) {
  Buffer text;
  begin_field(render, name, text);
  return std::string(text.view());
}

void write_field(Render render, std::string_view name, std::string_view text,
                 Buffer& out) {
  if (text.empty()) {
    return;
  }
  begin_field(render, name, out);
  append_utf8(out, text, text_escape(render));
  end_field(render, out);
}

/// Spreads values by their first and last bytes and their size.
uint64_t place_of(const Value& value) {
  uint64_t first = 0;
  uint64_t last = 0;
  if (value.size >= sizeof(first)) {
    std::memcpy(&first, value.data, sizeof(first));
    std::memcpy(&last, value.data + value.size - sizeof(last), sizeof(last));
  } else if (value.size > 0) {
    std::memcpy(&first, value.data, value.size);
  }
  return mix(first, last ^ value.size) >> 32;
}

/// Whether the key was made of such a value (kept_named).
bool is_key_of(const std::string& key, const Value& value) {
  return key.size() == value.size + size_t{1} &&
         key[0] == static_cast<char>(value.type_byte) &&
         (value.size == 0 ||
          std::memcmp(key.data() + 1, value.data, value.size) == 0);
}

/// In XML one element per item, in JSON one key with a list; one item is no
/// list.
void write_list(Render render, std::string_view name,
                const std::vector<std::string_view>& items, Buffer& out) {
  if (render == Render::Xml || items.size() == 1) {
    for (const std::string_view item : items) {
      write_field(render, name, item, out);
    }
    return;
  }
  if (items.empty()) {
    return;
  }
  out.append('"');
  append_utf8(out, name, Escape::Json);
  out.append("\":[");
  for (size_t i = 0; i < items.size(); ++i) {
    out.append(i == 0 ? "\"" : ",\"");
    append_utf8(out, items[i], Escape::Json);
    out.append('"');
  }
  out.append("],");
}

/// Articles about this code in this event come before those about the event.
/// What could not be confirmed is not written into events, where nothing could
/// say so; the lookups have it, marked.
void write_articles(Render render, const EnrichmentPlan& plan,
                    const Judgement& judgement, Buffer& out) {
  std::vector<std::string_view> ids;
  std::vector<std::string_view> urls;
  const auto add = [&](const std::vector<const ArticleLink*>& links) {
    for (const ArticleLink* link : links) {
      const Article& article = *link->article;
      const bool known =
          std::find(ids.begin(), ids.end(), article.id) != ids.end();
      const bool sure = link->confirmed && article.confirmed;
      if (sure && !known && ids.size() < kMaxArticlesPerEvent) {
        ids.push_back(article.id);
        urls.push_back(article.url);
      }
    }
  };
  if (judgement.by_code != nullptr) {
    add(judgement.by_code->links);
  }
  add(plan.by_event.links);
  if (!ids.empty()) {
    write_list(render, "lens_kb", ids, out);
    write_list(render, "lens_kb_url", urls, out);
  }
}

/// What is not as it was written, whatever the level of enrichment: it is about
/// the truth of the event, no knowledge.
void write_issues(Render render, IssueSet issues, Buffer& out) {
  std::vector<std::string_view> names;
  for (size_t i = 0; i < kIssueCount; ++i) {
    if ((issues & set_of(static_cast<Issue>(i))) != 0) {
      names.emplace_back(issue_name(static_cast<Issue>(i)));
    }
  }
  write_list(render, "lens_issue", names, out);
}

}  // namespace

KnowledgeTexts::KnowledgeTexts(Render render, EnrichmentPlan plan)
    : render_(render),
      plan_(std::move(plan)),
      memory_(plan_.coded.size()),
      found_(plan_.coded.size()) {
  modern_openings_.reserve(plan_.modern.size());
  for (const ModernField& field : plan_.modern) {
    modern_openings_.push_back(opening(render_, field.name));
  }
  Buffer text;
  write_field(render_, "lens_modern_id", plan_.modern_id, text);
  modern_id_text_ = text.view();
}

void KnowledgeTexts::write(const Event& event, const Origin& origin,
                           Buffer& out, Issues& issues) {
  const size_t begin = out.size();
  if (render_ == Render::Xml) {
    out.append(kOpen);
  }
  const size_t content = out.size();
  const CodeEntry* deciding = write_names(event, out, issues);
  write_modern(event, out);
  if (plan_.level == EnrichLevel::Full) {
    out.append(about_text(deciding));
    write_message(event, out);
    write_origin(event, origin, out);
  } else {
    out.append(modern_id_text_);
  }
  if (event.issues != 0) {
    write_issues(render_, event.issues, out);
  }
  if (render_ == Render::Xml) {
    if (out.size() == content) {
      out.truncate(begin);
    } else {
      out.append(kClose);
    }
  }
}

/// Writes the names of the coded fields and returns the deciding code: the last
/// status that is no success (a 4625's SubStatus is more exact than its
/// Status).
const CodeEntry* KnowledgeTexts::write_names(const Event& event, Buffer& out,
                                             Issues& issues) {
  const CodeEntry* deciding = nullptr;
  for (size_t i = 0; i < plan_.coded.size(); ++i) {
    const Named& named = named_value(i, event);
    found_[i] = &named;
    out.append(named.text);
    if (named.has_unknown) {
      issues.count(Issue::UnknownCode);
    }
    if (named.status != nullptr &&
        (deciding == nullptr || named.status->code != 0)) {
      deciding = named.status;
    }
  }
  return deciding;
}

void KnowledgeTexts::write_modern(const Event& event, Buffer& out) {
  for (size_t i = 0; i < plan_.modern.size(); ++i) {
    const ModernField& field = plan_.modern[i];
    const Value value = part_value(field.part, event);
    if (!is_empty_text(value)) {
      out.append(modern_openings_[i]);
      append_modern(out, field.form, value, text_escape(render_), scratch_);
      end_field(render_, out);
    }
  }
}

/// "Title: name=value, name=code (its name), value".
void KnowledgeTexts::write_message(const Event& event, Buffer& out) {
  if (!plan_.has_message) {
    return;
  }
  message_.clear();
  message_.append(plan_.title);
  std::string_view separator = ": ";
  for (const MessagePart& part : plan_.message) {
    scratch_.clear();
    append_value(scratch_, part_value(part.part, event), Escape::Raw);
    const std::string_view text = scratch_.view();
    if (text.find_first_not_of(" \t\r\n-") == std::string_view::npos) {
      continue;  // nothing, or "-", which says the same
    }
    message_.append(separator);
    separator = ", ";
    if (message_.size() >= kMaxMessage) {
      message_.append("...");
      break;
    }
    if (!part.label.empty()) {
      message_.append(part.label);
      message_.append('=');
    }
    append_terse(message_, text);
    if (part.coded < found_.size() && !found_[part.coded]->names.empty()) {
      message_.append(" (");
      message_.append(found_[part.coded]->names);
      message_.append(')');
    }
  }
  write_field(render_, "lens_message", message_.view(), out);
}

/// What the field's value names. Looking codes up in their tables and writing
/// their text took most of the time of enrichment, and values repeat.
const KnowledgeTexts::Named& KnowledgeTexts::named_value(size_t coded,
                                                         const Event& event) {
  const CodedSlot& slot = plan_.coded[coded];
  Memory& memory = memory_[coded];
  const Value value = coded_value(slot, event);
  if (slot.has_object_type()) [[unlikely]] {
    std::array<Value, 2> types;
    for (size_t i = 0; i < types.size(); ++i) {
      types[i] = part_value(slot.object_types[i], event);
    }
    const auto* kept = kept_named(coded, value, types);
    return kept == nullptr ? memory.other : kept->second;
  }
  const auto*& recent = memory.recent[place_of(value) % memory.recent.size()];
  if (recent != nullptr && is_key_of(recent->first, value)) {
    return recent->second;
  }
  const auto* kept = kept_named(coded, value, {});
  if (kept == nullptr) {
    return memory.other;
  }
  recent = kept;
  return kept->second;
}

/// Null where it is too long to be kept: then it is in the memory's `other`.
const KnowledgeTexts::ByValue::value_type* KnowledgeTexts::kept_named(
    size_t coded, const Value& value, std::span<const Value> object_types) {
  constexpr size_t kLongestKept = 1024;
  constexpr size_t kMostKept = 4096;
  Memory& memory = memory_[coded];
  key_.clear();
  const auto add = [this](const Value& part) {
    key_.push_back(static_cast<char>(part.type_byte));
    if (part.size > 0 && part.size <= kLongestKept) {
      key_.append(reinterpret_cast<const char*>(part.data), part.size);
    }
    return part.size <= kLongestKept;
  };
  if (!add(value) ||
      !std::all_of(object_types.begin(), object_types.end(), add)) {
    memory.other = name(plan_.coded[coded], value, object_types);
    return nullptr;
  }
  const auto found = memory.named.find(std::string_view(key_));
  if (found != memory.named.end()) {
    return &*found;
  }
  if (memory.named.size() >= kMostKept) {
    memory.named.clear();
    memory.recent.fill(nullptr);
  }
  return &*memory.named
               .emplace(key_, name(plan_.coded[coded], value, object_types))
               .first;
}

KnowledgeTexts::Named KnowledgeTexts::name(
    const CodedSlot& coded, const Value& value,
    std::span<const Value> object_types) const {
  std::vector<const CodeEntry*> entries;
  Named named;
  named.has_unknown = !find_names(coded, value, object_types, entries);
  std::vector<std::string_view> names;
  for (const CodeEntry* entry : entries) {
    if (entry->name.empty()) {
      continue;
    }
    names.push_back(entry->name);
    named.names += (named.names.empty() ? "" : ", ") + std::string(entry->name);
  }
  named.status = entries.size() == 1 && is_status(coded) ? entries[0] : nullptr;
  Buffer text;
  write_list(render_, coded.name_field, names, text);
  if (!coded.modern_name_field.empty()) {
    write_list(render_, coded.modern_name_field, names, text);
  }
  named.text = text.view();
  return named;
}

const std::string& KnowledgeTexts::about_text(const CodeEntry* deciding) {
  const auto [found, fresh] = about_.try_emplace(deciding);
  if (fresh) {
    Buffer text;
    const Judgement judgement = judge(plan_, deciding);
    write_field(render_, "lens_title", plan_.title, text);
    if (judgement.deciding != nullptr) {
      write_field(render_, "lens_reason", judgement.deciding->name, text);
    }
    write_field(render_, "lens_verdict", judgement.verdict, text);
    text.append(modern_id_text_);
    write_articles(render_, plan_, judgement, text);
    found->second = text.view();
  }
  return found->second;
}

void KnowledgeTexts::write_origin(const Event& event, const Origin& origin,
                                  Buffer& out) const {
  write_field(render_, "lens_file", origin.file, out);
  begin_field(render_, "lens_position", out);
  append_decimal(out, event.file_offset);
  end_field(render_, out);
}

}  // namespace eventlens
