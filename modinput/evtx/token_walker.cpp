#include "evtx/token_walker.h"

#include "base/limits.h"
#include "evtx/known_names.h"

namespace eventlens::evtx {
namespace {

Error malformed(const std::string& what, size_t offset) {
  return {ErrorCode::Malformed,
          what + " at chunk offset " + std::to_string(offset)};
}

class Walker {
 public:
  Walker(ByteView chunk, size_t start, size_t end, FragmentKind kind,
         TokenHandler& handler, Issues& issues)
      : chunk_(chunk),
        cursor_(chunk.first(end), start),
        kind_(kind),
        handler_(handler),
        issues_(issues) {}

  Status run() {
    Status status = walk();
    end_attribute();
    for (; depth_ > 0; --depth_) {
      handler_.element_end(false);
    }
    return status;
  }

 private:
  Status walk() {
    for (;;) {
      const size_t offset = cursor_.position();
      ASSIGN_OR_RETURN(const uint8_t byte, cursor_.read<uint8_t>("token"));
      const auto token = static_cast<Token>(byte & kTokenMask);
      if (token == Token::EndOfStream) {
        return success();
      }
      RETURN_IF_ERROR(on_token(token, (byte & kMoreFlag) != 0, offset));
      if (depth_ == 0 &&
          (token == Token::EndElement || token == Token::CloseEmptyElement)) {
        return success();
      }
    }
  }

  Status on_token(Token token, bool more, size_t offset) {
    switch (token) {
      case Token::OpenStartElement:
        return open_element(more);
      case Token::CloseStartElement:
        end_start_tag();
        return success();
      case Token::CloseEmptyElement:
        return close_element(true, offset);
      case Token::EndElement:
        return close_element(false, offset);
      case Token::Attribute:
        return open_attribute();
      case Token::PiTarget:
        return instruction();
      case Token::FragmentHeader:
        return cursor_.skip(kFragmentHeaderRest, "fragment header");
      default:
        return on_content(token, offset);
    }
  }

  Status on_content(Token token, size_t offset) {
    if (depth_ == 0) {
      return malformed("content outside an element", offset);
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
        return malformed("unexpected token", offset);
    }
  }

  Status open_element(bool has_attributes) {
    end_attribute();
    if (depth_ == kMaxOpenElements) {
      return Error{
          ErrorCode::LimitExceeded,
          "more than " + std::to_string(kMaxOpenElements) + " open elements"};
    }
    uint16_t dependency = kNoDependency;
    if (kind_ == FragmentKind::TemplateDefinition) {
      ASSIGN_OR_RETURN(dependency, cursor_.read<uint16_t>("dependency id"));
    }
    RETURN_IF_ERROR(cursor_.skip(4, "element size"));
    ASSIGN_OR_RETURN(const ByteView name, name_here());
    if (has_attributes) {
      RETURN_IF_ERROR(cursor_.skip(4, "attribute list size"));
    }
    ++depth_;
    in_start_tag_ = true;
    attributes_ = 0;
    handler_.element_start(name, dependency);
    return success();
  }

  Status close_element(bool empty, size_t offset) {
    end_start_tag();
    if (depth_ == 0) {
      return malformed("end of an element that was not begun", offset);
    }
    --depth_;
    handler_.element_end(empty);
    return success();
  }

  Status open_attribute() {
    end_attribute();
    if (!in_start_tag_) {
      return malformed("attribute outside a start tag", cursor_.position());
    }
    if (++attributes_ > kMaxAttributesPerElement) {
      return Error{ErrorCode::LimitExceeded,
                   "more than " + std::to_string(kMaxAttributesPerElement) +
                       " attributes"};
    }
    ASSIGN_OR_RETURN(const ByteView name, name_here());
    handler_.attribute_start(name);
    in_attribute_ = true;
    return success();
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

  Status value(size_t offset) {
    constexpr uint8_t kString = 0x01;
    ASSIGN_OR_RETURN(const uint8_t type, cursor_.read<uint8_t>("value type"));
    if (type != kString) {
      return malformed("value token of type " + std::to_string(type) +
                           " (only 1, a string, is defined)",
                       offset);
    }
    return characters("value");
  }

  Status characters(const char* field) {
    ASSIGN_OR_RETURN(const uint16_t count, cursor_.read<uint16_t>(field));
    ASSIGN_OR_RETURN(const ByteView text,
                     cursor_.take(uint64_t{2} * count, field));
    handler_.text(text);
    return success();
  }

  Status char_ref() {
    ASSIGN_OR_RETURN(const uint16_t unit,
                     cursor_.read<uint16_t>("character reference"));
    handler_.character(unit);
    return success();
  }

  Status entity_ref(size_t offset) {
    ASSIGN_OR_RETURN(const ByteView name, name_here());
    const char16_t character = entity_character(name);
    if (character == 0) {
      return malformed("unknown entity", offset);
    }
    handler_.character(character);
    return success();
  }

  Status instruction() {
    end_start_tag();
    ASSIGN_OR_RETURN(const ByteView target, name_here());
    ASSIGN_OR_RETURN(const uint8_t byte, cursor_.read<uint8_t>("PI data"));
    if (static_cast<Token>(byte & kTokenMask) != Token::PiData) {
      return malformed("PI target without its data", cursor_.position());
    }
    ASSIGN_OR_RETURN(const uint16_t count, cursor_.read<uint16_t>("PI data"));
    ASSIGN_OR_RETURN(const ByteView data,
                     cursor_.take(uint64_t{2} * count, "PI data"));
    handler_.instruction(target, data);
    return success();
  }

  Status substitution(bool optional) {
    ASSIGN_OR_RETURN(const uint16_t index,
                     cursor_.read<uint16_t>("substitution index"));
    // The expected type; the type of the instance's value decides instead.
    RETURN_IF_ERROR(cursor_.skip(1, "substitution type"));
    if (index >= kMaxValuesPerInstance) {
      return Error{ErrorCode::LimitExceeded,
                   "substitution index " + std::to_string(index)};
    }
    handler_.substitution(index, optional);
    return success();
  }

  /// Reads a name offset and, where the name lies right here, skips it.
  Expected<ByteView> name_here() {
    ASSIGN_OR_RETURN(const uint32_t offset,
                     cursor_.read<uint32_t>("name offset"));
    ASSIGN_OR_RETURN(const ByteView name, read_name(chunk_, offset, issues_));
    if (offset == cursor_.position()) {
      // The stored length decides how far to skip; `name` may be a repaired
      // one.
      const auto count = load_le<uint16_t>(chunk_.data() + offset + 6);
      RETURN_IF_ERROR(cursor_.skip(
          kNameHeaderSize + uint64_t{2} * count + kNameTrailerSize, "name"));
    }
    return name;
  }

  ByteView chunk_;
  Cursor cursor_;
  FragmentKind kind_;
  TokenHandler& handler_;
  Issues& issues_;
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
  Cursor cursor(chunk, offset);
  RETURN_IF_ERROR(cursor.skip(4, "name link"));
  ASSIGN_OR_RETURN(const uint16_t hash, cursor.read<uint16_t>("name hash"));
  ASSIGN_OR_RETURN(const uint16_t count, cursor.read<uint16_t>("name length"));
  ASSIGN_OR_RETURN(const ByteView name,
                   cursor.take(uint64_t{2} * count, "name"));
  if (name_hash(name) == hash) {
    return name;
  }
  issues.count(Issue::NameDamaged);
  const ByteView known = known_name_of(hash, count);
  return known.empty() ? name : known;
}

}  // namespace eventlens::evtx
