// From params to the typed stanza: defaults, every setting's good and bad
// values with the message, Splunk's placeholders, warnings, paths.
#include "splunk/stanza_settings.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "filter/filter.h"

namespace eventlens {
namespace {

namespace fs = std::filesystem;

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// A stanza with a path and these params.
StanzaParams params_with(const Pairs& pairs) {
  StanzaParams params{"eventlens://case1", {{"path", {"/data/a.evtx"}}}};
  for (const auto& [name, value] : pairs) {
    params.params.push_back({name, {value}});
  }
  return params;
}

Stanza stanza_with(const Pairs& pairs) {
  auto settings = read_stanza(params_with(pairs));
  REQUIRE(settings.ok());
  return settings->stanza;
}

std::string message_for(const Pairs& pairs) {
  const auto settings = read_stanza(params_with(pairs));
  REQUIRE_FALSE(settings.ok());
  CHECK(settings.error().code == ErrorCode::InvalidSetting);
  return settings.error().message;
}

/// A directory of its own that is gone afterwards.
struct TemporaryDirectory {
  TemporaryDirectory()
      : path(fs::temp_directory_path() /
             ("eventlens_stanza_settings_" + std::to_string(::getpid()))) {
    fs::create_directories(path);
  }
  ~TemporaryDirectory() { fs::remove_all(path); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  fs::path path;
};

Stanza stanza_of_paths(const std::vector<std::string>& paths) {
  Stanza stanza;
  stanza.paths = paths;
  return stanza;
}

TEST_SUITE("splunk/stanza_settings") {
  TEST_CASE("what is not given has its default") {
    const auto settings = read_stanza(params_with({}));
    REQUIRE(settings.ok());
    const Stanza& stanza = settings->stanza;
    CHECK(stanza.name == "eventlens://case1");
    CHECK(stanza.paths == std::vector<std::string>{"/data/a.evtx"});
    CHECK_FALSE(stanza.recursive);
    CHECK_FALSE(stanza.follow);
    CHECK(stanza.render == Render::Xml);
    CHECK(stanza.enrich == EnrichLevel::Names);
    CHECK(stanza.start_from == StartFrom::Oldest);
    CHECK(stanza.ignore_older_than_seconds == 0);
    CHECK(stanza.host_from_event);
    CHECK(stanza.batch_events == 100);
    CHECK(settings->warnings.empty());
  }

  TEST_CASE("the declared defaults are those of the type") {
    const Stanza declared = stanza_with({});
    const Stanza fresh;
    CHECK(declared.recursive == fresh.recursive);
    CHECK(declared.follow == fresh.follow);
    CHECK(declared.render == fresh.render);
    CHECK(declared.enrich == fresh.enrich);
    CHECK(declared.start_from == fresh.start_from);
    CHECK(declared.ignore_older_than_seconds ==
          fresh.ignore_older_than_seconds);
    CHECK(declared.host_from_event == fresh.host_from_event);
    CHECK(declared.batch_events == fresh.batch_events);
  }

  TEST_CASE("every setting is read") {
    const Stanza stanza = stanza_with({{"path", "/a;/b/*.evtx"},
                                       {"recursive", "Yes"},
                                       {"follow", "T"},
                                       {"render", "JSON"},
                                       {"enrich", " full "},
                                       {"start_from", "newest"},
                                       {"ignore_older_than", "30d"},
                                       {"timezone", " +02:00 "},
                                       {"host_from_event", "off"},
                                       {"batch_events", "10000"}});
    CHECK(stanza.paths == std::vector<std::string>{"/a", "/b/*.evtx"});
    CHECK(stanza.recursive);
    CHECK(stanza.follow);
    CHECK(stanza.render == Render::Json);
    CHECK(stanza.enrich == EnrichLevel::Full);
    CHECK(stanza.start_from == StartFrom::Newest);
    CHECK(stanza.ignore_older_than_seconds == 2592000);
    constexpr Filetime kNoon = kUnixEpochTicks + 12 * 3600 * kTicksPerSecond;
    CHECK(stanza.zone.to_utc(kNoon) == kNoon - 2 * 3600 * kTicksPerSecond);
    CHECK_FALSE(stanza.host_from_event);
    CHECK(stanza.batch_events == 10000);
    CHECK(stanza_with({{"enrich", "none"}}).enrich == EnrichLevel::None);
  }

  TEST_CASE("an empty value is the default, as a form leaves it") {
    const Stanza stanza =
        stanza_with({{"render", ""}, {"follow", " "}, {"batch_events", ""}});
    CHECK(stanza.render == Render::Xml);
    CHECK_FALSE(stanza.follow);
    CHECK(stanza.batch_events == 100);
  }

  TEST_CASE("the message for each bad value") {
    CHECK(message_for({{"path", " ; "}}) ==
          "setting path is empty; accepted: one or more absolute paths of "
          "files, directories or glob patterns, separated by ';'");
    for (const char* name : {"recursive", "follow", "host_from_event"}) {
      CHECK(message_for({{name, "maybe"}}) ==
            std::string("setting ") + name +
                " = maybe is not accepted; accepted: 1 or 0 (also true or "
                "false, yes or no, on or off)");
    }
    CHECK(message_for({{"render", "html"}}) ==
          "setting render = html is not accepted; accepted: xml or json");
    CHECK(message_for({{"enrich", "all"}}) ==
          "setting enrich = all is not accepted; accepted: none, names or "
          "full");
    CHECK(message_for({{"start_from", "now"}}) ==
          "setting start_from = now is not accepted; accepted: oldest or "
          "newest");
    CHECK(message_for({{"timezone", "CET"}}) ==
          "setting timezone = CET is not accepted; accepted: local, UTC, or a "
          "distance from UTC such as +02:00 or -05:30");
    CHECK(message_for({{"ignore_older_than", "30"}}) ==
          "setting ignore_older_than = 30 is not accepted; accepted: 0, or a "
          "whole number followed by s, m, h or d, such as 90m, 12h or 30d");
    CHECK(message_for({{"batch_events", "10001"}}) ==
          "setting batch_events = 10001 is not accepted; accepted: a whole "
          "number from 1 to 10000");
  }

  TEST_CASE("a missing path is named") {
    const auto settings = read_stanza({"eventlens://x", {}});
    REQUIRE_FALSE(settings.ok());
    CHECK(settings.error().message.starts_with("setting path is empty;"));
  }

  TEST_CASE("a long bad value is cut in the message") {
    const std::string message =
        message_for({{"render", std::string(100000, 'x')}});
    CHECK(message.size() < 300);
    CHECK(message.find("xxx... is not accepted") != std::string::npos);
  }

  TEST_CASE("the last of two params of one name stands") {
    CHECK(stanza_with({{"render", "html"}, {"render", "json"}}).render ==
          Render::Json);
  }

  TEST_CASE("each value of a param_list is one path, semicolons and all") {
    const auto settings =
        read_stanza({"eventlens://x", {{"path", {" /a;b.evtx ", "", "/c"}}}});
    REQUIRE(settings.ok());
    CHECK(settings->stanza.paths ==
          std::vector<std::string>{"/a;b.evtx", "/c"});
    const auto empty = read_stanza({"eventlens://x", {{"path", {}}}});
    CHECK_FALSE(empty.ok());
  }

  TEST_CASE("a list where one value is expected is refused") {
    auto params = params_with({});
    params.params.push_back({"render", {"xml", "json"}});
    const auto settings = read_stanza(params);
    REQUIRE_FALSE(settings.ok());
    CHECK(settings.error().message ==
          "setting render has 2 values; accepted: xml or json");
  }

  TEST_CASE("splunkd's placeholders become empty") {
    const Stanza stanza = stanza_with({{"host", "$decideOnStartup"},
                                       {"index", "default"},
                                       {"source", "eventlens"},
                                       {"sourcetype", "eventlens"}});
    CHECK(stanza.host.empty());
    CHECK(stanza.index.empty());
    CHECK(stanza.source.empty());
    CHECK(stanza.sourcetype.empty());
    CHECK(stanza_with({{"source", "eventlens://case1"}}).source.empty());
    CHECK(stanza_with({{"host", ""}, {"index", " "}}).index.empty());
  }

  TEST_CASE("what was configured of Splunk's own is kept") {
    const Stanza stanza = stanza_with({{"host", "archive"},
                                       {"index", "wineventlog"},
                                       {"source", "case1"},
                                       {"sourcetype", "my:type"}});
    CHECK(stanza.host == "archive");
    CHECK(stanza.index == "wineventlog");
    CHECK(stanza.source == "case1");
    CHECK(stanza.sourcetype == "my:type");
  }

  TEST_CASE("a source that Splunk would take for a binary file is refused") {
    for (const char* source : {"/data/a.evtx", "b.EVT"}) {
      const std::string message = message_for({{"source", source}});
      CHECK(message.starts_with("setting source = " + std::string(source) +
                                " is not accepted"));
    }
    CHECK(stanza_with({{"source", "evtx"}}).source == "evtx");
  }

  TEST_CASE("names that are nobody's are reported and ignored") {
    const auto settings = read_stanza(params_with({{"renders", "json"},
                                                   {"interval", "60"},
                                                   {"_rcvbuf", "1"},
                                                   {"disabled", "0"}}));
    REQUIRE(settings.ok());
    REQUIRE(settings->warnings.size() == 1);
    CHECK(settings->warnings[0] ==
          "setting renders is unknown and was ignored; see "
          "README/inputs.conf.spec for those that exist");
  }

  TEST_CASE("a relative path is accepted with a warning") {
    const auto settings = read_stanza({"eventlens://x", {{"path", {"a;/b"}}}});
    REQUIRE(settings.ok());
    REQUIRE(settings->warnings.size() == 1);
    CHECK(settings->warnings[0].starts_with("path a is not absolute"));
  }

  TEST_CASE("paths that exist and globs that match nothing pass") {
    const TemporaryDirectory directory;
    const std::string file = directory.path / "a b.evtx";
    std::ofstream(file) << "x";
    CHECK(check_paths_exist(
              stanza_of_paths({directory.path, file, directory.path / "*.evt",
                               "/nowhere/[ab]/x?.evtx"}))
              .ok());
  }

  TEST_CASE("a path that does not exist is named with the reason") {
    const TemporaryDirectory directory;
    const std::string missing = directory.path / "missing.evtx";
    const auto status =
        check_paths_exist(stanza_of_paths({directory.path, missing}));
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == ErrorCode::InvalidSetting);
    CHECK(status.error().message ==
          "setting path: " + missing + ": No such file or directory");
  }

  TEST_CASE("filters") {
    CHECK(stanza_with({}).filter == nullptr);
    CHECK(stanza_with({{"whitelist", ""}, {"query", " "}}).filter == nullptr);
    const Stanza stanza = stanza_with({{"whitelist9", "1-9"},
                                       {"blacklist", "3"},
                                       {"query", "*[System[EventID<5]]"}});
    REQUIRE(stanza.filter != nullptr);
    const auto selection = stanza.filter->selection({}, 0);
    REQUIRE(selection.ok());
    REQUIRE(selection->event_ids.size() == 2);
    CHECK(selection->event_ids[0].last == 2);
    CHECK(selection->event_ids[1].first == 4);
    CHECK(message_for({{"blacklist3", "4624,"}})
              .starts_with("setting blacklist3: column 6: "));
    CHECK(message_for({{"query", "*["}})
              .starts_with("setting query: column 3: "));
  }

  TEST_CASE("a named pipe is no log, and looking at it does not hang") {
    const TemporaryDirectory directory;
    const std::string pipe = directory.path / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    const auto status = check_paths_exist(stanza_of_paths({pipe}));
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().message ==
          "setting path: " + pipe + " is neither a file nor a directory");
  }

  TEST_CASE("a file that may not be read is named") {
    if (::geteuid() == 0) {
      return;  // the superuser may read everything
    }
    const TemporaryDirectory directory;
    const std::string file = directory.path / "closed.evtx";
    std::ofstream(file) << "x";
    REQUIRE(::chmod(file.c_str(), 0) == 0);
    const auto status = check_paths_exist(stanza_of_paths({file}));
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().message ==
          "setting path: " + file + ": Permission denied");
  }
}

}  // namespace
}  // namespace eventlens
