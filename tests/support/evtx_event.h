// An event as a test thinks of it, and its way into the templates that Windows
// uses: one outer template for Event and System, with the event's own data as
// an embedded inner template. Both numberings of the outer template are here.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "evtx_tree.h"
#include "evtx_value.h"

namespace eventlens::test {

enum class EvtxForm : std::uint8_t {
  // 18 values; provider, GUID and channel are values, Computer is a literal.
  Values18,
  // 20 values; provider, channel and computer are literals.
  Values20,
  // 20 values, and the short System of classic sources: no Version, Opcode,
  // Correlation or Execution.
  Classic20,
  // No template at all, as in forwarded and some exported logs.
  Plain,
};

// What a writer of one Windows generation does beyond the format.
enum class EvtxDialect : std::uint8_t {
  // Windows 7 to Server 2016: NULLs are empty, embedded XML starts with a
  // fragment header.
  Windows7,
  // Windows 10 and Server 2019 on: missing Qualifiers and ActivityID keep 2
  // and 16 bytes of old memory; an inner template of the 18-value form follows
  // without fragment header.
  Windows10,
};

// One <Data Name="name">; an empty name makes an unnamed one.
struct EvtxDataItem {
  std::string name{};
  EvtxValue value{};
};

// <UserData><element xmlns="xmlns"><field>...</field></element></UserData>
struct EvtxUserData {
  std::string element{};
  std::string xmlns{};
  std::vector<EvtxDataItem> fields{};
};

// The payload of classic sources: unnamed strings in one string array, and
// binary data behind them.
struct EvtxClassicData {
  std::vector<std::string> strings{};
  EvtxBytes binary{};
};

// Every member has a default, so that designated initialisers may leave any
// out without a warning.
struct EvtxEvent {
  std::string provider = "Microsoft-Windows-Security-Auditing";
  std::string provider_guid = "{54849625-5478-4994-A5BA-3E3B0328C30D}";
  std::string event_source_name{};
  std::uint16_t event_id = 0;
  std::optional<std::uint16_t> qualifiers{};
  std::uint8_t version = 0;
  std::uint8_t level = 0;
  std::uint16_t task = 0;
  std::uint8_t opcode = 0;
  std::uint64_t keywords = 0x8020000000000000;
  std::uint64_t time = 0;  // FILETIME
  // The record header's time; the same as `time` when not given.
  std::optional<std::uint64_t> written_time{};
  // EventRecordID in the XML; the record's own id when not given.
  std::optional<std::uint64_t> event_record_id{};
  std::string activity_id{};
  std::string related_activity_id{};
  std::uint32_t process_id = 0;
  std::uint32_t thread_id = 0;
  std::string channel = "Security";
  std::string computer = "dc01.corp.example";
  std::string user_sid{};

  EvtxForm form = EvtxForm::Values18;
  EvtxDialect dialect = EvtxDialect::Windows7;

  // The payload: `payload`, `user_data` or `classic` when set, else
  // <EventData> of `data` and `binary`, which may be empty.
  // `event_data_name` gives <EventData Name=...>.
  bool has_payload = true;
  std::string event_data_name{};
  std::vector<EvtxDataItem> data{};
  std::optional<EvtxBytes> binary{};
  std::optional<EvtxUserData> user_data{};
  std::optional<EvtxClassicData> classic{};
  // Anything else directly under <Event>.
  std::optional<EvtxFragment> payload{};
};

// Templates already made in this file. Windows writes one definition per chunk
// and refers back to it; that needs one object per distinct template.
class EvtxTemplateCache {
 public:
  EvtxTemplatePtr get(const std::string& identity, EvtxElement root);

 private:
  std::map<std::string, EvtxTemplatePtr> templates_;
};

// The body of the event's record.
EvtxFragment event_fragment(const EvtxEvent& event, std::uint64_t record_id,
                            EvtxTemplateCache& cache);

// The outer template alone, for tests that instantiate it themselves.
// `payload_in_user_data` puts the embedded XML under <UserData>.
EvtxElement outer_template(const EvtxEvent& event, bool payload_in_user_data);

// Values of the outer template in its numbering, without the payload, which
// is the last one.
std::vector<EvtxValue> outer_values(const EvtxEvent& event,
                                    std::uint64_t record_id);

// <EventData> with one <Data> per name and substitution 0..n-1.
EvtxElement event_data_template(const std::vector<std::string>& names,
                                const std::vector<std::uint8_t>& types,
                                const std::string& event_data_name = {});
EvtxElement user_data_template(const EvtxUserData& user_data);
EvtxElement classic_data_template();

}  // namespace eventlens::test
