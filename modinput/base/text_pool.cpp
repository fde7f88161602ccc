#include "base/text_pool.h"

#include <cstring>

namespace eventlens {

std::string_view TextPool::keep(std::string_view text) {
  if (text.empty()) {
    return {};
  }
  if (const auto known = known_.find(text); known != known_.end()) {
    return *known;
  }
  auto* const copy = static_cast<char*>(memory_.allocate(text.size(), 1));
  std::memcpy(copy, text.data(), text.size());
  return *known_.emplace(copy, text.size()).first;
}

void TextPool::clear() {
  known_.clear();
  memory_.release();
}

}  // namespace eventlens
