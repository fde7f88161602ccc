#include "evtx/structure_handlers.h"

#include <algorithm>
#include <string_view>

#include "base/escape.h"
#include "base/limits.h"

namespace eventlens::evtx {
namespace {

bool equals(ByteView utf16, std::string_view ascii) {
  bool same = utf16.size() == 2 * ascii.size();
  for (size_t i = 0; same && i < ascii.size(); ++i) {
    same = utf16[2 * i] == static_cast<uint8_t>(ascii[i]) &&
           utf16[2 * i + 1] == 0;
  }
  return same;
}

std::string to_utf8(ByteView utf16) {
  Buffer out;
  append_utf16(out, utf16, Escape::Raw);
  return std::string(out.view());
}

/// A name as it may stand in markup (XML 1.0 section 2.3): whatever else a
/// damaged or hostile log holds becomes "_".
std::string to_xml_name(ByteView utf16) {
  std::string name = to_utf8(utf16);
  const auto letter = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  std::replace_if(
      name.begin(), name.end(),
      [&](char c) {
        return !letter(c) && !(c >= '0' && c <= '9') && c != '.' && c != '-' &&
               c != ':';
      },
      '_');
  if (name.empty() || !letter(name.front())) {
    name.insert(name.begin(), '_');
  }
  return name;
}

/// "?>" would end the instruction early.
std::string instruction_text(ByteView target, ByteView data) {
  std::string text = to_utf8(data);
  std::replace(text.begin(), text.end(), '>', '_');
  return to_xml_name(target) + " " + text;
}

}  // namespace

void LiteralRule::attribute_start(ByteView name) {
  in_literal_attribute_ = equals(name, "Name") || equals(name, "xmlns");
}

SignatureHandler::SignatureHandler(std::string& signature, FragmentKind kind,
                                   std::vector<Value>* values)
    : signature_(signature), values_(values), rule_(kind) {
  signature_.assign(1, kind == FragmentKind::Plain ? 'P' : 'T');
}

void SignatureHandler::element_start(ByteView name, uint16_t dependency) {
  any_element_ = true;
  add('<', name);
  add('d', dependency);
}

void SignatureHandler::element_end(bool empty) {
  signature_ += empty ? '/' : '>';
}

void SignatureHandler::attribute_start(ByteView name) {
  rule_.attribute_start(name);
  add('a', name);
}

void SignatureHandler::attribute_end() {
  rule_.attribute_end();
  signature_ += '.';
}

void SignatureHandler::text(ByteView utf16) {
  if (rule_.text_is_literal()) {
    add('t', utf16);
    return;
  }
  signature_ += 'v';
  values_->push_back({utf16.data(), static_cast<uint32_t>(utf16.size()),
                      static_cast<uint8_t>(ValueType::String)});
}

void SignatureHandler::character(uint16_t code_unit) { add('c', code_unit); }

void SignatureHandler::substitution(uint16_t index, bool optional) {
  add(optional ? 'o' : 's', index);
}

void SignatureHandler::instruction(ByteView target, ByteView data) {
  add('?', target);
  add('=', data);
}

void SignatureHandler::add(char kind, ByteView bytes) {
  add(kind, static_cast<uint16_t>(bytes.size()));
  signature_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

void SignatureHandler::add(char kind, uint16_t number) {
  signature_ += kind;
  signature_ += static_cast<char>(number & 0xFF);
  signature_ += static_cast<char>(number >> 8);
}

void ItemHandler::element_start(ByteView name, uint16_t dependency) {
  items_.push_back({ItemKind::ElementStart, ItemFlag::None,
                    dependency < kMaxValuesPerInstance ? dependency : kNoSlot,
                    to_xml_name(name)});
}

void ItemHandler::element_end(bool empty) {
  items_.push_back({ItemKind::ElementEnd,
                    empty ? ItemFlag::SelfClosing : ItemFlag::None,
                    kNoSlot,
                    {}});
}

void ItemHandler::attribute_start(ByteView name) {
  rule_.attribute_start(name);
  items_.push_back({ItemKind::AttributeStart, ItemFlag::None, kNoSlot,
                    to_xml_name(name)});
}

void ItemHandler::attribute_end() {
  rule_.attribute_end();
  items_.push_back({ItemKind::AttributeEnd, ItemFlag::None, kNoSlot, {}});
}

void ItemHandler::text(ByteView utf16) {
  if (rule_.text_is_literal()) {
    items_.push_back({ItemKind::Text, ItemFlag::None, kNoSlot,
                      to_utf8(utf16)});
    return;
  }
  items_.push_back({ItemKind::Slot, ItemFlag::None, next_slot_++, {}});
}

void ItemHandler::character(uint16_t code_unit) {
  const std::array<uint8_t, 2 + kReadSlack> padded = {
      static_cast<uint8_t>(code_unit & 0xFF),
      static_cast<uint8_t>(code_unit >> 8)};
  items_.push_back({ItemKind::Text, ItemFlag::None, kNoSlot,
                    to_utf8(ByteView(padded).first(2))});
}

void ItemHandler::substitution(uint16_t index, bool optional) {
  if (kind_ == FragmentKind::Plain) {
    return;  // there is no instance whose value it could be
  }
  items_.push_back({ItemKind::Slot,
                    optional ? ItemFlag::Optional : ItemFlag::None,
                    index,
                    {}});
}

void ItemHandler::instruction(ByteView target, ByteView data) {
  items_.push_back({ItemKind::Instruction, ItemFlag::None, kNoSlot,
                    instruction_text(target, data)});
}

}  // namespace eventlens::evtx
