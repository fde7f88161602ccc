// Calendar arithmetic follows the civil-from-days method (proleptic Gregorian,
// years that start in March, eras of 400 years).
//
// The day part of a time is formatted once per day and kept per thread: events
// come in order of time, so the next one nearly always has the same day.
#include "base/filetime.h"

#include <array>
#include <charconv>

#include "base/bytes.h"
#include "base/number_text.h"

namespace eventlens {
namespace {

constexpr uint64_t kTicksPerDay = uint64_t{86'400} * kTicksPerSecond;
constexpr uint64_t kDaysTo1601 = 584'694;  // from 0000-03-01
constexpr uint64_t kLastDay = 3'067'670;   // 9999-12-31, from 1601-01-01

struct Date {
  uint32_t year, month, day;
};

Date date_of(uint64_t days_since_1601) {
  const uint64_t z = days_since_1601 + kDaysTo1601;
  const uint64_t era = z / 146'097;
  const uint64_t day_of_era = z % 146'097;
  const uint64_t year_of_era = (day_of_era - day_of_era / 1'460 +
                                day_of_era / 36'524 - day_of_era / 146'096) /
                               365;
  const uint64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const uint64_t mp = (5 * day_of_year + 2) / 153;
  const uint64_t month = mp < 10 ? mp + 3 : mp - 9;
  return {static_cast<uint32_t>(year_of_era + era * 400 + (month <= 2)),
          static_cast<uint32_t>(month),
          static_cast<uint32_t>(day_of_year - (153 * mp + 2) / 5 + 1)};
}

uint64_t days_since_1601(Date date) {
  const uint64_t year = date.year - (date.month <= 2);
  const uint64_t era = year / 400;
  const uint64_t year_of_era = year % 400;
  const uint64_t mp = date.month > 2 ? date.month - 3 : date.month + 9;
  const uint64_t day_of_year = (153 * mp + 2) / 5 + date.day - 1;
  const uint64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - kDaysTo1601;
}

bool is_date(Date date) {
  constexpr std::array<uint8_t, 12> kDays = {31, 28, 31, 30, 31, 30,
                                             31, 31, 30, 31, 30, 31};
  if (date.year < 1601 || date.year > 9999 || date.month < 1 ||
      date.month > 12) {
    return false;
  }
  const bool leap_year =
      date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
  const uint32_t days =
      kDays[date.month - 1] + (leap_year && date.month == 2 ? 1U : 0U);
  return date.day >= 1 && date.day <= days;
}

void put_date(char* out, Date date) {
  put_two_digits(out, date.year / 100);
  put_two_digits(out + 2, date.year % 100);
  out[4] = '-';
  put_two_digits(out + 5, date.month);
  out[7] = '-';
  put_two_digits(out + 8, date.day);
  out[10] = 'T';
}

void put_clock(char* out, uint32_t seconds_of_day) {
  put_two_digits(out, seconds_of_day / 3600);
  out[2] = ':';
  put_two_digits(out + 3, seconds_of_day / 60 % 60);
  out[5] = ':';
  put_two_digits(out + 6, seconds_of_day % 60);
}

// Seven digits of a second.
void put_fraction(char* out, uint32_t ticks) {
  out[0] = '.';
  put_two_digits(out + 1, ticks / 100'000);
  put_two_digits(out + 3, ticks / 1'000 % 100);
  put_two_digits(out + 5, ticks / 10 % 100);
  out[7] = static_cast<char>('0' + ticks % 10);
  out[8] = 'Z';
}

struct DayCache {
  uint64_t day = UINT64_MAX;
  std::array<char, 11> text;
};

}  // namespace

int64_t to_unix_microseconds(Filetime time) {
  return static_cast<int64_t>(time / kTicksPerMicrosecond) -
         static_cast<int64_t>(kUnixEpochTicks / kTicksPerMicrosecond);
}

Filetime from_unix_microseconds(int64_t microseconds) {
  const int64_t since_1601 =
      microseconds +
      static_cast<int64_t>(kUnixEpochTicks / kTicksPerMicrosecond);
  return since_1601 < 0
             ? 0
             : static_cast<uint64_t>(since_1601) * kTicksPerMicrosecond;
}

char* put_filetime(char* to, Filetime time) {
  thread_local DayCache cache;
  const uint64_t day = time / kTicksPerDay;
  if (day > kLastDay) {
    return put_hex(to, time);
  }
  if (day != cache.day) {
    put_date(cache.text.data(), date_of(day));
    cache.day = day;
  }
  std::memcpy(to, cache.text.data(), cache.text.size());
  const uint64_t ticks = time % kTicksPerDay;
  put_clock(to + 11, static_cast<uint32_t>(ticks / kTicksPerSecond));
  put_fraction(to + 19, static_cast<uint32_t>(ticks % kTicksPerSecond));
  return to + kFiletimeSize;
}

void append_filetime(Buffer& out, Filetime time) {
  out.commit_to(put_filetime(out.reserve(kFiletimeSize), time));
}

char* put_systemtime(char* to, const uint8_t* bytes) {
  std::array<uint32_t, 8> field;
  uint32_t any = 0;
  for (size_t i = 0; i < field.size(); ++i) {
    field[i] = load_le<uint16_t>(bytes + 2 * i);
    any |= field[i];
  }
  if (any == 0) {
    return put_filetime(to, 0);
  }
  const auto [year, month, weekday, day, hour, minute, second, millisecond] =
      field;
  if (!is_date({year, month, day}) || hour > 23 || minute > 59 || second > 59 ||
      millisecond > 999) {
    return put_hex_bytes(to, bytes, 16);
  }
  put_date(to, {year, month, day});
  put_clock(to + 11, hour * 3600 + minute * 60 + second);
  put_fraction(to + 19, millisecond * 10'000);
  return to + kFiletimeSize;
}

std::optional<Filetime> parse_filetime(std::string_view text) {
  const auto number = [&](size_t at, size_t digits) -> std::optional<uint32_t> {
    uint32_t value = 0;
    if (at + digits > text.size()) {
      return std::nullopt;
    }
    const char* first = text.data() + at;
    const auto [stop, error] = std::from_chars(first, first + digits, value);
    if (error != std::errc{} || stop != first + digits) {
      return std::nullopt;
    }
    return value;
  };
  if (text.size() < 19 || text[4] != '-' || text[7] != '-' ||
      (text[10] != 'T' && text[10] != ' ') || text[13] != ':' ||
      text[16] != ':') {
    return std::nullopt;
  }
  const auto year = number(0, 4), month = number(5, 2), day = number(8, 2),
             hour = number(11, 2), minute = number(14, 2),
             second = number(17, 2);
  if (!year || !month || !day || !hour || !minute || !second ||
      !is_date({*year, *month, *day}) || *hour > 23 || *minute > 59 ||
      *second > 60) {
    return std::nullopt;
  }
  uint64_t ticks = 0;
  uint64_t unit = kTicksPerSecond;
  size_t at = 19;
  if (at < text.size() && text[at] == '.') {
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
      unit /= 10;
      ticks += static_cast<uint64_t>(text[at] - '0') * unit;
    }
  }
  if (at < text.size() && (text[at] != 'Z' || at + 1 != text.size())) {
    return std::nullopt;
  }
  const uint64_t seconds = days_since_1601({*year, *month, *day}) * 86'400 +
                           uint64_t{*hour} * 3600 + uint64_t{*minute} * 60 +
                           *second;
  return seconds * kTicksPerSecond + ticks;
}

}  // namespace eventlens
