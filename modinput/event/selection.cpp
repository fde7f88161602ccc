#include "event/selection.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/buffer.h"
#include "base/hash.h"

namespace eventlens {
namespace {

constexpr uint32_t kIds = 0x10000;

}  // namespace

NameFilter::NameFilter(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    names_.push_back(lower_case(name));
  }
}

bool NameFilter::wants(const Value& value) {
  if (names_.empty()) {
    return true;
  }
  const std::string_view bytes(reinterpret_cast<const char*>(value.data),
                               value.size);
  Answer& answer = answers_[hash_text(bytes) % answers_.size()];
  if (answer.bytes != bytes || answer.type_byte != value.type_byte) {
    Buffer text;
    append_value(text, value, Escape::Raw);
    const std::string name = lower_case(text.view());
    answer = {std::string(bytes), value.type_byte,
              std::find(names_.begin(), names_.end(), name) != names_.end()};
  }
  return answer.wanted;
}

Selector::Selector(const Selection& selection)
    : takes_all_(selection.event_ids.empty() && selection.providers.empty() &&
                 selection.channels.empty() && selection.since == 0 &&
                 selection.until == UINT64_MAX),
      any_id_(selection.event_ids.empty()),
      providers_(selection.providers),
      channels_(selection.channels),
      since_(selection.since),
      until_(selection.until) {
  const auto ask = [this](bool whether, SystemField field) {
    if (whether) {
      asked_.push_back(field);
    }
  };
  ask(!any_id_, SystemField::EventId);
  ask(since_ != 0 || until_ != UINT64_MAX, SystemField::TimeCreated);
  ask(!selection.providers.empty(), SystemField::Provider);
  ask(!selection.channels.empty(), SystemField::Channel);
  ids_.resize(any_id_ ? 0 : kIds);
  for (const IdRange& range : selection.event_ids) {
    for (uint64_t id = range.first; id <= range.last && id < kIds; ++id) {
      ids_[id] = true;
    }
    if (range.last >= kIds) {
      large_ids_.push_back(range);
    }
  }
}

bool Selector::wants_id(uint32_t event_id) const {
  if (event_id < kIds) {
    return any_id_ || ids_[event_id];
  }
  return any_id_ ||
         std::any_of(large_ids_.begin(), large_ids_.end(),
                     [event_id](const IdRange& range) {
                       return event_id >= range.first && event_id <= range.last;
                     });
}

bool Selector::wants(const Event& event, std::span<const SystemField> fields) {
  if (event.is_live()) {
    last_asked_ = event.bookmark();
  }
  return std::all_of(fields.begin(), fields.end(), [&](SystemField field) {
    switch (field) {
      case SystemField::EventId:
        return wants_id(event.event_id);
      case SystemField::TimeCreated:
        return event.time >= since_ && event.time < until_;
      case SystemField::Provider:
        return providers_.wants(event.system(field));
      default:
        return channels_.wants(event.system(field));
    }
  });
}

}  // namespace eventlens
