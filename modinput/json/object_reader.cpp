#include "json/object_reader.h"

// Sixteen characters at a time over blanks and strings.
#if defined(__SSE2__)
#define RAPIDJSON_SSE2
#endif
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <cstring>

#include "base/limits.h"
#include "json/layouts.h"

namespace eventlens::json {
namespace {

// Of one object. Several times what an event may have, because it can lie in
// much that is no part of it.
constexpr size_t kMaxMembers = 4 * kMaxValuesPerEvent;

/// An object or array that is open.
struct Frame {
  std::string_view prefix;  // path of the object
  std::string_view path;    // of the value that is read in it
  bool has_attributes = false;
  bool is_attribute = false;  // the value
};

/// Collects the members of one object.
class Collector {
 public:
  /// `frames` is empty, and memory that is used again.
  Collector(Members& members, std::vector<Frame>& frames)
      : members_(members), frames_(frames) {}

  [[nodiscard]] bool too_large() const { return too_large_; }
  /// Those of the event, where the object wraps one; else all.
  [[nodiscard]] MemberRange kept() const {
    const auto met = static_cast<uint32_t>(members_.list().size());
    return {wrapped_from_, wrapped_to_.value_or(met) - wrapped_from_};
  }

  // What RapidJSON calls; false ends the reading.
  bool Null() { return add({}, Kind::Null); }
  bool Bool(bool value) { return add(value ? "true" : "false", Kind::Bool); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    return add({text, size}, Kind::Number);
  }
  bool String(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    return add({text, size}, Kind::Text);
  }
  bool Key(const char* text, rapidjson::SizeType size, bool /*copy*/);
  bool StartObject();
  bool StartArray();
  bool EndObject(rapidjson::SizeType /*members*/) { return leave(); }
  bool EndArray(rapidjson::SizeType /*items*/) { return leave(); }
  // Numbers come as they are spelled.
  static bool Int(int /*value*/) { return false; }
  static bool Uint(unsigned /*value*/) { return false; }
  static bool Int64(int64_t /*value*/) { return false; }
  static bool Uint64(uint64_t /*value*/) { return false; }
  static bool Double(double /*value*/) { return false; }

 private:
  bool add(std::string_view text, Kind kind);
  bool enter(const Frame& frame);
  bool leave();
  bool refuse() {
    too_large_ = true;
    return false;
  }
  Members& members_;
  std::vector<Frame>& frames_;
  size_t wrapper_depth_ = 0;  // frames around the wrapped object; 0: none
  uint32_t wrapped_from_ = 0;
  std::optional<uint32_t> wrapped_to_;  // where it has ended
  bool too_large_ = false;
};

bool Collector::add(std::string_view text, Kind kind) {
  if (members_.list().size() >= kMaxMembers) {
    return refuse();
  }
  const Frame& frame = frames_.back();
  members_.push_back({frame.path, text, kind, frame.is_attribute});
  return true;
}

bool Collector::Key(const char* text, rapidjson::SizeType size, bool /*copy*/) {
  Frame& frame = frames_.back();
  std::string_view key(text, size);
  frame.is_attribute = frame.has_attributes;
  if (key == "#attributes" || key == "#text") {
    frame.path = frame.prefix;
    return true;
  }
  if (!frame.prefix.empty() && key.size() > 1 && key[0] == '@') {
    frame.is_attribute = true;
    key.remove_prefix(1);
  }
  if (frame.prefix.empty()) {
    frame.path = key;
    return true;
  }
  const size_t whole = frame.prefix.size() + 1 + key.size();
  if (members_.text_size() + whole > kMaxEventText) {
    return refuse();
  }
  char* const room = members_.room(whole);
  std::memcpy(room, frame.prefix.data(), frame.prefix.size());
  room[frame.prefix.size()] = '.';
  std::memcpy(room + frame.prefix.size() + 1, key.data(), key.size());
  frame.path = {room, whole};
  return true;
}

bool Collector::StartObject() {
  if (frames_.empty()) {
    return enter({});
  }
  constexpr std::string_view kSuffix = "_attributes";
  const Frame& above = frames_.back();
  // An event that a search or an index gave out, and what belongs to that.
  const bool wraps = frames_.size() == 1 && wrapper_depth_ == 0 &&
                     (above.path == "_source" || above.path == "result");
  if (wraps) {
    wrapped_from_ = static_cast<uint32_t>(members_.list().size());
    wrapper_depth_ = frames_.size();
    return enter({});
  }
  std::string_view prefix = above.path;
  // The path of "#attributes" is that of its element.
  bool attributes = prefix.size() == above.prefix.size() &&
                    prefix.data() == above.prefix.data() && !prefix.empty();
  if (prefix.ends_with(kSuffix)) {
    prefix.remove_suffix(kSuffix.size());
    attributes = true;
  }
  return enter({prefix, prefix, attributes, attributes});
}

bool Collector::StartArray() {
  const Frame above = frames_.empty() ? Frame{} : frames_.back();
  // Items are no attributes where their array is none; a path of its own, so
  // that an object in it is not taken for attributes.
  return enter({{}, above.path, false, above.is_attribute});
}

bool Collector::enter(const Frame& frame) {
  if (frames_.size() >= kMaxOpenElements) {
    return refuse();
  }
  frames_.push_back(frame);
  return true;
}

bool Collector::leave() {
  frames_.pop_back();
  if (wrapper_depth_ != 0 && frames_.size() == wrapper_depth_ && !wrapped_to_) {
    wrapped_to_ = static_cast<uint32_t>(members_.list().size());
  }
  return true;
}

struct OneString : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, OneString> {
  std::string_view text;

  static bool Default() { return false; }
  bool String(const char* begin, rapidjson::SizeType size, bool /*copy*/) {
    text = {begin, size};
    return true;
  }
};

}  // namespace

struct ObjectReader::Machine {
  rapidjson::Reader reader;
  std::vector<Frame> frames;
  Layouts layouts;
};

ObjectReader::ObjectReader() : machine_(std::make_unique<Machine>()) {}
ObjectReader::~ObjectReader() = default;

ReadResult ObjectReader::read(char* text, std::string_view original,
                              Members& members) {
  members.clear();
  const size_t size = machine_->layouts.match({text, original.size()}, members);
  if (size > 0) {
    return {ReadState::Whole, size, ""};
  }
  return parse(text, original, members);
}

ReadResult ObjectReader::parse(char* text, std::string_view original,
                               Members& members) {
  // Without a check of the encoding: events' output has one for all formats.
  // Recursive, which is faster: the collector ends it at kMaxOpenElements.
  constexpr unsigned kFlags = rapidjson::kParseInsituFlag |
                              rapidjson::kParseStopWhenDoneFlag |
                              rapidjson::kParseNumbersAsStringsFlag |
                              rapidjson::kParseTrailingCommasFlag;
  members.clear();
  machine_->frames.clear();
  Collector collector(members, machine_->frames);
  rapidjson::InsituStringStream stream(text);
  const rapidjson::ParseResult parsed =
      machine_->reader.Parse<kFlags>(stream, collector);
  const size_t size = stream.Tell();
  if (!parsed.IsError()) {
    const uint64_t layout = machine_->layouts.learn(original.substr(0, size),
                                                    members, collector.kept());
    members.keep(collector.kept());
    members.set_layout(layout);
    return {ReadState::Whole, size, ""};
  }
  members.keep(collector.kept());
  if (collector.too_large()) {
    return {ReadState::TooLarge, size,
            "is nested deeper or has more members than are accepted"};
  }
  return {ReadState::Broken, size, rapidjson::GetParseError_En(parsed.Code())};
}

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
