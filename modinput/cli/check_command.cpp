#include "cli/check_command.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <deque>

#include "base/limits.h"
#include "knowledge/check.h"
#include "knowledge/table_list.h"
#include "log/log.h"
#include "os/exit_code.h"
#include "os/file.h"
#include "os/path_names.h"
#include "os/paths.h"
#include "os/streams.h"

namespace eventlens {
namespace {

using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

/// The lookups of a directory and their texts.
struct LookupFiles {
  std::vector<LookupText> files;
  std::deque<std::string> texts;  // what `files` view
};

/// Error: where the directory cannot be listed, has no lookup, or one of its
/// lookups cannot be read.
Expected<LookupFiles> read_lookups(const std::string& directory) {
  Listing listing = list_files(directory, false);
  if (!listing.problems.empty()) {
    return std::move(listing.problems.front());
  }
  LookupFiles read;
  for (const std::string& path : listing.paths) {
    const std::string name(file_name_of(path));
    constexpr std::string_view kPrefix = "eventlens_";
    constexpr std::string_view kSuffix = ".csv";
    if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) {
      continue;
    }
    ASSIGN_OR_RETURN(std::string text, read_file(path, kMaxCsvBytes));
    read.texts.push_back(std::move(text));
    read.files.push_back(
        {name.substr(kPrefix.size(),
                     name.size() - kPrefix.size() - kSuffix.size()),
         path, read.texts.back()});
  }
  if (read.files.empty()) {
    return Error{ErrorCode::NotFound,
                 directory +
                     ": no file eventlens_*.csv there; accepted is "
                     "the directory of the lookups"};
  }
  return read;
}

std::string summary(const CheckReport& report) {
  return std::to_string(report.tables) + " tables, " +
         std::to_string(report.rows) +
         " rows: " + std::to_string(report.errors) + " errors, " +
         std::to_string(report.notes) + " notes\n";
}

std::string report_text(const CheckReport& report) {
  std::string text;
  for (const Finding& finding : report.findings) {
    text += (finding.note ? "note: " : "") + finding_text(finding) + '\n';
  }
  if (report.findings.size() < report.errors + report.notes) {
    text += "(the first ones of each file)\n";
  }
  return text + summary(report);
}

void put(Writer& writer, const char* key, const std::string& text) {
  writer.Key(key);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void put(Writer& writer, const char* key, size_t number) {
  writer.Key(key);
  writer.Uint64(number);
}

std::string report_json(const CheckReport& report) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.SetIndent(' ', 2);
  writer.StartObject();
  put(writer, "tables", report.tables);
  put(writer, "rows", report.rows);
  put(writer, "errors", report.errors);
  put(writer, "notes", report.notes);
  writer.Key("findings");
  writer.StartArray();
  for (const Finding& finding : report.findings) {
    writer.StartObject();
    put(writer, "kind", std::string(finding.note ? "note" : "error"));
    put(writer, "file", finding.file);
    put(writer, "row", finding.row);
    put(writer, "column", finding.column);
    put(writer, "found", finding.found);
    put(writer, "accepted", finding.accepted);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + '\n';
}

}  // namespace

int run_check(const CheckCommand& command) {
  LookupFiles own;
  if (!command.lookups.empty()) {
    auto read = read_lookups(command.lookups);
    if (!read.ok()) {
      log_error(read.error().message);
      return kExitCannotStart;
    }
    own = std::move(*read);
  }
  const CheckReport report =
      check_lookups(command.lookups.empty() ? built_in_lookups() : own.files);
  const Status written =
      write_stdout(command.json ? report_json(report) : report_text(report));
  if (!written.ok() && written.error().code != ErrorCode::Closed) {
    log_error(written.error().message);
    return kExitInterrupted;
  }
  return report.errors == 0 ? kExitSuccess : kExitCannotStart;
}

}  // namespace eventlens
