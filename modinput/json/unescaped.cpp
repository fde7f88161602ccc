#include "json/unescaped.h"

#include <cstring>

#include "base/limits.h"
#include "json/rapidjson.h"

namespace eventlens::json {
namespace {

struct OneString : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, OneString> {
  std::string_view text;

  static bool Default() { return false; }
  bool String(const char* begin, rapidjson::SizeType size, bool /*copy*/) {
    text = {begin, size};
    return true;
  }
};

}  // namespace

std::optional<std::string_view> unescaped(std::string_view quoted,
                                          Members& texts) {
  char* const room = texts.room(quoted.size() + kReadSlack);
  std::memcpy(room, quoted.data(), quoted.size());
  std::memset(room + quoted.size(), 0, kReadSlack);
  rapidjson::Reader reader;
  rapidjson::InsituStringStream stream(room);
  OneString string;
  if (reader.Parse<rapidjson::kParseInsituFlag>(stream, string).IsError()) {
    return std::nullopt;
  }
  return string.text;
}

}  // namespace eventlens::json
