// A whole query: XPath alone, or in the <QueryList> that Event Viewer and
// subscriptions write.
#include <pugixml.hpp>

#include "filter/bounds.h"
#include "filter/error_at.h"
#include "filter/query.h"

namespace eventlens::filter {
namespace {

constexpr size_t kMaxList = size_t{256} << 10;
constexpr std::string_view kAcceptedList =
    "<QueryList><Query Path=\"Security\"><Select>*[System[EventID=4624]]"
    "</Select></Query></QueryList>, with any number of Query, Select and "
    "Suppress";

Condition joined(Condition::Kind kind, std::vector<Condition> parts) {
  if (parts.size() == 1 && kind != Condition::Kind::None) {
    return std::move(parts.front());
  }
  return {kind, std::move(parts), {}, {}, 0};
}

/// XPath in which no part contradicts itself.
Expected<Condition> parse_possible(std::string_view text) {
  ASSIGN_OR_RETURN(Condition condition, parse_xpath(text));
  // What is too old depends on when it is asked; nothing else does.
  if (const Condition* const part = impossible_part(condition, 0)) {
    return error_at(text, part->offset,
                    "this condition can never hold for an event",
                    "conditions that do not contradict each other, event ids "
                    "from 0 to 4294967295");
  }
  return condition;
}

/// The condition that an event is of that channel.
Condition channel_is(const std::string& channel) {
  Condition condition;
  for (const char* const name : {"*", "System", "Channel"}) {
    condition.path.push_back({name, false, {}});
  }
  condition.comparison.kind = Comparison::Kind::Text;
  condition.comparison.text = channel;
  return condition;
}

/// Reads the elements of a list; says which of them is wrong.
class QueryListReader {
 public:
  Expected<Condition> read(const pugi::xml_node& list) {
    std::vector<Condition> queries;
    for (const pugi::xml_node& child : list.children()) {
      if (std::string_view(child.name()) != "Query") {
        return wrong(child);
      }
      ASSIGN_OR_RETURN(Condition query, read_query(child));
      queries.push_back(std::move(query));
    }
    if (queries.empty()) {
      return Error{ErrorCode::InvalidSetting,
                   "the QueryList has no Query; accepted: " +
                       std::string(kAcceptedList)};
    }
    return joined(Condition::Kind::Any, std::move(queries));
  }

 private:
  Expected<Condition> read_query(const pugi::xml_node& query) {
    ++queries_;
    std::vector<Condition> selected;
    std::vector<Condition> suppressed;
    size_t number = 0;
    for (const pugi::xml_node& child : query.children()) {
      const std::string name = child.name();
      if (name != "Select" && name != "Suppress") {
        return wrong(child);
      }
      auto part = read_part(child);
      if (!part.ok()) {
        return std::move(part).take_error().in(
            "Query " + std::to_string(queries_) + ", element " +
            std::to_string(number + 1) + " (" + name + ")");
      }
      ++number;
      (name == "Select" ? selected : suppressed).push_back(std::move(*part));
    }
    if (selected.empty()) {
      return Error{
          ErrorCode::InvalidSetting,
          "Query " + std::to_string(queries_) +
              " selects nothing; accepted: " + std::string(kAcceptedList)};
    }
    Condition whole = joined(Condition::Kind::Any, std::move(selected));
    if (suppressed.empty()) {
      return whole;
    }
    std::vector<Condition> parts;
    parts.push_back(std::move(whole));
    parts.push_back(joined(Condition::Kind::None, std::move(suppressed)));
    return joined(Condition::Kind::All, std::move(parts));
  }

  /// A Select or Suppress: its XPath, for the channel of its path or of its
  /// query's. A path that names a file says nothing about the event.
  static Expected<Condition> read_part(const pugi::xml_node& part) {
    ASSIGN_OR_RETURN(Condition condition, parse_possible(part.child_value()));
    pugi::xml_attribute path = part.attribute("Path");
    if (path.empty()) {
      path = part.parent().attribute("Path");
    }
    const std::string channel = path.value();
    if (channel.empty() || channel.starts_with("file://")) {
      return condition;
    }
    std::vector<Condition> parts;
    parts.push_back(channel_is(channel));
    parts.push_back(std::move(condition));
    return joined(Condition::Kind::All, std::move(parts));
  }

  static Error wrong(const pugi::xml_node& node) {
    const std::string what = node.type() == pugi::node_element
                                 ? "<" + std::string(node.name()) + ">"
                                 : "text between elements";
    return {ErrorCode::InvalidSetting,
            "the QueryList has " + what + " where it has no place; accepted: " +
                std::string(kAcceptedList)};
  }

  size_t queries_ = 0;
};

Expected<Condition> parse_list(std::string_view text) {
  if (text.size() > kMaxList) {
    return error_at(text, kMaxList, "the list is too long", "at most 256 KiB");
  }
  pugi::xml_document document;
  const auto result = document.load_buffer(
      text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!result) {
    const auto offset =
        static_cast<size_t>(std::max<ptrdiff_t>(result.offset, 0));
    return error_at(
        text, std::min(offset, text.size()),
        "the list is no well-formed XML: " + std::string(result.description()),
        kAcceptedList);
  }
  const pugi::xml_node root = document.document_element();
  if (std::string_view(root.name()) != "QueryList") {
    return error_at(
        text, 0,
        "the list's outer element is <" + std::string(root.name()) + ">",
        kAcceptedList);
  }
  return QueryListReader().read(root);
}

}  // namespace

Expected<Condition> parse_query(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) {
    return error_at(text, 0, "the query is empty", kAcceptedList);
  }
  if (text[begin] != '<') {
    return parse_possible(text);
  }
  ASSIGN_OR_RETURN(Condition whole, parse_list(text));
  if (bounds_of(whole, 0).is_nothing()) {
    return Error{
        ErrorCode::InvalidSetting,
        "the list lets no event pass: its paths contradict its "
        "conditions, or it suppresses all that it selects; accepted: " +
            std::string(kAcceptedList)};
  }
  return whole;
}

}  // namespace eventlens::filter
