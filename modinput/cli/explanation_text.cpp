#include "cli/explanation_text.h"

#include <algorithm>

#include "base/buffer.h"
#include "base/number_text.h"

namespace eventlens {
namespace {

constexpr size_t kLabelWidth = 14;
constexpr size_t kMaxArticlesShown = 6;

class TextWriter {
 public:
  TextWriter(size_t width, Colour colour)
      : width_(std::max<size_t>(width, 40)), colour_(colour) {}

  std::string take() { return std::move(text_); }

  void heading(const std::string& heading) {
    if (!text_.empty()) {
      text_ += '\n';
    }
    const bool bold = colour_ == Colour::Terminal;
    text_ += bold ? "\x1b[1m" : "";
    wrap("", heading, "    ");
    text_.insert(text_.size() - 1, bold ? "\x1b[0m" : "");
  }

  /// "  label         text", the text wrapped beside its label.
  void field(std::string_view label, std::string_view text) {
    if (text.empty()) {
      return;
    }
    std::string line = "  " + std::string(label);
    line.resize(std::max(line.size() + 1, kLabelWidth + 2), ' ');
    wrap(line, text, std::string(kLabelWidth + 2, ' '));
  }

  /// A ';' list, one item per line.
  void list(std::string_view label, std::string_view items) {
    while (!items.empty()) {
      const size_t end = items.find(';');
      field(label, items.substr(0, end));
      label = "";
      items = end == std::string_view::npos ? "" : items.substr(end + 1);
    }
  }

  void links(const std::vector<const ArticleLink*>& links) {
    std::string_view label = "articles";
    size_t shown = 0;
    for (const ArticleLink* link : links) {
      if (shown++ == kMaxArticlesShown) {
        field("", "and " + std::to_string(links.size() - kMaxArticlesShown) +
                      " more (--json shows all)");
        break;
      }
      std::string text = std::string(link->article->id) + "  " +
                         std::string(link->article->title);
      if (!link->verdict.empty()) {
        text += " [" + std::string(link->verdict) + "]";
      }
      if (!link->confirmed || !link->article->confirmed) {
        text += " [unconfirmed]";
      }
      field(label, text);
      field("", link->article->url);
      label = "";
    }
  }

 private:
  /// `line` and the words of `text`; lines after the first begin with `indent`.
  void wrap(std::string line, std::string_view text,
            const std::string& indent) {
    bool empty = true;
    while (!text.empty()) {
      const size_t end = std::min(text.find(' '), text.size());
      const std::string_view word = text.substr(0, end);
      if (!empty && line.size() + 1 + word.size() > width_) {
        text_ += line + "\n";
        line = indent;
        empty = true;
      }
      line += (empty ? "" : " ") + std::string(word);
      empty = false;
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    text_ += line + "\n";
  }

  size_t width_;
  Colour colour_;
  std::string text_;
};

std::string event_title(const EventEntry& entry) {
  return "Event " + std::to_string(entry.event_id) + " of " +
         std::string(entry.provider);
}

std::string code_tables_text(const CodedField& field) {
  std::string text(field.field);
  text += " (";
  for (size_t i = 0; i < field.tables.size(); ++i) {
    text += (i == 0 ? "" : " or ") + std::string(field.tables[i]->info().title);
  }
  return text + ")";
}

std::string subject_of(const ArticleLink& link) {
  std::string text;
  if (link.event_id) {
    text = "event " + std::to_string(*link.event_id);
    if (!link.provider.empty()) {
      text += " of " + std::string(link.provider);
    }
  }
  if (link.code) {
    text +=
        (text.empty() ? "code " : " with code ") + std::to_string(*link.code);
  }
  if (!link.verdict.empty()) {
    text += " [" + std::string(link.verdict) + "]";
  }
  return text;
}

/// Name and meaning in one line.
std::string named(const CodeEntry& entry) {
  return std::string(entry.name) +
         (entry.meaning.empty() ? "" : ": " + std::string(entry.meaning));
}

std::string with_blanks(std::string_view column) {
  std::string label(column);
  std::replace(label.begin(), label.end(), '_', ' ');
  return label;
}

struct MatchToText {
  TextWriter& out;

  void operator()(const CodeMatch& match) const {
    const CodeEntry& entry = *match.entry;
    out.heading(std::string(entry.spelling) + "  " + std::string(entry.name) +
                "  (" + std::string(entry.table->info().title) + ")" +
                (entry.confirmed ? "" : " [unconfirmed]"));
    out.field("meaning", entry.meaning);
    out.list("also called", entry.aliases);
    out.list("causes", entry.causes);
    out.list("first steps", entry.first_steps);
    out.field("verdict", entry.verdict);
    out.list("attack?", entry.attack_hint);
    out.field("ATT&CK", entry.attack_ids);
    out.field("seen in", entry.events);
    out.field("note", entry.note);
    for (const auto& [column, cell] : more_cells(entry)) {
      out.field(with_blanks(column), cell);
    }
    out.links(match.links);
  }

  void operator()(const MaskMatch& match) const {
    Buffer mask;
    append_hex(mask, match.mask);
    out.heading(std::string(mask.view()) + "  (several of: " +
                std::string(match.table->info().title) + ")");
    for (const CodeEntry* entry : match.entries) {
      out.field(entry->spelling, named(*entry));
    }
  }

  void operator()(const ValuesMatch& match) const {
    out.heading("Its values");
    for (const ValuesMatch::Named& value : match.values) {
      std::string names;
      for (const CodeEntry* entry : value.entries) {
        names += (names.empty() ? "" : ", ") + std::string(entry->name);
      }
      out.field(value.field, value.value + ": " + names);
    }
  }

  void operator()(const EventMatch& match) const {
    const EventEntry& entry = *match.entry;
    out.heading(event_title(entry) + ": " + std::string(entry.title) +
                (entry.confirmed ? "" : " [unconfirmed]"));
    out.field("channel", entry.channel);
    out.field("category", entry.category);
    out.field("subcategory", entry.subcategory);
    out.field("criticality", entry.criticality);
    out.field("today's id", entry.modern_id);
    out.field("ATT&CK", entry.attack_ids);
    std::string_view label = "codes in";
    for (const CodedField* field : match.coded_fields) {
      out.field(label, code_tables_text(*field));
      label = "";
    }
    out.field("note", entry.note);
    out.links(match.links);
  }

  void operator()(const EventArticlesMatch& match) const {
    out.heading("Event " + std::to_string(match.event_id) +
                ": not in the catalogue, but articles are about it");
    out.links(match.links);
  }

  void operator()(const ArticleMatch& match) const {
    const Article& article = *match.article;
    out.heading("Article " + std::string(article.id) + ": " +
                std::string(article.title));
    out.field("address", article.url);
    out.field("products", article.products);
    out.field("modified", article.last_modified);
    out.field("", article.confirmed ? "" : "[unconfirmed]");
    std::string_view label = "about";
    for (const ArticleLink* link : match.links) {
      out.field(label, subject_of(*link));
      label = "";
    }
  }
};

}  // namespace

std::string explanation_text(const std::vector<Explanation>& explanations,
                             size_t width, Colour colour) {
  TextWriter out(width, colour);
  for (const Explanation& explanation : explanations) {
    for (const Match& match : explanation.matches) {
      std::visit(MatchToText{out}, match);
    }
  }
  return out.take();
}

}  // namespace eventlens
