#include "articles/verdicts.h"

#include <algorithm>

#include "articles/words.h"
#include "base/number_text.h"

namespace eventlens::articles {

std::vector<uint16_t> ids_in_title(const Page& page) {
  Words words;
  append_words(words, page.title, kNoLine);
  std::vector<uint16_t> ids;
  for (size_t at = 0; at < words.size(); ++at) {
    for (const uint16_t id : ids_at(words, at, true).ids) {
      ids.push_back(id);
    }
  }
  return ids;
}

void give_verdicts(const Page&, std::vector<EventLink>&) {}

}  // namespace eventlens::articles
