// A legacy log in a temporary file, read to its end.
#pragma once

#include <array>

#include "evt/decoder.h"
#include "evt/source.h"
#include "support/decode_helper.h"
#include "support/evt_builder.h"

namespace eventlens::test {

/// Knows the strings of one event, and counts how often it is asked.
class NamesOf677 final : public FieldNames {
 public:
  [[nodiscard]] std::span<const std::string_view> of_strings(
      std::string_view provider, uint32_t event_id,
      size_t count) const override {
    ++asked_;
    const bool known =
        provider == "Security" && event_id == 677 && count == kNames.size();
    return known ? std::span<const std::string_view>(kNames)
                 : std::span<const std::string_view>();
  }
  [[nodiscard]] std::string_view of_label(
      std::string_view /*provider*/, uint32_t /*event_id*/,
      std::string_view /*section*/, std::string_view /*label*/) const override {
    return {};
  }
  [[nodiscard]] int asked() const { return asked_; }

 private:
  static constexpr std::array<std::string_view, 3> kNames = {"User_Name", "",
                                                             "Failure_Code"};

  mutable int asked_ = 0;
};

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
    evt::EvtDecoder decoder({{}, names_});
    Decoded decoded = read_rest(source(), decoder);
    decoded.issues += issues_;
    return decoded;
  }

  [[nodiscard]] const NamesOf677& names() const { return names_; }

 private:
  NamesOf677 names_;
  TempDirectory directory_;
  Issues issues_;
  Expected<File> file_;
  Expected<std::unique_ptr<evt::EvtSource>> source_;
};

inline Decoded decode_evt(const EvtBytes& bytes) {
  return OpenedEvt(bytes).read_all();
}

}  // namespace eventlens::test
