#include "evtx/structure_handlers.h"

#include <algorithm>
#include <string_view>

#include "base/escape.h"
#include "base/limits.h"
#include "base/xml_name.h"

namespace eventlens::evtx {
namespace {

bool equals(ByteView utf16, std::string_view ascii) {
  bool same = utf16.size() == 2 * ascii.size();
  for (size_t i = 0; same && i < ascii.size(); ++i) {
    same =
        utf16[2 * i] == static_cast<uint8_t>(ascii[i]) && utf16[2 * i + 1] == 0;
  }
  return same;
}

std::string to_utf8(ByteView utf16) {
  Buffer out;
  append_utf16(out, utf16, Escape::Raw);
  return std::string(out.view());
}

/// Names of letters and digits, which nearly all are, need no care; fills
/// `name`.
bool is_plain_name(ByteView utf16, std::string& name) {
  name.reserve(utf16.size() / 2);
  for (size_t i = 0; i + 2 <= utf16.size(); i += 2) {
    const uint8_t letter = utf16[i] | 0x20;
    const bool is_letter = letter >= 'a' && letter <= 'z';
    const bool is_digit = i > 0 && utf16[i] >= '0' && utf16[i] <= '9';
    if (utf16[i + 1] != 0 || !(is_letter || is_digit)) {
      return false;
    }
    name += static_cast<char>(utf16[i]);
  }
  return !name.empty();
}

/// A name as it may stand in markup: whatever else a damaged or hostile log
/// holds becomes "_".
std::string to_xml_name(ByteView utf16) {
  std::string plain;
  if (is_plain_name(utf16, plain)) {
    return plain;
  }
  std::vector<uint8_t> name;
  for (size_t i = 0; i + 2 <= utf16.size(); i += 2) {
    const auto unit = load_le<uint16_t>(utf16.data() + i);
    const bool start = is_xml_name_start(unit);
    if (!start && name.empty()) {
      name.insert(name.end(), {'_', 0});
    }
    const bool fits = start || is_xml_name_more(unit);
    name.push_back(fits ? utf16[i] : uint8_t{'_'});
    name.push_back(fits ? utf16[i + 1] : uint8_t{0});
  }
  if (name.empty()) {
    return "_";
  }
  const size_t size = name.size();
  name.resize(size + kReadSlack);
  return to_utf8(ByteView(name).first(size));
}

/// Names that begin so are XML's own.
bool is_reserved(std::string_view target) {
  return target.size() >= 3 && (target[0] | 0x20) == 'x' &&
         (target[1] | 0x20) == 'm' && (target[2] | 0x20) == 'l';
}

/// An instruction's data has no escapes: what would end it early or is no
/// character of XML 1.0 becomes something harmless.
std::string instruction_text(ByteView target, ByteView data) {
  std::string text = to_utf8(data);
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '>') {
      text[i] = '_';
    } else if (static_cast<unsigned char>(text[i]) < 0x20) {
      text[i] = ' ';
    } else if (text.compare(i, 3, "\xEF\xBF\xBE") == 0 ||
               text.compare(i, 3, "\xEF\xBF\xBF") == 0) {
      text[i + 2] = '\xBD';  // U+FFFE and U+FFFF become U+FFFD
    }
  }
  std::string name = to_xml_name(target);
  return (is_reserved(name) ? "_" : "") + name + " " + text;
}

}  // namespace

void LiteralRule::attribute_start(ByteView name) {
  in_literal_attribute_ = equals(name, "Name") || equals(name, "xmlns");
}

SignatureHandler::SignatureHandler(std::string& signature, FragmentKind kind,
                                   ByteView chunk, ValueList& values)
    : signature_(signature),
      values_(values),
      rule_(kind),
      chunk_(chunk.data()) {
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
  // In front of the characters stands their count.
  places_.push_back({VariablePlace::Kind::Text,
                     static_cast<size_t>(utf16.data() - chunk_) - 2});
  values_.push_back({utf16.data(), static_cast<uint32_t>(utf16.size()),
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
  add(ItemKind::ElementStart, texts_.keep(to_xml_name(name)), ItemFlag::None,
      dependency < kMaxValuesPerInstance ? dependency : kNoSlot);
  attribute_names_.clear();
}

void ItemHandler::element_end(bool empty) {
  add(ItemKind::ElementEnd, {}, empty ? ItemFlag::SelfClosing : ItemFlag::None);
}

void ItemHandler::attribute_start(ByteView name) {
  rule_.attribute_start(name);
  // Only in a damaged log does an attribute come twice; XML has no place for
  // the second one under the same name.
  std::string text = to_xml_name(name);
  while (std::find(attribute_names_.begin(), attribute_names_.end(), text) !=
         attribute_names_.end()) {
    text += '_';
  }
  attribute_names_.push_back(texts_.keep(text));
  add(ItemKind::AttributeStart, attribute_names_.back());
}

void ItemHandler::attribute_end() {
  rule_.attribute_end();
  add(ItemKind::AttributeEnd);
}

void ItemHandler::text(ByteView utf16) {
  if (rule_.text_is_literal()) {
    add(ItemKind::Text, texts_.keep(to_utf8(utf16)));
    return;
  }
  add(ItemKind::Slot, {}, ItemFlag::None, next_slot_++);
}

void ItemHandler::character(uint16_t code_unit) {
  const std::array<uint8_t, 2 + kReadSlack> padded = {
      static_cast<uint8_t>(code_unit & 0xFF),
      static_cast<uint8_t>(code_unit >> 8)};
  add(ItemKind::Text, texts_.keep(to_utf8(ByteView(padded).first(2))));
}

void ItemHandler::substitution(uint16_t index, bool optional) {
  if (kind_ == FragmentKind::Plain) {
    return;  // there is no instance whose value it could be
  }
  add(ItemKind::Slot, {}, optional ? ItemFlag::Optional : ItemFlag::None,
      index);
}

void ItemHandler::instruction(ByteView target, ByteView data) {
  add(ItemKind::Instruction, texts_.keep(instruction_text(target, data)));
}

}  // namespace eventlens::evtx
