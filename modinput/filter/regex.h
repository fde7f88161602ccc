// Regular expressions of PCRE, as Splunk's own filters have them, that cannot
// hang: what a match may cost is bounded, and one that would cost more has no
// answer (docs/decisions/0013-filters-match-with-pcre2.md).
#pragma once

#include <memory>
#include <string_view>

#include "base/expected.h"

namespace eventlens::filter {

/// What a filter says about an event.
enum class Answer : uint8_t {
  No,
  Unknown,  // to find out would have cost too much
  Yes,
};

/// A compiled expression; may be used by several threads.
class Regex {
 public:
  /// Where and why a pattern is none.
  struct Fault {
    size_t offset;  // in bytes
    std::string reason;
  };

  /// `fault` is filled where nothing is returned.
  static std::unique_ptr<Regex> compile(std::string_view pattern, Fault& fault);

  Regex(const Regex&) = delete;
  Regex& operator=(const Regex&) = delete;
  ~Regex();

  /// Whether the expression is found anywhere in `text`.
  /// REQUIRES: well-formed UTF-8.
  [[nodiscard]] Answer found_in(std::string_view text) const;

 private:
  struct Code;
  explicit Regex(std::unique_ptr<Code> code);

  std::unique_ptr<Code> code_;
};

}  // namespace eventlens::filter
