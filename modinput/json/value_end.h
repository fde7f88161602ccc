// Where a scalar of a JSON text ends (RFC 8259, sections 3, 6 and 7). Stricter
// than the parser where that is cheaper: what is refused here it may still
// take.
#pragma once

#include "json/members.h"

namespace eventlens::json {

struct ScalarEnd {
  const char* end;  // null: there is no such scalar
  bool has_escapes = false;
};

/// Of the scalar whose first character is at `at`; of a string that is the one
/// behind its quotation mark, and the end is its closing one. Numbers with an
/// exponent, or with more digits than any event has, are refused. REQUIRES: the
/// text ends with a NUL, behind which nothing is looked at, with kReadSlack
/// readable bytes from there on.
[[nodiscard]] ScalarEnd scalar_end(Kind kind, const char* at);

}  // namespace eventlens::json
