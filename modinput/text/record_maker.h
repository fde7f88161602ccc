// What the formats of this room have in common: an event of system fields and
// a rendered message, on its way to whoever takes events.
#pragma once

#include <array>
#include <vector>

#include "base/limits.h"
#include "event/flat_record.h"
#include "event/text_context.h"
#include "event/text_source.h"
#include "text/label_names.h"

namespace eventlens::text {

/// The state of decoding one unit.
struct Walk {
  EventSink& sink;
  Issues& issues;
  TextPositions positions;
  DecodeCounts counts;
  bool stopped = false;  // the sink wants no more
};

// Keywords of audits since Windows Vista, and those that Windows gives legacy
// events (winmeta.h: AuditSuccess, AuditFailure, EventlogClassic).
inline constexpr uint64_t kAuditSuccess = 0x8020000000000000;
inline constexpr uint64_t kAuditFailure = 0x8010000000000000;
inline constexpr uint64_t kClassic = 0x0080000000000000;
inline constexpr uint64_t kLegacyAuditSuccess = 0x00A0000000000000;
inline constexpr uint64_t kLegacyAuditFailure = 0x0090000000000000;

class RecordMaker {
 public:
  explicit RecordMaker(const TextContext& context)
      : zone_(context.zone), names_(context.names) {}

  /// An empty record. What is put into it must stay until deliver() returns.
  FlatRecord& begin();
  /// A field of text; nothing where it is empty.
  void set(SystemField field, std::string_view text);
  void set(RenderedText field, std::string_view text);
  void set_provider(std::string_view name);
  /// `wall_clock` as read by text/wall_clock.h.
  void set_time(Filetime wall_clock);
  void set_level(uint8_t level);
  void set_keywords(uint64_t keywords);
  /// A SID becomes the event's UserID, the name of an account a value `User`;
  /// what says that there is none is left out.
  void set_user(std::string_view user);
  void add_data(std::string_view name, std::string_view value);
  /// The message as text and its values under their names. Provider and id
  /// must have been set.
  void set_message(std::string_view message);

  /// Gives the event to the sink, where it is selected. `text` is the record,
  /// a part of the unit.
  void deliver(Walk& walk, std::string_view text, Selector* selector);

  /// Counts what is no record, unless it is only white space.
  static void pass_over(Walk& walk, std::string_view gap);

  /// Between units: forgets shapes and names where there are too many.
  /// Returns whether it did.
  bool tidy_up();

 private:
  [[nodiscard]] bool is_used(std::string_view name) const;
  std::string_view unused_name(const LabelNames::Name& name);

  /// Numbers as Values view them, with what may be read behind them.
  struct Derived {
    std::array<uint8_t, 8> time{};
    std::array<uint8_t, 8> keywords{};
    std::array<uint8_t, 8> level{};
    std::array<uint8_t, kReadSlack> slack{};
  };

  TimeZone zone_;
  LabelNames names_;
  FlatEventBuilder builder_;
  FlatRecord record_;
  Derived derived_;
  std::string_view provider_;
  std::vector<LabelledValue> labelled_;
  // The zone is asked once per quarter of an hour: clocks change at their
  // begin.
  Filetime quarter_ = 0;  // by the clock on the wall; 0: not asked yet
  Filetime quarter_utc_ = 0;
};

}  // namespace eventlens::text
