#include "evtx/known_names.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "base/limits.h"

namespace eventlens::evtx {
namespace {

constexpr std::array<std::string_view, 40> kNames = {"Event",
                                                     "System",
                                                     "Provider",
                                                     "Name",
                                                     "Guid",
                                                     "EventSourceName",
                                                     "EventID",
                                                     "Qualifiers",
                                                     "Version",
                                                     "Level",
                                                     "Task",
                                                     "Opcode",
                                                     "Keywords",
                                                     "TimeCreated",
                                                     "SystemTime",
                                                     "EventRecordID",
                                                     "Correlation",
                                                     "ActivityID",
                                                     "RelatedActivityID",
                                                     "Execution",
                                                     "ProcessID",
                                                     "ThreadID",
                                                     "ProcessorID",
                                                     "SessionID",
                                                     "KernelTime",
                                                     "UserTime",
                                                     "ProcessorTime",
                                                     "Channel",
                                                     "Computer",
                                                     "Security",
                                                     "UserID",
                                                     "EventData",
                                                     "UserData",
                                                     "Data",
                                                     "Binary",
                                                     "ComplexData",
                                                     "xmlns",
                                                     "RenderingInfo",
                                                     "Message",
                                                     "ProcessingErrorData"};

struct KnownName {
  std::vector<uint8_t> padded_utf16;  // kReadSlack zero bytes at its end
  uint16_t hash;

  [[nodiscard]] ByteView utf16() const {
    return ByteView(padded_utf16).first(padded_utf16.size() - kReadSlack);
  }
};

std::vector<KnownName> make_known_names() {
  std::vector<KnownName> names;
  for (const std::string_view name : kNames) {
    std::vector<uint8_t> utf16;
    for (const char c : name) {
      utf16.push_back(static_cast<uint8_t>(c));
      utf16.push_back(0);
    }
    const uint16_t hash = name_hash(utf16);
    utf16.resize(utf16.size() + kReadSlack);
    names.push_back({std::move(utf16), hash});
  }
  return names;
}

}  // namespace

uint16_t name_hash(ByteView utf16) {
  uint32_t hash = 0;
  for (size_t i = 0; i + 2 <= utf16.size(); i += 2) {
    hash = hash * 65599 + load_le<uint16_t>(utf16.data() + i);
  }
  return static_cast<uint16_t>(hash);
}

ByteView known_name_of(uint16_t hash, uint16_t length) {
  static const std::vector<KnownName> names = make_known_names();
  for (const KnownName& name : names) {
    if (name.hash == hash && name.utf16().size() == size_t{2} * length) {
      return name.utf16();
    }
  }
  return {};
}

char16_t entity_character(ByteView utf16_name) {
  struct Entity {
    std::string_view name;
    char16_t character;
  };
  constexpr std::array<Entity, 5> kEntities = {{{"amp", u'&'},
                                                {"lt", u'<'},
                                                {"gt", u'>'},
                                                {"quot", u'"'},
                                                {"apos", u'\''}}};
  for (const Entity& entity : kEntities) {
    bool same = utf16_name.size() == 2 * entity.name.size();
    for (size_t i = 0; same && i < entity.name.size(); ++i) {
      same = load_le<uint16_t>(utf16_name.data() + 2 * i) == entity.name[i];
    }
    if (same) {
      return entity.character;
    }
  }
  return 0;
}

}  // namespace eventlens::evtx
