#include "evtx/record_decoder.h"

#include <algorithm>

#include "base/limits.h"

namespace eventlens::evtx {
namespace {

// A power of two above 65536 / kDefinitionHeaderSize.
constexpr size_t kKnownDefinitions = 4096;

bool is_fragment(const Value& value) {
  return value.type_byte == static_cast<uint8_t>(ValueType::BinXml);
}

/// Reads values from the `first` on, up to one that is a fragment or does not
/// end before `stop`; returns how many. `at` is where the first one begins, and
/// then where the next one does. This loop is as short as it can be: it runs
/// once per value of every record.
size_t read_plain_values(const uint8_t* descriptors, size_t first, size_t count,
                         const uint8_t* stop, Value* values,
                         const uint8_t*& at) {
  const uint8_t* descriptor = descriptors + kDescriptorSize * first;
  const uint8_t* position = at;
  Value* value = values + first;
  Value* const end = values + count;
  for (; value != end; ++value, descriptor += kDescriptorSize) {
    const uint32_t size = load_le<uint16_t>(descriptor);
    *value = {position, size, descriptor[2]};
    if (size > static_cast<size_t>(stop - position) || is_fragment(*value)) {
      break;
    }
    position += size;
  }
  at = position;
  return static_cast<size_t>(value - (values + first));
}

}  // namespace

void RecordDecoder::begin_chunk(ByteView chunk) {
  chunk_ = chunk;
  ++chunk_number_;
  if (known_.empty() || chunk_number_ == 0) {
    known_.assign(kKnownDefinitions, {0, 0, false, nullptr});
    chunk_number_ = 1;
  }
  subs_.resize(kMaxFragmentDepth + 1);
}

Expected<const Shape*> RecordDecoder::decode(size_t start, size_t end,
                                             Issues& issues) {
  values_.clear();
  content_end_ = start;
  ASSIGN_OR_RETURN(const Fragment* fragment,
                   fragment_at(start, end, 0, issues));
  // A composed structure may lack the values of a part that was damaged.
  if (values_.size() < fragment->slot_count) [[unlikely]] {
    const size_t missing = fragment->slot_count - values_.size();
    std::fill_n(values_.extend(missing), missing, Value{});
  }
  return cache_.shape_of(fragment);
}

const Shape* RecordDecoder::peek(size_t start, size_t end,
                                 std::span<const SystemField> fields,
                                 Issues& issues) {
  constexpr size_t kHeader = 1 + kFragmentHeaderRest;
  if (end - start <= kHeader ||
      chunk_[start + kHeader] !=
          static_cast<uint8_t>(Token::TemplateInstance)) {
    return nullptr;
  }
  const auto instance = read_instance(start + kHeader + 1, end, issues);
  if (!instance.ok() || instance->definition == nullptr) {
    return nullptr;
  }
  const Shape* const shape = cache_.shape_of(instance->definition);
  size_t wanted = 0;
  for (const SystemField field : fields) {
    const FieldRef& ref = shape->system(field);
    if (ref.kind == FieldRef::Kind::None) {
      return nullptr;  // it may lie in a nested fragment
    }
    if (ref.kind == FieldRef::Kind::Slot) {
      wanted = std::max<size_t>(wanted, size_t{ref.slot} + 1);
    }
  }
  if (wanted > instance->value_count) {
    return nullptr;
  }
  values_.clear();
  Value* const values = values_.extend(wanted);
  const uint8_t* const descriptors = chunk_.data() + instance->descriptors;
  const uint8_t* at = descriptors + kDescriptorSize * instance->value_count;
  if (read_plain_values(descriptors, 0, wanted, chunk_.data() + end, values,
                        at) < wanted) {
    return nullptr;
  }
  return shape;
}

Expected<const Shape*> RecordDecoder::decode_remains(size_t start, size_t end,
                                                     Issues& issues) {
  of_remains_ = true;
  auto shape = decode(start, end, issues);
  of_remains_ = false;
  return shape;
}

Expected<const Fragment*> RecordDecoder::fragment_at(size_t start, size_t end,
                                                     size_t depth,
                                                     Issues& issues) {
  if (depth > kMaxFragmentDepth) {
    issues.count(Issue::NestingTooDeep);
    return Error{ErrorCode::LimitExceeded, "fragments nested too deep"};
  }
  if (start < end &&
      chunk_[start] == static_cast<uint8_t>(Token::FragmentHeader)) {
    start += 1 + kFragmentHeaderRest;
  }
  if (start >= end) {
    return Error{ErrorCode::Truncated, "empty fragment"};
  }
  switch (static_cast<Token>(chunk_[start] & kTokenMask)) {
    case Token::TemplateInstance:
      return instance_at(start + 1, end, depth, issues);
    case Token::OpenStartElement:
    case Token::PiTarget:
      content_end_ = depth == 0 ? end : content_end_;
      return cache_.plain(chunk_, start, end, values_, issues);
    default:
      return Error{ErrorCode::Malformed, "no fragment begins at chunk offset " +
                                             std::to_string(start)};
  }
}

Expected<const Fragment*> RecordDecoder::instance_at(size_t start, size_t end,
                                                     size_t depth,
                                                     Issues& issues) {
  ASSIGN_OR_RETURN(const Instance instance, read_instance(start, end, issues));
  const Fragment* definition = instance.definition;
  if (definition == nullptr) {
    issues.count(Issue::TemplateDamaged);
    definition = cache_.positional(static_cast<uint16_t>(instance.value_count),
                                   depth == 0);
  }
  return read_values(instance, definition, end, depth, issues);
}

/// Template instance: u8 1, u32 template id, u32 definition offset; the
/// definition itself where that is right here; u32 value count, descriptors,
/// values.
Expected<RecordDecoder::Instance> RecordDecoder::read_instance(size_t start,
                                                               size_t end,
                                                               Issues& issues) {
  // Checked by hand instead of with a Cursor: this runs twice per record.
  constexpr size_t kOffsetAt = 1 + 4;
  constexpr size_t kCountAt = kOffsetAt + 4;
  const auto cut_off = [&] {
    return Error{ErrorCode::Truncated, "template instance at chunk offset " +
                                           std::to_string(start) +
                                           " is cut off"};
  };
  if (end - start < kCountAt + 4) {
    return cut_off();
  }
  const auto offset = load_le<uint32_t>(chunk_.data() + start + kOffsetAt);
  size_t at = start + kCountAt;
  if (offset == at) {
    if (end - at < kDefinitionHeaderSize) {
      return cut_off();
    }
    const auto size =
        load_le<uint32_t>(chunk_.data() + at + kDefinitionHeaderSize - 4);
    at += kDefinitionHeaderSize;
    if (size > end - at || end - at - size < 4) {
      return cut_off();
    }
    at += size;
  }
  const auto count = load_le<uint32_t>(chunk_.data() + at);
  at += 4;
  if (count > kMaxValuesPerInstance) {
    return Error{ErrorCode::LimitExceeded,
                 "template instance with " + std::to_string(count) + " values"};
  }
  if (end - at < kDescriptorSize * count) {
    return cut_off();
  }
  if (of_remains_ && !is_definition_of(start, offset)) {
    return Instance{nullptr, count, at};
  }
  return Instance{definition_at(offset, issues), count, at};
}

/// Whether the definition at `offset` has the id that the instance behind
/// `start` names: the first number of the definition's GUID (obs: all of
/// 310,000). Where it was overwritten it has not.
bool RecordDecoder::is_definition_of(size_t start, uint32_t offset) const {
  constexpr size_t kGuidAt = 4;
  return offset <= chunk_.size() &&
         chunk_.size() - offset >= kDefinitionHeaderSize &&
         load_le<uint32_t>(chunk_.data() + start + 1) ==
             load_le<uint32_t>(chunk_.data() + offset + kGuidAt);
}

const Fragment* RecordDecoder::definition_at(uint32_t offset, Issues& issues) {
  constexpr uint32_t kSpread = 0x9E3779B1;
  size_t slot = (offset * kSpread) >> 20;  // 12 bits
  for (size_t tries = 0; tries < kKnownDefinitions; ++tries) {
    KnownDefinition& known = known_[slot];
    if (known.chunk_number != chunk_number_) {
      const uint64_t damaged = issues.of(Issue::NameDamaged);
      known = {offset, chunk_number_, false, learn_definition(offset, issues)};
      known.names_damaged = issues.of(Issue::NameDamaged) > damaged;
    }
    if (known.offset == offset) {
      if (known.names_damaged) [[unlikely]] {
        issues.mark_event(set_of(Issue::NameDamaged));
        return of_remains_ ? nullptr : known.fragment;
      }
      return known.fragment;
    }
    slot = (slot + 1) % kKnownDefinitions;
  }
  return learn_definition(offset, issues);
}

const Fragment* RecordDecoder::learn_definition(uint32_t offset,
                                                Issues& issues) {
  if (chunk_.size() < kDefinitionHeaderSize ||
      offset > chunk_.size() - kDefinitionHeaderSize) {
    return nullptr;
  }
  const uint8_t* const header = chunk_.data() + offset;
  const auto guid = load_le<uint64_t>(header + sizeof(uint32_t));
  const auto size = load_le<uint32_t>(header + kDefinitionHeaderSize - 4);
  size_t start = offset + kDefinitionHeaderSize;
  if (size > chunk_.size() - start) {
    return nullptr;
  }
  const size_t end = start + size;
  if (start < end &&
      chunk_[start] == static_cast<uint8_t>(Token::FragmentHeader)) {
    start += 1 + kFragmentHeaderRest;
  }
  const auto learned =
      cache_.definition(guid, chunk_, std::min(start, end), end, issues);
  return learned.ok() ? *learned : nullptr;
}

/// Appends the instance's values and those of its sub-fragments, and returns
/// the composed structure. A value that the record cuts off is kept as far as
/// it is there; a missing one is Null.
const Fragment* RecordDecoder::read_values(const Instance& instance,
                                           const Fragment* definition,
                                           size_t end, size_t depth,
                                           Issues& issues) {
  const size_t base = values_.size();
  const size_t wanted = definition->slot_count;
  if (base + wanted > kMaxValuesPerEvent) {
    content_end_ = depth == 0 ? end : content_end_;
    issues.count(Issue::NestingTooDeep);
    return cache_.positional(0, depth == 0);
  }
  Value* values = values_.extend(wanted);
  const size_t given = std::min<size_t>(wanted, instance.value_count);
  if (given < wanted) [[unlikely]] {
    issues.count(Issue::ValueMissing);
    std::fill_n(values + given, wanted - given, Value{});
  }
  std::vector<SubFragment>& subs = subs_[depth];
  subs.clear();
  const uint8_t* const descriptors = chunk_.data() + instance.descriptors;
  const uint8_t* at = descriptors + kDescriptorSize * instance.value_count;
  const uint8_t* const stop = chunk_.data() + end;
  for (size_t i = 0; i < given; ++i) {
    i += read_plain_values(descriptors, i, given, stop, values, at);
    if (i == given) {
      break;
    }
    const uint8_t* const descriptor = descriptors + kDescriptorSize * i;
    uint32_t size = load_le<uint16_t>(descriptor);
    if (size > static_cast<size_t>(stop - at)) [[unlikely]] {
      issues.count(Issue::ValueCutOff);
      size = static_cast<uint32_t>(stop - at);
    }
    values[i] = {at, size, descriptor[2]};
    if (is_fragment(values[i]) && size > 0 && definition->shows[i]) {
      const auto begin = static_cast<size_t>(at - chunk_.data());
      const auto sub = fragment_at(begin, begin + size, depth + 1, issues);
      values = values_.data() + base;  // may have moved
      if (sub.ok()) {
        subs.push_back({static_cast<uint16_t>(i), *sub});
      } else {
        // Shown as the bytes it is, so that nothing is lost.
        issues.count(Issue::FragmentDamaged);
        values[i].type_byte = static_cast<uint8_t>(ValueType::Binary);
      }
    }
    at += size;
  }
  if (depth == 0) {
    content_end_ = static_cast<size_t>(at - chunk_.data());
  }
  return cache_.compose(definition, subs);
}

}  // namespace eventlens::evtx
