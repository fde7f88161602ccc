// Text files in pieces: encodings, bounded pieces, records that are not whole
// yet, and positions that hold.
#include "event/text_source.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/memory_text.h"

using namespace eventlens;

namespace {

/// Records are lines.
class Lines final : public RecordSplitter {
 public:
  [[nodiscard]] size_t whole_records(std::string_view text,
                                     bool /*at_end*/) const override {
    const size_t end = text.rfind('\n');
    return end == std::string_view::npos ? 0 : end + 1;
  }
};

struct Opened {
  explicit Opened(std::string content, Liveness liveness = Liveness::Closed,
                  size_t step = SIZE_MAX)
      : bytes(std::move(content)),
        source(TextSource::open(test::opener_of(bytes, step),
                                std::make_unique<Lines>(), liveness)) {}

  /// Bookmarks of the lines that are left to read, and their texts.
  std::vector<std::pair<Bookmark, std::string>> rest() {
    std::vector<std::pair<Bookmark, std::string>> lines;
    Unit unit;
    for (auto more = (*source)->next(unit); more.ok() && *more;
         more = (*source)->next(unit)) {
      TextPositions positions(unit);
      const std::string_view text = text_of(unit);
      for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        Event event;
        positions.place(text.substr(at, end - at), event);
        lines.push_back(
            {event.bookmark(), std::string(text.substr(at, end - at))});
        at = end;
      }
    }
    return lines;
  }

  std::string bytes;
  Expected<std::unique_ptr<TextSource>> source;
};

std::string utf16(std::u16string_view text, bool big) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8);
    bytes += big ? high : low;
    bytes += big ? low : high;
  }
  return bytes;
}

std::string joined(const std::vector<std::pair<Bookmark, std::string>>& lines) {
  std::string text;
  for (const auto& [bookmark, line] : lines) {
    text += line;
  }
  return text;
}

}  // namespace

TEST_SUITE("text source") {
  TEST_CASE("the same text in every encoding") {
    const std::string expected = "one\nzwei \u00e4\u20ac\ndrei \U0001F600\n";
    const std::u16string wide = u"one\nzwei \u00e4\u20ac\ndrei \U0001F600\n";
    CHECK(joined(Opened(expected).rest()) == expected);
    CHECK(joined(Opened("\xEF\xBB\xBF" + expected).rest()) == expected);
    CHECK(joined(Opened("\xFF\xFE" + utf16(wide, false)).rest()) == expected);
    CHECK(joined(Opened("\xFE\xFF" + utf16(wide, true)).rest()) == expected);
    CHECK(joined(Opened(utf16(wide, false)).rest()) == expected);
    CHECK(joined(Opened(utf16(wide, true)).rest()) == expected);
    const std::string declared =
        "<?xml version='1.0' encoding='ISO-8859-1'?>\n";
    CHECK(joined(Opened(declared + "\xE4\n").rest()) == declared + "\u00e4\n");
  }

  TEST_CASE("reads of any size give the same") {
    const std::string wide =
        "\xFF\xFE" + utf16(u"one \U0001F600\ntwo\nthree\n", false);
    const auto expected = Opened(wide).rest();
    for (size_t step = 1; step < 9; ++step) {
      CHECK(Opened(wide, Liveness::Closed, step).rest() == expected);
    }
  }

  TEST_CASE("a file goes on behind any of its records") {
    for (const std::string& bytes :
         {std::string("one\ntwo\nthr\u00e4\nfour\n"),
          "\xFF\xFE" +
              utf16(u"one\ntwo \U0001F600\nthr\u00e4\nfour\n", false)}) {
      const auto all = Opened(bytes).rest();
      REQUIRE(all.size() == 4);
      for (size_t i = 0; i < all.size(); ++i) {
        Opened again(bytes);
        CHECK(*(*again.source)->start_after(all[i].first) ==
              Continuity::Continues);
        CHECK(again.rest() ==
              std::vector(all.begin() + static_cast<ptrdiff_t>(i) + 1,
                          all.end()));
      }
      Opened newest(bytes);
      CHECK((*newest.source)->newest()->record_id ==
            all.back().first.record_id);
      CHECK(*(*newest.source)->start_after(*(*newest.source)->newest()) ==
            Continuity::Continues);
      CHECK(newest.rest().empty());
    }
  }

  TEST_CASE("a file that was replaced is read from its beginning") {
    const auto old = Opened("one\ntwo\n").rest();
    for (const char* bytes : {"one\ntwx\nthree\n", "one\n", "another\n"}) {
      Opened replaced(bytes);
      CHECK(*(*replaced.source)->start_after(old.back().first) ==
            Continuity::Restarted);
      CHECK(joined(replaced.rest()) == bytes);
    }
    Opened emptied("");
    CHECK(*(*emptied.source)->start_after(old.back().first) ==
          Continuity::Continues);
    CHECK(emptied.rest().empty());
  }

  TEST_CASE("what is not whole waits while the file is live") {
    CHECK(joined(Opened("one\ntw", Liveness::Live).rest()) == "one\n");
    Opened closed("one\ntw");
    Unit unit;
    CHECK(*(*closed.source)->next(unit));
    CHECK((unit.hints & kRecordCut) == 0);
    CHECK(*(*closed.source)->next(unit));
    CHECK((unit.hints & kRecordCut) != 0);
    CHECK(text_of(unit) == "tw");
    CHECK(!*(*closed.source)->next(unit));
  }

  TEST_CASE("a record without an end takes bounded memory") {
    Opened endless(std::string(size_t{40} << 20, 'x') + "\n");
    Unit unit;
    size_t largest = 0;
    size_t all = 0;
    while (*(*endless.source)->next(unit)) {
      largest = std::max(largest, unit.size);
      all += unit.size;
    }
    CHECK(largest < (size_t{17} << 20));
    CHECK(all == (size_t{40} << 20) + 1);
  }

  TEST_CASE("an offset is a place in the file, whatever the encoding") {
    Opened file("\xFF\xFE" + utf16(u"a\n\u20ac\nc\n", false));
    const auto lines = file.rest();
    CHECK(lines[0].first.record_id == 2 + 4);
    CHECK(lines[1].first.record_id == 2 + 8);
    CHECK(lines[2].first.record_id == file.bytes.size());
  }
}
