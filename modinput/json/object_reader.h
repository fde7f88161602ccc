// Takes JSON objects apart: by their layout where that was met before, else by
// RapidJSON, event by event, in place.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "json/members.h"

namespace eventlens::json {

enum class ReadState : uint8_t {
  Whole,
  Broken,    // is no JSON from some place on
  TooLarge,  // nested deeper, or more of it, than is accepted
};

struct ReadResult {
  ReadState state;
  /// Whole: bytes of the object. Else how far it was read.
  size_t size;
  /// What is wrong; static.
  const char* wrong;
};

class ObjectReader {
 public:
  ObjectReader();
  ~ObjectReader();

  /// Reads the object that begins at `text`, which ends with a NUL; its bytes
  /// may be changed as far as it is read, and `members` view them until the
  /// next object is read. Where it is not whole they hold what came before the
  /// break. `original`: the same text, as long, which stays as it is.
  /// REQUIRES: kReadSlack readable bytes from the NUL of both on.
  ReadResult read(char* text, std::string_view original, Members& members);

 private:
  ReadResult parse(char* text, std::string_view original, Members& members);

  struct Machine;
  std::unique_ptr<Machine> machine_;
};

/// The text of the JSON string `quoted`, without its quotation marks and
/// escapes, in the room of `texts`; nothing where an escape is none.
[[nodiscard]] std::optional<std::string_view> unescaped(std::string_view quoted,
                                                        Members& texts);

}  // namespace eventlens::json
