#include "text/label_names.h"

#include "base/hash.h"
#include "base/limits.h"
#include "text/words.h"

namespace eventlens::text {
namespace {

void append_name(std::string& name, std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        is_digit(c) || byte >= 0x80;
    name += letter ? c : '_';
  }
}

std::string made_name(const LabelledValue& value) {
  std::string name;
  if (!value.section.empty()) {
    append_name(name, value.section);
    name += '_';
  }
  append_name(name, value.label);
  return name;
}

}  // namespace

LabelNames::Name LabelNames::name_of(std::string_view provider,
                                     uint32_t event_id,
                                     const LabelledValue& value) {
  uint64_t hash = mix(hash_text(provider), event_id);
  hash = mix(mix(hash, hash_text(value.section)), hash_text(value.label));
  const auto [begin, end] = known_.equal_range(hash);
  for (auto it = begin; it != end; ++it) {
    const Known& known = it->second;
    if (known.event_id == event_id && known.label == value.label &&
        known.section == value.section && known.provider == provider) {
      return known.name;
    }
  }
  return known_.emplace(hash, learn(provider, event_id, value))->second.name;
}

LabelNames::Known LabelNames::learn(std::string_view provider,
                                    uint32_t event_id,
                                    const LabelledValue& value) {
  Known known{
      keep(provider), event_id, keep(value.section), keep(value.label), {}};
  known.name.made = keep(made_name(value));
  known.name.known =
      names_.of_label(provider, event_id, value.section, value.label);
  if (known.name.known.empty()) {
    known.name.known = known.name.made;
  }
  footprint_ += sizeof(Known);
  return known;
}

std::string_view LabelNames::keep(std::string_view text) {
  footprint_ += text.size();
  return texts_.keep(text);
}

std::string_view LabelNames::numbered(std::string_view name, size_t number) {
  return keep(std::string(name) + "_" + std::to_string(number));
}

bool LabelNames::is_full() const { return footprint_ > kMaxShapeBytes; }

void LabelNames::clear() {
  known_.clear();
  texts_.clear();
  footprint_ = 0;
}

}  // namespace eventlens::text
