#include "evxml/splitter.h"

#include "evxml/filler.h"
#include "evxml/record_finder.h"

namespace eventlens::evxml {
namespace {

class EventXmlSplitter final : public RecordSplitter {
 public:
  [[nodiscard]] size_t whole_records(std::string_view text,
                                     bool at_end) const override {
    RecordFinder finder(text, at_end);
    size_t size = 0;
    while (const auto record = finder.next()) {
      // What the file ends in is cut: TextSource says so to the decoder.
      if (!record->whole && record->end == text.size()) {
        break;
      }
      size = record->end;
    }
    return size;
  }
};

}  // namespace

bool recognises(std::string_view head) {
  if (const auto begin = RecordFinder::first(head)) {
    return is_filler(head.substr(0, *begin));
  }
  // Of a log without events Event Viewer saves the root alone.
  return head.find("<Events") != head.npos && is_filler(head);
}

std::unique_ptr<RecordSplitter> make_splitter() {
  return std::make_unique<EventXmlSplitter>();
}

}  // namespace eventlens::evxml
