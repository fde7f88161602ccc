#include "articles/checkout.h"

#include <algorithm>

#include "articles/archive_page.h"
#include "articles/support_page.h"
#include "articles/tidy_page.h"
#include "base/ascii.h"
#include "base/limits.h"
#include "os/file.h"
#include "os/path_names.h"
#include "os/paths.h"
#include "os/stop.h"

namespace eventlens::articles {
namespace {

constexpr std::string_view kArchiveFolder = "/kb";
constexpr std::string_view kSupportFolder = "/support/";
constexpr size_t kMaxProblems = 5;

/// The files of articles below the directory.
Expected<std::vector<std::string>> article_files(const std::string& directory,
                                                 Corpus corpus) {
  const bool archive = corpus == Corpus::Archive;
  std::vector<std::string> folders = {directory + std::string(kArchiveFolder)};
  if (!archive) {
    const std::string support = directory + std::string(kSupportFolder);
    folders = {support + "windows-client", support + "windows-server"};
  }
  std::vector<std::string> files;
  bool found = false;
  for (const std::string& folder : folders) {
    const auto status = status_of(folder);
    if (!status.ok() || !status->is_directory) {
      continue;
    }
    found = true;
    Listing listing = list_files(folder, true);
    if (!listing.problems.empty()) {
      return std::move(listing.problems.front());
    }
    for (std::string& path : listing.paths) {
      if (archive ? file_name_of(path) == "README.md" : path.ends_with(".md")) {
        files.push_back(std::move(path));
      }
    }
  }
  if (!found) {
    return Error{
        ErrorCode::NotFound,
        directory + ": no folder " +
            (archive ? "kb; accepted is a checkout of jeffpar/kbarchive"
                     : "support/windows-server; accepted is a checkout of "
                       "MicrosoftDocs/SupportArticles-docs")};
  }
  if (files.size() > kMaxArticleFiles) {
    return Error{ErrorCode::LimitExceeded,
                 directory + ": " + std::to_string(files.size()) +
                     " articles; at most " + std::to_string(kMaxArticleFiles) +
                     " are accepted"};
  }
  return files;
}

/// Whether the page has the word "event" anywhere.
bool speaks_of_events(const Page& page) {
  const auto has_word = [](std::string_view text) {
    return text.find("vent") != std::string_view::npos ||
           text.find("VENT") != std::string_view::npos;
  };
  return has_word(page.title) ||
         std::any_of(page.lines.begin(), page.lines.end(),
                     [&](const Line& line) { return has_word(line.text); });
}

Error stopped() {
  return {ErrorCode::Stopped, "stopped; the lookups are as they were"};
}

}  // namespace

Expected<Checkout> Checkout::open(const std::string& directory, Corpus corpus) {
  Checkout checkout;
  checkout.directory_ = directory;
  while (checkout.directory_.size() > 1 &&
         is_separator(checkout.directory_.back())) {
    checkout.directory_.pop_back();
  }
  checkout.corpus_ = corpus;
  checkout.collection_.origin =
      corpus == Corpus::Archive ? "jeffpar/kbarchive" : "SupportArticles-docs";
  ASSIGN_OR_RETURN(checkout.files_, article_files(checkout.directory_, corpus));
  return checkout;
}

Expected<Page> Checkout::read_page(const std::string& path) const {
  ASSIGN_OR_RETURN(const std::string text, read_file(path, kMaxArticleBytes));
  Page page;
  if (corpus_ == Corpus::Archive) {
    ASSIGN_OR_RETURN(page, parse_archive_page(text));
  } else {
    const size_t place = directory_.size() + kSupportFolder.size();
    ASSIGN_OR_RETURN(
        page, parse_support_page(text, with_slashes(path.substr(place))));
  }
  RETURN_IF_ERROR(tidy_page(page));
  return page;
}

void Checkout::skip(Error problem, const std::string& path) {
  ++collection_.skipped;
  if (collection_.problems.size() < kMaxProblems) {
    collection_.problems.push_back(std::move(problem).in(path));
  }
}

void Checkout::learn_page(const std::string& path, SourceNames& names) {
  auto page = read_page(path);
  if (!page.ok()) {
    skip(std::move(page).take_error(), path);
    return;
  }
  ++collection_.read;
  std::string id = page->id;
  if (!collection_.ids.insert(lower_case(id)).second) {
    // Two pages of one KB number: the second goes by its name.
    id = page->url.substr(page->url.find_last_of('/') + 1);
    if (id.empty() || !collection_.ids.insert(lower_case(id)).second) {
      return skip({ErrorCode::Malformed, "another article " + page->id}, path);
    }
  }
  if (speaks_of_events(*page)) {
    for (const std::string& source : printed_sources(*page)) {
      names.add_found(source);
    }
    candidates_.push_back({path, std::move(id)});
  }
}

void Checkout::take_page(const Candidate& candidate, const SourceNames& names) {
  auto page = read_page(candidate.path);
  if (!page.ok()) {
    return;  // it has changed since
  }
  std::vector<EventLink> links = event_links(*page, corpus_, names);
  if (links.size() > kMaxEventsPerArticle) {
    return skip({ErrorCode::LimitExceeded,
                 std::to_string(links.size()) + " events; at most " +
                     std::to_string(kMaxEventsPerArticle) + " are accepted"},
                candidate.path);
  }
  if (!links.empty()) {
    collection_.articles.push_back({candidate.id, page->title, page->url,
                                    page->products, page->last_modified,
                                    std::move(links)});
  }
}

Status Checkout::learn(SourceNames& names, const FilesDone& done) {
  for (size_t i = 0; i < files_.size(); ++i) {
    if (stop_requested()) {
      return stopped();
    }
    learn_page(files_[i], names);
    done(i, files_.size());
  }
  return success();
}

Expected<Collection> Checkout::read(const SourceNames& names,
                                    const FilesDone& done) {
  for (size_t i = 0; i < candidates_.size(); ++i) {
    if (stop_requested()) {
      return stopped();
    }
    take_page(candidates_[i], names);
    done(i, candidates_.size());
  }
  return std::move(collection_);
}

}  // namespace eventlens::articles
