// Checkouts of the public repositories of articles, read as a whole.
#pragma once

#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

#include "articles/mentions.h"
#include "base/expected.h"

namespace eventlens::articles {

/// An article and the events that it is about.
struct Article {
  std::string id;
  std::string title;
  std::string url;
  std::string products;
  std::string last_modified;
  std::vector<EventLink> links;
};

struct Collection {
  std::string origin;             // as the lookups' column `source` says it
  std::vector<Article> articles;  // those with events, by the files' names
  std::unordered_set<std::string> ids;  // of all articles, in lower case
  size_t read = 0;
  size_t skipped = 0;           // files that are no article, or beyond a limit
  std::vector<Error> problems;  // the first ones
};

/// Told how many of how many files are done.
using FilesDone = std::function<void(size_t done, size_t all)>;

/// Reads all articles below `directory`, a checkout of the repository that
/// `corpus` is from; `names` learns the sources that they print. A file that
/// cannot be used is counted. Error: NotFound where the directory is none of
/// such a checkout, Stopped.
Expected<Collection> read_checkout(const std::string& directory, Corpus corpus,
                                   SourceNames& names, const FilesDone& done);

}  // namespace eventlens::articles
