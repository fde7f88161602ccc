// A structure's signature: its tokens with names resolved, in a row of bytes.
// By it a structure is recognised that is there already, and from it the items
// of a new one are made; so its tokens are walked once, and in one place it is
// decided what is part of a structure and what is a value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text_pool.h"
#include "event/shape.h"
#include "evtx/token_pattern.h"
#include "evtx/token_walker.h"

namespace eventlens::evtx {

/// Writes the signature of the fragment that is walked and, where it is one
/// without a template, collects its values: there every text is one, except
/// those of the attributes Name and xmlns, which are structure
/// (<Data Name='x'>).
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
  [[nodiscard]] bool text_is_literal() const {
    return kind_ == FragmentKind::TemplateDefinition || in_literal_attribute_;
  }
  void add(char mark, uint16_t number);
  void add(char mark, ByteView utf16);

  std::string& signature_;
  FragmentKind kind_;
  ValueList& values_;
  bool any_element_ = false;
  bool in_literal_attribute_ = false;
  const uint8_t* chunk_;
  std::vector<VariablePlace> places_;
  size_t end_ = 0;
};

/// Appends the structure that a SignatureHandler wrote; the items' texts are
/// kept in `texts`. Whatever a damaged or hostile log holds, names are such as
/// may stand in markup, and attributes of an element differ.
void append_items(std::string_view signature, TextPool& texts,
                  std::vector<Item>& items);

}  // namespace eventlens::evtx
