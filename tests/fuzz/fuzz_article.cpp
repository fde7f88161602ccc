// Any bytes as a page of a knowledge base: what is read from it must make rows
// that the check of the lookups accepts, and the same ones again.
//
// The first byte chooses the collection, the rest is the page.
#include <string>
#include <string_view>

#include "articles/archive_page.h"
#include "articles/article_tables.h"
#include "articles/support_page.h"
#include "articles/tidy_page.h"
#include "base/ascii.h"
#include "fuzz/found.h"
#include "knowledge/check.h"

namespace {

using namespace eventlens;
using namespace eventlens::articles;

constexpr const char* kArticles =
    "article,title,url,products,last_modified,confirmed,source\n";
constexpr const char* kEvents =
    "event_id,provider,code,article,evidence,verdict,rank,confirmed,source\n";

ArticleTables renewed(ArticleTables tables, const Collection& collection) {
  if (!renew_tables(tables, collection).ok()) {
    test::found("tables of ours are refused");
  }
  return tables;
}

void check_tables(const ArticleTables& tables) {
  const CheckReport report =
      check_lookups({{"kb_articles", "articles", tables.articles},
                     {"kb_events", "events", tables.events}});
  for (const Finding& finding : report.findings) {
    if (!finding.note) {
      test::found("rows that the check refuses", finding_text(finding));
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) {
    return 0;
  }
  const Corpus corpus = data[0] % 2 == 0 ? Corpus::Archive : Corpus::Support;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1,
                              size - 1);
  auto page = corpus == Corpus::Archive
                  ? parse_archive_page(text)
                  : parse_support_page(text, "windows-server/a.md");
  if (!page.ok() || !tidy_page(*page).ok()) {
    return 0;
  }
  SourceNames names;
  names.add_registered("NETLOGON");
  for (const std::string& source : printed_sources(*page)) {
    names.add_found(source);
  }
  Collection collection;
  collection.origin = "jeffpar/kbarchive";
  collection.ids = {lower_case(page->id)};
  collection.articles = {{page->id, page->title, page->url, page->products,
                          page->last_modified,
                          event_links(*page, corpus, names)}};
  const ArticleTables once = renewed({kArticles, kEvents, {}, {}}, collection);
  check_tables(once);
  const ArticleTables twice = renewed(once, collection);
  if (once.events != twice.events || once.articles != twice.articles) {
    test::found("a second import changes the tables");
  }
  return 0;
}
