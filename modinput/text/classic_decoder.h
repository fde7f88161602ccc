// Splunk's classic event text -> events.
//
// Its keys come from two interfaces of Windows, and EventType means the level
// in the newer one and the type of a legacy log in the older one. Which one it
// was TaskCategory and OpCode, or Category and CategoryString, say.
#pragma once

#include <array>
#include <vector>

#include "event/event_source.h"
#include "text/classic_format.h"
#include "text/record_maker.h"

namespace eventlens::text {

class ClassicDecoder final : public EventDecoder {
 public:
  /// What `context` refers to must outlive the decoder.
  explicit ClassicDecoder(const TextContext& context) : maker_(context) {}

  DecodeCounts decode(const Unit& unit, EventSink& sink,
                      Issues& issues) override;
  void select(Selector* selector) override { selector_ = selector; }
  [[nodiscard]] uint64_t generation() const override { return generation_; }

 private:
  /// Keys in the order in which Splunk writes them.
  enum Key : uint8_t {
    kLogName,
    kSourceName,
    kEventCode,
    kEventType,
    kType,
    kComputerName,
    kUser,
    kSid,
    kSidType,
    kTaskCategory,
    kOpCode,
    kCategory,
    kCategoryString,
    kRecordNumber,
    kKeywords,
    kMessage,
    kKeyCount,
  };
  static const std::array<std::string_view, kKeyCount> kKeyNames;

  struct OtherKey {
    std::string_view name;
    std::string_view value;
  };

  void deliver(Walk& walk, std::string_view record, const ClassicBegin& begin,
               bool is_cut);
  void read_lines(std::string_view keys);
  void read_flat(std::string_view keys);
  void store(std::string_view name, std::string_view value);
  static size_t key_of(std::string_view name, size_t expected);
  [[nodiscard]] bool is_legacy() const;
  void fill_record(Filetime wall_clock);
  void fill_rank();
  void fill_task();

  RecordMaker maker_;
  Selector* selector_ = nullptr;
  uint64_t generation_ = 0;
  std::array<std::string_view, kKeyCount> texts_;
  std::vector<OtherKey> others_;
  size_t expected_ = 0;  // the key that comes next, usually
};

}  // namespace eventlens::text
