// Whether a text is the XML or JSON of one event that any parser takes.
#pragma once

#include <rapidjson/document.h>

#include <algorithm>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>

namespace eventlens::test {

inline bool is_on_one_line(std::string_view text) {
  return text.find_first_of("\r\n") == std::string_view::npos;
}

/// What pugixml does not look at itself: each attribute once.
inline bool has_unique_attributes(const pugi::xml_node& node) {
  std::set<std::string_view> names;
  for (const auto& attribute : node.attributes()) {
    if (!names.insert(attribute.name()).second) {
      return false;
    }
  }
  return std::all_of(node.begin(), node.end(), has_unique_attributes);
}

/// One element at the top and no text beside it; characters that XML 1.0
/// knows; one line. Empty where it is so, else what is wrong.
inline std::string wrong_with_xml(const std::string& text) {
  pugi::xml_document document;
  const auto parsed = document.load_buffer(
      text.data(), text.size(), pugi::parse_full | pugi::parse_ws_pcdata,
      pugi::encoding_utf8);
  if (!parsed) {
    return parsed.description();
  }
  size_t roots = 0;
  for (const auto& node : document) {
    roots += node.type() == pugi::node_element;
    if (node.type() == pugi::node_pcdata) {
      return "text outside the root element";
    }
  }
  if (roots != 1) {
    return std::to_string(roots) + " root elements";
  }
  const bool controls = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t';
  });
  if (controls || !is_on_one_line(text)) {
    return "control characters";
  }
  return has_unique_attributes(document) ? "" : "an attribute twice";
}

/// An object in valid UTF-8 whose keys are unique, on one line.
inline std::string wrong_with_json(const std::string& text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag>(text.data(),
                                                        text.size());
  if (document.HasParseError() || !document.IsObject()) {
    return "no JSON object, error at " +
           std::to_string(document.GetErrorOffset());
  }
  std::set<std::string_view> keys;
  for (const auto& member : document.GetObject()) {
    if (!keys.insert(member.name.GetString()).second) {
      return std::string("key twice: ") + member.name.GetString();
    }
  }
  return is_on_one_line(text) ? "" : "control characters";
}

}  // namespace eventlens::test
