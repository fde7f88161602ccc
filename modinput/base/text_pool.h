// Texts that are the same, kept once: the names of elements and fields, of
// which a log has some hundred and its structures some hundred thousand.
#pragma once

#include <memory_resource>
#include <string_view>
#include <unordered_set>

namespace eventlens {

class TextPool {
 public:
  /// The same text, which stays where it is until clear(). Empty texts need no
  /// memory.
  std::string_view keep(std::string_view text);

  /// Frees all texts; the views given out so far must not be used any more.
  void clear();

 private:
  std::pmr::monotonic_buffer_resource memory_;
  std::unordered_set<std::string_view> known_;
};

}  // namespace eventlens
