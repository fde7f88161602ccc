#include "evt/decoder.h"

#include <cstddef>
#include <string>

#include "base/identifiers.h"

namespace eventlens::evt {
namespace {

/// More than ReportEvent takes (256).
constexpr size_t kMaxStrings = 4096;

// The keywords that Windows gives classic events, and audits (winmeta.h:
// EventlogClassic, AuditSuccess, AuditFailure).
constexpr uint64_t kClassic = 0x80000000000000;
constexpr uint64_t kAuditSuccessKeyword = 0x20000000000000;
constexpr uint64_t kAuditFailureKeyword = 0x10000000000000;

struct Rank {
  uint8_t level;
  uint64_t keywords;
};

/// What Windows makes of an event's type (winmeta.h: 0 LogAlways, 2 Error,
/// 3 Warning, 4 Informational).
Rank rank_of(uint16_t type) {
  switch (type) {
    case kError:
      return {2, kClassic};
    case kWarning:
      return {3, kClassic};
    case kAuditSuccess:
      return {0, kClassic | kAuditSuccessKeyword};
    case kAuditFailure:
      return {0, kClassic | kAuditFailureKeyword};
    case kInformation:
      return {4, kClassic};
    case kSuccess:
    default:
      return {0, kClassic};
  }
}

void store(std::array<uint8_t, 8>& to, uint64_t value) {
  for (size_t i = 0; i < to.size(); ++i) {
    to[i] = static_cast<uint8_t>(value >> (8 * i));
  }
}

template <size_t N>
Value value_of(const std::array<uint8_t, N>& bytes, ValueType type,
               uint32_t size = N) {
  return {bytes.data(), size, static_cast<uint8_t>(type)};
}

Value value_at(ByteView record, size_t offset, ValueType type, uint32_t size) {
  return {record.data() + offset, size, static_cast<uint8_t>(type)};
}

RawRecord header_of(ByteView record) {
  RawRecord raw;
  std::memcpy(&raw, record.data(), sizeof(raw));
  return raw;
}

/// [offset, offset + size) where that lies between a record's fixed part and
/// its end; empty otherwise. Offsets of absent parts are often garbage (obs).
ByteView part_of(ByteView record, uint32_t offset, uint32_t size) {
  const size_t end = record.size() - sizeof(uint32_t);
  const bool inside = size > 0 && offset >= kRecordFixedSize && offset <= end &&
                      size <= end - offset;
  return inside ? record.subspan(offset, size) : ByteView();
}

}  // namespace

DecodeCounts EvtDecoder::decode(const Unit& unit, EventSink& sink,
                                Issues& issues) {
  Walk walk{unit, sink, issues, {}};
  const ByteView bytes = unit.view();
  for (size_t at = 0; at < bytes.size() && !walk.stopped;) {
    auto record = record_at(bytes, at);
    if (!record) {
      record = find_record(bytes, at);
      pass_over(walk, at, record ? record->offset : bytes.size());
    }
    if (!record) {
      break;
    }
    at = record->offset + record->size;
    const bool remains = (unit.hints & kRemainsHere) != 0;
    if (remains && (unit.hints & kRemainsWanted) == 0) {
      ++walk.counts.recoverable;
    } else if (!remains && record->record_number <= unit.skip_through) {
      ++walk.counts.skipped;
    } else {
      deliver(walk, *record);
    }
  }
  // Not before the last event of this unit is done with its shape.
  if (builder_.is_full()) {
    builder_.clear();
    ++generation_;
  }
  return walk.counts;
}

/// What is no record. Among the log's own records that is damage; between the
/// cursor and the oldest record it is what new records left of an old one.
void EvtDecoder::pass_over(Walk& walk, size_t begin, size_t end) {
  const ByteView gap = walk.unit.view().subspan(begin, end - begin);
  if ((walk.unit.hints & kRemainsHere) != 0 || is_filler(gap)) {
    return;
  }
  walk.issues.count(Issue::RecordDamaged);
  walk.issues.note({Issue::RecordDamaged, walk.unit.file_offset + begin, 0,
                    std::to_string(gap.size()) +
                        " bytes are no whole record and were passed over"});
  ++walk.counts.failed;
}

void EvtDecoder::deliver(Walk& walk, const RecordExtent& record) {
  Issues& issues = walk.issues;
  issues.begin_event();
  read_record(walk, record);
  auto built = builder_.build(flat_);
  if (!built.ok()) {
    issues.count(Issue::RecordUndecodable);
    ++walk.counts.failed;
    return;
  }
  Event& event = *built;
  event.record_id = record.record_number;
  event.written_time = record.written_time;
  event.file_offset = walk.unit.file_offset + record.offset;
  if ((walk.unit.hints & kRemainsHere) != 0) {
    issues.count(Issue::RecoveredFromSlack);
  }
  event.issues = issues.of_event();
  if (selector_ != nullptr && !selector_->wants(event)) {
    ++walk.counts.filtered;
    return;
  }
  ++walk.counts.records;
  walk.stopped = !walk.sink.on_event(event);
}

void EvtDecoder::read_record(Walk& walk, const RecordExtent& extent) {
  const ByteView record = walk.unit.view().subspan(extent.offset, extent.size);
  const RawRecord raw = header_of(record);
  flat_.clear();
  read_system(walk.unit, record);
  read_texts(record, walk.issues);
  name_strings(raw.event_code);
  const ByteView data = part_of(record, raw.data_offset, raw.data_size);
  if (!data.empty()) {
    flat_.binary = {data.data(), static_cast<uint32_t>(data.size()),
                    static_cast<uint8_t>(ValueType::Binary)};
  }
}

/// What is not text.
void EvtDecoder::read_system(const Unit& unit, ByteView record) {
  using Field = SystemField;
  const RawRecord raw = header_of(record);
  const Rank rank = rank_of(raw.event_type);
  store(derived_.keywords, rank.keywords);
  store(derived_.time, filetime_of_seconds(raw.time_generated));
  store(derived_.level, rank.level);
  flat_[Field::EventId] =
      value_at(record, offsetof(RawRecord, event_code), ValueType::UInt16, 2);
  flat_[Field::Qualifiers] =
      value_at(record, offsetof(RawRecord, qualifiers), ValueType::UInt16, 2);
  flat_[Field::Level] = value_of(derived_.level, ValueType::UInt8, 1);
  flat_[Field::Task] =
      value_at(record, offsetof(RawRecord, category), ValueType::UInt16, 2);
  flat_[Field::Keywords] = value_of(derived_.keywords, ValueType::HexInt64);
  flat_[Field::TimeCreated] = value_of(derived_.time, ValueType::FileTime);
  flat_[Field::EventRecordId] = value_at(
      record, offsetof(RawRecord, record_number), ValueType::UInt32, 4);
  flat_[Field::Channel] = Value::of_utf8(unit.channel);
  const ByteView sid = part_of(record, raw.sid_offset, raw.sid_size);
  if (is_whole_sid(sid)) {
    flat_[Field::UserId] = {sid.data(), static_cast<uint32_t>(sid.size()),
                            static_cast<uint8_t>(ValueType::Sid)};
  }
}

/// Source, computer and strings.
void EvtDecoder::read_texts(ByteView record, Issues& issues) {
  const RawRecord raw = header_of(record);
  size_t at = kRecordFixedSize;
  flat_[SystemField::Provider] = read_text(record, at, issues);
  flat_[SystemField::Computer] = read_text(record, at, issues);
  size_t count = raw.string_count;
  if (count == 0) {
    return;
  }
  at = raw.strings_offset;
  if (at < kRecordFixedSize || at >= record.size() - sizeof(uint32_t) ||
      count > kMaxStrings) {
    issues.count(Issue::ValueMissing);
    count = at < kRecordFixedSize || at >= record.size() - sizeof(uint32_t)
                ? 0
                : kMaxStrings;
  }
  for (size_t i = 0; i < count; ++i) {
    flat_.data.push_back({{}, read_text(record, at, issues)});
  }
}

/// A string whose name is not known keeps its place only.
void EvtDecoder::name_strings(uint32_t event_id) {
  if (flat_.data.empty()) {
    return;
  }
  const auto [names, number] =
      names_.of(flat_[SystemField::Provider], event_id, flat_.data.size());
  for (size_t i = 0; i < names.size() && i < flat_.data.size(); ++i) {
    flat_.data[i].name = names[i];
  }
  flat_.names_number = number;
}

/// The text at `at`, which moves behind its NUL. Behind the record's end there
/// is none; one that the end cuts off is kept as far as it is there.
Value EvtDecoder::read_text(ByteView record, size_t& at, Issues& issues) const {
  const size_t end = record.size() - sizeof(uint32_t);
  if (at >= end) {
    issues.count(Issue::ValueMissing);
    return {};
  }
  Value text =
      value_at(record, at, ValueType::String, static_cast<uint32_t>(end - at));
  text.size = static_cast<uint32_t>(text_bytes(text).size());
  at += text.size;
  if (at + 2 > end) {
    issues.count(Issue::ValueCutOff);
  }
  at += 2;
  return text;
}

}  // namespace eventlens::evt
