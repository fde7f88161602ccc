// The event stream of a modular input (streaming_mode xml): <stream>, one
// <event> per event, </stream>. The only writer of standard output while the
// program runs as an input.
#pragma once

#include <string_view>

#include "base/buffer.h"
#include "base/expected.h"
#include "base/filetime.h"

namespace eventlens {

/// What splunkd is told about an event; an empty text leaves the element out,
/// and the stanza's value stands.
struct EventMetadata {
  std::string_view stanza;
  Filetime time = 0;  // before 1970: splunkd finds a time itself
  std::string_view source;
  std::string_view sourcetype;
  std::string_view host;
  std::string_view index;
};

class StreamWriter {
 public:
  /// Adds an event to the batch. No `unbroken`: the data is one whole event.
  void add(const EventMetadata& metadata, std::string_view data);

  [[nodiscard]] size_t batch_bytes() const { return batch_.size(); }

  /// Writes the batch. Error: see write_stdout; the batch is then gone, in
  /// part perhaps written.
  Status flush();

  /// Ends the document; where no event was sent, an empty one.
  Status close();

 private:
  void element(std::string_view name, std::string_view text);

  Buffer batch_;
  bool begun_ = false;
};

}  // namespace eventlens
