// The two handlers that learn a structure from its tokens: one makes the
// signature by which it is recognised (and, for fragments without a template,
// collects the values), the other builds the items, once per structure. Both
// decide in the same way what is part of the structure and what is a value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text_pool.h"
#include "event/shape.h"
#include "evtx/token_pattern.h"
#include "evtx/token_walker.h"

namespace eventlens::evtx {

/// In a fragment without a template every text is a value, except the values
/// of the attributes Name and xmlns: those are structure (<Data Name='x'>).
class LiteralRule {
 public:
  explicit LiteralRule(FragmentKind kind) : kind_(kind) {}
  void attribute_start(ByteView name);
  void attribute_end() { in_literal_attribute_ = false; }
  [[nodiscard]] bool text_is_literal() const {
    return kind_ == FragmentKind::TemplateDefinition || in_literal_attribute_;
  }

 private:
  FragmentKind kind_;
  bool in_literal_attribute_ = false;
};

class SignatureHandler final : public TokenHandler {
 public:
  /// Fills `signature` anew; `values` takes a plain fragment's texts.
  SignatureHandler(std::string& signature, FragmentKind kind, ByteView chunk,
                   ValueList& values);

  void name_reference(size_t at) override {
    places_.push_back({VariablePlace::Kind::Name, at});
  }
  void size_field(size_t at) override {
    places_.push_back({VariablePlace::Kind::Size, at});
  }
  void finished(size_t at) override { end_ = at; }
  void element_start(ByteView name, uint16_t dependency) override;
  void element_end(bool empty) override;
  void attribute_start(ByteView name) override;
  void attribute_end() override;
  void text(ByteView utf16) override;
  void character(uint16_t code_unit) override;
  void substitution(uint16_t index, bool optional) override;
  void instruction(ByteView target, ByteView data) override;

  [[nodiscard]] bool any_element() const { return any_element_; }
  /// What makes a pattern of the fragment, once it was walked without error.
  [[nodiscard]] const std::vector<VariablePlace>& places() const {
    return places_;
  }
  [[nodiscard]] size_t end() const { return end_; }

 private:
  void add(char kind, ByteView bytes);
  void add(char kind, uint16_t number);

  std::string& signature_;
  ValueList& values_;
  LiteralRule rule_;
  bool any_element_ = false;
  const uint8_t* chunk_;
  std::vector<VariablePlace> places_;
  size_t end_ = 0;
};

class ItemHandler final : public TokenHandler {
 public:
  /// Appends to `items`, whose texts are kept in `texts`.
  ItemHandler(std::vector<Item>& items, TextPool& texts, FragmentKind kind)
      : items_(items), texts_(texts), kind_(kind), rule_(kind) {}

  void element_start(ByteView name, uint16_t dependency) override;
  void element_end(bool empty) override;
  void attribute_start(ByteView name) override;
  void attribute_end() override;
  void text(ByteView utf16) override;
  void character(uint16_t code_unit) override;
  void substitution(uint16_t index, bool optional) override;
  void instruction(ByteView target, ByteView data) override;

 private:
  void add(ItemKind kind, std::string_view text = {},
           ItemFlag flag = ItemFlag::None, uint16_t slot = kNoSlot) {
    items_.push_back({kind, flag, slot, text});
  }

  std::vector<Item>& items_;
  TextPool& texts_;
  FragmentKind kind_;
  LiteralRule rule_;
  std::vector<std::string_view> attribute_names_;  // of the innermost element
  uint16_t next_slot_ = 0;  // plain fragments: texts are numbered in order
};

}  // namespace eventlens::evtx
