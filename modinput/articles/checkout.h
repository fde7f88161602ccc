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

/// A checkout is read twice: sentences name sources that other articles print,
/// also those of another checkout. So all are learned from before any is read.
class Checkout {
 public:
  /// `directory` is a checkout of the repository that `corpus` is from.
  /// Error: NotFound where it is not, Io.
  static Expected<Checkout> open(const std::string& directory, Corpus corpus);

  /// Adds the sources that the articles print to `names`. A file that cannot be
  /// used is counted. Error: Stopped.
  Status learn(SourceNames& names, const FilesDone& done);

  /// The articles with their events. REQUIRES: learn(). Error: Stopped.
  Expected<Collection> read(const SourceNames& names, const FilesDone& done);

  [[nodiscard]] const std::string& directory() const { return directory_; }

 private:
  struct Candidate {
    std::string path;
    std::string id;
  };

  [[nodiscard]] Expected<Page> read_page(const std::string& path) const;
  void learn_page(const std::string& path, SourceNames& names);
  void take_page(const Candidate& candidate, const SourceNames& names);
  void skip(Error problem, const std::string& path);

  std::string directory_;
  Corpus corpus_ = Corpus::Archive;
  std::vector<std::string> files_;
  std::vector<Candidate> candidates_;  // that speak of an event at all
  Collection collection_;
};

}  // namespace eventlens::articles
