#include "knowledge/code_table.h"

#include <doctest/doctest.h>

namespace eventlens {
namespace {

/// A table that owns its text.
struct Own {
  explicit Own(std::string_view text, TableKind kind = TableKind::Numbers,
               std::string_view keys = "code")
      : csv(Csv::open(text, "t.csv")),
        info{"codes", kind, CodeSpelling::None, keys, "", ""},
        table(
            info, [this] { return &*csv; },
            [this](const std::string& warning) {
              warnings.push_back(warning);
            }) {}
  Expected<Csv> csv;
  TableInfo info;
  std::vector<std::string> warnings;
  CodeTable table;
};

/// The names of a mask's bits, with ';' between them.
struct Bits {
  std::string text;
  uint32_t unknown = 0;
};

Bits bits_of(const CodeTable& table, uint32_t mask,
             const std::string& object_type = "") {
  std::vector<const CodeEntry*> found;
  Bits bits;
  bits.unknown = table.find_bits(mask, {{object_type}}, found);
  for (const CodeEntry* entry : found) {
    bits.text += (bits.text.empty() ? "" : ";") + std::string(entry->name);
  }
  return bits;
}

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

  TEST_CASE("the bits of a mask, the highest first, and those without a row") {
    const Own own("code,name\n0x1,a\n0x4,c\n0x80000000,top\n0x7,all\n",
                  TableKind::Bits);
    CHECK(bits_of(own.table, 0x80000005).text == "top;c;a");
    CHECK(bits_of(own.table, 0x80000005).unknown == 0);
    CHECK(bits_of(own.table, 0x1A).text.empty());
    CHECK(bits_of(own.table, 0x1A).unknown == 0x1A);
    CHECK(bits_of(own.table, 0).text.empty());
    CHECK(bits_of(own.table, 0).unknown == 0);
    // A whole mask with a name of its own is that, and no list.
    CHECK(bits_of(own.table, 0x7).text == "all");
    CHECK(bits_of(own.table, 0xF).text == "c;a");
    CHECK(own.table.find(0x4)->name == "c");
  }

  TEST_CASE("bits of a type of object, and those that any type has") {
    const Own own(
        "object_type,code,name\n*,0x10000,DELETE\nFile,0x1,READ\n"
        "Key,0x1,QUERY\nFile,x,none\n",
        TableKind::ObjectBits, "object_type;code");
    CHECK(bits_of(own.table, 0x10001, "file").text == "DELETE;READ");
    CHECK(bits_of(own.table, 0x10001, "Key").text == "DELETE;QUERY");
    CHECK(bits_of(own.table, 0x10001, "Desk").text == "DELETE");
    CHECK(bits_of(own.table, 0x10001, "Desk").unknown == 1);
    CHECK(bits_of(own.table, 0x10001).text == "DELETE");
    CHECK(own.warnings.size() == 1);
    CHECK(own.table.entries().size() == 3);
  }

  TEST_CASE("texts in any case, and one that is a pattern") {
    const Own own(
        "sid,name\nS-1-5-18,system\nS-1-5-21-*-500,administrator\n"
        "S-1-5-21-*-5000,another\nS-1-5-5-*,logon\n",
        TableKind::Sids, "sid");
    const auto name_of = [&](std::string_view text) {
      const CodeEntry* entry = own.table.find(text);
      return entry == nullptr ? std::string() : std::string(entry->name);
    };
    CHECK(name_of("S-1-5-18") == "system");
    CHECK(name_of(" s-1-5-18 ") == "system");
    CHECK(name_of("S-1-5-21-1-2-3-500") == "administrator");
    CHECK(name_of("S-1-5-21-1-2-3-1500").empty());
    CHECK(name_of("S-1-5-21-1-2-3-5000") == "another");
    CHECK(name_of("S-1-5-21--500").empty());
    CHECK(name_of("S-1-5-5-0-12345") == "logon");
    CHECK(name_of("S-1-5-5-").empty());
    CHECK(name_of("").empty());
    CHECK(own.table.find(uint32_t{0}) == nullptr);
    CHECK(own.table.entries().size() == 4);
  }

  TEST_CASE("an entry's cells as the table has them") {
    const Own own("code,name,meaning,strength\n0x17,rc4,,weak\n");
    const auto cells = own.table.cells(*own.table.find(0x17));
    REQUIRE(cells.size() == 3);
    CHECK(cells[0].first == "code");
    CHECK(cells[2].first == "strength");
    CHECK(cells[2].second == "weak");
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
