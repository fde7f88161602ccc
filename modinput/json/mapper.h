// A JSON object's members -> the Windows event that its producer made them of.
#pragma once

#include <array>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "event/flat_record.h"
#include "json/form.h"
#include "json/members.h"
#include "os/time_zone.h"

namespace eventlens::json {

/// The form whose signs are all among the members; null where there is none.
[[nodiscard]] const Form* form_of(const Members& members);

class Mapper {
 public:
  /// `zone` is that of times without one.
  explicit Mapper(const TimeZone& zone);

  /// Fills `record`; false where the object is no Windows event of a known
  /// form. The record views the members, which get texts added.
  bool map(Members& members, FlatRecord& record);

 private:
  /// Few paths are compared with each other, and each member asks for one: to
  /// read all of a path took longer than to find it.
  struct PathHash {
    size_t operator()(std::string_view path) const {
      constexpr size_t kSpread = 31;
      if (path.empty()) {
        return 0;
      }
      const auto character = [path](size_t at) {
        return static_cast<uint8_t>(path[at]);
      };
      return ((path.size() * kSpread + character(0)) * kSpread +
              character(path.size() / 2)) *
                 kSpread +
             character(path.size() - 1);
    }
  };
  using Index = std::unordered_map<std::string_view, const Rule*, PathHash>;

  void choose_form(const Members& members);
  void place(const Member& member);
  void apply(const Rule& rule, const Member& member);
  void apply_section(const Section& section, std::string_view path,
                     const Member& member);
  void note_root(std::string_view path);
  std::string_view without_counters(std::string_view path);
  void add_rooted(std::string_view path, const Member& member);
  void add_data(std::string_view name, const Member& member);
  bool take_named_data(std::string_view path, const Member& member);
  [[nodiscard]] bool is_own_addition(std::string_view name) const;
  [[nodiscard]] std::string_view name_in_section(std::string_view name) const;
  [[nodiscard]] const Rule* rule_of(std::string_view path) const;
  void set(SystemField field, const Value& value, bool weak);
  void set_level(std::string_view text, bool weak);
  Value spelled(Spelling spelling, std::string_view text);
  std::string_view with_large_letter(std::string_view name);
  void finish_keywords();
  void join_keyword_names();
  void finish_names();

  TimeZone zone_;
  std::vector<Index> indexes_;  // in the order of forms()
  const Form* form_ = nullptr;
  const Index* index_ = nullptr;

  // Of one object.
  Members* members_ = nullptr;
  FlatRecord* record_ = nullptr;
  std::array<bool, kSystemFieldCount> weak_{};  // may be replaced
  std::vector<std::string_view> keywords_;
  std::vector<std::string_view> keyword_names_;
  bool level_was_named_ = false;
  bool data_awaits_text_ = false;  // its name came before it
};

}  // namespace eventlens::json
