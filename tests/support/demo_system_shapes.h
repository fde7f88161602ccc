// The three shapes of System log events: which template form, which level,
// Qualifiers and keywords belong together.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "evtx_event.h"

namespace eventlens::test {

inline constexpr std::uint8_t kLevelError = 2;
inline constexpr std::uint8_t kLevelWarning = 3;
inline constexpr std::uint8_t kLevelInformation = 4;

inline constexpr std::uint64_t kSystemChannelKeyword = 0x8000000000000000;
inline constexpr std::uint64_t kClassicKeyword = 0x0080000000000000;

// The upper 16 bits of a classic message id.
inline constexpr std::uint16_t kSeverityInformation = 0x4000;
inline constexpr std::uint16_t kSeverityWarning = 0x8000;
inline constexpr std::uint16_t kSeverityError = 0xC000;

inline constexpr const char* kLocalSystemSid = "S-1-5-18";
inline constexpr const char* kLocalServiceSid = "S-1-5-19";

// Time of day in UTC.
std::chrono::hh_mm_ss<std::chrono::seconds> demo_clock(std::uint64_t time);

// Strings of manifest providers end in NUL on Windows 10 and later.
EvtxValue nul_text(const std::string& value);

// A provider of the manifest age: 18 values.
EvtxEvent modern_system_event(std::uint64_t time, const char* provider,
                              const char* guid, std::uint16_t event_id,
                              std::uint8_t level);
// A provider with a manifest that still reports through its classic source:
// 20 values with Qualifiers. The level follows from the severity.
EvtxEvent bridged_system_event(std::uint64_t time, const char* provider,
                               const char* guid, const char* source,
                               std::uint16_t event_id, std::uint16_t severity);
// A classic source: 20 values, short System, unnamed strings.
EvtxEvent classic_system_event(std::uint64_t time, const char* source,
                               std::uint16_t event_id, std::uint16_t qualifiers,
                               std::uint8_t level, EvtxClassicData data);

}  // namespace eventlens::test
