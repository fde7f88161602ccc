// The output formats of an event.
#pragma once

#include <cstdint>

namespace eventlens {

enum class Render : uint8_t {
  Xml,   // Windows' event XML on one line
  Json,  // one flat object
};

}  // namespace eventlens
