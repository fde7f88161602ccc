// See evtx_plain_text.h.
#include "evtx_plain_text.h"

#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace eventlens::test {
namespace {

std::uint64_t number(const EvtxBytes& bytes, std::size_t offset,
                     std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    value |= std::uint64_t{bytes.at(offset + i)} << (8 * i);
  }
  return value;
}

std::string hex(std::uint64_t value) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llx",
                static_cast<unsigned long long>(value));
  return text;
}

std::string upper_hex_digits(const EvtxBytes& bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    char pair[4];
    std::snprintf(pair, sizeof pair, "%02X", byte);
    text += pair;
  }
  return text;
}

// ASCII only: plain events in tests need no more.
std::string ascii_text(const EvtxBytes& utf16) {
  std::string text;
  for (std::size_t i = 0; i + 1 < utf16.size(); i += 2) {
    if (utf16[i + 1] != 0 || utf16[i] > 0x7F) {
      throw std::invalid_argument("plain text is ASCII");
    }
    if (utf16[i] == 0) {
      break;
    }
    text.push_back(static_cast<char>(utf16[i]));
  }
  return text;
}

std::string guid_text(const EvtxBytes& guid) {
  const std::string tail =
      upper_hex_digits(EvtxBytes(guid.begin() + 8, guid.end()));
  char text[40];
  std::snprintf(text, sizeof text, "{%08X-%04X-%04X-%s-%s}",
                static_cast<unsigned>(number(guid, 0, 4)),
                static_cast<unsigned>(number(guid, 4, 2)),
                static_cast<unsigned>(number(guid, 6, 2)),
                tail.substr(0, 4).c_str(), tail.substr(4).c_str());
  return text;
}

std::string sid_text(const EvtxBytes& sid) {
  std::uint64_t authority = 0;
  for (std::size_t i = 2; i < 8; ++i) {
    authority = (authority << 8) | sid.at(i);
  }
  std::string text =
      "S-" + std::to_string(sid.at(0)) + '-' + std::to_string(authority);
  for (std::size_t i = 8; i + 4 <= sid.size(); i += 4) {
    text += '-' + std::to_string(number(sid, i, 4));
  }
  return text;
}

std::string filetime_text(std::uint64_t filetime) {
  using namespace std::chrono;
  const std::uint64_t seconds = filetime / 10'000'000;
  const auto days = static_cast<int>(seconds / 86400);
  const year_month_day date{sys_days{year{1601} / January / 1} +
                            std::chrono::days{days}};
  const auto of_day = static_cast<unsigned>(seconds % 86400);
  char text[64];
  std::snprintf(
      text, sizeof text, "%04d-%02u-%02uT%02u:%02u:%02u.%07uZ",
      static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
      static_cast<unsigned>(date.day()), of_day / 3600, of_day / 60 % 60,
      of_day % 60, static_cast<unsigned>(filetime % 10'000'000));
  return text;
}

EvtxElement plain_system(const EvtxEvent& event, std::uint64_t record_id) {
  const auto with_attributes = [](std::string name,
                                  std::vector<EvtxAttribute> attributes) {
    EvtxElement element;
    element.name = std::move(name);
    element.attributes = std::move(attributes);
    return element;
  };
  EvtxElement system;
  system.name = "System";
  system.children = {
      with_attributes("Provider",
                      {text_attribute("Name", event.provider),
                       text_attribute("Guid", event.provider_guid)}),
      text_element("EventID", std::to_string(event.event_id)),
      text_element("Version", std::to_string(event.version)),
      text_element("Level", std::to_string(event.level)),
      text_element("Task", std::to_string(event.task)),
      text_element("Opcode", std::to_string(event.opcode)),
      text_element("Keywords", hex(event.keywords)),
      with_attributes(
          "TimeCreated",
          {text_attribute("SystemTime", filetime_text(event.time))}),
      text_element("EventRecordID",
                   std::to_string(event.event_record_id.value_or(record_id))),
      with_attributes("Correlation", {}),
      with_attributes(
          "Execution",
          {text_attribute("ProcessID", std::to_string(event.process_id)),
           text_attribute("ThreadID", std::to_string(event.thread_id))}),
      text_element("Channel", event.channel),
      text_element("Computer", event.computer),
      with_attributes("Security", {})};
  return system;
}

}  // namespace

std::string plain_text(const EvtxValue& value) {
  const EvtxBytes& bytes = value.bytes;
  switch (static_cast<EvtxType>(value.type)) {
    case EvtxType::Null:
      return {};
    case EvtxType::String:
      return ascii_text(bytes);
    case EvtxType::UInt8:
    case EvtxType::UInt16:
    case EvtxType::UInt32:
    case EvtxType::UInt64:
      return std::to_string(number(bytes, 0, bytes.size()));
    case EvtxType::HexInt32:
    case EvtxType::HexInt64:
    case EvtxType::SizeT:
      return hex(number(bytes, 0, bytes.size()));
    case EvtxType::Guid:
      return guid_text(bytes);
    case EvtxType::Sid:
      return sid_text(bytes);
    case EvtxType::FileTime:
      return filetime_text(number(bytes, 0, 8));
    case EvtxType::Binary:
      return upper_hex_digits(bytes);
    default:
      throw std::invalid_argument("no plain text for this type");
  }
}

EvtxElement plain_event(const EvtxEvent& event, std::uint64_t record_id) {
  EvtxElement event_data;
  event_data.name = "EventData";
  for (const EvtxDataItem& item : event.data) {
    EvtxElement data = text_element("Data", plain_text(item.value));
    data.attributes.push_back(text_attribute("Name", item.name));
    event_data.children.push_back(std::move(data));
  }
  EvtxElement root;
  root.name = "Event";
  root.attributes.push_back(text_attribute(
      "xmlns", "http://schemas.microsoft.com/win/2004/08/events/event"));
  root.children.push_back(plain_system(event, record_id));
  root.children.push_back(std::move(event_data));
  return root;
}

}  // namespace eventlens::test
