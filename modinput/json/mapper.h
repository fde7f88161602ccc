// A JSON object's members -> the Windows event that its producer made them of.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/text_pool.h"
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

  /// What becomes of a member, by all that does not depend on texts.
  struct Placement {
    enum class Kind : uint8_t {
      Nothing,
      ByRule,
      Data,      // called `name`
      Rooted,    // likewise, inside UserData's element `root` `inner_name`
      DataName,  // its text is the name of data
      DataText,  // and this one's is that data's text
      Root,      // UserData's element is called `root`
    };
    Kind kind = Kind::Nothing;
    bool needs_text = false;  // nothing becomes of it where it has none
    bool is_root = false;     // is that element itself
    bool is_inner = false;    // has an `inner_name`
    const Rule* rule = nullptr;
    std::string_view name = {};
    std::string_view inner_name = {};
    std::string_view root = {};

    /// Whether texts decide that it is data, or what the data is called.
    [[nodiscard]] bool depends_on_texts() const {
      return needs_text || kind == Kind::Rooted || kind == Kind::DataName;
    }
  };
  /// Of all members of an object.
  struct Plan {
    const Form* form = nullptr;  // null: none fits
    /// The layout's, where no text of it is a name of data; see FlatRecord.
    uint64_t names_number = 0;
    std::vector<Placement> placements;
  };

  const Plan& plan();
  void make_plan();
  const Plan& remember();
  void choose_form();
  Placement decide(const Member& member);
  Placement in_section(const Section& section, std::string_view path,
                       const Member& member);
  static Placement root_of(std::string_view path);
  std::optional<Placement::Kind> named_data(std::string_view path,
                                            const Member& member);
  Placement rooted(std::string_view path, const Member& member);
  std::string_view without_counters(std::string_view path);
  std::string_view name_of_data(std::string_view name);
  [[nodiscard]] bool is_own_addition(std::string_view name) const;
  [[nodiscard]] std::string_view name_in_section(std::string_view name) const;
  [[nodiscard]] const Rule* rule_of(std::string_view path) const;
  std::string_view with_large_letter(std::string_view name);

  void place(const Placement& placement, const Member& member);
  void place_rooted(const Placement& placement, const Member& member);
  void apply(const Rule& rule, const Member& member);
  void add_data(std::string_view name, const Member& member);
  void set(SystemField field, const Value& value, bool weak);
  void set_level(std::string_view text, bool weak);
  Value spelled(Spelling spelling, std::string_view text);
  void finish_keywords();
  void join_keyword_names();
  void finish_names();

  TimeZone zone_;
  std::vector<Index> indexes_;  // in the order of forms()
  const Form* form_ = nullptr;
  const Index* index_ = nullptr;

  // By the number of a layout; their names are in names_.
  std::unordered_map<uint64_t, Plan> plans_;
  size_t plans_size_ = 0;  // bytes of both, roughly
  TextPool names_;
  Plan plan_;  // the last one made; its names are the members'

  // Of one object.
  Members* members_ = nullptr;
  FlatRecord* record_ = nullptr;
  std::array<bool, kSystemFieldCount> weak_{};  // may be replaced
  std::vector<std::string_view> keywords_;
  std::vector<std::string_view> keyword_names_;
  bool level_was_named_ = false;
  bool data_awaits_text_ = false;  // its name came before it; for decide()
};

}  // namespace eventlens::json
