// Appends steps to a Program; literals that follow each other become one.
#pragma once

#include <string_view>

#include "emit/program.h"

namespace eventlens {

class ProgramBuilder {
 public:
  void literal(std::string_view text) {
    if (text.empty()) {
      return;
    }
    auto& steps = program_.steps;
    // A jump target splits literals: what is skipped must not swallow what
    // comes behind it.
    if (!steps.empty() && steps.back().kind == StepKind::Literal &&
        last_target_ != steps.size()) {
      steps.back().b += static_cast<uint32_t>(text.size());
    } else {
      steps.push_back({StepKind::Literal, kNoSlot,
                       static_cast<uint32_t>(program_.literals.size()),
                       static_cast<uint32_t>(text.size())});
    }
    program_.literals += text;
  }

  void literal(std::string_view text, Escape escape) {
    Buffer escaped;
    append_utf8(escaped, text, escape);
    literal(escaped.view());
  }

  void step(StepKind kind, uint16_t slot = kNoSlot, uint32_t a = 0) {
    program_.steps.push_back({kind, slot, a, 0});
  }

  /// A step whose target is not known yet; give the result to land().
  [[nodiscard]] size_t jump(StepKind kind, uint16_t slot) {
    step(kind, slot);
    return program_.steps.size() - 1;
  }
  /// The jump's target is here.
  void land(size_t jump) {
    last_target_ = program_.steps.size();
    program_.steps[jump].a = static_cast<uint32_t>(last_target_);
  }

  size_t list(ListField field) {
    program_.lists.push_back(std::move(field));
    return program_.lists.size() - 1;
  }

  Program take() {
    program_.literals.append(kLiteralSlack, '\0');
    return std::move(program_);
  }

 private:
  Program program_;
  size_t last_target_ = SIZE_MAX;
};

}  // namespace eventlens
