// Values as producers of JSON spell them, and as Windows does. All give Values
// that view their argument or the members' texts.
#pragma once

#include <optional>
#include <string_view>

#include "event/value.h"
#include "json/members.h"
#include "os/time_zone.h"

namespace eventlens::json {

/// The instant that an ISO 8601 text spells, with "T" or a blank, and behind it
/// a zone (Z, UTC, +02:00, +0200) or none: then it is of `zone`. A text that is
/// no time stays what it is.
Value to_time(std::string_view text, const TimeZone& zone, Members& texts);

/// A GUID without braces as Windows spells it; one with braces, which was taken
/// from Windows, and any other text as it is.
Value to_guid(std::string_view text, Members& texts);

/// What evtx_dump prints otherwise than Windows: a GUID in upper case without
/// braces, a time with six digits of a second. Else as it is.
Value to_windows_spelling(std::string_view text, Members& texts);

/// A number as Windows prints keywords, from its decimal digits, signed or not;
/// one that is hexadecimal already as it is. Nothing where it is no number.
std::optional<Value> to_keywords(std::string_view text, Members& texts);
/// "0x" and digits, of a number.
Value hex_value(uint64_t number, Members& texts);

/// The keyword bits that a name of Windows stands for; 0 where it is not known.
[[nodiscard]] uint64_t audit_keyword(std::string_view name);

/// The digit of a level or of an event's type by its English name; empty where
/// it is not known.
[[nodiscard]] std::string_view level_digit(std::string_view name);

[[nodiscard]] bool is_number(std::string_view text);

}  // namespace eventlens::json
