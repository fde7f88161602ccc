// Patterns for names, and paths as Windows' functions take them.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "os/find_windows.h"
#include "os/path_names.h"
#include "os/paths.h"
#include "os/wide_windows.h"
#include "support/temp_file.h"

namespace eventlens {
namespace {

TEST_SUITE("os/glob_windows") {
  TEST_CASE("patterns match whole names, without regard to case") {
    struct Case {
      const char* pattern;
      const char* name;
      bool matches;
    };
    for (const Case& one : {
             Case{"*", "a.evtx", true},
             Case{"*.evtx", "Security.EVTX", true},
             Case{"*.evtx", "Security.evt", false},
             Case{"S*y.e*x", "security.evtx", true},
             Case{"*a*a*a", "bababa", true},
             Case{"*a*a*a", "baba", false},
             Case{"?", "\xF0\x9F\x94\x8D", true},  // one character, two units
             Case{"??", "\xF0\x9F\x94\x8D", false},
             Case{"\xC3\xA4*", "\xC3\x84rger", true},  // umlauts have case too
             Case{"dc[0-9].evtx", "dc7.evtx", true},
             Case{"dc[!0-9].evtx", "dc7.evtx", false},
             Case{"dc[^0-9].evtx", "dcx.evtx", true},
             Case{"dc[a-f]", "DCB", true},
             Case{"[]a]", "]", true},
             Case{"[a-]", "-", true},
             Case{"[a", "[a", true},  // without an end it is a plain '['
             Case{"[a", "a", false},
             Case{"*", ".hidden", false},
             Case{".*", ".hidden", true},
             Case{"", "", true},
             Case{"", "a", false},
         }) {
      CAPTURE(one.pattern);
      CAPTURE(one.name);
      CHECK(matches_name(one.pattern, one.name) == one.matches);
    }
  }

  TEST_CASE("a hostile pattern takes no time") {
    std::string pattern;
    for (int i = 0; i < 100; ++i) {
      pattern += "*a";
    }
    CHECK_FALSE(matches_name(pattern + "b", std::string(255, 'a')));
  }

  TEST_CASE("the prefix of long paths is no pattern") {
    CHECK_FALSE(has_glob("\\\\?\\C:\\logs\\a.evtx"));
    CHECK(has_glob("\\\\?\\C:\\logs\\?.evtx"));
    CHECK(has_glob("C:\\logs\\*.evtx"));
  }

  TEST_CASE("only long paths get the prefix") {
    const std::string name(125, 'n');
    CHECK(native_path("C:\\logs\\a.evtx") == L"C:\\logs\\a.evtx");
    CHECK(native_path("logs/a.evtx") == L"logs/a.evtx");
    const std::wstring long_path =
        native_path("C:\\" + name + "/" + name + "/../" + name + "\\a");
    CHECK(long_path == to_wide("\\\\?\\C:\\" + name + "\\" + name + "\\a"));
    CHECK(native_path("//server/share/" + name + "/" + name) ==
          to_wide("\\\\?\\UNC\\server\\share\\" + name + "\\" + name));
    CHECK(native_path("\\\\?\\C:\\logs/a") == L"\\\\?\\C:\\logs\\a");
  }

  TEST_CASE("texts come back from UTF-16 as they were") {
    const std::string text =
        "Gr\xC3\xB6\xC3\x9F"
        "e \xE6\x97\xA5 \xF0\x9F\x94\x8D";
    CHECK(to_utf8(to_wide(text)) == text);
    CHECK(to_wide("").empty());
    CHECK(to_utf8(to_wide("a\xFF")) == "a\xEF\xBF\xBD");
  }
}

}  // namespace
}  // namespace eventlens
