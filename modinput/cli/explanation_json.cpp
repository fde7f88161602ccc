#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "cli/explanation_text.h"

namespace eventlens {
namespace {

using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

void put(Writer& writer, const char* key, std::string_view text) {
  if (!text.empty()) {
    writer.Key(key);
    writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }
}

/// A ';' list as an array.
void put_list(Writer& writer, const char* key, std::string_view items) {
  if (items.empty()) {
    return;
  }
  writer.Key(key);
  writer.StartArray();
  while (!items.empty()) {
    const std::string_view item = items.substr(0, items.find(';'));
    writer.String(item.data(), static_cast<rapidjson::SizeType>(item.size()));
    items.remove_prefix(std::min(item.size() + 1, items.size()));
  }
  writer.EndArray();
}

void put_links(Writer& writer, const std::vector<const ArticleLink*>& links) {
  writer.Key("articles");
  writer.StartArray();
  for (const ArticleLink* link : links) {
    writer.StartObject();
    put(writer, "article", link->article->id);
    put(writer, "title", link->article->title);
    put(writer, "url", link->article->url);
    put(writer, "verdict", link->verdict);
    writer.Key("confirmed");
    writer.Bool(link->confirmed && link->article->confirmed);
    writer.EndObject();
  }
  writer.EndArray();
}

struct MatchToJson {
  Writer& writer;

  void operator()(const CodeMatch& match) const {
    const CodeEntry& entry = *match.entry;
    put(writer, "kind", "code");
    put(writer, "table", entry.table->info().name);
    put(writer, "code", entry.spelling);
    writer.Key("code_dec");
    writer.Uint(entry.code);
    put(writer, "name", entry.name);
    put_list(writer, "aliases", entry.aliases);
    put(writer, "meaning", entry.meaning);
    put_list(writer, "causes", entry.causes);
    put_list(writer, "first_steps", entry.first_steps);
    put(writer, "severity", entry.severity);
    put(writer, "verdict", entry.verdict);
    put_list(writer, "attack_hint", entry.attack_hint);
    put_list(writer, "attack_ids", entry.attack_ids);
    put_list(writer, "events", entry.events);
    put(writer, "note", entry.note);
    for (const auto& [column, cell] : more_cells(entry)) {
      put(writer, std::string(column).c_str(), cell);
    }
    writer.Key("confirmed");
    writer.Bool(entry.confirmed);
    put_links(writer, match.links);
  }

  void operator()(const MaskMatch& match) const {
    put(writer, "kind", "mask");
    put(writer, "table", match.table->info().name);
    writer.Key("code_dec");
    writer.Uint(match.mask);
    put_names(match.entries);
  }

  void operator()(const ValuesMatch& match) const {
    put(writer, "kind", "values");
    writer.Key("values");
    writer.StartArray();
    for (const ValuesMatch::Named& value : match.values) {
      writer.StartObject();
      put(writer, "field", value.field);
      put(writer, "value", value.value);
      put_names(value.entries);
      writer.EndObject();
    }
    writer.EndArray();
  }

  void put_names(const std::vector<const CodeEntry*>& entries) const {
    writer.Key("names");
    writer.StartArray();
    for (const CodeEntry* entry : entries) {
      writer.String(entry->name.data(),
                    static_cast<rapidjson::SizeType>(entry->name.size()));
    }
    writer.EndArray();
  }

  void operator()(const EventMatch& match) const {
    const EventEntry& entry = *match.entry;
    put(writer, "kind", "event");
    writer.Key("event_id");
    writer.Uint(entry.event_id);
    put(writer, "provider", entry.provider);
    put(writer, "channel", entry.channel);
    put(writer, "title", entry.title);
    put(writer, "category", entry.category);
    put(writer, "subcategory", entry.subcategory);
    put(writer, "criticality", entry.criticality);
    put_list(writer, "modern_id", entry.modern_id);
    put_list(writer, "attack_ids", entry.attack_ids);
    put(writer, "note", entry.note);
    writer.Key("coded_fields");
    writer.StartArray();
    for (const CodedField* field : match.coded_fields) {
      writer.String(field->field.data(),
                    static_cast<rapidjson::SizeType>(field->field.size()));
    }
    writer.EndArray();
    writer.Key("confirmed");
    writer.Bool(entry.confirmed);
    put_links(writer, match.links);
  }

  void operator()(const EventArticlesMatch& match) const {
    put(writer, "kind", "event");
    writer.Key("event_id");
    writer.Uint(match.event_id);
    put_links(writer, match.links);
  }

  void operator()(const ArticleMatch& match) const {
    put(writer, "kind", "article");
    put(writer, "article", match.article->id);
    put(writer, "title", match.article->title);
    put(writer, "url", match.article->url);
    put(writer, "products", match.article->products);
    put(writer, "last_modified", match.article->last_modified);
    writer.Key("confirmed");
    writer.Bool(match.article->confirmed);
    writer.Key("about");
    writer.StartArray();
    for (const ArticleLink* link : match.links) {
      about(*link);
    }
    writer.EndArray();
  }

  void about(const ArticleLink& link) const {
    writer.StartObject();
    if (link.event_id) {
      writer.Key("event_id");
      writer.Uint(*link.event_id);
    }
    put(writer, "provider", link.provider);
    if (link.code) {
      writer.Key("code_dec");
      writer.Uint(*link.code);
    }
    put(writer, "verdict", link.verdict);
    writer.EndObject();
  }
};

}  // namespace

std::string explanation_json(const std::vector<Explanation>& explanations) {
  rapidjson::StringBuffer text;
  Writer writer(text);
  writer.SetIndent(' ', 2);
  writer.StartArray();
  for (const Explanation& explanation : explanations) {
    writer.StartObject();
    writer.Key("term");
    writer.String(explanation.term.data(),
                  static_cast<rapidjson::SizeType>(explanation.term.size()));
    writer.Key("matches");
    writer.StartArray();
    for (const Match& match : explanation.matches) {
      writer.StartObject();
      std::visit(MatchToJson{writer}, match);
      writer.EndObject();
    }
    writer.EndArray();
    writer.EndObject();
  }
  writer.EndArray();
  return std::string(text.GetString(), text.GetSize()) + "\n";
}

}  // namespace eventlens
