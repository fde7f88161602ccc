// Any bytes as a packed file: what is in it is opened and read, text again and
// again as a stream, other logs by way of a temporary file.
//
// Input: the file.
#include "log_reading.h"

namespace {

using namespace eventlens;

void read_all(LogFile& log) {
  Issues issues;
  test::KeepingSink sink(nullptr);
  static Tables tables;
  const LookupFieldNames names(tables);
  Decoders decoders({TimeZone(), names});
  Unit unit;
  for (auto more = log.source->next(unit); more.ok() && *more;
       more = log.source->next(unit)) {
    decoders.decode(log.format, unit, sink, issues);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // A small input can hold any number of logs, which is no news.
  constexpr int kMostLogs = 16;
  static const test::MemoryFile file;
  file.resize(0);
  file.put({data, size}, 0);
  auto opener = LogOpener::open({file.path(), true}, Liveness::Closed);
  if (!opener.ok()) {
    if (!opener.error().message.starts_with(file.path())) {
      test::found("an error that names no file", opener.error().message);
    }
    return 0;
  }
  for (int i = 0; i < kMostLogs && opener->is_packed(); ++i) {
    Issues issues;
    auto log = opener->next(issues);
    if (!log.ok()) {
      if (!log.error().message.starts_with(file.path())) {
        test::found("an error that names no file", log.error().message);
      }
    } else if (!*log) {
      break;
    } else {
      read_all(**log);
    }
  }
  return 0;
}
