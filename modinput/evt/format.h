// The layout of legacy event logs (.evt of NT 4, 2000, XP and 2003), as winnt.h
// and Microsoft's "Event Log File Format" have it: EVENTLOGHEADER (48 bytes),
// then a ring of EVENTLOGRECORDs in which EVENTLOGEOF, the cursor, stands
// between the newest record and the oldest one. All lies at multiples of four.
#pragma once

#include <array>

#include "base/bytes.h"

namespace eventlens::evt {

inline constexpr uint32_t kSignature = 0x654C664C;  // "LfLe"
inline constexpr uint32_t kHeaderSize = 48;
inline constexpr uint32_t kCursorSize = 40;
inline constexpr uint32_t kRecordFixedSize = 56;

/// ReportEvent takes 256 strings of 31,839 characters; what real services write
/// stays below 64 KiB. A size beyond this is taken for damage.
inline constexpr uint32_t kMaxRecordSize = 1U << 20;

/// What fills the end of the file where no record's fixed part fits.
inline constexpr uint32_t kFiller = 0x27;

struct RawHeader {
  le32 size;  // 48
  le32 signature;
  le32 major_version;  // 1
  le32 minor_version;  // 1
  le32 begin_offset;   // of the oldest record
  le32 cursor_offset;
  le32 next_record;
  le32 oldest_record;  // 0: none
  le32 max_size;
  le32 flags;
  le32 retention;
  le32 size_copy;
};
static_assert(sizeof(RawHeader) == kHeaderSize);

/// RawHeader::flags: begin, cursor and numbers in the header are stale; those
/// in the cursor record are not.
inline constexpr uint32_t kDirty = 1;

struct RawCursor {
  le32 size;                      // 40
  std::array<le32, 4> signature;  // kCursorSignature
  le32 begin_offset;
  le32 cursor_offset;
  le32 next_record;
  le32 oldest_record;
  le32 size_copy;
};
static_assert(sizeof(RawCursor) == kCursorSize);
inline constexpr std::array<uint32_t, 4> kCursorSignature = {
    0x11111111, 0x22222222, 0x33333333, 0x44444444};

/// Behind it come source and computer name, each UTF-16 ending in NUL, and at
/// the given offsets from the record's begin the SID, the strings and the data.
struct RawRecord {
  le32 size;
  le32 signature;
  le32 record_number;
  le32 time_generated;  // seconds since 1970, UTC
  le32 time_written;
  le16 event_code;
  le16 qualifiers;  // severity, customer bit and facility
  le16 event_type;
  le16 string_count;
  le16 category;
  le16 reserved_flags;
  le32 closing_record_number;
  le32 strings_offset;
  le32 sid_size;
  le32 sid_offset;
  le32 data_size;
  le32 data_offset;
};
static_assert(sizeof(RawRecord) == kRecordFixedSize);

/// RawRecord::event_type.
enum EventType : uint16_t {
  kSuccess = 0,
  kError = 1,
  kWarning = 2,
  kInformation = 4,
  kAuditSuccess = 8,
  kAuditFailure = 16,
};

/// Unit::hints from EvtSource: what lies here are remains behind the cursor,
/// and they are wanted or not.
inline constexpr uint32_t kRemainsHere = 1;
inline constexpr uint32_t kRemainsWanted = 2;

}  // namespace eventlens::evt
