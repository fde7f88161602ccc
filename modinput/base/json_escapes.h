// JSON text with many escapes: paths have a backslash every few characters, and
// lists of privileges a line break. Stopping at each costs a misprediction or
// two; here sixteen characters are written at a time, whichever of them are
// escaped, by a shuffle that a table gives for each pattern of eight. (Measured
// on a Security log: a quarter of the instructions of these texts.)
#pragma once

#include "base/plain_text.h"

namespace eventlens {

#if defined(__SSE2__)
/// Writes UTF-16LE text as JSON up to the first character that is neither ASCII
/// nor escaped by a backslash and a letter, or to `end`. REQUIRES: a processor
/// with AVX2, kReadSlack readable bytes behind `end`, escaped_room of room.
TextCursor put_json_escapes(TextCursor now, const uint8_t* end);
#endif

}  // namespace eventlens
