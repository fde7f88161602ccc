#include "evtx/signature.h"

#include <algorithm>
#include <array>

#include "base/escape.h"
#include "base/limits.h"
#include "base/xml_name.h"

namespace eventlens::evtx {
namespace {

// The marks of a signature. Behind that of a name or text stand the count of
// its characters, in two bytes, and they themselves; behind that of a number
// its two bytes; behind the others nothing. All of it little-endian.
constexpr char kPlain = 'P';
constexpr char kTemplate = 'T';
constexpr char kElement = '<';
constexpr char kDependency = 'd';  // of the element before it
constexpr char kElementEnd = '>';
constexpr char kElementEmpty = '/';
constexpr char kAttribute = 'a';
constexpr char kAttributeEnd = '.';
constexpr char kText = 't';
constexpr char kValue = 'v';
constexpr char kCharacter = 'c';
constexpr char kSubstitution = 's';
constexpr char kOptional = 'o';
constexpr char kInstruction = '?';  // its target
constexpr char kData = '=';         // of the instruction before it

bool equals(ByteView utf16, std::string_view ascii) {
  bool same = utf16.size() == 2 * ascii.size();
  for (size_t i = 0; same && i < ascii.size(); ++i) {
    same =
        utf16[2 * i] == static_cast<uint8_t>(ascii[i]) && utf16[2 * i + 1] == 0;
  }
  return same;
}

/// Of ASCII's characters from the blank on, which nearly all texts of
/// structures are; fills `text` with them.
bool is_ascii(ByteView utf16, std::string& text) {
  text.resize(utf16.size() / 2);
  bool ascii = true;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto unit = load_le<uint16_t>(utf16.data() + 2 * i);
    text[i] = static_cast<char>(unit);
    ascii &= unit >= ' ' && unit < 0x7F;
  }
  return ascii;
}

void put_utf8(ByteView utf16, std::string& text) {
  if (is_ascii(utf16, text)) {
    return;
  }
  std::vector<uint8_t> padded(utf16.size() + kReadSlack);
  std::copy(utf16.begin(), utf16.end(), padded.begin());
  Buffer out;
  append_utf16(out, ByteView(padded).first(utf16.size()), Escape::Raw);
  text = out.view();
}

/// Names of letters and digits, which nearly all are, need no care.
bool is_plain_name(std::string_view name) {
  const auto is_letter = [](char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  };
  bool plain = !name.empty() && is_letter(name.front());
  for (const char c : name) {
    plain &= is_letter(c) || (c >= '0' && c <= '9');
  }
  return plain;
}

/// A name as it may stand in markup: whatever else a damaged or hostile log
/// holds becomes "_".
void put_xml_name(ByteView utf16, std::string& text) {
  if (is_ascii(utf16, text) && is_plain_name(text)) {
    return;
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
    text = "_";
    return;
  }
  put_utf8(name, text);
}

/// Names that begin so are XML's own.
bool is_reserved(std::string_view target) {
  return target.size() >= 3 && (target[0] | 0x20) == 'x' &&
         (target[1] | 0x20) == 'm' && (target[2] | 0x20) == 'l';
}

/// An instruction's data has no escapes: what would end it early or is no
/// character of XML 1.0 becomes something harmless.
std::string instruction_text(ByteView target, ByteView data) {
  std::string text;
  put_utf8(data, text);
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
  std::string name;
  put_xml_name(target, name);
  return (is_reserved(name) ? "_" : "") + name + " " + text;
}

/// Reads a signature. REQUIRES: a SignatureHandler wrote it.
class ItemReader {
 public:
  ItemReader(std::string_view signature, TextPool& texts,
             std::vector<Item>& items)
      : at_(reinterpret_cast<const uint8_t*>(signature.data())),
        end_(at_ + signature.size()),
        texts_(texts),
        items_(items) {}

  void run() {
    const bool plain = next_mark() == kPlain;
    while (at_ != end_) {
      visit(next_mark(), plain);
    }
  }

 private:
  void visit(char mark, bool plain) {
    switch (mark) {
      case kElement:
        return element();
      case kElementEnd:
        return add(ItemKind::ElementEnd, {}, ItemFlag::None);
      case kElementEmpty:
        return add(ItemKind::ElementEnd, {}, ItemFlag::SelfClosing);
      case kAttribute:
        return attribute();
      case kAttributeEnd:
        return add(ItemKind::AttributeEnd);
      case kText:
        put_utf8(next_text(), text_);
        return add(ItemKind::Text, texts_.keep(text_));
      case kValue:
        return add(ItemKind::Slot, {}, ItemFlag::None, next_slot_++);
      case kCharacter:
        put_utf8(next_bytes(2), text_);
        return add(ItemKind::Text, texts_.keep(text_));
      case kSubstitution:
        return substitution(ItemFlag::None, plain);
      case kOptional:
        return substitution(ItemFlag::Optional, plain);
      default:
        return instruction();
    }
  }

  void element() {
    put_xml_name(next_text(), text_);
    next_mark();
    const uint16_t dependency = next_number();
    add(ItemKind::ElementStart, texts_.keep(text_), ItemFlag::None,
        dependency < kMaxValuesPerInstance ? dependency : kNoSlot);
    attribute_names_.clear();
  }

  /// Only in a damaged log does an attribute come twice; XML has no place for
  /// the second one under the same name.
  void attribute() {
    put_xml_name(next_text(), text_);
    while (std::find(attribute_names_.begin(), attribute_names_.end(), text_) !=
           attribute_names_.end()) {
      text_ += '_';
    }
    attribute_names_.push_back(texts_.keep(text_));
    add(ItemKind::AttributeStart, attribute_names_.back());
  }

  /// In a fragment without a template there is no instance whose value it could
  /// be.
  void substitution(ItemFlag flag, bool plain) {
    const uint16_t index = next_number();
    if (!plain) {
      add(ItemKind::Slot, {}, flag, index);
    }
  }

  void instruction() {
    const ByteView target = next_text();
    next_mark();
    add(ItemKind::Instruction,
        texts_.keep(instruction_text(target, next_text())));
  }

  void add(ItemKind kind, std::string_view text = {},
           ItemFlag flag = ItemFlag::None, uint16_t slot = kNoSlot) {
    items_.push_back({kind, flag, slot, text});
  }

  char next_mark() { return static_cast<char>(*at_++); }
  ByteView next_bytes(size_t size) {
    at_ += size;
    return {at_ - size, size};
  }
  uint16_t next_number() { return load_le<uint16_t>(next_bytes(2).data()); }
  ByteView next_text() { return next_bytes(size_t{2} * next_number()); }

  const uint8_t* at_;
  const uint8_t* end_;
  TextPool& texts_;
  std::vector<Item>& items_;
  std::vector<std::string_view> attribute_names_;  // of the innermost element
  uint16_t next_slot_ = 0;  // plain fragments: texts are numbered in order
  std::string text_;        // scratch
};

}  // namespace

SignatureHandler::SignatureHandler(std::string& signature, FragmentKind kind,
                                   ByteView chunk, ValueList& values)
    : signature_(signature),
      kind_(kind),
      values_(values),
      chunk_(chunk.data()) {
  signature_.assign(1, kind == FragmentKind::Plain ? kPlain : kTemplate);
}

void SignatureHandler::element_start(ByteView name, uint16_t dependency) {
  any_element_ = true;
  add(kElement, name);
  add(kDependency, dependency);
}

void SignatureHandler::element_end(bool empty) {
  signature_ += empty ? kElementEmpty : kElementEnd;
}

void SignatureHandler::attribute_start(ByteView name) {
  in_literal_attribute_ = equals(name, "Name") || equals(name, "xmlns");
  add(kAttribute, name);
}

void SignatureHandler::attribute_end() {
  in_literal_attribute_ = false;
  signature_ += kAttributeEnd;
}

void SignatureHandler::text(ByteView utf16) {
  if (text_is_literal()) {
    add(kText, utf16);
    return;
  }
  signature_ += kValue;
  // In front of the characters stands their count.
  places_.push_back({VariablePlace::Kind::Text,
                     static_cast<size_t>(utf16.data() - chunk_) - 2});
  values_.push_back({utf16.data(), static_cast<uint32_t>(utf16.size()),
                     static_cast<uint8_t>(ValueType::String)});
}

void SignatureHandler::character(uint16_t code_unit) {
  add(kCharacter, code_unit);
}

void SignatureHandler::substitution(uint16_t index, bool optional) {
  add(optional ? kOptional : kSubstitution, index);
}

void SignatureHandler::instruction(ByteView target, ByteView data) {
  add(kInstruction, target);
  add(kData, data);
}

void SignatureHandler::add(char mark, uint16_t number) {
  const std::array<char, 3> bytes = {mark, static_cast<char>(number & 0xFF),
                                     static_cast<char>(number >> 8)};
  signature_.append(bytes.data(), bytes.size());
}

/// A log counts characters in 16 bits.
void SignatureHandler::add(char mark, ByteView utf16) {
  add(mark, static_cast<uint16_t>(utf16.size() / 2));
  signature_.append(reinterpret_cast<const char*>(utf16.data()), utf16.size());
}

void append_items(std::string_view signature, TextPool& texts,
                  std::vector<Item>& items) {
  ItemReader(signature, texts, items).run();
}

}  // namespace eventlens::evtx
