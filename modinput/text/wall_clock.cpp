#include "text/wall_clock.h"

#include <algorithm>
#include <array>

#include "base/number_text.h"
#include "text/words.h"

namespace eventlens::text {
namespace {

/// Takes a text apart from its begin.
class Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}

  /// One to `most` digits.
  bool number(size_t most, uint32_t& value) {
    const std::string_view digits = take_digits(most);
    value = 0;
    for (const char c : digits) {
      value = 10 * value + static_cast<uint32_t>(c - '0');
    }
    return !digits.empty();
  }
  std::string_view take_digits(size_t most) {
    size_t size = 0;
    while (size < std::min(most, rest_.size()) && is_digit(rest_[size])) {
      ++size;
    }
    const std::string_view digits = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return digits;
  }
  bool literal(std::string_view text) {
    if (!rest_.starts_with(text)) {
      return false;
    }
    rest_.remove_prefix(text.size());
    return true;
  }
  bool blanks() {
    const size_t before = rest_.size();
    while (literal(" ")) {
    }
    return rest_.size() < before;
  }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

struct Calendar {
  uint32_t year = 0;
  uint32_t month = 0;
  uint32_t day = 0;
  uint32_t hour = 0;
  uint32_t minute = 0;
  uint32_t second = 0;
  std::string_view fraction;  // its digits
};

std::optional<Filetime> filetime_of(const Calendar& at) {
  if (at.year > 9999 || at.month > 99 || at.day > 99 || at.hour > 99 ||
      at.minute > 99 || at.second > 99) {
    return std::nullopt;
  }
  std::array<char, 32> iso{};
  char* to = iso.data();
  const auto put = [&to](uint32_t value, char before) {
    if (before != 0) {
      *to++ = before;
    }
    put_two_digits(to, value);
    to += 2;
  };
  put(at.year / 100, 0);
  put(at.year % 100, 0);
  put(at.month, '-');
  put(at.day, '-');
  put(at.hour, 'T');
  put(at.minute, ':');
  put(at.second, ':');
  if (!at.fraction.empty()) {
    *to++ = '.';
    to = std::copy(at.fraction.begin(), at.fraction.end(), to);
  }
  return parse_filetime({iso.data(), static_cast<size_t>(to - iso.data())});
}

bool read_clock(Reader& read, Calendar& at) {
  return read.number(2, at.hour) && read.literal(":") &&
         read.number(2, at.minute) && read.literal(":") &&
         read.number(2, at.second);
}

/// AM and PM of a clock of twelve hours.
bool read_half_day(Reader& read, Calendar& at) {
  const bool afternoon = read.literal("PM") || read.literal("pm");
  if (!afternoon && !read.literal("AM") && !read.literal("am")) {
    return true;
  }
  if (at.hour < 1 || at.hour > 12) {
    return false;
  }
  at.hour = at.hour % 12 + (afternoon ? 12 : 0);
  return true;
}

}  // namespace

std::optional<Filetime> read_date_line(std::string_view line) {
  constexpr size_t kFractionDigits = 9;
  Calendar at;
  Reader read(trimmed(line));
  const bool date = read.number(2, at.month) && read.literal("/") &&
                    read.number(2, at.day) && read.literal("/");
  if (!date) {
    return std::nullopt;
  }
  const std::string_view year = read.take_digits(4);
  if (year.size() != 2 && year.size() != 4) {
    return std::nullopt;
  }
  at.year = static_cast<uint32_t>(parse_integer(year).value_or(0));
  if (year.size() == 2) {
    at.year += at.year < 69 ? 2000 : 1900;
  }
  if (!read.blanks() || !read_clock(read, at)) {
    return std::nullopt;
  }
  if (read.literal(".") || read.literal(",")) {
    at.fraction = read.take_digits(kFractionDigits);
  }
  read.blanks();
  return read_half_day(read, at) && read.at_end() ? filetime_of(at)
                                                  : std::nullopt;
}

std::optional<Filetime> read_weekday_date(std::string_view text) {
  constexpr std::array<std::string_view, 7> kDays = {"Mon", "Tue", "Wed", "Thu",
                                                     "Fri", "Sat", "Sun"};
  constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun",
      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto one_of = [&text](const auto& names) -> size_t {
    const auto found = std::find(names.begin(), names.end(), text.substr(0, 3));
    return static_cast<size_t>(found - names.begin());
  };
  text = trimmed(text);
  if (one_of(kDays) == kDays.size() || text.size() < 4) {
    return std::nullopt;
  }
  text.remove_prefix(4);
  const size_t month = one_of(kMonths);
  if (month == kMonths.size()) {
    return std::nullopt;
  }
  Calendar at;
  at.month = static_cast<uint32_t>(month) + 1;
  Reader read(text.substr(3));
  const bool right = read.blanks() && read.number(2, at.day) && read.blanks() &&
                     read_clock(read, at) && read.blanks() &&
                     read.number(4, at.year) && read.at_end();
  return right ? filetime_of(at) : std::nullopt;
}

}  // namespace eventlens::text
