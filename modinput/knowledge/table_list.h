// The lookups there are: the one description of their names, keys and columns
// that loading (tables.h) and checking (check.h) go by. docs/lookups.md says
// what the columns hold.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace eventlens {

/// What the key of a table is.
enum class TableKind : uint8_t {
  Numbers,     // a code
  Bits,        // one or more bits of a mask
  ObjectBits,  // the same, by the type of the object ("*": of any)
  Texts,       // a text
  Sids,        // a SID, in which one "*" may stand for the domain's part
  Rows,        // no code table: rows that say how other things fit together
};

/// How a code is written. Searches compare texts, so one number has one form.
enum class CodeSpelling : uint8_t {
  None,     // the key is no code
  Decimal,  // 1326
  Hex,      // 0x18: lower case, no leading zeros
  Hex8,     // 0xc000006a: lower case, eight digits
};

struct TableInfo {
  std::string_view name;  // of the file, without "eventlens_" and ".csv"
  TableKind kind;
  CodeSpelling spelling;
  std::string_view keys;     // the first of them is the first column
  std::string_view columns;  // without which the program does not use it
};

/// Sorted by name.
inline constexpr auto kTables = std::to_array<TableInfo>({
    {"access_masks", TableKind::ObjectBits, CodeSpelling::Hex8,
     "object_type;code", "object_type;code;name;meaning"},
    {"ad_rights", TableKind::Texts, CodeSpelling::None, "guid",
     "guid;name;meaning"},
    {"audit_subcategories", TableKind::Texts, CodeSpelling::None, "guid",
     "guid;name;meaning"},
    {"coded_fields", TableKind::Rows, CodeSpelling::None,
     "provider;event_id;field", "provider;event_id;field;code_tables"},
    {"domain_password_properties", TableKind::Bits, CodeSpelling::Hex8, "code",
     "code;name;meaning"},
    {"events", TableKind::Rows, CodeSpelling::None, "event_id;provider",
     "event_id;provider;title"},
    {"hresults", TableKind::Numbers, CodeSpelling::Hex8, "code",
     "code;name;meaning"},
    {"impersonation_levels", TableKind::Numbers, CodeSpelling::Decimal, "code",
     "code;name;meaning"},
    {"ip_protocols", TableKind::Numbers, CodeSpelling::Decimal, "code",
     "code;name;meaning"},
    {"kb_articles", TableKind::Rows, CodeSpelling::None, "article",
     "article;title;url"},
    {"kb_events", TableKind::Rows, CodeSpelling::None,
     "event_id;provider;code;article", "event_id;provider;article;verdict"},
    {"kerberos_encryption_types", TableKind::Numbers, CodeSpelling::Hex, "code",
     "code;name;meaning"},
    {"kerberos_failure_codes", TableKind::Numbers, CodeSpelling::Hex, "code",
     "code;name;meaning"},
    {"kerberos_preauth_types", TableKind::Numbers, CodeSpelling::Decimal,
     "code", "code;name;meaning"},
    {"kerberos_supported_encryption_types", TableKind::Bits, CodeSpelling::Hex8,
     "code", "code;name;meaning"},
    {"kerberos_ticket_flags", TableKind::Bits, CodeSpelling::Hex8, "code",
     "code;name;meaning"},
    {"kerberos_ticket_options", TableKind::Bits, CodeSpelling::Hex8, "code",
     "code;name;meaning"},
    {"legacy_strings", TableKind::Rows, CodeSpelling::None,
     "event_id;provider;os;position", "event_id;provider;os;position;field"},
    {"logon_processes", TableKind::Texts, CodeSpelling::None, "logon_process",
     "logon_process;name;meaning"},
    {"logon_types", TableKind::Numbers, CodeSpelling::Decimal, "code",
     "code;name;meaning"},
    {"message_labels", TableKind::Rows, CodeSpelling::None,
     "provider;section;label;event_ids",
     "provider;section;label;event_ids;field"},
    {"message_parameters", TableKind::Numbers, CodeSpelling::Decimal, "code",
     "code;name;meaning"},
    {"ntstatus", TableKind::Numbers, CodeSpelling::Hex8, "code",
     "code;name;meaning"},
    {"privileges", TableKind::Texts, CodeSpelling::None, "privilege",
     "privilege;name;meaning"},
    {"service_start_types", TableKind::Numbers, CodeSpelling::Decimal, "code",
     "code;name;meaning"},
    {"service_types", TableKind::Numbers, CodeSpelling::Hex, "code",
     "code;name;meaning"},
    {"token_elevation_types", TableKind::Numbers, CodeSpelling::Decimal, "code",
     "code;name;meaning"},
    {"trust_attributes", TableKind::Bits, CodeSpelling::Hex8, "code",
     "code;name;meaning"},
    {"trust_directions", TableKind::Numbers, CodeSpelling::Decimal, "code",
     "code;name;meaning"},
    {"trust_types", TableKind::Numbers, CodeSpelling::Decimal, "code",
     "code;name;meaning"},
    {"user_account_control", TableKind::Bits, CodeSpelling::Hex8, "code",
     "code;name;meaning"},
    {"well_known_sids", TableKind::Sids, CodeSpelling::None, "sid",
     "sid;name;meaning"},
    {"win32_errors", TableKind::Numbers, CodeSpelling::Decimal, "code",
     "code;name;meaning"},
});

/// Null for a name that is not in the list.
[[nodiscard]] const TableInfo* table_info(std::string_view name);

/// The items of a list that ';' separates; none of an empty text.
[[nodiscard]] std::vector<std::string_view> list_items(std::string_view list);

/// "eventlens_<name>.csv".
[[nodiscard]] std::string lookup_file_name(std::string_view name);

}  // namespace eventlens
