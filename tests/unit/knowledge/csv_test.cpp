#include "knowledge/csv.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace eventlens {
namespace {

using Cells = std::vector<std::string>;

Cells cells_of(std::string_view line) {
  const CsvRow row(line);
  Cells cells;
  for (size_t i = 0; i < row.size(); ++i) {
    cells.emplace_back(row[i]);
  }
  return cells;
}

std::string error_of(std::string_view text) {
  const auto csv = Csv::open(text, "t.csv");
  return csv.ok() ? "" : csv.error().message;
}

TEST_SUITE("knowledge/csv") {
  TEST_CASE("cells of a row") {
    CHECK(cells_of("a,b,c") == Cells{"a", "b", "c"});
    CHECK(cells_of("") == Cells{""});
    CHECK(cells_of("a") == Cells{"a"});
    CHECK(cells_of(",") == Cells{"", ""});
    CHECK(cells_of("a,,") == Cells{"a", "", ""});
    CHECK(cells_of(" a , b ") == Cells{" a ", " b "});
  }

  TEST_CASE("cells in quotes") {
    CHECK(cells_of("\"a\",\"b\"") == Cells{"a", "b"});
    CHECK(cells_of("\"a,b\",c") == Cells{"a,b", "c"});
    CHECK(cells_of("\"say \"\"hi\"\"\",c") == Cells{"say \"hi\"", "c"});
    CHECK(cells_of("\"\",\"\"") == Cells{"", ""});
    CHECK(cells_of("\"\"\"\"") == Cells{"\""});
    CHECK(cells_of("\"two\nlines\",c") == Cells{"two\nlines", "c"});
    CHECK(cells_of("a,\"b\"") == Cells{"a", "b"});
    CHECK(cells_of("\"a\",") == Cells{"a", ""});
  }

  TEST_CASE("quotes where RFC 4180 has none lose nothing") {
    CHECK(cells_of("a\"b,c") == Cells{"a\"b", "c"});
    CHECK(cells_of("\"a\"b,c") == Cells{"ab", "c"});
    CHECK(cells_of("\"a") == Cells{"a"});
  }

  TEST_CASE("a cell that is not there is empty") {
    const CsvRow row("a,b");
    CHECK(row[1] == "b");
    CHECK(row[2].empty());
    CHECK(row[SIZE_MAX].empty());
  }

  TEST_CASE("a table with LF, CRLF, byte order mark, no last line end") {
    for (const std::string_view text :
         {"code,name\n1,one\n2,two\n", "code,name\r\n1,one\r\n2,two\r\n",
          "\xEF\xBB\xBF"
          "code,name\n1,one\n2,two",
          "code,name\n\n1,one\n\r\n2,two\n\n"}) {
      const auto csv = Csv::open(text, "t.csv");
      REQUIRE(csv.ok());
      REQUIRE(csv->row_count() == 2);
      CHECK(csv->cell(0, 0) == "1");
      CHECK((*csv->row(1))[1] == "two");
      CHECK(*csv->column("code") == 0);
      CHECK(*csv->column("name") == 1);
    }
  }

  TEST_CASE("a line break within quotes belongs to its row") {
    const auto csv =
        Csv::open("code,note\r\n1,\"a\r\nb\"\r\n2,\"\"\"\n\"\n3,c\n", "t.csv");
    REQUIRE(csv.ok());
    REQUIRE(csv->row_count() == 3);
    CHECK((*csv->row(0))[1] == "a\r\nb");
    CHECK((*csv->row(1))[1] == "\"\n");
    CHECK(csv->cell(2, 0) == "3");
  }

  TEST_CASE("the key in quotes, as some editors write every cell") {
    const auto csv = Csv::open("\"code\",\"name\"\n\"0x18\",\"x\"\n", "t.csv");
    REQUIRE(csv.ok());
    CHECK(csv->cell(0, 0) == "0x18");
    CHECK(csv->column("name").ok());
  }

  TEST_CASE("a key with text behind its closing quote was not found") {
    // One cell, whichever way it is asked for.
    const auto csv = Csv::open(
        "sid,name\n\"\"073,x\n\"42\"a,\"y\n\"z\n\"a\"\"b\",\n", "t.csv");
    REQUIRE(csv.ok());
    REQUIRE(csv->row_count() == 3);
    for (size_t row = 0; row < csv->row_count(); ++row) {
      for (size_t column = 0; column < 3; ++column) {
        CHECK(csv->cell(row, column) == CsvRow(csv->line(row))[column]);
      }
    }
    CHECK(csv->cell(0, 0) == "073");
    CHECK(csv->cell(1, 0) == "42a");
    CHECK(csv->cell(1, 1) == "y\nz");
    CHECK(csv->cell(2, 0) == "a\"b");
  }

  TEST_CASE("a row that is written reads as it was") {
    for (const Cells& cells :
         {Cells{"a", "b"}, Cells{"", ""}, Cells{"a,b", "say \"hi\""},
          Cells{"two\nlines", "\r", "\"", ","}}) {
      std::string text;
      append_csv_row(text, cells);
      REQUIRE(text.ends_with('\n'));
      text.pop_back();
      CHECK(cells_of(text) == cells);
    }
    std::string plain;
    append_csv_row(plain, {"a", "b c"});
    CHECK(plain == "a,b c\n");
  }

  TEST_CASE("a quote that never ends") {
    CHECK(error_of("code,name\n1,one\n2,\"two\n3,three\n") ==
          "t.csv: a quote behind row 1 never ends");
  }

  TEST_CASE("no header") {
    CHECK(error_of("") == "t.csv: no header line with at least two columns");
    CHECK(error_of("\n\n") ==
          "t.csv: no header line with at least two columns");
    CHECK(error_of("code\n1\n") ==
          "t.csv: no header line with at least two columns");
  }

  TEST_CASE("a column that is not there") {
    const auto csv = Csv::open("code,name\n", "t.csv");
    REQUIRE(csv.ok());
    CHECK(csv->column("title").error().message == "t.csv: no column \"title\"");
    CHECK(csv->column("title").error().code == ErrorCode::NotFound);
  }

  TEST_CASE("a row with another number of cells than the header") {
    const auto csv = Csv::open("code,name\n1,one\n2\n3,three,x\n", "t.csv");
    REQUIRE(csv.ok());
    CHECK(csv->row(0).ok());
    CHECK(csv->row(1).error().message ==
          "t.csv: row 3 has 1 cells, the header has 2");
    CHECK(csv->row(2).error().message ==
          "t.csv: row 4 has 3 cells, the header has 2");
  }
}

}  // namespace
}  // namespace eventlens
