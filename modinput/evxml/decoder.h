// Pieces of event XML -> events: their elements, attributes and texts as they
// are, by their local names, whoever wrote them and however they are laid out.
#pragma once

#include <string_view>

#include "event/event_builder.h"
#include "event/event_source.h"
#include "evxml/layouts.h"
#include "evxml/record_finder.h"
#include "evxml/tree_reader.h"

namespace eventlens::evxml {

class EventXmlDecoder final : public EventDecoder {
 public:
  /// `unit` is one piece from TextSource with this format's splitter.
  DecodeCounts decode(const Unit& unit, EventSink& sink,
                      Issues& issues) override;
  void select(Selector* selector) override { selector_ = selector; }
  [[nodiscard]] uint64_t generation() const override { return generation_; }

 private:
  struct Walk;

  static void pass_over(Walk& walk, std::string_view gap);
  size_t deliver_known(Walk& walk, size_t at);
  void deliver(Walk& walk, const RecordExtent& extent);
  static void give_out(Walk& walk, Event& event);
  Expected<Event> read(std::string_view record);
  void tell_damage(Walk& walk, const RecordExtent& extent,
                   std::string_view record, uint64_t file_offset) const;

  EventBuilder builder_;
  TreeReader reader_;
  Layouts layouts_;
  uint64_t generation_ = 0;
  Selector* selector_ = nullptr;
};

}  // namespace eventlens::evxml
