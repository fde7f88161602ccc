// Puts a Program together: literals gather until a step takes them.
#pragma once

#include <string_view>

#include "emit/program.h"

namespace eventlens {

class ProgramBuilder {
 public:
  void literal(std::string_view text) { pending_ += text; }

  void literal(std::string_view text, Escape escape) {
    scratch_.clear();
    append_utf8(scratch_, text, escape);
    pending_ += scratch_.view();
  }

  /// A step with the literals since the last one. Returns its number.
  size_t step(StepKind kind, uint16_t slot = kNoSlot, uint32_t a = 0) {
    return add({kind, StepCondition::None, slot, 0, 0, 0, a, 0}, {});
  }

  /// `head`, the slot's value and `tail` as one step. Under a condition, what
  /// was gathered before does not ride on it: that becomes a step of its own.
  void field(StepKind kind, uint16_t slot, StepCondition condition,
             std::string_view head, std::string_view tail, uint32_t a = 0) {
    if (condition != StepCondition::None) {
      flush();
    }
    literal(head);
    add({kind, condition, slot, 0, 0, 0, a, 0}, tail);
  }

  /// The target of the step `jump` is here: what was gathered so far is in
  /// front of it.
  void land(size_t jump) {
    flush();
    program_.steps[jump].a = static_cast<uint32_t>(program_.steps.size());
  }

  /// `field` views `fields` that are given to take().
  uint32_t list(ListField field) {
    program_.lists.push_back(std::move(field));
    return static_cast<uint32_t>(program_.lists.size() - 1);
  }
  uint32_t separator(std::string text) {
    program_.separators.push_back(std::move(text));
    return static_cast<uint32_t>(program_.separators.size() - 1);
  }

  /// Makes a step of its own of what was gathered.
  void flush() {
    if (!pending_.empty()) {
      step(StepKind::Literal);
    }
  }

  Program take(FlatFields fields = {}) {
    flush();
    if (!program_.lists.empty()) {
      program_.fields = std::move(fields);
    }
    program_.literals.append(kLiteralSlack, '\0');
    return std::move(program_);
  }

 private:
  size_t add(Step step, std::string_view tail) {
    step.literal = static_cast<uint32_t>(program_.literals.size());
    step.literal_size = static_cast<uint32_t>(pending_.size());
    step.tail_size = static_cast<uint32_t>(tail.size());
    step.room = static_cast<uint32_t>(pending_.size() + tail.size() +
                                      value_room(Value{}));
    program_.literals += pending_;
    program_.literals += tail;
    pending_.clear();
    program_.steps.push_back(step);
    return program_.steps.size() - 1;
  }

  Buffer scratch_;
  Program program_;
  std::string pending_;
};

}  // namespace eventlens
