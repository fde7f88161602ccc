// Any bytes as Snare syslog.
#include "text_reading.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  eventlens::test::check_text(data, size);
  return 0;
}
