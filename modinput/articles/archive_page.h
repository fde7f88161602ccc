// The pages of the archive of 2002 (jeffpar/kbarchive): one README.md per
// article, the text of a mail with a heading in front:
//
//   ## Q238185: Title of the article
//   {% raw %}
//   <tab>Article: Q238185
//   <tab>Product(s): Microsoft Windows NT
//   <tab>Last Modified: 06-AUG-2002
//   <tab>
//   <tab>-------------------------------------------------
//   <tab>The information in this article applies to: ...
//   <tab>-------------------------------------------------
//   <tab>
//   <tab>SYMPTOMS
//   <tab>========
#pragma once

#include "articles/page.h"
#include "base/expected.h"

namespace eventlens::articles {

/// Error: Malformed where the text has no such heading.
Expected<Page> parse_archive_page(std::string_view text);

}  // namespace eventlens::articles
