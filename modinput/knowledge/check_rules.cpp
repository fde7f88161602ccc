#include "knowledge/check_rules.h"

#include <algorithm>
#include <array>

#include "base/number_text.h"
#include "knowledge/code_table.h"
#include "knowledge/legacy_strings.h"

namespace eventlens {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kLowerHex = "0123456789abcdef";

bool consists_of(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

/// Whether `cell` is one of the words in the ';' list.
bool is_one_of(std::string_view words, std::string_view cell) {
  const auto all = list_items(words);
  return std::find(all.begin(), all.end(), cell) != all.end();
}

bool is_confirmed(std::string_view cell) { return is_one_of("yes;no", cell); }
bool is_severity(std::string_view cell) {
  return cell.empty() || is_one_of("info;low;medium;high", cell);
}
bool is_verdict(std::string_view cell) {
  return cell.empty() ||
         is_one_of("attack;outage;config;expected;benign;unknown", cell);
}
bool is_article_verdict(std::string_view cell) {
  return cell.empty() || is_one_of("benign;expected", cell);
}
bool is_generation(std::string_view cell) {
  return is_one_of("legacy;modern;both", cell);
}
bool is_form(std::string_view cell) {
  return is_one_of("whole;in_text;mask;parameters;text", cell);
}
bool is_windows(std::string_view cell) {
  return is_one_of("nt4;2000;2003;2003sp1", cell);
}
bool is_modern_form(std::string_view cell) {
  return cell.empty() || is_one_of("hex;decimal;luid;sid", cell);
}
bool is_confidence(std::string_view cell) {
  return is_one_of("high;medium;low", cell);
}
bool is_evidence(std::string_view cell) {
  return is_one_of("page;title;block;xml;table;list;inline;code;citation",
                   cell);
}
bool is_rank(std::string_view cell) {
  return cell.size() == 1 && cell >= "1" && cell <= "9";
}

bool is_decimal(std::string_view cell, uint64_t most) {
  const bool plain = !cell.empty() && consists_of(cell, kDigits) &&
                     (cell.size() == 1 || cell.front() != '0');
  const auto number = plain ? parse_integer(cell) : std::nullopt;
  return number && *number <= most;
}
bool is_event_id(std::string_view cell) { return is_decimal(cell, UINT16_MAX); }
bool is_event_id_or_none(std::string_view cell) {
  return cell.empty() || is_event_id(cell);
}
bool is_position(std::string_view cell) {
  return cell != "0" && is_decimal(cell, kMaxLegacyStrings);
}
bool is_event_id_list(std::string_view cell) {
  const auto ids = list_items(cell);
  return std::all_of(ids.begin(), ids.end(), is_event_id);
}

bool is_decimal_code(std::string_view cell) {
  return is_decimal(cell, UINT32_MAX);
}
bool is_hex_code(std::string_view cell) {
  const std::string_view digits = cell.substr(std::min<size_t>(2, cell.size()));
  return cell.starts_with("0x") && !digits.empty() && digits.size() <= 8 &&
         consists_of(digits, kLowerHex) &&
         (digits.size() == 1 || digits.front() != '0');
}
bool is_hex8_code(std::string_view cell) {
  return cell.size() == 10 && cell.starts_with("0x") &&
         consists_of(cell.substr(2), kLowerHex);
}
bool is_mask(std::string_view cell) {
  return is_hex8_code(cell) && parse_code(cell) != 0U;
}
bool is_article_code(std::string_view cell) {
  return cell.empty() || is_hex_code(cell) || is_hex8_code(cell);
}

bool is_guid(std::string_view cell) {
  constexpr std::string_view kForm = "{hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh}";
  const auto fits = [](char c, char form) {
    return form == 'h' ? kLowerHex.find(c) != std::string_view::npos
                       : c == form;
  };
  return cell.size() == kForm.size() &&
         std::equal(cell.begin(), cell.end(), kForm.begin(), fits);
}
bool is_sid(std::string_view cell) {
  return cell.starts_with("S-1-") &&
         consists_of(cell.substr(4), "0123456789-*") &&
         std::count(cell.begin(), cell.end(), '*') <= 1 &&
         cell.find("--") == std::string_view::npos && !cell.ends_with('-');
}

/// A link that a browser may be sent to: https, a host, a path, and no
/// character that would end it in a page or a CSV cell.
bool is_https(std::string_view cell) {
  constexpr std::string_view kScheme = "https://";
  if (!cell.starts_with(kScheme)) {
    return false;
  }
  const std::string_view rest = cell.substr(kScheme.size());
  const size_t host =
      rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-");
  return host != 0 && host != std::string_view::npos && rest[host] == '/' &&
         std::all_of(rest.begin(), rest.end(), [](char c) {
           return c > ' ' && c < 0x7F && c != '"' && c != '<' && c != '>';
         });
}

bool is_date(std::string_view cell) {
  constexpr std::string_view kForm = "dddd-dd-dd";
  const auto fits = [](char c, char form) {
    return form == 'd' ? c >= '0' && c <= '9' : c == form;
  };
  return cell.empty() ||
         (cell.size() == kForm.size() &&
          std::equal(cell.begin(), cell.end(), kForm.begin(), fits) &&
          cell.substr(5, 2) >= "01" && cell.substr(5, 2) <= "12" &&
          cell.substr(8) >= "01" && cell.substr(8) <= "31");
}

/// T1558, T1558.003
bool is_technique(std::string_view cell) {
  const std::string_view part = cell.size() == 9 ? cell.substr(6) : "000";
  return (cell.size() == 5 || (cell.size() == 9 && cell[5] == '.')) &&
         cell[0] == 'T' && consists_of(cell.substr(1, 4), kDigits) &&
         consists_of(part, kDigits);
}
bool is_technique_list(std::string_view cell) {
  const auto items = list_items(cell);
  return std::all_of(items.begin(), items.end(), is_technique);
}

bool is_not_empty(std::string_view cell) { return !cell.empty(); }

constexpr auto kRules = std::to_array<CellRule>({
    {"confirmed", is_confirmed, "yes or no"},
    {"source", is_not_empty, "where the row comes from"},
    {"severity", is_severity, "info, low, medium, high or nothing"},
    {"criticality", is_severity, "info, low, medium, high or nothing"},
    {"verdict", is_verdict,
     "attack, outage, config, expected, benign, unknown or nothing"},
    {"generation", is_generation, "legacy, modern or both"},
    {"form", is_form, "whole, in_text, mask, parameters or text"},
    {"os", is_windows, "nt4, 2000, 2003 or 2003sp1"},
    {"modern_form", is_modern_form, "hex, decimal, luid, sid or nothing"},
    {"confidence", is_confidence, "high, medium or low"},
    {"evidence", is_evidence,
     "page, title, block, xml, table, list, inline, code or citation"},
    {"rank", is_rank, "1 to 9"},
    {"event_id", is_event_id, "an event id, 0 to 65535"},
    {"position", is_position, "the place of a string, 1 to 256"},
    {"event_ids", is_event_id_list, "event ids with ; between them"},
    {"attack_ids", is_technique_list,
     "ATT&CK techniques with ; between them, T1558 or T1558.003"},
    {"url", is_https, "a link that begins with https://"},
    {"last_modified", is_date, "a day as 2002-08-18, or nothing"},
    {"guid", is_guid, "a GUID in braces and lower case"},
    {"sid", is_sid, "a SID, S-1-5-18, with at most one *"},
    {"name", is_not_empty, "a name"},
    {"title", is_not_empty, "a title"},
    {"article", is_not_empty, "the number or name of an article"},
    {"field", is_not_empty, "the name of a field"},
    {"code_tables", is_not_empty, "names of code tables with ; between them"},
    {"object_type", is_not_empty, "a type of objects, or *"},
    {"logon_process", is_not_empty, "the name of a logon process"},
    {"privilege", is_not_empty, "the name of a privilege"},
});

// Where a column of kb_events says less or more than it does elsewhere.
constexpr auto kArticleRules = std::to_array<CellRule>({
    {"event_id", is_event_id_or_none, "an event id, 0 to 65535, or nothing"},
    {"code", is_article_code, "a code in lower-case hex, or nothing"},
    {"verdict", is_article_verdict, "benign, expected or nothing"},
});

constexpr CellRule kDecimalCode = {"code", is_decimal_code,
                                   "a decimal number of 32 bits"};
constexpr CellRule kHexCode = {
    "code", is_hex_code,
    "0x and a number of 32 bits in lower-case hex without leading zeros"};
constexpr CellRule kHex8Code = {"code", is_hex8_code,
                                "0x and eight hex digits in lower case"};
constexpr CellRule kMask = {
    "code", is_mask,
    "a mask other than zero: 0x and eight hex digits in lower case"};

const CellRule* code_rule(const TableInfo& table) {
  if (table.kind == TableKind::Bits || table.kind == TableKind::ObjectBits) {
    return &kMask;
  }
  switch (table.spelling) {
    case CodeSpelling::Decimal:
      return &kDecimalCode;
    case CodeSpelling::Hex:
      return &kHexCode;
    case CodeSpelling::Hex8:
      return &kHex8Code;
    case CodeSpelling::None:
      break;
  }
  return nullptr;
}

template <size_t kSize>
const CellRule* find_rule(const std::array<CellRule, kSize>& rules,
                          std::string_view column) {
  const auto found =
      std::find_if(rules.begin(), rules.end(),
                   [&](const CellRule& rule) { return rule.column == column; });
  return found == rules.end() ? nullptr : &*found;
}

}  // namespace

const CellRule* cell_rule(const TableInfo* table, std::string_view column) {
  if (table == nullptr) {
    return nullptr;
  }
  if (table->name == "kb_events") {
    if (const CellRule* rule = find_rule(kArticleRules, column)) {
      return rule;
    }
  }
  return column == "code" ? code_rule(*table) : find_rule(kRules, column);
}

bool is_list_column(std::string_view column) {
  return is_one_of(
      "aliases;causes;first_steps;attack_hint;attack_ids;events;event_ids;"
      "related_status;modern_id;code_tables;products;source",
      column);
}

bool is_number_column(std::string_view column) {
  return is_one_of("code;event_id;position", column);
}

}  // namespace eventlens
