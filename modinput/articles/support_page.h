// The pages of MicrosoftDocs/SupportArticles-docs: Markdown with a head of
// "name: value" lines:
//
//   ---
//   title: KDC event ID 16 or 27 is logged
//   ---
//   # KDC event ID 16 or 27 is logged if DES for Kerberos is disabled
//
//   _Applies to:_ &nbsp; Windows Server 2008 R2
//   _Original KB number:_ &nbsp; 977321
//
//   ## Summary
#pragma once

#include "articles/page.h"
#include "base/expected.h"

namespace eventlens::articles {

/// `path` is the page's place below "support/", "windows-server/networking/
/// name.md": it gives the address. Error: Malformed where the text has no head.
Expected<Page> parse_support_page(std::string_view text, std::string_view path);

}  // namespace eventlens::articles
