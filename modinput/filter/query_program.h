// A query made ready for the events of one shape: what the shape decides, the
// names of elements and fields above all, is decided when it is made, and what
// is left are tests of single values.
#pragma once

#include <optional>
#include <vector>

#include "filter/event_text.h"
#include "filter/query.h"
#include "filter/shape_tree.h"

namespace eventlens::filter {

class QueryProgram {
 public:
  /// Both must outlive it; of `tree` only the shape's texts. A condition that
  /// meets a hostile shape may come to too many tests: then it is never known
  /// whether it holds.
  QueryProgram(const Condition& condition, const ShapeTree& tree);

  /// Whether it holds for an event of the shape. `now` is the time from which
  /// ages are counted; `text` is where texts are made.
  [[nodiscard]] bool holds_for(const Event& event, Filetime now,
                               Buffer& text) const {
    return holds(whole_, {event, now, text});
  }
  /// False where the question was too large.
  [[nodiscard]] bool is_known() const { return !too_large_; }
  /// Tests that it consists of.
  [[nodiscard]] size_t size() const { return tests_.size(); }

 private:
  using TestNumber = uint32_t;

  struct Test {
    enum class Kind : uint8_t {
      Constant,
      All,
      Any,
      None,
      Present,  // the slot is not Null
      Value,    // the comparison holds for a value of the parts
    };
    Kind kind = Kind::Constant;
    bool constant = false;
    bool ignores_case = false;
    uint16_t slot = kNoSlot;
    uint32_t begin = 0;  // of links, or of parts
    uint32_t size = 0;
    const Comparison* comparison = nullptr;
  };

  struct Moment {
    const Event& event;
    Filetime now;
    Buffer& text;
  };

  /// An element, and whether it is part of <System>.
  struct Place {
    uint32_t element;
    uint8_t depth;  // 0: the document
    bool in_system;
  };

  TestNumber make(const Condition& condition, const ShapeTree& tree,
                  const Place& place);
  TestNumber follow(const Condition& condition, size_t step,
                    const ShapeTree& tree, const Place& place);
  TestNumber ask(const Comparison& comparison, std::span<const FieldPart> parts,
                 bool in_system);
  TestNumber join(Test::Kind kind, std::vector<TestNumber> tests);
  TestNumber constant(bool value) const { return value ? 1 : 0; }
  TestNumber add(const Test& test);

  [[nodiscard]] bool holds(TestNumber number, const Moment& moment) const;
  [[nodiscard]] static bool compares(const Comparison& comparison,
                                     bool ignores_case, std::string_view text,
                                     const Value& value, Filetime now);

  std::vector<Test> tests_;
  std::vector<TestNumber> links_;
  std::vector<FieldPart> parts_;
  TestNumber whole_ = 0;
  size_t visits_ = 0;
  bool too_large_ = false;
};

}  // namespace eventlens::filter
