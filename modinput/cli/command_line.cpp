#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <sstream>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "cli/check_command.h"
#include "cli/convert_command.h"
#include "cli/explain_input.h"
#include "cli/explanation_text.h"
#include "cli/import_command.h"
#include "cli/selection_options.h"
#include "cli/views_command.h"
#include "log/log.h"
#include "os/exit_code.h"
#include "os/streams.h"

namespace eventlens {
namespace {

constexpr const char* kDescription =
    "Reads Windows event logs, names the codes in them and says what they "
    "mean.\n\n"
    "Called by Splunk with --scheme, --validate-arguments or a configuration "
    "on standard input, it is a modular input.";

constexpr const char* kConvertExamples =
    "Examples:\n"
    "  eventlens convert Security.evtx\n"
    "  gzip -dc export.xml.gz | eventlens convert -\n"
    "  eventlens convert --render json --enrich full --output day.jsonl logs/\n"
    "  eventlens convert --render json *.evtx | grep KDC_ERR_PREAUTH_FAILED\n"
    "  eventlens convert --event-ids 4768-4771 --since 2026-03-01 logs/\n"
    "  eventlens convert --query \"*[System[Level<=2]]\" System.evtx\n";

constexpr const char* kExplainExamples =
    "Examples:\n"
    "  eventlens explain 0x18\n"
    "  eventlens explain 677 7\n"
    "  eventlens explain 4768 0x40810010\n"
    "  eventlens explain %%2313 S-1-5-18 SeDebugPrivilege\n"
    "  eventlens explain STATUS_ACCOUNT_LOCKED_OUT 4771 Q281431\n"
    "  xclip -o | eventlens explain -\n";

constexpr const char* kCheckExamples =
    "Examples:\n"
    "  eventlens knowledge check\n"
    "  eventlens knowledge check --lookups "
    "/opt/splunk/etc/apps/eventlens/lookups\n"
    "\n"
    "Each line says file, row (the header is row 1), column, what stands there "
    "and what is accepted. A note is harmless. The exit code is 0 when there "
    "are no errors, else 1.\n";

constexpr const char* kImportExamples =
    "Examples:\n"
    "  git clone https://github.com/jeffpar/kbarchive\n"
    "  git clone https://github.com/MicrosoftDocs/SupportArticles-docs\n"
    "  eventlens knowledge import --kbarchive kbarchive "
    "--support-articles SupportArticles-docs --lookups lookups\n"
    "\n"
    "Only eventlens_kb_articles.csv and eventlens_kb_events.csv are written, "
    "each in one step, and then what `eventlens knowledge views` writes. Rows "
    "of other origins, among them your own (column "
    "source), stay as they are. Given one of the two options, only its part is "
    "renewed. No text of an article is kept but its title.\n";

constexpr const char* kViewsExamples =
    "Examples:\n"
    "  eventlens knowledge views\n"
    "  eventlens knowledge views --lookups "
    "/opt/splunk/etc/apps/eventlens/lookups\n"
    "\n"
    "Run it after a change of eventlens_kb_articles.csv, "
    "eventlens_kb_events.csv or eventlens_access_masks.csv. It writes "
    "eventlens_event_articles.csv, eventlens_event_verdicts.csv and "
    "eventlens_access_rights.csv, which say the same in the form that "
    "automatic lookups need. Every other table counts as soon as it is "
    "saved.\n";

struct ExplainCommand {
  std::vector<std::string> terms;
  bool json = false;
};

/// Of the terms, or of the events at standard input where there are none.
Expected<std::vector<Explanation>> explanations_for(
    const ExplainCommand& command, Tables& tables) {
  const bool of_input = command.terms.empty() ||
                        (command.terms.size() == 1 && command.terms[0] == "-");
  if (!of_input) {
    return explain_terms(command.terms, tables);
  }
  constexpr size_t kMostInput = size_t{16} << 20;
  std::string text;
  if (!command.terms.empty() || !stdin_is_terminal()) {
    ASSIGN_OR_RETURN(text, read_stdin(kMostInput));
  }
  if (command.terms.empty() && trimmed(text).empty()) {
    return Error{ErrorCode::InvalidSetting,
                 "explain: nothing to explain; give a TERM (a code, an event "
                 "id, an article ...), or an event at standard input"};
  }
  return explain_events(text, tables);
}

/// One that nothing is known of, and what it may have meant.
void log_unknown(const std::string& term, Tables& tables) {
  std::string near;
  for (const std::string& name : near_names(term, tables)) {
    near += (near.empty() ? "; did you mean " : ", ") + name;
  }
  log_error("nothing is known of \"" + term + "\"" + near +
            (near.empty() ? "" : "?") + (near.empty() ? "; " : " Else ") +
            "accepted are failure codes and status values (0x18, 24, "
            "-1073741718), masks, %%numbers, their names, SIDs, GUIDs, "
            "privileges, event ids and article numbers (Q281431)");
}

int run_explain(const ExplainCommand& command,
                const std::string& lookups_directory) {
  Tables tables(lookups_directory);
  const auto explanations = explanations_for(command, tables);
  if (!explanations.ok()) {
    log_error(explanations.error().message);
    return explanations.error().code == ErrorCode::Malformed ? kExitNothingFound
                                                             : kExitUsage;
  }
  const Colour colour = stdout_is_terminal() ? Colour::Terminal : Colour::Never;
  const Status written = write_stdout(
      command.json ? explanation_json(*explanations)
                   : explanation_text(*explanations, terminal_width(), colour));
  if (!written.ok() && written.error().code != ErrorCode::Closed) {
    log_error(written.error().message);
    return kExitInterrupted;
  }
  int result = kExitSuccess;
  for (const Explanation& explanation : *explanations) {
    if (explanation.matches.empty()) {
      log_unknown(explanation.term, tables);
      result = kExitNothingFound;
    }
  }
  return result;
}

template <typename Enum>
using Choices = std::vector<std::pair<std::string, Enum>>;

/// An option that takes one of `choices`. CLI11's own check would show the
/// numbers behind the words to the person.
template <typename Enum>
void add_choice(CLI::App& command, const std::string& name,
                const std::string& description, const Choices<Enum>& choices,
                Enum& value) {
  std::string words;
  for (const auto& choice : choices) {
    words += (words.empty() ? "" : "|") + choice.first;
  }
  const auto read = [name, words, choices, &value](const std::string& given) {
    for (const auto& [word, meaning] : choices) {
      if (lower_case(given) == word) {
        value = meaning;
        return;
      }
    }
    throw CLI::ValidationError(name,
                               given + " is not accepted; accepted: " + words);
  };
  command.add_option_function<std::string>(name, read, description)
      ->option_text(words);
}

/// An option whose text `parse` turns into a value or an error.
template <typename T>
CLI::Option* add_parsed(CLI::App& command, const std::string& name,
                        const std::string& description, T& value,
                        Expected<T> (*parse)(std::string_view)) {
  const auto read = [name, parse, &value](const std::string& given) {
    auto parsed = parse(given);
    if (!parsed.ok()) {
      throw CLI::ValidationError(name, parsed.error().message);
    }
    value = std::move(*parsed);
  };
  return command.add_option_function<std::string>(name, read, description);
}

/// An option with one text that may be given again. What follows the text is no
/// more of it: paths do.
CLI::Option* add_repeated(CLI::App& command, const std::string& name,
                          const std::string& description,
                          std::vector<std::string>& values) {
  return command.add_option(name, values, description)
      ->expected(1)
      ->allow_extra_args(false)
      ->take_all();
}

void add_selection(CLI::App& convert, Selection& selection) {
  add_parsed(convert, "--event-ids",
             "Only events with these ids: 4624,4768-4771", selection.event_ids,
             parse_event_ids)
      ->option_text("LIST");
  add_repeated(convert, "--provider",
               "Only events of this provider; may be given again",
               selection.providers)
      ->option_text("NAME");
  add_repeated(convert, "--channel",
               "Only events of this channel; may be given again",
               selection.channels)
      ->option_text("NAME");
  add_parsed(convert, "--since",
             "Only events from this day or time (UTC) on: 2026-03-01, "
             "2026-03-01T08:15:30Z",
             selection.since, parse_moment)
      ->option_text("TIME");
  add_parsed(convert, "--until", "Only events before this day or time (UTC)",
             selection.until, parse_moment)
      ->option_text("TIME");
}

void add_filters(CLI::App& convert, ConvertCommand& command) {
  add_repeated(
      convert, "--whitelist",
      "Only events that this fits, as in Splunk's inputs.conf: "
      "4624,4700-4720 or EventCode=%^46% Message=%Logon%; may be given "
      "again",
      command.whitelists)
      ->option_text("EXPRESSION");
  add_repeated(convert, "--blacklist",
               "No events that this fits; may be given again",
               command.blacklists)
      ->option_text("EXPRESSION");
  convert
      .add_option("--query", command.query,
                  "Only events that this event query selects: XPath, a "
                  "<QueryList>, or @FILE that holds one")
      ->option_text("QUERY");
}

void add_convert(CLI::App& app, ConvertCommand& command) {
  CLI::App* convert = app.add_subcommand(
      "convert", "Write the events of logs as lines of XML or JSON");
  convert
      ->add_option("PATH", command.paths,
                   "Files, directories and globs; - is standard input")
      ->required()
      ->option_text("...");
  add_choice<Render>(*convert, "--render", "The form of a line (default: xml)",
                     {{"xml", Render::Xml}, {"json", Render::Json}},
                     command.render);
  add_choice<EnrichLevel>(
      *convert, "--enrich",
      "What is added: nothing, the names of codes, or also titles, verdicts "
      "and articles (default: names)",
      {{"none", EnrichLevel::None},
       {"names", EnrichLevel::Names},
       {"full", EnrichLevel::Full}},
      command.enrich);
  convert
      ->add_option(
          "--threads", command.threads,
          "0 to 256; 0 takes one per processor, at most 8 (default: 0)")
      ->check(CLI::Range(0, 256))
      ->option_text("NUMBER");
  convert
      ->add_option("--output", command.output,
                   "The file to write (default: standard output)")
      ->option_text("FILE");
  add_parsed(*convert, "--timezone",
             "The zone of times that a log gives without one: local, UTC, "
             "+02:00 (default: local)",
             command.zone, TimeZone::parse)
      ->option_text("ZONE");
  convert->add_flag("--recursive", command.recursive,
                    "Also what lies below directories");
  convert->add_flag("--recover", command.recover,
                    "Also records that are left in the logs' slack, marked as "
                    "recovered_from_slack");
  add_selection(*convert, command.selection);
  add_filters(*convert, command);
  convert->footer(kConvertExamples);
}

void add_explain(CLI::App& app, ExplainCommand& command) {
  CLI::App* explain = app.add_subcommand(
      "explain", "Say what a code, an event id or an article is about");
  explain
      ->add_option("TERM", command.terms,
                   "Failure code, status, mask, %%number, name, SID, GUID, "
                   "event id or article number; - reads events from standard "
                   "input")
      ->option_text("...");
  explain->add_flag("--json", command.json, "Write JSON, for machines");
  explain->footer(kExplainExamples);
  // "-1073741718" is a term, no option.
  explain->allow_extras(false)->prefix_command(false);
}

void add_check(CLI::App& knowledge, CheckCommand& command) {
  CLI::App* check = knowledge.add_subcommand(
      "check", "Look for mistakes in the lookups, after they were edited");
  check
      ->add_option("--lookups", command.lookups,
                   "The directory with the eventlens_*.csv files (default: "
                   "the tables built into the program)")
      ->option_text("DIR");
  check->add_flag("--json", command.json, "Write JSON, for machines");
  check->footer(kCheckExamples);
}

void add_import(CLI::App& knowledge, ImportCommand& command) {
  CLI::App* import = knowledge.add_subcommand(
      "import",
      "Renew the tables of articles from copies of public repositories");
  import
      ->add_option("--kbarchive", command.kbarchive,
                   "A checkout of jeffpar/kbarchive, the articles up to 2002")
      ->option_text("DIR");
  import
      ->add_option("--support-articles", command.support_articles,
                   "A checkout of MicrosoftDocs/SupportArticles-docs, today's "
                   "articles")
      ->option_text("DIR");
  import
      ->add_option("--lookups", command.lookups,
                   "The directory with the eventlens_*.csv files (default: "
                   "that of the Splunk app this program is in)")
      ->option_text("DIR");
  import->footer(kImportExamples);
}

void add_views(CLI::App& knowledge, ViewsCommand& command) {
  CLI::App* views = knowledge.add_subcommand(
      "views", "Write what searches need again of articles and access rights");
  views
      ->add_option("--lookups", command.lookups,
                   "The directory with the eventlens_*.csv files (default: "
                   "that of the Splunk app this program is in)")
      ->option_text("DIR");
  views->footer(kViewsExamples);
}

/// The commands that `knowledge` has.
struct KnowledgeCommand {
  CheckCommand check;
  ImportCommand import;
  ViewsCommand views;
};

void add_knowledge(CLI::App& app, KnowledgeCommand& command) {
  CLI::App* knowledge = app.add_subcommand(
      "knowledge", "Check the lookups, or renew their articles and views");
  knowledge->require_subcommand(1);
  add_check(*knowledge, command.check);
  add_import(*knowledge, command.import);
  add_views(*knowledge, command.views);
}

int run_knowledge(const CLI::App& app, const KnowledgeCommand& command,
                  const std::string& lookups_directory) {
  if (app.got_subcommand("import")) {
    return run_import(command.import, lookups_directory);
  }
  return app.got_subcommand("views")
             ? run_views(command.views, lookups_directory)
             : run_check(command.check);
}

/// As CLI11 takes them: the last one first, without the program's name.
std::vector<std::string> reversed_arguments(
    const std::vector<std::string>& arguments) {
  return {arguments.rbegin(), arguments.rend() - !arguments.empty()};
}

/// What was asked for (help, the version), or what is wrong with the arguments.
int show_outcome(const CLI::App& app, const CLI::ParseError& error) {
  std::ostringstream asked_for;
  std::ostringstream wrong;
  const bool right = app.exit(error, asked_for, wrong) == 0;
  (void)write_stdout(asked_for.str());  // there is nobody else to tell
  write_stderr(wrong.str());
  return right ? kExitSuccess : kExitUsage;
}

}  // namespace

int run_command_line(const std::vector<std::string>& arguments,
                     const ProgramInfo& info) {
  CLI::App app(kDescription, "eventlens");
  app.set_version_flag("--version", "eventlens " + info.version);
  app.require_subcommand(0, 1);
  // "/logs" is a path on Windows too. Commands take this over.
  app.allow_windows_style_options(false);
  ConvertCommand convert;
  ExplainCommand explain;
  add_convert(app, convert);
  add_explain(app, explain);
  KnowledgeCommand knowledge;
  add_knowledge(app, knowledge);
  try {
    app.parse(reversed_arguments(arguments));
  } catch (const CLI::ParseError& error) {
    return show_outcome(app, error);
  }
  if (app.got_subcommand("convert")) {
    return run_convert(convert, info.lookups_directory);
  }
  if (app.got_subcommand("explain")) {
    return run_explain(explain, info.lookups_directory);
  }
  if (app.got_subcommand("knowledge")) {
    return run_knowledge(*app.get_subcommand("knowledge"), knowledge,
                         info.lookups_directory);
  }
  (void)write_stdout(app.help());  // there is nobody else to tell
  return kExitUsage;
}

}  // namespace eventlens
