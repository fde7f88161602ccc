#include "knowledge/tables.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/ascii.h"
#include "knowledge/embedded.h"
#include "support/temp_file.h"

namespace eventlens {
namespace {

using test::TempDirectory;

constexpr const char* kSecurity = "Microsoft-Windows-Security-Auditing";

/// Decimal, hexadecimal, padded, negative where it is one of 32 bits.
std::vector<std::string> spellings_of(uint32_t code) {
  std::array<char, 16> hex{};
  std::snprintf(hex.data(), hex.size(), "0x%x", code);
  std::array<char, 16> padded{};
  std::snprintf(padded.data(), padded.size(), "0X%08X", code);
  std::vector<std::string> spellings = {std::to_string(code), hex.data(),
                                        padded.data()};
  if (code >= 0x80000000) {
    spellings.push_back(std::to_string(static_cast<int32_t>(code)));
    spellings.push_back("0xffffffff" + std::string(hex.data() + 2));
  }
  return spellings;
}

void check_number(const CodeTable& table, const CodeEntry& entry) {
  const std::string type = [&] {
    const auto cells = table.cells(entry);
    return cells[0].first == "object_type" ? std::string(cells[0].second)
                                           : std::string();
  }();
  for (const std::string& spelling : spellings_of(entry.code)) {
    const auto code = parse_code(spelling);
    REQUIRE(code);
    if (table.info().kind == TableKind::Numbers) {
      CHECK(table.find(*code) == &entry);
      continue;
    }
    std::vector<const CodeEntry*> found;
    CHECK(table.find_bits(*code, {{type}}, found) == 0);
    REQUIRE(found.size() == 1);
    CHECK(found[0] == &entry);
  }
}

/// With digits where the table has its "*".
void check_text(const CodeTable& table, const CodeEntry& entry) {
  std::string text(entry.spelling);
  const size_t star = text.find('*');
  if (star != std::string::npos) {
    text.replace(star, 1, "1004336348-1177238915-682003330");
  }
  CHECK(table.find(text) == &entry);
  CHECK(table.find(lower_case(text)) == &entry);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? c - 0x20 : c; });
  CHECK(table.find(text) == &entry);
}

TEST_SUITE("knowledge/tables") {
  TEST_CASE("the embedded lookups are the ones that ship") {
    for (const TableInfo& table : kTables) {
      CAPTURE(table.name);
      CHECK(embedded_lookup(table.name).size() ==
            std::filesystem::file_size(std::string(EVENTLENS_SOURCE_DIR) +
                                       "/lookups/" +
                                       lookup_file_name(table.name)));
    }
    CHECK(embedded_lookup("no_such_table").empty());
  }

  TEST_CASE("fields of labels") {
    Tables tables;
    const auto field = [&](uint32_t event_id, std::string_view section,
                           std::string_view label) {
      return std::string(
          tables.labelled_field(kSecurity, event_id, section, label));
    };
    CHECK(field(4624, "Subject", "Account Name") == "SubjectUserName");
    CHECK(field(4634, "Subject", "Account Name") == "TargetUserName");
    CHECK(field(4625, "Account For Which Logon Failed", "Account Name") ==
          "TargetUserName");
    CHECK(field(4776, "", "Authentication Package") == "PackageName");
    // An event that nobody has listed yet; another case.
    CHECK(field(65000, "SUBJECT", "logon id") == "SubjectLogonId");
    CHECK(field(4624, "Subject", "No Such Label").empty());
    CHECK(tables.labelled_field("Other", 4624, "Subject", "Account Name")
              .empty());
    CHECK(tables.labelled_field("Service Control Manager", 7045, "",
                                "Service File Name") == "ImagePath");
  }

  TEST_CASE("the embedded tables") {
    Tables tables;
    CHECK(tables.code_tables().size() ==
          static_cast<size_t>(std::count_if(
              kTables.begin(), kTables.end(), [](const TableInfo& table) {
                return table.kind != TableKind::Rows;
              })));
    const CodeTable* kerberos = tables.code_table("kerberos_failure_codes");
    REQUIRE(kerberos != nullptr);
    CHECK(kerberos->find(0x18)->name == "KDC_ERR_PREAUTH_FAILED");
    CHECK(tables.code_table("ntstatus")->find(0xC000006A)->name ==
          "STATUS_WRONG_PASSWORD");
    CHECK(tables.code_table("nothing") == nullptr);
  }

  TEST_CASE("every code of every table is found in all its spellings") {
    Tables tables;
    for (const CodeTable* table : tables.code_tables()) {
      const TableInfo& info = table->info();
      CAPTURE(info.name);
      const auto entries = table->entries();
      CHECK_FALSE(entries.empty());
      for (const CodeEntry* entry : entries) {
        CAPTURE(entry->spelling);
        if (info.kind == TableKind::Texts || info.kind == TableKind::Sids) {
          check_text(*table, *entry);
        } else {
          check_number(*table, *entry);
        }
      }
    }
  }

  TEST_CASE("every row of the embedded tables can be read") {
    Tables tables;
    for (const CodeTable* table : tables.code_tables()) {
      for (const CodeEntry* entry : table->entries()) {
        CAPTURE(entry->spelling);
        CHECK_FALSE(entry->name.empty());
      }
    }
    const std::set<std::string_view> verdicts = {
        "", "benign", "expected", "attack", "outage", "config", "unknown"};
    for (const ArticleLink& link : tables.links()) {
      REQUIRE(link.article != nullptr);
      CHECK(verdicts.count(link.verdict) == 1);
      CHECK((link.event_id || link.code));
    }
    CHECK(tables.links().size() > 5000);
  }

  TEST_CASE("an event by its provider, in any case, and its id") {
    Tables tables;
    const EventEntry* event = tables.event(kSecurity, 4771);
    REQUIRE(event != nullptr);
    CHECK(event->title == "Kerberos pre-authentication failed");
    CHECK(tables.event("microsoft-windows-SECURITY-auditing", 4771) == event);
    CHECK(tables.event("Other", 4771) == nullptr);
    CHECK(tables.event(kSecurity, 65'535) == nullptr);
    const auto same_id = tables.events(4771);
    REQUIRE_FALSE(same_id.empty());
    CHECK(same_id[0]->event_id == 4771);
    CHECK(tables.events(4'000'000).empty());
  }

  TEST_CASE("coded fields name their tables in the row's order") {
    Tables tables;
    const auto& fields = tables.coded_fields(kSecurity, 4771);
    REQUIRE_FALSE(fields.empty());
    const auto status = std::find_if(
        fields.begin(), fields.end(),
        [](const CodedField& field) { return field.field == "Status"; });
    REQUIRE(status != fields.end());
    REQUIRE(status->tables.size() == 2);
    CHECK(status->tables[0]->info().name == "kerberos_failure_codes");
    CHECK(status->tables[1]->info().name == "ntstatus");
    CHECK(tables.coded_fields("Other", 4771).empty());
    CHECK(tables.coded_fields(kSecurity, 1).empty());
  }

  TEST_CASE("links of an event, the most useful first") {
    Tables tables;
    const auto links = tables.links_of_event(kSecurity, 4771);
    REQUIRE(links.size() > 1);
    for (size_t i = 1; i < links.size(); ++i) {
      CHECK(links[i - 1]->rank <= links[i]->rank);
    }
    CHECK(tables.links_of_event("", 4771).size() >= links.size());
    CHECK(tables.links_of_event("Other", 4771).empty());
  }

  TEST_CASE("an article by its id, in any case") {
    Tables tables;
    const ArticleLink& first = tables.links().at(0);
    std::string id(first.article->id);
    CHECK(tables.article(id) == first.article);
    CHECK(tables.article(lower_case(id)) == first.article);
    CHECK(tables.article("Q0") == nullptr);
  }

  TEST_CASE("rows of an event are found in files whose cells stand in quotes") {
    const TempDirectory directory;
    directory.write("eventlens_coded_fields.csv",
                    "provider,event_id,field,code_tables,form\n"
                    "\"P, \"\"the\"\" Q\",\"7\",\"A\",\"ntstatus\",\"whole\"\n"
                    "\"R\",7,B,ntstatus,whole\nS\n");
    Tables tables(directory.path());
    CHECK(tables.coded_fields("P, \"the\" Q", 7).size() == 1);
    CHECK(tables.coded_fields("R", 7).size() == 1);
    CHECK(tables.coded_fields("R", 8).empty());
  }

  TEST_CASE("the app's own files are preferred") {
    const TempDirectory directory;
    directory.write("eventlens_kerberos_failure_codes.csv",
                    "code,name,meaning\n0x18,MINE,x\n");
    Tables tables(directory.path());
    CHECK(tables.code_table("kerberos_failure_codes")->find(0x18)->name ==
          "MINE");
    CHECK(tables.code_table("kerberos_failure_codes")->find(0x7) == nullptr);
    // A file that is not there is the embedded one.
    CHECK(tables.code_table("ntstatus")->find(0xC000006A) != nullptr);
  }

  TEST_CASE("an edited file is read again, and only then") {
    const TempDirectory directory;
    const auto write = [&](const char* name) {
      directory.write("eventlens_logon_types.csv",
                      "code,name,meaning\n3," + std::string(name) + ",?\n");
    };
    write("First");
    Tables tables(directory.path());
    CHECK(tables.code_table("logon_types")->find(3)->name == "First");
    tables.refresh(0);
    CHECK(tables.generation() == 0);
    write("Another");
    tables.refresh(3'600'000);  // it has been looked at just now
    CHECK(tables.generation() == 0);
    tables.refresh(0);
    CHECK(tables.generation() == 1);
    CHECK(tables.code_table("logon_types")->find(3)->name == "Another");
  }

  TEST_CASE("a file that local/transforms.conf names in the app's place") {
    const TempDirectory app;
    std::filesystem::create_directory(app.path() + "/lookups");
    std::filesystem::create_directory(app.path() + "/local");
    app.write("lookups/eventlens_logon_types.csv",
              "code,name,meaning\n3,Theirs,?\n");
    app.write("lookups/my_types.csv", "code,name,meaning\n3,Mine,?\n");
    const auto name_with = [&](const std::string& settings) {
      app.write("local/transforms.conf", settings);
      Tables tables(app.path() + "/lookups");
      return std::string(tables.code_table("logon_types")->find(3)->name);
    };
    CHECK(name_with("[eventlens_logon_types]\nfilename = my_types.csv\n") ==
          "Mine");
    CHECK(name_with("# filename = x\n\n [eventlens_logon_types] \r\n"
                    "max_matches=1\r\nfilename=my_types.csv\r\n") == "Mine");
    CHECK(name_with("[eventlens_ntstatus]\nfilename = my_types.csv\n") ==
          "Theirs");
    CHECK(name_with("[eventlens_logon_types]\nfilename = ../x.csv\n") ==
          "Theirs");
    CHECK(name_with("[eventlens_logon_types]\nfilename =\n") == "Theirs");
    // Where it cannot be read: the built-in one.
    CHECK(name_with("[eventlens_logon_types]\nfilename = gone.csv\n") ==
          "Network");
  }

  TEST_CASE("own files that cannot be used: the embedded tables stand in") {
    for (const char* text :
         {"", "code\n", "code,name\n0x18,MINE\n", "code,name,\"meaning\n",
          "name,code,meaning\nMINE,0x18,x\n"}) {
      CAPTURE(text);
      const TempDirectory directory;
      directory.write("eventlens_kerberos_failure_codes.csv", text);
      Tables tables(directory.path());
      const CodeTable* table = tables.code_table("kerberos_failure_codes");
      REQUIRE(table != nullptr);
      REQUIRE(table->find(0x18) != nullptr);
      CHECK(table->find(0x18)->name == "KDC_ERR_PREAUTH_FAILED");
    }
  }

  TEST_CASE("a row that makes no sense costs only itself") {
    const TempDirectory directory;
    directory.write("eventlens_coded_fields.csv",
                    "provider,event_id,field,code_tables,form\n"
                    "P,one,A,ntstatus,whole\nP,1,B,no_such_table,whole\n"
                    "P,1,C\nP,1,D,ntstatus,in_text\n"
                    "P,1,E,no_such_table;ntstatus,whole\n");
    directory.write("eventlens_events.csv",
                    "event_id,provider,title\nx,P,A\n1,P\n2,P,C\n");
    directory.write("eventlens_kb_articles.csv",
                    "article,title,url\nQ1,One,https://k/1\n");
    directory.write("eventlens_kb_events.csv",
                    "event_id,provider,article,verdict\n1,P,Q2,\n1,P,Q1,\n");
    Tables tables(directory.path());
    const auto& fields = tables.coded_fields("P", 1);
    REQUIRE(fields.size() == 2);
    CHECK(fields[0].field == "D");
    CHECK(fields[0].form == CodeForm::InText);
    CHECK(fields[1].field == "E");
    REQUIRE(fields[1].tables.size() == 1);
    CHECK(tables.events(1).empty());
    CHECK(tables.events(2).size() == 1);
    REQUIRE(tables.links_of_event("P", 1).size() == 1);
    CHECK(tables.links_of_event("P", 1)[0]->article->url == "https://k/1");
    CHECK(tables.links_of_event("P", 1)[0]->rank == 9);
  }

  TEST_CASE("threads that ask at once get the same answers") {
    Tables tables;
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        const CodeTable* kerberos = tables.code_table("kerberos_failure_codes");
        wrong += kerberos->find(0x18)->name != "KDC_ERR_PREAUTH_FAILED";
        wrong += tables.coded_fields(kSecurity, 4771).empty();
        wrong += tables.event(kSecurity, 4771) == nullptr;
        wrong += tables.links().empty();
        wrong += tables.code_table("ntstatus")->find(0xC000006A)->name !=
                 "STATUS_WRONG_PASSWORD";
      });
    }
    for (std::thread& thread : threads) {
      thread.join();
    }
    CHECK(wrong == 0);
  }

  TEST_CASE("no such directory: the embedded tables") {
    Tables tables("/no/such/directory");
    CHECK(tables.event(kSecurity, 4771) != nullptr);
  }

  TEST_CASE("lower case leaves what is not ASCII alone") {
    CHECK(lower_case("AbC-Z\u00C4[") == "abc-z\u00C4[");
  }
}

}  // namespace
}  // namespace eventlens
