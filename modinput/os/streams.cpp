#include "os/streams.h"

#include <array>

namespace eventlens {

Expected<std::string> read_stdin(size_t limit) {
  std::string content;
  std::array<uint8_t, 65536> piece;
  for (;;) {
    ASSIGN_OR_RETURN(const size_t got,
                     read_stdin_some(piece, WhenStopped::Wait));
    if (got == 0) {
      return content;
    }
    content.append(reinterpret_cast<const char*>(piece.data()), got);
    if (content.size() > limit) {
      return Error{
          ErrorCode::LimitExceeded,
          "standard input: more than " + std::to_string(limit) + " bytes"};
    }
  }
}

}  // namespace eventlens
