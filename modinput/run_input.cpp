#include "run_input.h"

#include <memory>
#include <vector>

#include "base/limits.h"
#include "collect/stanza_runner.h"
#include "installed_app.h"
#include "log/log.h"
#include "os/exit_code.h"
#include "os/stop.h"
#include "os/streams.h"
#include "splunk/input_config.h"
#include "splunk/scheme.h"
#include "splunk/stanza_settings.h"
#include "splunk/validation.h"

namespace eventlens {
namespace {

// How long a followed stanza rests between two looks at its files.
constexpr uint32_t kPollMilliseconds = 1000;

using Runners = std::vector<std::unique_ptr<StanzaRunner>>;

/// One runner per stanza; a stanza that cannot run is reported and left out,
/// the others run.
Runners make_runners(const InputConfig& config, Tables& tables,
                     StreamWriter& writer) {
  Runners runners;
  for (const StanzaParams& params : config.stanzas) {
    auto settings = read_stanza(params);
    if (!settings.ok()) {
      log_error(params.name + ": " + settings.error().message);
      continue;
    }
    for (const std::string& warning : settings->warnings) {
      log_warn(params.name + ": " + warning);
    }
    auto runner = StanzaRunner::create(std::move(settings->stanza),
                                       config.checkpoint_dir, tables, writer);
    if (!runner.ok()) {
      log_error(params.name + ": " + runner.error().message);
      continue;
    }
    runners.push_back(std::move(*runner));
  }
  return runners;
}

/// An end that is not of our making: splunkd is going, or takes no more.
bool is_orderly(const Error& error) {
  return error.code == ErrorCode::Closed || error.code == ErrorCode::Stopped;
}

/// One pass and its report. An error that is no orderly end names the stanza.
Status run_pass(StanzaRunner& runner) {
  Status status = runner.pass();
  runner.report();
  if (!status.ok() && !is_orderly(status.error())) {
    return std::move(status).take_error().in(runner.stanza().name);
  }
  return status;
}

/// Passes over all stanzas, again and again while any of them follows.
Status run_passes(const Runners& runners) {
  for (bool first = true;; first = false) {
    bool any_follows = false;
    for (const auto& runner : runners) {
      if (first || runner->stanza().follow) {
        RETURN_IF_ERROR(run_pass(*runner));
      }
      any_follows = any_follows || runner->stanza().follow;
    }
    if (!any_follows || stop_requested()) {
      return success();
    }
    wait_or_stop(kPollMilliseconds);
    if (stop_requested()) {
      return success();
    }
    RETURN_IF_ERROR(check_stdout());
  }
}

int finish(const Status& status, const Runners& runners, StreamWriter& writer,
           size_t stanzas) {
  if (!status.ok() && is_orderly(status.error())) {
    log_info(status.error().message +
             "; what was not taken will be sent "
             "again at the next start");
    return kExitSuccess;
  }
  if (!status.ok()) {
    log_error(status.error().message);
  }
  const Status closed = writer.close();
  if (!closed.ok() && status.ok() && !is_orderly(closed.error())) {
    log_warn(closed.error().message);
  }
  if (!status.ok()) {
    return kExitInterrupted;
  }
  if (runners.size() < stanzas) {
    return kExitCannotStart;
  }
  for (const auto& runner : runners) {
    if (runner->files_failed() > 0) {
      return kExitFilesFailed;
    }
  }
  return kExitSuccess;
}

}  // namespace

int run_scheme() {
  return write_stdout(write_scheme()).ok() ? kExitSuccess : kExitCannotStart;
}

int run_validation() {
  const auto document = read_stdin(kMaxConfigurationBytes);
  if (!document.ok()) {
    log_error(document.error().message);
    return kExitCannotStart;
  }
  const Validation validation = validate_arguments(*document);
  for (const std::string& warning : validation.warnings) {
    log_warn(warning);
  }
  if (!write_stdout(validation.reply).ok()) {
    return kExitCannotStart;
  }
  return validation.accepted ? kExitSuccess : kExitCannotStart;
}

int run_input() {
  install_stop_handlers(ParentDeath::Stop);
  const auto document = read_stdin(kMaxConfigurationBytes);
  if (!document.ok()) {
    log_error(document.error().message);
    return kExitCannotStart;
  }
  const auto config = parse_input_config(*document);
  if (!config.ok()) {
    log_error(config.error().message);
    return kExitCannotStart;
  }
  Tables tables(installed_lookups());
  StreamWriter writer;
  const Runners runners = make_runners(*config, tables, writer);
  if (runners.empty() && !config->stanzas.empty()) {
    return kExitCannotStart;  // the reasons are logged
  }
  const Status status = run_passes(runners);
  return finish(status, runners, writer, config->stanzas.size());
}

}  // namespace eventlens
