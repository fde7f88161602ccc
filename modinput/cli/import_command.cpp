#include "cli/import_command.h"

#include "articles/article_tables.h"
#include "cli/lookup_directory.h"
#include "cli/views_command.h"
#include "knowledge/table_list.h"
#include "log/log.h"
#include "os/exit_code.h"
#include "os/file.h"
#include "os/process.h"
#include "os/stop.h"
#include "os/streams.h"

namespace eventlens {
namespace {

using articles::ArticleTables;
using articles::Checkout;
using articles::Collection;
using articles::Corpus;
using articles::SourceNames;

constexpr std::string_view kArticles = "kb_articles";
constexpr std::string_view kEvents = "kb_events";

/// A line on the terminal, five times a second.
articles::FilesDone progress_of(std::string_view what) {
  return [what, last = int64_t{0}](size_t done, size_t all) mutable {
    constexpr int64_t kStepMilliseconds = 200;
    const int64_t now = steady_milliseconds();
    if (now - last >= kStepMilliseconds) {
      last = now;
      show_progress("reading " + std::string(what) + ": " +
                    std::to_string(done) + " of " + std::to_string(all));
    }
  };
}

std::string rows_text(std::string_view table, const articles::RowCounts& rows) {
  return lookup_file_name(table) + ": " + std::to_string(rows.added) +
         " new, " + std::to_string(rows.changed) + " changed, " +
         std::to_string(rows.removed) + " gone, " + std::to_string(rows.all) +
         " in all\n";
}

std::string collection_text(const Collection& collection) {
  return collection.origin + ": " + std::to_string(collection.read) +
         " articles read, " + std::to_string(collection.articles.size()) +
         " with events, " + std::to_string(collection.skipped) +
         " files skipped\n";
}

/// One run: reads the checkouts, renews the tables, writes them.
class Import {
 public:
  Import(const ImportCommand& command, std::string directory)
      : command_(command), directory_(std::move(directory)) {}

  Status run() {
    ASSIGN_OR_RETURN(tables_.articles, lookup_text(directory_, kArticles));
    ASSIGN_OR_RETURN(tables_.events, lookup_text(directory_, kEvents));
    // The article table's own spelling comes first: rows stay the same rows.
    articles::add_registered_names(names_, tables_.events);
    ASSIGN_OR_RETURN(const std::string catalogue,
                     lookup_text(directory_, "events"));
    articles::add_registered_names(names_, catalogue);
    RETURN_IF_ERROR(open(command_.kbarchive, Corpus::Archive));
    RETURN_IF_ERROR(open(command_.support_articles, Corpus::Support));
    for (Checkout& checkout : checkouts_) {
      RETURN_IF_ERROR(checkout.learn(names_, progress_of("articles")));
    }
    for (Checkout& checkout : checkouts_) {
      RETURN_IF_ERROR(take(checkout));
    }
    return write();
  }

  [[nodiscard]] const std::string& summary() const { return summary_; }

 private:
  Status open(const std::string& directory, Corpus corpus) {
    if (!directory.empty()) {
      ASSIGN_OR_RETURN(Checkout checkout, Checkout::open(directory, corpus));
      checkouts_.push_back(std::move(checkout));
    }
    return success();
  }

  Status take(Checkout& checkout) {
    ASSIGN_OR_RETURN(
        const Collection collection,
        checkout.read(names_, progress_of("articles about events")));
    for (const Error& problem : collection.problems) {
      log_warn(problem.message + "; the file is skipped");
    }
    if (collection.articles.empty()) {
      return Error{ErrorCode::NotFound,
                   checkout.directory() +
                       ": no article about an event; the lookups stay as they "
                       "are"};
    }
    summary_ += collection_text(collection);
    return renew_tables(tables_, collection);
  }

  /// The articles first: rows that nothing refers to harm nobody. The views
  /// last: `knowledge views` mends them where that fails.
  Status write() {
    RETURN_IF_ERROR(write_file_atomically(lookup_path(directory_, kArticles),
                                          tables_.articles, Readers::All));
    RETURN_IF_ERROR(write_file_atomically(lookup_path(directory_, kEvents),
                                          tables_.events, Readers::All));
    summary_ += rows_text(kArticles, tables_.article_rows) +
                rows_text(kEvents, tables_.event_rows);
    ASSIGN_OR_RETURN(const std::string views, write_views(directory_));
    summary_ += views;
    return success();
  }

  const ImportCommand& command_;
  std::string directory_;
  std::vector<Checkout> checkouts_;
  SourceNames names_;
  ArticleTables tables_;
  std::string summary_;
};

}  // namespace

int run_import(const ImportCommand& command,
               const std::string& installed_lookups) {
  install_stop_handlers(ParentDeath::Ignore);
  if (command.kbarchive.empty() && command.support_articles.empty()) {
    log_error(
        "nothing to import; give --kbarchive, --support-articles or both");
    return kExitUsage;
  }
  const auto directory = lookup_directory(command.lookups, installed_lookups);
  if (!directory.ok()) {
    log_error(directory.error().message);
    return lookup_exit_code(directory.error());
  }
  Import import(command, *directory);
  const Status done = import.run();
  show_progress("");
  if (!done.ok()) {
    log_error(done.error().message);
    return lookup_exit_code(done.error());
  }
  (void)write_stdout(import.summary());  // the work is done in any case
  return kExitSuccess;
}

}  // namespace eventlens
