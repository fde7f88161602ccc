// Which events a Selection wants.
#include "event/selection.h"

#include <doctest/doctest.h>

#include "support/shape_text.h"

namespace eventlens {
namespace {

/// The least an event needs to be asked about.
class Sample {
 public:
  Sample()
      : shape_({{ItemKind::ElementStart, ItemFlag::None, kNoSlot, "Event"},
                {ItemKind::ElementStart, ItemFlag::None, kNoSlot, "System"},
                {ItemKind::ElementStart, ItemFlag::None, kNoSlot, "Provider"},
                {ItemKind::AttributeStart, ItemFlag::None, kNoSlot, "Name"},
                {ItemKind::Slot, ItemFlag::None, 0, ""},
                {ItemKind::AttributeEnd, ItemFlag::None, kNoSlot, ""},
                {ItemKind::ElementEnd, ItemFlag::None, kNoSlot, ""},
                {ItemKind::ElementStart, ItemFlag::None, kNoSlot, "Channel"},
                {ItemKind::Text, ItemFlag::None, kNoSlot, "Security"},
                {ItemKind::ElementEnd, ItemFlag::None, kNoSlot, ""},
                {ItemKind::ElementEnd, ItemFlag::None, kNoSlot, ""},
                {ItemKind::ElementEnd, ItemFlag::None, kNoSlot, ""}},
               1) {
    event.shape = &shape_;
    set_provider("Microsoft-Windows-Kerberos");
    event.event_id = 4768;
    event.time = 1000;
  }

  void set_provider(std::string_view name) {
    provider_ = Value::of_utf8(name);
    event.values = {&provider_, 1};
  }

  Event event;

 private:
  Shape shape_;
  Value provider_;
};

bool wants(const Selection& selection, const Event& event) {
  return Selector(selection).wants(event);
}

TEST_SUITE("event/selection") {
  TEST_CASE("an empty selection takes all") {
    CHECK(Selector({}).takes_all());
    CHECK(wants({}, Sample().event));
  }

  TEST_CASE("the last record of the log's own is known, wanted or not") {
    Sample sample;
    Selection selection;
    selection.event_ids = {{1, 1}};
    Selector selector(selection);
    CHECK_FALSE(selector.take_last_asked());
    sample.event.record_id = 7;
    sample.event.written_time = 70;
    CHECK_FALSE(selector.wants(sample.event));
    sample.event.record_id = 8;
    sample.event.issues = set_of(Issue::RecoveredFromSlack);
    CHECK_FALSE(selector.wants(sample.event));
    CHECK(selector.take_last_asked() == Bookmark{7, 70});
    CHECK_FALSE(selector.take_last_asked());
  }

  TEST_CASE("ids, ranges of them, and ids beyond 16 bits") {
    Sample sample;
    const auto with = [&](uint32_t id, std::vector<IdRange> ranges) {
      sample.event.event_id = id;
      Selection selection;
      selection.event_ids = std::move(ranges);
      CHECK_FALSE(Selector(selection).takes_all());
      return wants(selection, sample.event);
    };
    CHECK(with(4768, {{4768, 4768}}));
    CHECK_FALSE(with(4767, {{4768, 4768}}));
    CHECK(with(4771, {{1, 1}, {4768, 4771}}));
    CHECK_FALSE(with(4772, {{1, 1}, {4768, 4771}}));
    CHECK(with(0, {{0, 0}}));
    CHECK(with(65535, {{65535, 65536}}));
    CHECK(with(65536, {{65535, 65536}}));
    CHECK_FALSE(with(65537, {{65535, 65536}}));
    CHECK(with(4'000'000'000, {{0, UINT32_MAX}}));
    CHECK_FALSE(with(70'000, {{1, 65535}}));
  }

  TEST_CASE("providers and channels, whatever their case") {
    Sample sample;
    Selection selection;
    selection.providers = {"x", "microsoft-windows-KERBEROS"};
    CHECK(wants(selection, sample.event));
    selection.channels = {"security"};
    CHECK(wants(selection, sample.event));
    selection.channels = {"System"};
    CHECK_FALSE(wants(selection, sample.event));
    selection.channels.clear();
    selection.providers = {"Microsoft-Windows-Kerbero"};
    CHECK_FALSE(wants(selection, sample.event));
  }

  TEST_CASE("an answer from memory is that of the same name only") {
    Sample sample;
    Selection selection;
    selection.providers = {"p7"};
    Selector selector(selection);
    for (int round = 0; round < 2; ++round) {
      for (int i = 0; i < 100; ++i) {
        const std::string name = "P" + std::to_string(i);
        sample.set_provider(name);
        CAPTURE(name);
        CHECK(selector.wants(sample.event) == (i == 7));
      }
    }
  }

  TEST_CASE("time: from since on, before until") {
    Sample sample;
    Selection selection;
    selection.since = 1000;
    CHECK(wants(selection, sample.event));
    selection.since = 1001;
    CHECK_FALSE(wants(selection, sample.event));
    selection.since = 0;
    selection.until = 1001;
    CHECK(wants(selection, sample.event));
    selection.until = 1000;
    CHECK_FALSE(wants(selection, sample.event));
  }

  TEST_CASE("an event without provider is of no provider") {
    Sample sample;
    Selection selection;
    selection.providers = {"Microsoft-Windows-Kerberos"};
    const Value null;
    sample.event.values = {&null, 1};
    CHECK_FALSE(wants(selection, sample.event));
  }
}

}  // namespace
}  // namespace eventlens
