// Where an article says that an event is benign or expected.
#pragma once

#include <vector>

#include "articles/mentions.h"
#include "articles/reading.h"

namespace eventlens::articles {

/// All numbers of the title, which may be event ids.
[[nodiscard]] std::vector<uint16_t> ids_in_title(const Reading& reading);

/// Sets the verdicts that the page's sentences give.
void give_verdicts(const Reading& reading, std::vector<EventLink>& links);

}  // namespace eventlens::articles
