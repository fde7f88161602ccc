// A Form: how one producer lays a Windows event out in a JSON object, as
// tables. To add a producer is to add a Form to forms.cpp's list.
#pragma once

#include <span>
#include <string_view>

#include "event/flat_record.h"

namespace eventlens::json {

/// How a value is spelled there.
enum class Spelling : uint8_t {
  AsIs,
  Guid,
  Time,
  Keywords,  // a number in any spelling, or names
  Level,     // a number, or an English name
  Sid,       // anything else is a name, which Windows does not write there
  Quoted,    // in quotation marks of its own
};

struct Rule {
  enum class Kind : uint8_t {
    System,
    Rendered,
    NumberOrText,  // a number is System's, anything else Rendered's
    Data,          // without a name
    Binary,
    FilledBinary,  // likewise; none where it is empty
    UserDataRoot,  // the name of UserData's element
    Skip,          // is no part of the Windows event
  };
  enum class When : uint8_t { Always, With, Without };

  std::string_view path;  // behind the form's prefix
  Kind kind = Kind::Skip;
  SystemField field = SystemField::TimeCreated;
  RenderedText text = RenderedText::Message;
  Spelling spelling = Spelling::AsIs;
  /// Only where nothing better is in the object.
  bool weak = false;
  /// Applies only with, or only without, a member of the path `other`; else the
  /// member is treated as if there were no rule.
  When when = When::Always;
  std::string_view other = {};

  // As tables say it.
  constexpr Rule as(Spelling value) const {
    Rule rule = *this;
    rule.spelling = value;
    return rule;
  }
  constexpr Rule if_missing() const {
    Rule rule = *this;
    rule.weak = true;
    return rule;
  }
  constexpr Rule with(std::string_view path_of_other) const {
    Rule rule = *this;
    rule.when = When::With;
    rule.other = path_of_other;
    return rule;
  }
  constexpr Rule without(std::string_view path_of_other) const {
    Rule rule = *this;
    rule.when = When::Without;
    rule.other = path_of_other;
    return rule;
  }
};

constexpr Rule system(std::string_view path, SystemField field) {
  return {.path = path, .kind = Rule::Kind::System, .field = field};
}
constexpr Rule rendered(std::string_view path, RenderedText text) {
  return {.path = path, .kind = Rule::Kind::Rendered, .text = text};
}
constexpr Rule number_or_text(std::string_view path, SystemField field,
                              RenderedText text) {
  return {.path = path,
          .kind = Rule::Kind::NumberOrText,
          .field = field,
          .text = text};
}
constexpr Rule of_kind(std::string_view path, Rule::Kind kind) {
  return {.path = path, .kind = kind};
}
constexpr Rule skip(std::string_view path) { return {.path = path}; }

/// What everything below a path is, where no rule names it.
struct Section {
  enum class Kind : uint8_t {
    Data,        // EventData, by the rest of the path
    RootedData,  // UserData: its element, then the rest of the path
    Named,       // likewise, the element's name by a rule
    Skip,
  };
  std::string_view prefix;  // ends with "."; empty: everything
  Kind kind;
};

/// How the names of data are spelled.
enum class Names : uint8_t {
  AsIs,
  FirstLetterLower,  // the first letter was made a small one
};

/// What else a form does to its data.
enum class Habit : uint8_t {
  None,
  NumbersUnnamedData,  // values without a name are called param1, param2 ...
  OwnAdditions,        // EventLens' own: lens_* and <F>_name
  PrintsTypes,         // evtx_dump: see to_windows_spelling()
};

struct Form {
  const char* producer;
  /// Paths of which each must be there; of "a|b" one.
  std::span<const std::string_view> signs;
  /// Of all paths; what has another one is no part of the Windows event.
  std::string_view prefix;
  std::span<const Rule> rules;
  std::span<const Section> sections;  // the first that fits
  Names names = Names::AsIs;
  Habit habit = Habit::None;
};

/// All that are known, in the order in which they are asked.
[[nodiscard]] std::span<const Form> forms();

// One per family of producers; of forms.cpp.
extern const Form kWinlogbeat;
extern const Form kWinlogbeatFlat;
extern const Form kEvtxDump;
extern const Form kWazuh;
extern const Form kWazuhAlert;
extern const Form kFluentBit;
extern const Form kEventLens;
extern const Form kNxlog;

}  // namespace eventlens::json
