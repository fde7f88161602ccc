// A legacy log in a temporary file, read to its end.
#pragma once

#include "evt/decoder.h"
#include "evt/source.h"
#include "support/decode_helper.h"
#include "support/evt_builder.h"

namespace eventlens::test {

class OpenedEvt {
 public:
  explicit OpenedEvt(const EvtBytes& bytes,
                     const std::string& name = "SecEvent.Evt")
      : file_(File::open(directory_.write(name, bytes))),
        source_(evt::EvtSource::open(*file_, issues_)) {}

  /// REQUIRES: it can be opened.
  evt::EvtSource& source() { return **source_; }
  [[nodiscard]] std::string error() const {
    return source_.ok() ? "" : source_.error().message;
  }

  Decoded read_all() {
    evt::EvtDecoder decoder;
    Decoded decoded = read_rest(source(), decoder);
    decoded.issues += issues_;
    return decoded;
  }

 private:
  TempDirectory directory_;
  Issues issues_;
  Expected<File> file_;
  Expected<std::unique_ptr<evt::EvtSource>> source_;
};

inline Decoded decode_evt(const EvtBytes& bytes) {
  return OpenedEvt(bytes).read_all();
}

}  // namespace eventlens::test
