// EVTX bytes through the reader, and its events as tests want to see them.
#pragma once

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "event/fields.h"
#include "evtx/chunk_decoder.h"
#include "evtx/source.h"
#include "evtx_image.h"
#include "structure_of.h"
#include "temp_file.h"

namespace eventlens::test {

struct DecodedEvent {
  uint64_t record_id = 0;
  uint32_t event_id = 0;
  Filetime time = 0;
  Filetime written_time = 0;
  uint64_t file_offset = 0;
  std::string issues;     // names, with blanks between
  std::string structure;  // see structure_of
  std::vector<std::pair<std::string, std::string>> fields;
  Bookmark bookmark;

  /// The values of that name joined with "|"; "(absent)" where it has none.
  [[nodiscard]] std::string field(std::string_view name) const {
    std::string text = "(absent)";
    bool first = true;
    for (const auto& [key, value] : fields) {
      if (key == name) {
        text = std::exchange(first, false) ? value : text + "|" + value;
      }
    }
    return text;
  }
};

struct Decoded {
  std::vector<DecodedEvent> events;
  DecodeCounts counts;
  Issues issues;

  /// "record_damaged 2 at 5000: what was found", one line per place.
  [[nodiscard]] std::string places() const {
    std::string text;
    for (const DamagedPlace& place : issues.places()) {
      text += std::string(issue_name(place.issue)) + " " +
              std::to_string(place.record_id) + " at " +
              std::to_string(place.file_offset) +
              (place.detail.empty() ? "" : ": ") + place.detail + "\n";
    }
    return text;
  }
  [[nodiscard]] std::vector<uint64_t> ids() const {
    std::vector<uint64_t> ids;
    for (const DecodedEvent& event : events) {
      ids.push_back(event.record_id);
    }
    return ids;
  }
};

/// The event's fields with their values, in order; those that are absent are
/// left out, items of arrays are joined with ",".
inline std::vector<std::pair<std::string, std::string>> fields_of(
    const Event& event) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const Field& field : flat_fields(*event.shape)) {
    for (const Occurrence& place : field.occurrences) {
      bool exists = true;
      for (const uint16_t slot : place.required_slots) {
        exists = exists && !event.values[slot].is_null();
      }
      Buffer text;
      for (const FieldPart& part : place.parts) {
        if (part.slot == kNoSlot) {
          text.append(part.text);
          continue;
        }
        const Value& value = event.values[part.slot];
        exists = exists && !(part.optional && value.is_null());
        append_value(text, value, Escape::Raw);
      }
      if (exists && !(field.of_system && text.empty())) {
        texts.emplace_back(field.name, std::string(text.view()));
      }
    }
  }
  return texts;
}

/// The names of the set, with blanks between.
inline std::string names_of(IssueSet issues) {
  std::string names;
  for (size_t i = 0; i < kIssueCount; ++i) {
    const auto issue = static_cast<Issue>(i);
    if ((issues & set_of(issue)) != 0) {
      names += (names.empty() ? "" : " ") + std::string(issue_name(issue));
    }
  }
  return names;
}

class CollectingSink final : public EventSink {
 public:
  explicit CollectingSink(Decoded& decoded) : decoded_(decoded) {}
  bool on_event(const Event& event) override {
    decoded_.events.push_back({event.record_id, event.event_id, event.time,
                               event.written_time, event.file_offset,
                               names_of(event.issues),
                               structure_of(event.shape->items()),
                               fields_of(event), event.bookmark()});
    return true;
  }

 private:
  Decoded& decoded_;
};

/// The bytes of one chunk of a file, as far as they are there.
inline Unit unit_of(const EvtxBytes& file, size_t chunk,
                    uint32_t hints = evtx::kNoHint) {
  const size_t offset = EvtxImage::chunk_offset(chunk);
  Unit unit;
  unit.size = std::min(evtx::kChunkSize, file.size() - offset);
  unit.reserve(unit.size);
  std::memcpy(unit.bytes.get(), file.data() + offset, unit.size);
  unit.file_offset = offset;
  unit.hints = hints;
  return unit;
}

inline Decoded decode_unit(const Unit& unit) {
  Decoded decoded;
  CollectingSink sink(decoded);
  evtx::ChunkDecoder decoder;
  decoded.counts = decoder.decode(unit, sink, decoded.issues);
  return decoded;
}

/// One chunk of a file by itself.
inline Decoded decode_chunk(const EvtxBytes& file, size_t chunk = 0,
                            uint32_t hints = evtx::kNoHint) {
  return decode_unit(unit_of(file, chunk, hints));
}

/// Everything that is left to read.
inline Decoded read_rest(EventSource& source, EventDecoder& decoder) {
  Decoded decoded;
  CollectingSink sink(decoded);
  Unit unit;
  for (auto more = source.next(unit); more.ok() && *more;
       more = source.next(unit)) {
    decoded.counts += decoder.decode(unit, sink, decoded.issues);
  }
  return decoded;
}

/// A log in a temporary file, opened. REQUIRES: it can be opened.
class OpenedLog {
 public:
  explicit OpenedLog(const EvtxBytes& bytes,
                     Liveness liveness = Liveness::Closed)
      : file_(File::open(directory_.write("log.evtx", bytes))),
        source_(evtx::EvtxSource::open(*file_, liveness, issues_)) {}

  evtx::EvtxSource& source() { return **source_; }
  Issues& issues() { return issues_; }

  /// Everything that is left to read.
  Decoded read_all() {
    evtx::ChunkDecoder decoder;
    Decoded decoded = read_rest(source(), decoder);
    decoded.issues += issues_;
    return decoded;
  }

 private:
  TempDirectory directory_;
  Issues issues_;
  Expected<File> file_;
  Expected<std::unique_ptr<evtx::EvtxSource>> source_;
};

inline Decoded decode_file(const EvtxBytes& bytes,
                           Liveness liveness = Liveness::Closed) {
  return OpenedLog(bytes, liveness).read_all();
}

}  // namespace eventlens::test
