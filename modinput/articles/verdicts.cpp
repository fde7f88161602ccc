#include "articles/verdicts.h"

#include <algorithm>

#include "articles/words.h"
#include "base/number_text.h"

namespace eventlens::articles {

std::vector<uint16_t> ids_in_title(const Reading& reading) {
  const Words& words = reading.title;
  std::vector<uint16_t> ids;
  for (size_t at = 0; at < words.size(); ++at) {
    for (const uint16_t id : ids_at(words, at, true).ids) {
      ids.push_back(id);
    }
  }
  return ids;
}

void give_verdicts(const Reading&, std::vector<EventLink>&) {}

}  // namespace eventlens::articles
