#include "splunk/setting_values.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"
#include "splunk/settings.h"

namespace eventlens {
namespace {

constexpr std::array<std::string_view, 6> kTrue = {"1",   "true", "t",
                                                   "yes", "y",    "on"};
constexpr std::array<std::string_view, 6> kFalse = {"0",  "false", "f",
                                                    "no", "n",     "off"};

bool is_one_of(const std::array<std::string_view, 6>& words,
               const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// The number that `text` is, digits only.
std::optional<uint64_t> parse_digits(std::string_view text) {
  uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) {
    return std::nullopt;
  }
  return value;
}

/// 0 where `unit` is none.
uint64_t seconds_of_unit(char unit) {
  switch (unit) {
    case 's':
      return 1;
    case 'm':
      return 60;
    case 'h':
      return 3'600;
    case 'd':
      return 86'400;
    default:
      return 0;
  }
}

}  // namespace

std::optional<bool> parse_boolean(std::string_view text) {
  const std::string word = lower_case(text);
  if (is_one_of(kTrue, word)) {
    return true;
  }
  if (is_one_of(kFalse, word)) {
    return false;
  }
  return std::nullopt;
}

std::optional<uint64_t> parse_duration(std::string_view text) {
  if (text == "0") {
    return 0;
  }
  if (text.empty()) {
    return std::nullopt;
  }
  const uint64_t unit = seconds_of_unit(text.back());
  const auto count = parse_digits(text.substr(0, text.size() - 1));
  if (unit == 0 || !count || *count > kMaxIgnoreOlderThanSeconds / unit) {
    return std::nullopt;
  }
  return *count * unit;
}

std::optional<uint32_t> parse_count(std::string_view text, uint32_t minimum,
                                    uint32_t maximum) {
  const auto count = parse_digits(text);
  if (!count || *count < minimum || *count > maximum) {
    return std::nullopt;
  }
  return static_cast<uint32_t>(*count);
}

std::vector<std::string> split_paths(std::string_view text) {
  std::vector<std::string> paths;
  while (!text.empty()) {
    const size_t end = std::min(text.find(';'), text.size());
    const std::string_view path = trimmed(text.substr(0, end));
    if (!path.empty()) {
      paths.emplace_back(path);
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return paths;
}

}  // namespace eventlens
