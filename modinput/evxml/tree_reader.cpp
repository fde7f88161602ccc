#include "evxml/tree_reader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/utf8.h"
#include "evxml/event_time.h"
#include "evxml/markup.h"
#include "evxml/references.h"
#include "evxml/structure.h"

namespace eventlens::evxml {
namespace {

// Blanks that are all there is in an element may be its value. References are
// ours to decode, because pugixml's way of one to NUL would end the text, and
// line breaks stay as they are: Windows' own are CR and LF, and reading a log
// or its XML shall give the same.
constexpr unsigned kParsing =
    pugi::parse_cdata | pugi::parse_ws_pcdata_single | pugi::parse_embed_pcdata;

/// Texts beyond are looked at before they are parsed: an event of many small
/// elements takes a multiple of its text.
constexpr size_t kSurelySmall = size_t{256} << 10;

bool has_too_many_tags(std::string_view event) {
  return event.size() > kSurelySmall &&
         static_cast<size_t>(std::count(event.begin(), event.end(), '<')) >
             kMaxItemsPerShape;
}

/// Whether the declaration may stand where no name has its prefix any more.
bool may_stay(std::string_view attribute, std::string_view space) {
  const std::string_view prefix = attribute.substr(5);
  const bool plain =
      prefix.empty() ||
      (prefix.size() > 1 && prefix.find(':', 1) == prefix.npos &&
       prefix[1] >= 'a' && prefix[1] <= 'z' && !prefix.starts_with(":xml"));
  return plain && !space.empty() && !space.starts_with("http://www.w3.org/");
}

pugi::xml_node child_named(const pugi::xml_node& parent,
                           std::string_view name) {
  return parent.find_child([name](const pugi::xml_node& child) {
    return local_name(child.name()) == name;
  });
}

/// Removes the element in whose start tag parsing ended.
void drop_unfinished(const pugi::xml_parse_result& parsed,
                     pugi::xml_node node) {
  if (parsed.status != pugi::status_bad_start_element &&
      parsed.status != pugi::status_bad_attribute) {
    return;
  }
  while (node.last_child().type() == pugi::node_element) {
    node = node.last_child();
  }
  node.parent().remove_child(node);
}

}  // namespace

struct TreeReader::Tree {
  pugi::xml_parse_result parse(std::string_view event);
  void write_event(const pugi::xml_node& root);

  EventBuilder* builder = nullptr;
  pugi::xml_document document;
  bool beyond_limits = false;

 private:
  /// Text that is being put together.
  struct Text {
    char* begin = nullptr;
    size_t size = 0;
  };

  void write(const pugi::xml_node& node, size_t depth);
  /// Returns whether the element has attributes that say something.
  bool write_attributes(const pugi::xml_node& node, std::string_view element,
                        size_t depth);
  /// Returns whether the element has content.
  bool write_content(const pugi::xml_node& node, size_t depth);
  void append(Text& text, const char* piece, bool has_references);
  void flush(Text& text);
  std::string_view decoded(const char* value);
  [[nodiscard]] bool is_self_closing(const pugi::xml_node& node) const;
  [[nodiscard]] char* in_place(const char* text) {
    return text_.data() + (text - text_.data());
  }

  std::vector<char> text_;   // the event, parsed in place
  std::string_view source_;  // the same as it was
  std::string mended_;       // what source_ views where that is not the unit
  EventTime time_;
};

/// Parses a copy of `event`, which stays until the next call.
pugi::xml_parse_result TreeReader::Tree::parse(std::string_view event) {
  source_ = event;
  if (std::memchr(event.data(), 0, event.size()) != nullptr) {
    mended_.clear();
    for (const char c : event) {
      std::array<char, 4> replacement;
      char* const end = put_code_point(replacement.data(), kReplacement);
      mended_.append(
          c == 0 ? replacement.data() : &c,
          c == 0 ? static_cast<size_t>(end - replacement.data()) : 1);
    }
    source_ = mended_;
  }
  // pugixml takes the last character away while it parses.
  const size_t size = source_.size() + 1;
  if (text_.size() < size) {
    text_.resize(2 * size);
  }
  std::memcpy(text_.data(), source_.data(), source_.size());
  text_[source_.size()] = ' ';
  return document.load_buffer_inplace(text_.data(), size, kParsing,
                                      pugi::encoding_utf8);
}

void TreeReader::Tree::write_event(const pugi::xml_node& root) {
  beyond_limits = false;
  time_.begin_event();
  builder->begin();
  builder->open_event();
  write_attributes(root, "Event", 1);
  write_content(root, 1);
  builder->close();
}

/// The element `node`, at the `depth`th level.
void TreeReader::Tree::write(const pugi::xml_node& node, size_t depth) {
  const std::string_view name = local_name(node.name());
  if (depth == 2 && name == "EventLens") {
    return;  // ours, of an event that was written by us
  }
  if (depth > kMaxOpenElements) {
    beyond_limits = true;
    return;
  }
  builder->open(name);
  const bool has_attributes = write_attributes(node, name, depth);
  const bool has_content = write_content(node, depth);
  const bool self_closing = !has_content && is_self_closing(node);
  // A value that is empty in this event is one all the same, so that events of
  // a kind have the same shape.
  if (!has_content && !self_closing && !has_attributes && depth > 2) {
    builder->value(Value::of_utf8(""));
  }
  builder->close(self_closing);
}

bool TreeReader::Tree::write_attributes(const pugi::xml_node& node,
                                        std::string_view element,
                                        size_t depth) {
  bool has_attributes = false;
  size_t count = 0;
  for (auto attribute = node.first_attribute(); attribute;
       attribute = attribute.next_attribute()) {
    if (++count > kMaxAttributesPerElement) {
      beyond_limits = true;
      break;
    }
    const std::string_view full = attribute.name();
    const std::string_view text = decoded(attribute.value());
    if (is_declaration(full)) {
      if (depth > 1 && may_stay(full, text)) {
        builder->literal_attribute(full, text);
      }
      continue;
    }
    const std::string_view name = local_name(full);
    if (names_data(element, name)) {
      builder->literal_attribute(name, text);
    } else if (is_system_time(element, name, depth)) {
      builder->attribute(name, time_.of(text));
    } else {
      has_attributes = true;
      builder->attribute(name, Value::of_utf8(text));
    }
  }
  return has_attributes;
}

bool TreeReader::Tree::write_content(const pugi::xml_node& node, size_t depth) {
  Text text;
  bool has_content = false;
  const char* const first = node.value();  // in front of all children
  if (*first != '\0') {
    append(text, first, true);
  }
  for (auto child = node.first_child(); child; child = child.next_sibling()) {
    if (child.type() == pugi::node_element) {
      flush(text);
      has_content = true;
      write(child, depth + 1);
    } else {
      append(text, child.value(), child.type() == pugi::node_pcdata);
    }
  }
  has_content = has_content || text.begin != nullptr;
  flush(text);
  return has_content;
}

/// Adds a piece to the text in front of it. Between the two there was nothing
/// but a comment and the like.
void TreeReader::Tree::append(Text& text, const char* piece,
                              bool has_references) {
  const std::string_view view(piece);
  if (has_references && (view.empty() || is_layout(view))) {
    return;
  }
  char* const begin = in_place(piece);
  const size_t size = has_references && view.find('&') != view.npos
                          ? decode_references(begin, view.size())
                          : view.size();
  if (text.begin == nullptr) {
    text = {begin, size};
    return;
  }
  std::memmove(text.begin + text.size, begin, size);
  text.size += size;
}

void TreeReader::Tree::flush(Text& text) {
  if (text.begin != nullptr) {
    builder->value(Value::of_utf8({text.begin, text.size}));
    text = {};
  }
}

std::string_view TreeReader::Tree::decoded(const char* value) {
  const std::string_view text(value);
  return text.find('&') == text.npos
             ? text
             : text.substr(0, decode_references(in_place(value), text.size()));
}

/// Whether the element, which has no content, is written <x/>. pugixml does not
/// tell, but where its name or last attribute ends it is seen in the source.
bool TreeReader::Tree::is_self_closing(const pugi::xml_node& node) const {
  const pugi::xml_attribute last = node.last_attribute();
  const char* const text = last ? last.value() : node.name();
  auto at = static_cast<size_t>(text - text_.data());
  if (last) {
    at = std::min(source_.find(source_[at - 1], at), source_.size() - 1) + 1;
  } else {
    at += std::strlen(text);
  }
  at = source_.find_first_not_of(kBlanks, at);
  return at != source_.npos && source_[at] == '/';
}

TreeReader::TreeReader() : tree_(std::make_unique<Tree>()) {}
TreeReader::~TreeReader() = default;

Status TreeReader::read(std::string_view event, EventBuilder& builder) {
  if (has_too_many_tags(event)) {
    return Error{ErrorCode::LimitExceeded, "an event with too many elements"};
  }
  const pugi::xml_parse_result result = tree_->parse(event);
  is_whole_ = static_cast<bool>(result);
  parsed_ = is_whole_ ? event.size() : static_cast<size_t>(result.offset);
  if (!is_whole_) {
    drop_unfinished(result, tree_->document.document_element());
  }
  const pugi::xml_node root = tree_->document.document_element();
  if (is_whole_ && root.first_child().empty()) {
    return Error{ErrorCode::Malformed, "an event without content"};
  }
  if (!is_whole_) {
    const auto id = child_named(child_named(root, "System"), "EventID");
    if (id.text().empty()) {
      return Error{ErrorCode::Malformed, "is no XML from its byte " +
                                             std::to_string(parsed_) +
                                             " on: " + result.description()};
    }
  }
  tree_->builder = &builder;
  tree_->write_event(root);
  beyond_limits_ = tree_->beyond_limits;
  return success();
}

}  // namespace eventlens::evxml
