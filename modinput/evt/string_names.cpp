#include "evt/string_names.h"

#include "base/hash.h"

namespace eventlens::evt {

StringNames::Names StringNames::of(const Value& provider, uint32_t event_id,
                                   size_t count) {
  const std::string_view bytes(reinterpret_cast<const char*>(provider.data),
                               provider.size);
  Answer& answer =
      answers_[mix(hash_text(bytes), mix(event_id, count)) % answers_.size()];
  if (!answer.known || answer.event_id != event_id || answer.count != count ||
      answer.provider != bytes) {
    Buffer text;
    append_value(text, provider, Escape::Raw);
    answer = {
        true,
        std::string(bytes),
        event_id,
        count,
        {names_.of_strings(text.view(), event_id, count), ++last_number_}};
  }
  return answer.names;
}

}  // namespace eventlens::evt
