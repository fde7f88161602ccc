// The lookups in memory: code tables, which field carries which code, the names
// of legacy events' strings, the event catalogue and the articles. Columns are
// described in docs/lookups.md.
//
// Tables are read when they are first asked for: a conversion that names codes
// never reads the articles.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/expected.h"
#include "knowledge/code_table.h"
#include "knowledge/legacy_strings.h"

namespace eventlens {

/// How the code stands in its field.
enum class CodeForm : uint8_t {
  Whole,       // the value is the code
  InText,      // the first hexadecimal number of the text
  Mask,        // the value's bits
  Parameters,  // each %%n of the text
  Text,        // the value is the text that a table of texts has
};

struct CodedField {
  std::string_view field;
  std::vector<const CodeTable*> tables;  // tried in order
  CodeForm form = CodeForm::Whole;
};

struct EventEntry {
  uint32_t event_id = 0;
  std::string_view provider;
  std::string_view channel;
  std::string_view title;
  std::string_view category;
  std::string_view subcategory;
  std::string_view criticality;
  std::string_view modern_id;
  std::string_view attack_ids;
  std::string_view note;
  bool confirmed = true;
  bool legacy = false;  // of Windows 2003 and before
};

struct Article {
  std::string_view id;  // "Q281431"
  std::string_view title;
  std::string_view url;
  std::string_view products;
  std::string_view last_modified;
  bool confirmed = true;
};

/// That an article is about an event, a code, or a code in an event.
struct ArticleLink {
  std::optional<uint32_t> event_id;
  std::string_view provider;  // empty: any
  std::optional<uint32_t> code;
  const Article* article = nullptr;
  std::string_view verdict;  // benign, expected or empty
  uint32_t rank = 9;         // 1 is the most useful
  bool confirmed = true;
};

/// At most so many articles are written into an event; all of them are in the
/// lookups.
inline constexpr size_t kMaxArticlesPerEvent = 3;

class Tables {
 public:
  /// Reads the files of `directory` (lookup_files.h) where they exist, else the
  /// embedded ones; an empty directory means the embedded ones only. Nothing
  /// is read yet. A row that makes no sense is ignored with a warning; in the
  /// place of a table that cannot be used at all the embedded one is, with an
  /// error. All that follows may be called by several threads.
  explicit Tables(std::string directory = {});
  ~Tables();
  Tables(const Tables&) = delete;
  Tables& operator=(const Tables&) = delete;

  /// Looks whether the files were changed since they were read, at most once in
  /// `rest_ms` milliseconds, and then forgets all that was read: everything
  /// that the tables gave so far ceases to exist. Not while another thread uses
  /// them.
  void refresh(int64_t rest_ms = kRefreshMilliseconds);
  /// How often that happened.
  [[nodiscard]] uint64_t generation() const { return generation_; }
  static constexpr int64_t kRefreshMilliseconds = 10'000;

  /// Null for a name that is no code table.
  const CodeTable* code_table(std::string_view name);
  const std::vector<const CodeTable*>& code_tables();

  /// The fields of that event that carry codes. Provider names are compared
  /// without case.
  const std::vector<CodedField>& coded_fields(std::string_view provider,
                                              uint32_t event_id);

  /// The field that a rendered message shows under `label` in its `section`
  /// (empty: in none), of which it has the name in the event's own template;
  /// empty where none is known. Compared without case; lives as long as the
  /// tables.
  std::string_view labelled_field(std::string_view provider, uint32_t event_id,
                                  std::string_view section,
                                  std::string_view label);

  /// What is known of a legacy event's strings, or null.
  const LegacyEvent* legacy_event(std::string_view provider, uint32_t event_id);

  /// The catalogue's entry, or null.
  const EventEntry* event(std::string_view provider, uint32_t event_id);
  /// All entries of that id, whatever their provider.
  std::vector<const EventEntry*> events(uint32_t event_id);
  /// What is linked to that event, most useful first; an empty provider takes
  /// every provider's.
  std::vector<const ArticleLink*> links_of_event(std::string_view provider,
                                                 uint32_t event_id);
  const std::vector<ArticleLink>& links();
  const Article* article(std::string_view id);

 private:
  struct Loaded;

  std::string directory_;
  int64_t looked_ms_;
  uint64_t generation_ = 0;
  std::unique_ptr<Loaded> loaded_;
};

}  // namespace eventlens
