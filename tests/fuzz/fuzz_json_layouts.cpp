// Objects taken apart by a layout that was met before, beside the parser's way:
// both give the same members, whatever was read in between.
//
// Input: texts, one per line; each that begins as an object is read.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "json/object_reader.h"

namespace {

using namespace eventlens::json;

/// A text in memory that reading may change.
struct Readable {
  std::string changed;
  std::string original;

  explicit Readable(std::string_view text) : changed(text) {
    changed.append(eventlens::kReadSlack, '\0');
    original = changed;
  }
  ReadResult read(ObjectReader& reader, Members& members) {
    const size_t size = original.size() - eventlens::kReadSlack;
    return reader.read(changed.data(), {original.data(), size}, members);
  }
};

bool same(const Members& a, const Members& b) {
  const auto& left = a.list();
  const auto& right = b.list();
  if (left.size() != right.size()) {
    return false;
  }
  for (size_t i = 0; i < left.size(); ++i) {
    if (left[i].path != right[i].path || left[i].text != right[i].text ||
        left[i].kind != right[i].kind ||
        left[i].is_attribute != right[i].is_attribute) {
      return false;
    }
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  ObjectReader experienced;
  Members by_layout;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (!line.starts_with('{')) {
      continue;
    }
    ObjectReader fresh;
    Members by_parser;
    Readable one(line);
    Readable other(line);
    const ReadResult expected = one.read(fresh, by_parser);
    const ReadResult found = other.read(experienced, by_layout);
    if (expected.state != found.state || expected.size != found.size ||
        !same(by_parser, by_layout)) {
      std::abort();
    }
  }
  return 0;
}
