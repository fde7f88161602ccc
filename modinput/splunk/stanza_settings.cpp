#include "splunk/stanza_settings.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "filter/filter.h"
#include "os/file.h"
#include "os/path_names.h"
#include "os/paths.h"
#include "splunk/setting_values.h"
#include "splunk/settings.h"

namespace eventlens {
namespace {

static_assert(static_cast<int>(Render::Xml) == 0 &&
              static_cast<int>(Render::Json) == 1);
static_assert(static_cast<int>(EnrichLevel::None) == 0 &&
              static_cast<int>(EnrichLevel::Names) == 1 &&
              static_cast<int>(EnrichLevel::Full) == 2);
static_assert(static_cast<int>(StartFrom::Oldest) == 0 &&
              static_cast<int>(StartFrom::Newest) == 1);

/// A value as it is shown in a message: long ones are cut.
std::string shown(std::string_view value) {
  constexpr size_t kLongest = 120;
  std::string text(value.substr(0, kLongest));
  return value.size() > kLongest ? text + "..." : text;
}

Error invalid(std::string message) {
  return {ErrorCode::InvalidSetting, std::move(message)};
}

Error not_accepted(const Setting& setting, std::string_view value) {
  return invalid(
      "setting " + std::string(setting.name) + " = " + shown(value) +
      " is not accepted; accepted: " + std::string(setting.accepted));
}

/// The last of that name, as in a conf file; null where there is none.
const Param* find_param(const StanzaParams& params, std::string_view name) {
  const auto found =
      std::find_if(params.params.rbegin(), params.params.rend(),
                   [name](const Param& param) { return param.name == name; });
  return found == params.params.rend() ? nullptr : &*found;
}

/// The values of one stanza's settings, read as their kind demands.
class SettingReader {
 public:
  explicit SettingReader(const StanzaParams& params) : params_(params) {}

  [[nodiscard]] Expected<bool> boolean(std::string_view name) const {
    const Setting& setting = *find_setting(name);
    ASSIGN_OR_RETURN(const auto text, single(setting));
    const auto value = parse_boolean(text);
    return value ? Expected<bool>(*value) : not_accepted(setting, text);
  }

  /// The position of the value among the setting's choices.
  template <typename Enum>
  [[nodiscard]] Expected<Enum> choice(std::string_view name) const {
    const Setting& setting = *find_setting(name);
    ASSIGN_OR_RETURN(const auto text, single(setting));
    const auto& choices = setting.choices;
    const auto found =
        std::find(choices.begin(), choices.end(), lower_case(text));
    if (found == choices.end()) {
      return not_accepted(setting, text);
    }
    return static_cast<Enum>(found - choices.begin());
  }

  [[nodiscard]] Expected<uint64_t> duration(std::string_view name) const {
    const Setting& setting = *find_setting(name);
    ASSIGN_OR_RETURN(const auto text, single(setting));
    const auto value = parse_duration(text);
    return value ? Expected<uint64_t>(*value) : not_accepted(setting, text);
  }

  [[nodiscard]] Expected<TimeZone> zone(std::string_view name) const {
    const Setting& setting = *find_setting(name);
    ASSIGN_OR_RETURN(const auto text, single(setting));
    auto value = TimeZone::parse(text);
    return value.ok() ? std::move(value) : not_accepted(setting, text);
  }

  [[nodiscard]] Expected<uint32_t> count(std::string_view name) const {
    const Setting& setting = *find_setting(name);
    ASSIGN_OR_RETURN(const auto text, single(setting));
    const auto value = parse_count(text, kMinBatchEvents, kMaxBatchEvents);
    return value ? Expected<uint32_t>(*value) : not_accepted(setting, text);
  }

  /// A <param> is split at ';'. Each value of a <param_list> is one path: the
  /// way to name a file with a ';' in it.
  [[nodiscard]] Expected<std::vector<std::string>> paths(
      std::string_view name) const {
    const Setting& setting = *find_setting(name);
    const Param* param = find_param(params_, name);
    std::vector<std::string> paths;
    if (param != nullptr && param->values.size() == 1) {
      paths = split_paths(param->values.front());
    } else if (param != nullptr) {
      for (const std::string& value : param->values) {
        if (!trimmed(value).empty()) {
          paths.emplace_back(trimmed(value));
        }
      }
    }
    if (paths.empty()) {
      return invalid("setting " + std::string(name) +
                     " is empty; accepted: " + std::string(setting.accepted));
    }
    return paths;
  }

  /// All filters that are given; null where there are none.
  [[nodiscard]] Expected<std::shared_ptr<const Filter>> filter() const {
    FilterSettings filters;
    for (const Setting& setting : settings()) {
      if (setting.kind != SettingKind::Filter) {
        continue;
      }
      ASSIGN_OR_RETURN(std::string text, single(setting));
      if (!text.empty()) {
        auto& list = setting.name.starts_with("whitelist") ? filters.whitelists
                     : setting.name.starts_with("blacklist")
                         ? filters.blacklists
                         : filters.queries;
        list.push_back(
            {"setting " + std::string(setting.name), std::move(text)});
      }
    }
    if (filters.empty()) {
      return std::shared_ptr<const Filter>();
    }
    return Filter::compile(filters);
  }

  /// Splunk's own setting `name`; empty where it is `automatic` or not given.
  [[nodiscard]] std::string splunk_own(std::string_view name,
                                       std::string_view automatic) const {
    const Param* param = find_param(params_, name);
    if (param == nullptr || param->values.empty()) {
      return {};
    }
    const auto value = trimmed(param->values.front());
    return value == automatic ? std::string() : std::string(value);
  }

 private:
  /// The one value that was given, or the default.
  [[nodiscard]] Expected<std::string> single(const Setting& setting) const {
    const Param* param = find_param(params_, setting.name);
    if (param == nullptr || param->values.empty()) {
      return std::string(setting.default_value);
    }
    if (param->values.size() > 1) {
      return invalid("setting " + std::string(setting.name) + " has " +
                     std::to_string(param->values.size()) +
                     " values; accepted: " + std::string(setting.accepted));
    }
    const auto value = trimmed(param->values.front());
    return std::string(value.empty() ? setting.default_value : value);
  }

  const StanzaParams& params_;
};

/// Splunk's defaults bind every source that ends so to settings for the
/// binary file, which would take our events apart.
Status check_source(const std::string& source) {
  const std::string lower = lower_case(source);
  if (lower.ends_with(".evtx") || lower.ends_with(".evt")) {
    return invalid("setting source = " + shown(source) +
                   " is not accepted, because Splunk takes a source that ends "
                   "in .evt or .evtx for a binary file; accepted: any other "
                   "text, or leave it out for XmlWinEventLog:<Channel>");
  }
  return success();
}

Status read_splunk_settings(const SettingReader& read, Stanza& stanza) {
  stanza.host = read.splunk_own("host", "$decideOnStartup");
  stanza.index = read.splunk_own("index", "default");
  stanza.source = read.splunk_own("source", kSchemeName);
  stanza.sourcetype = read.splunk_own("sourcetype", kSchemeName);
  if (stanza.source == stanza.name) {
    stanza.source.clear();
  }
  return check_source(stanza.source);
}

std::vector<std::string> find_oddities(const StanzaParams& params,
                                       const Stanza& stanza) {
  std::vector<std::string> warnings;
  for (const Param& param : params.params) {
    if (find_setting(param.name) == nullptr && !is_splunk_setting(param.name)) {
      warnings.push_back("setting " + shown(param.name) +
                         " is unknown and was ignored; see "
                         "README/inputs.conf.spec for those that exist");
    }
  }
  for (const std::string& path : stanza.paths) {
    if (!is_absolute(path)) {
      warnings.push_back("path " + shown(path) +
                         " is not absolute: what it stands for depends on "
                         "the directory in which splunkd was started; absolute "
                         "are " +
                         std::string(absolute_examples()));
    }
  }
  return warnings;
}

}  // namespace

Expected<StanzaSettings> read_stanza(const StanzaParams& params) {
  StanzaSettings result;
  Stanza& stanza = result.stanza;
  stanza.name = params.name;
  const SettingReader read(params);
  ASSIGN_OR_RETURN(stanza.paths, read.paths("path"));
  ASSIGN_OR_RETURN(stanza.recursive, read.boolean("recursive"));
  ASSIGN_OR_RETURN(stanza.follow, read.boolean("follow"));
  ASSIGN_OR_RETURN(stanza.render, read.choice<Render>("render"));
  ASSIGN_OR_RETURN(stanza.enrich, read.choice<EnrichLevel>("enrich"));
  ASSIGN_OR_RETURN(stanza.start_from, read.choice<StartFrom>("start_from"));
  ASSIGN_OR_RETURN(stanza.ignore_older_than_seconds,
                   read.duration("ignore_older_than"));
  ASSIGN_OR_RETURN(stanza.zone, read.zone("timezone"));
  ASSIGN_OR_RETURN(stanza.recover, read.boolean("recover"));
  ASSIGN_OR_RETURN(stanza.host_from_event, read.boolean("host_from_event"));
  ASSIGN_OR_RETURN(stanza.batch_events, read.count("batch_events"));
  ASSIGN_OR_RETURN(stanza.filter, read.filter());
  RETURN_IF_ERROR(read_splunk_settings(read, stanza));
  result.warnings = find_oddities(params, stanza);
  return result;
}

Status check_paths_exist(const Stanza& stanza) {
  for (const std::string& path : stanza.paths) {
    if (has_glob(path)) {
      continue;
    }
    const auto status = status_of(path);
    if (!status.ok()) {
      return invalid("setting path: " + status.error().message);
    }
    if (!status->is_regular && !status->is_directory) {
      return invalid("setting path: " + path +
                     " is neither a file nor a directory");
    }
    const auto file = File::open(path);
    if (!file.ok()) {
      return invalid("setting path: " + file.error().message);
    }
  }
  return success();
}

}  // namespace eventlens
