#include "evtx/token_walker.h"

#include <algorithm>

#include "base/limits.h"
#include "evtx/known_names.h"

namespace eventlens::evtx {
namespace {

Error malformed(const std::string& what, size_t offset) {
  return {ErrorCode::Malformed,
          what + " at chunk offset " + std::to_string(offset)};
}

/// The walk's functions return false once something is wrong; error_ then says
/// what. A result with room for an error per two bytes read would cost more
/// than the walk itself, which is done for every definition of every chunk.
class Walker {
 public:
  Walker(ByteView chunk, size_t start, size_t end, FragmentKind kind,
         TokenHandler& handler, Issues& issues)
      : chunk_(chunk),
        position_(std::min(start, end)),
        end_(end),
        kind_(kind),
        handler_(handler),
        issues_(issues) {}

  Status run() {
    const bool whole = walk();
    if (whole) {
      handler_.finished(position_);
    }
    end_attribute();
    for (; depth_ > 0; --depth_) {
      handler_.element_end(false);
    }
    return whole ? success() : Status(std::move(error_));
  }

 private:
  bool fail(Error error) {
    error_ = std::move(error);
    return false;
  }

  bool need(uint64_t size, const char* field) {
    return size <= end_ - position_ || cut_off(size, field);
  }

  // Out of the way, so that need() is one comparison wherever it stands.
  [[gnu::noinline]] bool cut_off(uint64_t size, const char* field) {
    return fail({ErrorCode::Truncated,
                 std::string(field) + " at offset " +
                     std::to_string(position_) + ": needs " +
                     std::to_string(size) + " bytes, " +
                     std::to_string(end_ - position_) + " are left"});
  }

  template <typename T>
  bool read(T& value, const char* field) {
    if (!need(sizeof(T), field)) {
      return false;
    }
    value = load_le<T>(chunk_.data() + position_);
    position_ += sizeof(T);
    return true;
  }

  bool skip(uint64_t size, const char* field) {
    if (!need(size, field)) {
      return false;
    }
    position_ += static_cast<size_t>(size);
    return true;
  }

  /// A u32 that says how long something is: the tokens tell as well.
  bool size_field(const char* field) {
    handler_.size_field(position_);
    return skip(sizeof(uint32_t), field);
  }

  bool walk() {
    for (;;) {
      const size_t offset = position_;
      uint8_t byte = 0;
      if (!read(byte, "token")) {
        return false;
      }
      const auto token = static_cast<Token>(byte & kTokenMask);
      if (token == Token::EndOfStream) {
        return true;
      }
      if (!on_token(token, (byte & kMoreFlag) != 0, offset)) {
        return false;
      }
      if (depth_ == 0 &&
          (token == Token::EndElement || token == Token::CloseEmptyElement)) {
        return true;
      }
    }
  }

  bool on_token(Token token, bool more, size_t offset) {
    switch (token) {
      case Token::OpenStartElement:
        return open_element(more);
      case Token::CloseStartElement:
        end_start_tag();
        return true;
      case Token::CloseEmptyElement:
        return close_element(true, offset);
      case Token::EndElement:
        return close_element(false, offset);
      case Token::Attribute:
        return open_attribute();
      case Token::PiTarget:
        return instruction();
      case Token::FragmentHeader:
        return skip(kFragmentHeaderRest, "fragment header");
      default:
        return on_content(token, offset);
    }
  }

  bool on_content(Token token, size_t offset) {
    if (depth_ == 0) {
      return fail(malformed("content outside an element", offset));
    }
    if (!in_attribute_) {
      end_start_tag();
    }
    switch (token) {
      case Token::Value:
        return value(offset);
      case Token::CData:
        return characters("CDATA section");
      case Token::CharRef:
        return char_ref();
      case Token::EntityRef:
        return entity_ref(offset);
      case Token::Substitution:
        return substitution(false);
      case Token::OptionalSubstitution:
        return substitution(true);
      default:
        return fail(malformed("unexpected token", offset));
    }
  }

  bool open_element(bool has_attributes) {
    end_attribute();
    if (depth_ == kMaxOpenElements) {
      return fail(
          {ErrorCode::LimitExceeded,
           "more than " + std::to_string(kMaxOpenElements) + " open elements"});
    }
    uint16_t dependency = kNoDependency;
    if (kind_ == FragmentKind::TemplateDefinition &&
        !read(dependency, "dependency id")) {
      return false;
    }
    ByteView name;
    if (!size_field("element size") || !name_here(name) ||
        (has_attributes && !size_field("attribute list size"))) {
      return false;
    }
    ++depth_;
    in_start_tag_ = true;
    attributes_ = 0;
    handler_.element_start(name, dependency);
    return true;
  }

  bool close_element(bool empty, size_t offset) {
    end_start_tag();
    if (depth_ == 0) {
      return fail(malformed("end of an element that was not begun", offset));
    }
    --depth_;
    handler_.element_end(empty);
    return true;
  }

  bool open_attribute() {
    end_attribute();
    if (!in_start_tag_) {
      return fail(malformed("attribute outside a start tag", position_));
    }
    if (++attributes_ > kMaxAttributesPerElement) {
      return fail({ErrorCode::LimitExceeded,
                   "more than " + std::to_string(kMaxAttributesPerElement) +
                       " attributes"});
    }
    ByteView name;
    if (!name_here(name)) {
      return false;
    }
    handler_.attribute_start(name);
    in_attribute_ = true;
    return true;
  }

  void end_attribute() {
    if (in_attribute_) {
      handler_.attribute_end();
      in_attribute_ = false;
    }
  }

  void end_start_tag() {
    end_attribute();
    in_start_tag_ = false;
  }

  bool value(size_t offset) {
    constexpr uint8_t kString = 0x01;
    uint8_t type = 0;
    if (!read(type, "value type")) {
      return false;
    }
    if (type != kString) {
      return fail(malformed("value token of type " + std::to_string(type) +
                                " (only 1, a string, is defined)",
                            offset));
    }
    return characters("value");
  }

  /// u16 count, UTF-16LE.
  bool read_text(ByteView& text, const char* field) {
    uint16_t count = 0;
    if (!read(count, field) || !need(uint64_t{2} * count, field)) {
      return false;
    }
    text = chunk_.subspan(position_, size_t{2} * count);
    position_ += text.size();
    return true;
  }

  bool characters(const char* field) {
    ByteView text;
    if (!read_text(text, field)) {
      return false;
    }
    handler_.text(text);
    return true;
  }

  bool char_ref() {
    uint16_t unit = 0;
    if (!read(unit, "character reference")) {
      return false;
    }
    handler_.character(unit);
    return true;
  }

  bool entity_ref(size_t offset) {
    ByteView name;
    if (!name_here(name)) {
      return false;
    }
    const char16_t character = entity_character(name);
    if (character == 0) {
      return fail(malformed("unknown entity", offset));
    }
    handler_.character(character);
    return true;
  }

  bool instruction() {
    end_start_tag();
    ByteView target;
    uint8_t byte = 0;
    if (!name_here(target) || !read(byte, "PI data")) {
      return false;
    }
    if (static_cast<Token>(byte & kTokenMask) != Token::PiData) {
      return fail(malformed("PI target without its data", position_));
    }
    ByteView data;
    if (!read_text(data, "PI data")) {
      return false;
    }
    handler_.instruction(target, data);
    return true;
  }

  bool substitution(bool optional) {
    uint16_t index = 0;
    // The expected type is passed over: the type of the instance's value
    // decides instead.
    if (!read(index, "substitution index") || !skip(1, "substitution type")) {
      return false;
    }
    if (index >= kMaxValuesPerInstance) {
      return fail({ErrorCode::LimitExceeded,
                   "substitution index " + std::to_string(index)});
    }
    handler_.substitution(index, optional);
    return true;
  }

  /// Reads a name offset and, where the name lies right here, skips it.
  bool name_here(ByteView& name) {
    uint32_t offset = 0;
    if (!read(offset, "name offset")) {
      return false;
    }
    auto found = read_name(chunk_, offset, issues_);
    if (!found.ok()) {
      return fail(std::move(found).take_error());
    }
    name = *found;
    handler_.name_reference(position_ - sizeof(offset));
    if (offset != position_) {
      return true;
    }
    // The stored length decides how far to skip; `name` may be a repaired one.
    const auto count = load_le<uint16_t>(chunk_.data() + offset + 6);
    return skip(kNameHeaderSize + uint64_t{2} * count + kNameTrailerSize,
                "name");
  }

  ByteView chunk_;
  size_t position_;
  size_t end_;
  FragmentKind kind_;
  TokenHandler& handler_;
  Issues& issues_;
  Error error_{};
  size_t depth_ = 0;
  size_t attributes_ = 0;  // of the innermost element
  bool in_start_tag_ = false;
  bool in_attribute_ = false;
};

}  // namespace

Status walk_tokens(ByteView chunk, size_t start, size_t end, FragmentKind kind,
                   TokenHandler& handler, Issues& issues) {
  return Walker(chunk, start, end, kind, handler, issues).run();
}

Expected<ByteView> read_name(ByteView chunk, uint32_t offset, Issues& issues) {
  if (offset > chunk.size() || chunk.size() - offset < kNameHeaderSize) {
    return Error{ErrorCode::Truncated, "name at offset " +
                                           std::to_string(offset) +
                                           " lies behind the chunk's end"};
  }
  const uint8_t* const entry = chunk.data() + offset;
  const auto hash = load_le<uint16_t>(entry + 4);
  const auto count = load_le<uint16_t>(entry + 6);
  if (size_t{2} * count > chunk.size() - offset - kNameHeaderSize) {
    return Error{ErrorCode::Truncated,
                 "name of " + std::to_string(count) + " characters at offset " +
                     std::to_string(offset) + " goes beyond the chunk's end"};
  }
  if (count > kMaxNameCharacters) {
    return Error{ErrorCode::LimitExceeded,
                 "name of " + std::to_string(count) + " characters at offset " +
                     std::to_string(offset) + "; at most " +
                     std::to_string(kMaxNameCharacters) + " are accepted"};
  }
  const ByteView name =
      chunk.subspan(offset + kNameHeaderSize, size_t{2} * count);
  if (name_hash(name) == hash) {
    return name;
  }
  issues.count(Issue::NameDamaged);
  const ByteView known = known_name_of(hash, count);
  return known.empty() ? name : known;
}

}  // namespace eventlens::evtx
