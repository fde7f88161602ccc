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
  std::string_view title{};  // of one row of a code table: "logon type"
  /// Its codes say why something failed; 0 is success.
  bool is_status = false;
};

/// The tables of codes, those first that people ask for most, and the others.
inline constexpr auto kTables = std::to_array<TableInfo>({
    {"kerberos_failure_codes", TableKind::Numbers, CodeSpelling::Hex, "code",
     "code;name;meaning", "Kerberos failure code", true},
    {"ntstatus", TableKind::Numbers, CodeSpelling::Hex8, "code",
     "code;name;meaning", "NTSTATUS", true},
    {"win32_errors", TableKind::Numbers, CodeSpelling::Decimal, "code",
     "code;name;meaning", "Win32 error", true},
    {"hresults", TableKind::Numbers, CodeSpelling::Hex8, "code",
     "code;name;meaning", "HRESULT", true},
    {"logon_types", TableKind::Numbers, CodeSpelling::Decimal, "code",
     "code;name;meaning", "logon type"},
    {"message_parameters", TableKind::Numbers, CodeSpelling::Decimal, "code",
     "code;name;meaning", "message parameter %%"},
    {"kerberos_encryption_types", TableKind::Numbers, CodeSpelling::Hex, "code",
     "code;name;meaning", "Kerberos encryption type"},
    {"kerberos_preauth_types", TableKind::Numbers, CodeSpelling::Decimal,
     "code", "code;name;meaning", "Kerberos pre-authentication type"},
    {"kerberos_ticket_option_values", TableKind::Numbers, CodeSpelling::Hex8,
     "code", "code;name;meaning", "Kerberos ticket options"},
    {"kerberos_ticket_options", TableKind::Bits, CodeSpelling::Hex8, "code",
     "code;name;meaning", "Kerberos ticket option"},
    {"kerberos_ticket_flags", TableKind::Bits, CodeSpelling::Hex8, "code",
     "code;name;meaning", "Kerberos ticket flag"},
    {"kerberos_supported_encryption_types", TableKind::Bits, CodeSpelling::Hex8,
     "code", "code;name;meaning", "bit of supported encryption types"},
    {"user_account_control", TableKind::Bits, CodeSpelling::Hex8, "code",
     "code;name;meaning", "bit of user account control"},
    {"access_masks", TableKind::ObjectBits, CodeSpelling::Hex8,
     "object_type;code", "object_type;code;name;meaning", "access right"},
    {"privileges", TableKind::Texts, CodeSpelling::None, "privilege",
     "privilege;name;meaning", "privilege"},
    {"well_known_sids", TableKind::Sids, CodeSpelling::None, "sid",
     "sid;name;meaning", "well-known SID"},
    {"audit_subcategories", TableKind::Texts, CodeSpelling::None, "guid",
     "guid;name;meaning", "audit subcategory"},
    {"ad_rights", TableKind::Texts, CodeSpelling::None, "guid",
     "guid;name;meaning", "right or class of Active Directory"},
    {"logon_processes", TableKind::Texts, CodeSpelling::None, "logon_process",
     "logon_process;name;meaning", "logon process or package"},
    {"impersonation_levels", TableKind::Numbers, CodeSpelling::Decimal, "code",
     "code;name;meaning", "impersonation level %%"},
    {"token_elevation_types", TableKind::Numbers, CodeSpelling::Decimal, "code",
     "code;name;meaning", "token elevation type %%"},
    {"trust_types", TableKind::Numbers, CodeSpelling::Decimal, "code",
     "code;name;meaning", "trust type"},
    {"trust_directions", TableKind::Numbers, CodeSpelling::Decimal, "code",
     "code;name;meaning", "trust direction"},
    {"trust_attributes", TableKind::Bits, CodeSpelling::Hex8, "code",
     "code;name;meaning", "trust attribute"},
    {"domain_password_properties", TableKind::Bits, CodeSpelling::Hex8, "code",
     "code;name;meaning", "password property"},
    {"service_types", TableKind::Numbers, CodeSpelling::Hex, "code",
     "code;name;meaning", "service type"},
    {"service_start_types", TableKind::Numbers, CodeSpelling::Decimal, "code",
     "code;name;meaning", "start type of a service"},
    {"ip_protocols", TableKind::Numbers, CodeSpelling::Decimal, "code",
     "code;name;meaning", "IP protocol"},
    {"coded_fields", TableKind::Rows, CodeSpelling::None,
     "provider;event_id;field", "provider;event_id;field;code_tables"},
    {"events", TableKind::Rows, CodeSpelling::None, "event_id;provider",
     "event_id;provider;title"},
    {"kb_articles", TableKind::Rows, CodeSpelling::None, "article",
     "article;title;url"},
    {"kb_events", TableKind::Rows, CodeSpelling::None,
     "event_id;provider;code;article", "event_id;provider;article;verdict"},
    {"legacy_strings", TableKind::Rows, CodeSpelling::None,
     "event_id;provider;os;position", "event_id;provider;os;position;field"},
    {"message_labels", TableKind::Rows, CodeSpelling::None,
     "provider;section;label;event_ids",
     "provider;section;label;event_ids;field"},
});

/// Whether the table ships for searches alone: what Splunk can only do with a
/// table of its own. Such a table is not part of the program.
[[nodiscard]] bool is_for_searches(std::string_view name);

/// Null for a name that is not in the list.
[[nodiscard]] const TableInfo* table_info(std::string_view name);

/// The items of a list that ';' separates; none of an empty text.
[[nodiscard]] std::vector<std::string_view> list_items(std::string_view list);

/// "eventlens_<name>.csv".
[[nodiscard]] std::string lookup_file_name(std::string_view name);

}  // namespace eventlens
