#include "cli/convert_command.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "collect/converter.h"
#include "collect/discover.h"
#include "log/log.h"
#include "os/exit_code.h"
#include "os/file.h"
#include "os/process.h"
#include "os/stop.h"
#include "os/streams.h"

namespace eventlens {
namespace {

/// Writes to the file, or to standard output where there is none.
TextSink make_sink(std::optional<OutputFile>& file) {
  if (!file) {
    return write_stdout;
  }
  return [&file](std::string_view text) { return file->write(text); };
}

/// More threads learn the same shapes once more each, which takes memory, and
/// gain little: then reading and writing are the bottleneck.
unsigned usual_threads() {
  constexpr unsigned kMost = 8;
  return std::min(kMost, processor_count());
}

/// A line on the terminal, five times a second.
Progress make_progress() {
  return [last = int64_t{0}](uint64_t done, uint64_t all) mutable {
    constexpr int64_t kStepMilliseconds = 200;
    const int64_t now = steady_milliseconds();
    if (now - last < kStepMilliseconds) {
      return;
    }
    last = now;
    const auto megabytes = [](uint64_t bytes) {
      return std::to_string(bytes / 1'000'000);
    };
    // Of standard input, and of what is packed, nobody knows how much comes.
    const std::string part =
        all < done ? ""
                   : std::to_string(done * 100 / std::max<uint64_t>(all, 1)) +
                         " % of " + megabytes(all) + " MB, ";
    show_progress("reading: " + part + megabytes(done) + " MB");
  };
}

/// Whether `path` is one of `files`: opening it for writing would empty it.
bool is_among(const std::vector<FoundFile>& files, const std::string& path) {
  const auto output = status_of(path);
  return output.ok() &&
         std::any_of(files.begin(), files.end(), [&](const auto& file) {
           const auto status = status_of(file.path);
           return status.ok() && status->identity == output->identity;
         });
}

int exit_code_of(const Error& error) {
  if (error.code == ErrorCode::Closed) {
    return kExitSuccess;  // "| head" has seen enough
  }
  log_error(error.message);
  return kExitInterrupted;
}

/// The text of --query, from the file where it names one.
Expected<std::string> query_text(const std::string& given) {
  if (!given.starts_with('@')) {
    return given;
  }
  ASSIGN_OR_RETURN(const auto content,
                   read_file(given.substr(1), kMaxConfigurationBytes));
  return content;
}

/// The filters that are given, and what they make of the selection.
struct Wanted {
  Selection selection;
  std::shared_ptr<const Filter> filter;
  Filetime now;
};

Expected<Wanted> wanted_by(const ConvertCommand& command) {
  FilterSettings settings;
  for (const std::string& text : command.whitelists) {
    settings.whitelists.push_back({"--whitelist", text});
  }
  for (const std::string& text : command.blacklists) {
    settings.blacklists.push_back({"--blacklist", text});
  }
  if (!command.query.empty()) {
    ASSIGN_OR_RETURN(std::string text, query_text(command.query));
    settings.queries.push_back({"--query", std::move(text)});
  }
  Wanted wanted{command.selection, nullptr,
                from_unix_microseconds(now_unix_microseconds())};
  if (!settings.empty()) {
    ASSIGN_OR_RETURN(wanted.filter, Filter::compile(settings));
    ASSIGN_OR_RETURN(wanted.selection,
                     wanted.filter->selection(command.selection, wanted.now));
  }
  return wanted;
}

}  // namespace

int run_convert(const ConvertCommand& command,
                const std::string& lookups_directory) {
  install_stop_handlers(ParentDeath::Ignore);
  auto wanted = wanted_by(command);
  if (!wanted.ok()) {
    log_error(wanted.error().message);
    return kExitUsage;
  }
  Discovery found =
      discover(command.paths, command.recursive, StandardInput::Accepted);
  for (const Error& problem : found.problems) {
    log_error(problem.message);
  }
  std::optional<OutputFile> file;
  if (!command.output.empty()) {
    if (is_among(found.files, command.output)) {
      log_error("--output " + command.output +
                " is one of the files to be read; nothing was written");
      return kExitCannotStart;
    }
    auto created = OutputFile::create(command.output, Readers::All);
    if (!created.ok()) {
      log_error(created.error().message);
      return kExitCannotStart;
    }
    file.emplace(std::move(*created));
  }
  const size_t problems = found.problems.size();
  const ConvertOptions options{
      std::move(found.files),
      command.render,
      command.enrich,
      command.threads == 0 ? usual_threads() : command.threads,
      command.recover,
      std::move(wanted->selection),
      std::move(wanted->filter),
      wanted->now,
      command.zone,
      lookups_directory,
      true};
  auto summary = convert(options, make_sink(file), make_progress());
  show_progress("");
  if (!summary.ok()) {
    return exit_code_of(summary.error());
  }
  if (const Status closed = file ? file->close() : success(); !closed.ok()) {
    log_error(closed.error().message);
    return kExitInterrupted;
  }
  summary->files_failed += problems;
  summary->log("");
  return summary->files_failed > 0 ? kExitFilesFailed : kExitSuccess;
}

}  // namespace eventlens
