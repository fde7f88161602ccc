#include "knowledge/code_table.h"

#include <doctest/doctest.h>

namespace eventlens {
namespace {

/// A table that owns its text.
struct Own {
  explicit Own(std::string_view text)
      : csv(Csv::open(text, "t.csv")),
        table(
            "codes", [this] { return &*csv; },
            [this](const std::string& warning) {
              warnings.push_back(warning);
            }) {}
  Expected<Csv> csv;
  std::vector<std::string> warnings;
  CodeTable table;
};

TEST_SUITE("knowledge/code_table") {
  TEST_CASE("codes in every spelling, in any order") {
    const Own own(
        "code,name\n0x18,a\n7,b\n-1073741715,c\n0xC0000234,d\n\"0x19\",e\n"
        " 0X20 ,f\n");
    CHECK(own.warnings.empty());
    CHECK(own.table.find(0x18)->name == "a");
    CHECK(own.table.find(7)->name == "b");
    CHECK(own.table.find(0xC000006D)->name == "c");
    CHECK(own.table.find(0xC0000234)->name == "d");
    CHECK(own.table.find(0x19)->name == "e");
    CHECK(own.table.find(0x20)->name == "f");
    CHECK(own.table.find(0x21) == nullptr);
    CHECK(own.table.find(0) == nullptr);
    CHECK(own.table.find(UINT32_MAX) == nullptr);
  }

  TEST_CASE("an entry has the cells of its row, wherever the columns are") {
    const Own own(
        "code,confirmed,verdict,name,meaning,unheard_of\n"
        "0x18,no,attack,N,\"a, b\",x\n0x19,yes,,M,,\n");
    const CodeEntry* entry = own.table.find(0x18);
    REQUIRE(entry != nullptr);
    CHECK(entry->code == 0x18);
    CHECK(entry->spelling == "0x18");
    CHECK(entry->name == "N");
    CHECK(entry->meaning == "a, b");
    CHECK(entry->verdict == "attack");
    CHECK(entry->causes.empty());
    CHECK_FALSE(entry->confirmed);
    CHECK(own.table.find(0x19)->confirmed);
    CHECK(own.table.find(0x18) == entry);  // looked into once
  }

  TEST_CASE("a row whose code is none is ignored and told of") {
    const Own own("code,name\nabc,a\n0x123456789,b\n,c\n1,d\n");
    CHECK(own.warnings.empty());  // the table is opened when it is needed
    CHECK(own.table.find(1) != nullptr);
    REQUIRE(own.warnings.size() == 3);
    CHECK(own.warnings[0] ==
          "t.csv: row 2: \"abc\" is no code; accepted are numbers of 32 bits, "
          "decimal or with 0x. The row is ignored");
    CHECK(own.table.entries().size() == 1);
  }

  TEST_CASE("a code twice: the first row counts") {
    const Own own("code,name\n24,first\n0x18,second\n");
    CHECK(own.table.entries().size() == 1);
    CHECK(own.table.find(0x18)->name == "first");
  }

  TEST_CASE("all entries, by code") {
    const Own own("code,name\n3,c\n1,a\n2,b\n");
    const auto entries = own.table.entries();
    REQUIRE(entries.size() == 3);
    CHECK(entries[0]->name == "a");
    CHECK(entries[2]->name == "c");
  }

  TEST_CASE("numbers that are a 32-bit code") {
    CHECK(as_code(0) == 0U);
    CHECK(as_code(UINT32_MAX) == UINT32_MAX);
    CHECK_FALSE(as_code(uint64_t{UINT32_MAX} + 1).has_value());
    CHECK(as_code(UINT64_MAX) == UINT32_MAX);
    CHECK(as_code(0xFFFFFFFF80000000) == 0x80000000U);
    CHECK_FALSE(as_code(0xFFFFFFFF7FFFFFFF).has_value());
    CHECK(parse_code("-1073741715") == 0xC000006DU);
    CHECK_FALSE(parse_code("0xFFFFFFFF7FFFFFFF").has_value());
    CHECK_FALSE(parse_code("").has_value());
  }
}

}  // namespace
}  // namespace eventlens
