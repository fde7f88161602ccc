// A Program: a Shape compiled for one output format. Running it over an
// event's values appends the finished, escaped text to a buffer.
//
// Everything that a shape decides is decided when it is compiled: names, order,
// the escaping of literals, which value a hole takes. What is left per event is
// a short list of steps: copy these bytes, print that value, skip where that
// value is Null.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/buffer.h"
#include "event/event.h"
#include "event/fields.h"
#include "log/issues.h"

namespace eventlens {

/// What a step does once it has written its literal. Behind the value of its
/// slot comes the step's tail.
enum class StepKind : uint8_t {
  Literal,     // nothing more
  JsonField,   // the slot's value; an array as a list. The literal ends in the
               // opening quote, the tail is '",'
  JsonNumber,  // a number of <System>; quotes where it is none
  JsonText,    // the slot's value; an array's items with ',' between them
  JsonList,    // field `a` of the program's lists: key and all its values
  XmlText,     // the slot's value; an array's items with separator `a` of the
               // program's separators between them
  XmlAttribute,  // the slot's value
  SkipIfNull,    // on to step `a` where the slot is Null
  Each,          // runs the steps up to `a` once per item of the slot's value
  Knowledge,     // what enrichment adds stands here
};

/// Where a step does nothing, not even write its literal.
enum class StepCondition : uint8_t {
  None,
  UnlessNull,   // where the slot is Null
  UnlessEmpty,  // where the slot's value has no text
};

/// A literal, bytes [literal, literal + literal_size) of the program's, what
/// follows it, and the tail, which lies right behind the literal: most fields
/// of an event are one step.
struct Step {
  StepKind kind;
  StepCondition condition = StepCondition::None;
  uint16_t slot = kNoSlot;
  uint32_t literal = 0;
  uint32_t literal_size = 0;
  uint32_t tail_size = 0;
  uint32_t a = 0;
  uint32_t room = 0;  // for literal, tail and a value of no bytes
};
static_assert(sizeof(Step) == 24);

/// A key that occurs more than once; how many values there are is known per
/// event only.
struct ListField {
  std::string key;  // "\"Data\":"
  std::span<const Occurrence> occurrences;
  bool of_system = false;
};

/// Literals are copied 32 bytes at a time and read past their end.
inline constexpr size_t kLiteralSlack = 32;

struct Program {
  std::vector<Step> steps;
  std::string literals;  // and kLiteralSlack bytes
  std::vector<ListField> lists;
  FlatFields fields;  // what lists view
  std::vector<std::string> separators;
};

/// Where enrichment writes during a run.
class KnowledgeWriter {
 public:
  virtual ~KnowledgeWriter() = default;
  virtual void write(Buffer& out) = 0;
};

/// Appends the event. `knowledge` is called at the Knowledge step; null adds
/// nothing. Values whose size does not fit their type are counted. False, and
/// nothing appended, where the text would go beyond kMaxEventText, or all that
/// is in the buffer beyond kMaxUnitText.
bool run(const Program& program, const Event& event, KnowledgeWriter* knowledge,
         Buffer& out, Issues& issues);

/// Windows' event XML on one line, attributes in single quotes.
[[nodiscard]] Program compile_xml(const Shape& shape);

/// One flat JSON object.
[[nodiscard]] Program compile_json(const Shape& shape);

}  // namespace eventlens
