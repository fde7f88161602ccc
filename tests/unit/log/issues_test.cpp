// Issues: stable names, counting, the summary.
#include "log/issues.h"

#include <doctest/doctest.h>

#include <set>

namespace eventlens {
namespace {

TEST_SUITE("log/issues") {
  TEST_CASE("every issue has a name of its own in lower_snake_case") {
    std::set<std::string> names;
    for (size_t i = 0; i < kIssueCount; ++i) {
      const std::string name = issue_name(static_cast<Issue>(i));
      CHECK(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") ==
            std::string::npos);
      names.insert(name);
    }
    CHECK(names.size() == kIssueCount);
  }

  TEST_CASE("the summary names what occurred, or none") {
    Issues issues;
    CHECK(issues.summary() == "none");
    issues.count(Issue::RecordDamaged);
    issues.count(Issue::ValueCutOff, 2);
    CHECK(issues.summary() == "record_damaged=1 value_cut_off=2");
    CHECK(issues.total() == 3);
  }

  TEST_CASE("what was counted and marked since an event began") {
    Issues issues;
    issues.count(Issue::NameDamaged);
    issues.begin_event();
    CHECK(issues.of_event() == 0);
    issues.count(Issue::ValueCutOff);
    issues.mark_event(set_of(Issue::RecordCutOff));
    CHECK(issues.counted() == set_of(Issue::ValueCutOff));
    CHECK(issues.of_event() ==
          (set_of(Issue::ValueCutOff) | set_of(Issue::RecordCutOff)));
    CHECK(issues.of(Issue::RecordCutOff) == 0);
  }

  TEST_CASE("the first places are kept, the others counted") {
    Issues issues;
    for (uint64_t i = 0; i < kMaxDamagedPlaces + 3; ++i) {
      issues.note({Issue::RecordDamaged, i, i, ""});
    }
    CHECK(issues.places().size() == kMaxDamagedPlaces);
    CHECK(issues.places()[2].file_offset == 2);
    CHECK(issues.places_left_out() == 3);
  }

  TEST_CASE("workers' issues add up") {
    Issues a;
    Issues b;
    a.count(Issue::NameDamaged);
    b.count(Issue::NameDamaged, 4);
    a += b;
    CHECK(a.of(Issue::NameDamaged) == 5);
  }
}

}  // namespace
}  // namespace eventlens
