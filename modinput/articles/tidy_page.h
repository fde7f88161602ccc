// What a page says about itself, as cells of the lookups.
#pragma once

#include "articles/page.h"
#include "base/expected.h"

namespace eventlens::articles {

/// Makes title and products cells. Error: Malformed where the page's id, title,
/// address or day is not as docs/lookups.md says, with what is accepted.
Status tidy_page(Page& page);

}  // namespace eventlens::articles
