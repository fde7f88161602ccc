// The names of legacy events' insertion strings, and the names that the same
// values have in the events of today.
//
// A record does not say which Windows wrote it. The number of its strings does,
// nearly always: 673 has seven in Windows 2000 and ten in 2003.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace eventlens {

/// How today's event writes the value.
enum class ModernForm : uint8_t {
  Same,
  Hex,      // a number as 0x1a4
  Decimal,  // a number as 420
  Luid,     // (0x0,0x3E7) as 0x3e7
  Sid,      // %{S-1-5-18} as S-1-5-18
};

/// A string of a legacy event that the event of today has, too.
struct LegacyField {
  std::string_view field;   // "Failure_Code"
  std::string_view modern;  // "Status"
  ModernForm form = ModernForm::Same;
};

/// A row of the lookup. Its texts must outlive what holds it.
struct LegacyString {
  std::string_view os;
  uint32_t position = 0;  // from 1
  LegacyField field;      // `modern` is empty where there is none
};

/// Strings of one event beyond this are no row's.
inline constexpr uint32_t kMaxLegacyStrings = 256;

/// What is known of one event.
class LegacyEvent {
 public:
  /// REQUIRES: 1 <= position <= kMaxLegacyStrings.
  void add(const LegacyString& row);
  /// Call behind the last row.
  void finish();

  /// The names of `count` strings, empty ones where no name is known for sure;
  /// nothing where no Windows wrote so many. They live as long as the event.
  [[nodiscard]] std::span<const std::string_view> names(size_t count) const;
  /// The fields that today's event has, in the order of the rows.
  [[nodiscard]] const std::vector<LegacyField>& fields() const {
    return fields_;
  }

 private:
  using Form = std::vector<LegacyField>;  // by position

  static std::string_view common_name(const std::vector<const Form*>& forms,
                                      size_t position);

  std::map<std::string_view, Form> forms_;  // by Windows version
  std::unordered_map<size_t, std::vector<std::string_view>> names_;  // by count
  std::vector<LegacyField> fields_;
};

/// The form that the lookup's cell names; Same where it names none.
[[nodiscard]] ModernForm modern_form(std::string_view name);

}  // namespace eventlens
