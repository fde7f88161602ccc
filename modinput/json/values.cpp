#include "json/values.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/number_text.h"

namespace eventlens::json {
namespace {

constexpr size_t kGuidDigits = 36;  // with its dashes

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

bool is_bare_guid(std::string_view text) {
  if (text.size() != kGuidDigits) {
    return false;
  }
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) {
      return false;
    }
  }
  return true;
}

char upper(char c) {
  return c >= 'a' && c <= 'f' ? static_cast<char>(c - 0x20) : c;
}

Value braced(std::string_view guid, Members& texts) {
  char* const room = texts.room(kGuidDigits + 2);
  room[0] = '{';
  std::transform(guid.begin(), guid.end(), room + 1, upper);
  room[kGuidDigits + 1] = '}';
  return Value::of_utf8({room, kGuidDigits + 2});
}

/// Kernels may read on behind a value that is no text.
Value number_value(uint64_t number, ValueType type, Members& texts) {
  char* const room = texts.room(sizeof(number) + kReadSlack);
  std::memset(room, 0, sizeof(number) + kReadSlack);
  for (size_t i = 0; i < sizeof(number); ++i) {
    room[i] = static_cast<char>(number >> (8 * i));
  }
  return {reinterpret_cast<const uint8_t*>(room), sizeof(number),
          static_cast<uint8_t>(type)};
}

/// Where a time's zone begins.
size_t end_of_clock(std::string_view text) {
  size_t at = std::min<size_t>(text.size(), 19);
  if (at < text.size() && text[at] == '.') {
    ++at;
    while (at < text.size() && is_digit(text[at])) {
      ++at;
    }
  }
  return at;
}

struct Named {
  std::string_view name;  // lower case
  std::string_view digit;
};

bool same_name(std::string_view text, std::string_view lower_name) {
  return std::equal(text.begin(), text.end(), lower_name.begin(),
                    lower_name.end(),
                    [](char a, char b) { return lower_case(a) == b; });
}

}  // namespace

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

Value to_time(std::string_view text, const TimeZone& zone, Members& texts) {
  const size_t end = end_of_clock(text);
  const auto clock = parse_filetime(text.substr(0, end));
  if (!clock) {
    return Value::of_utf8(text);
  }
  std::string_view rest = text.substr(end);
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  if (rest == "Z" || rest == "UTC") {
    return number_value(*clock, ValueType::FileTime, texts);
  }
  if (rest.empty()) {
    return number_value(zone.to_utc(*clock), ValueType::FileTime, texts);
  }
  const auto distance = TimeZone::parse(rest);
  return distance.ok() ? number_value(distance->to_utc(*clock),
                                      ValueType::FileTime, texts)
                       : Value::of_utf8(text);
}

Value to_guid(std::string_view text, Members& texts) {
  return is_bare_guid(text) ? braced(text, texts) : Value::of_utf8(text);
}

Value to_windows_spelling(std::string_view text, Members& texts) {
  constexpr size_t kMicroseconds = sizeof("2026-03-01T08:15:30.123456Z") - 1;
  const auto is_small = [](char c) { return c >= 'a' && c <= 'f'; };
  if (is_bare_guid(text) && std::none_of(text.begin(), text.end(), is_small)) {
    return braced(text, texts);
  }
  if (text.size() == kMicroseconds && text[10] == 'T' && text.back() == 'Z') {
    const auto time = parse_filetime(text);
    return time ? number_value(*time, ValueType::FileTime, texts)
                : Value::of_utf8(text);
  }
  return Value::of_utf8(text);
}

Value hex_value(uint64_t number, Members& texts) {
  return number_value(number, ValueType::HexInt64, texts);
}

std::optional<Value> to_keywords(std::string_view text, Members& texts) {
  const auto number = parse_integer(text);
  if (!number) {
    return std::nullopt;
  }
  return text.starts_with("0x") ? Value::of_utf8(text)
                                : hex_value(*number, texts);
}

uint64_t audit_keyword(std::string_view name) {
  // winmeta.h: AuditFailure, AuditSuccess, EventlogClassic.
  constexpr uint64_t kAuditFailure = 0x10000000000000;
  constexpr uint64_t kAuditSuccess = 0x20000000000000;
  if (same_name(name, "audit failure")) {
    return kAuditFailure;
  }
  return same_name(name, "audit success") ? kAuditSuccess : 0;
}

std::string_view level_digit(std::string_view name) {
  // Levels as Windows, and types as NXLog and the old interface name them; an
  // audit has level 0 (winmeta.h: LogAlways).
  constexpr std::array<Named, 14> kNames = {{{"information", "4"},
                                             {"info", "4"},
                                             {"error", "2"},
                                             {"warning", "3"},
                                             {"critical", "1"},
                                             {"verbose", "5"},
                                             {"audit_success", "0"},
                                             {"audit_failure", "0"},
                                             {"successaudit", "0"},
                                             {"failureaudit", "0"},
                                             {"audit success", "0"},
                                             {"audit failure", "0"},
                                             {"debug", "5"},
                                             {"warn", "3"}}};
  for (const auto& [known, digit] : kNames) {
    if (same_name(name, known)) {
      return digit;
    }
  }
  return {};
}

}  // namespace eventlens::json
