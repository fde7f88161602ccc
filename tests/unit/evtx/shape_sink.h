// Which Shape each event of a log came with.
#pragma once

#include <vector>

#include "event/event.h"

namespace eventlens::test {

class ShapeSink final : public EventSink {
 public:
  bool on_event(const Event& event) override {
    shapes.push_back(event.shape);
    return true;
  }
  std::vector<const Shape*> shapes;
};

}  // namespace eventlens::test
