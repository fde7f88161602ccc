// See evtx_event.h. The shapes below are those of real logs: element order,
// dependency ids, which substitutions are optional, value numbering.
#include "evtx_event.h"

#include <stdexcept>
#include <utility>

#include "evtx_plain_text.h"

namespace eventlens::test {
namespace {

constexpr const char* kEventNamespace =
    "http://schemas.microsoft.com/win/2004/08/events/event";

// Positions in the values of the outer template; the first 13 are the same
// in both numberings.
enum OuterIndex : std::uint16_t {
  kLevel = 0,
  kOpcode = 1,
  kTask = 2,
  kEventId = 3,
  kQualifiers = 4,
  kKeywords = 5,
  kSystemTime = 6,
  kActivityId = 7,
  kProcessId = 8,
  kThreadId = 9,
  kRecordId = 10,
  kVersion = 11,
  kUserId = 12,
  kRelatedActivityId18 = 13,
  kProviderName = 14,
  kProviderGuid = 15,
  kChannel = 16,
  kPayload18 = 17,
  kRelatedActivityId20 = 18,
  kPayload20 = 19,
};

bool has_18_values(const EvtxEvent& event) {
  return event.form == EvtxForm::Values18;
}

// <name>substitution</name>, left out when the value is NULL.
EvtxElement value_element(std::string name, std::uint16_t index,
                          EvtxType type) {
  EvtxElement element;
  element.name = std::move(name);
  element.children.push_back(
      optional_substitution(index, static_cast<std::uint8_t>(type)));
  element.dependency = index;
  return element;
}

EvtxElement attributes_element(std::string name,
                               std::vector<EvtxAttribute> attributes) {
  EvtxElement element;
  element.name = std::move(name);
  element.attributes = std::move(attributes);
  return element;
}

EvtxElement provider_element(const EvtxEvent& event) {
  if (has_18_values(event)) {
    return attributes_element(
        "Provider",
        {optional_attribute("Name", kProviderName, EvtxType::String),
         optional_attribute("Guid", kProviderGuid, EvtxType::Guid)});
  }
  std::vector<EvtxAttribute> attributes = {
      text_attribute("Name", event.provider)};
  if (!event.provider_guid.empty()) {
    attributes.push_back(text_attribute("Guid", event.provider_guid));
  }
  if (!event.event_source_name.empty()) {
    attributes.push_back(
        text_attribute("EventSourceName", event.event_source_name));
  }
  return attributes_element("Provider", std::move(attributes));
}

EvtxElement event_id_element() {
  EvtxElement element = value_element("EventID", kEventId, EvtxType::UInt16);
  element.attributes.push_back(
      optional_attribute("Qualifiers", kQualifiers, EvtxType::UInt16));
  return element;
}

EvtxElement correlation_element(const EvtxEvent& event) {
  const std::uint16_t related =
      has_18_values(event) ? kRelatedActivityId18 : kRelatedActivityId20;
  return attributes_element(
      "Correlation",
      {optional_attribute("ActivityID", kActivityId, EvtxType::Guid),
       optional_attribute("RelatedActivityID", related, EvtxType::Guid)});
}

EvtxElement execution_element() {
  return attributes_element(
      "Execution",
      {optional_attribute("ProcessID", kProcessId, EvtxType::UInt32),
       optional_attribute("ThreadID", kThreadId, EvtxType::UInt32)});
}

EvtxElement system_template(const EvtxEvent& event) {
  const bool classic = event.form == EvtxForm::Classic20;
  EvtxElement system;
  system.name = "System";
  std::vector<EvtxNode>& children = system.children;
  children.push_back(provider_element(event));
  children.push_back(event_id_element());
  if (!classic) {
    children.push_back(value_element("Version", kVersion, EvtxType::UInt8));
  }
  children.push_back(value_element("Level", kLevel, EvtxType::UInt8));
  children.push_back(value_element("Task", kTask, EvtxType::UInt16));
  if (!classic) {
    children.push_back(value_element("Opcode", kOpcode, EvtxType::UInt8));
  }
  children.push_back(value_element("Keywords", kKeywords, EvtxType::HexInt64));
  children.push_back(attributes_element(
      "TimeCreated",
      {optional_attribute("SystemTime", kSystemTime, EvtxType::FileTime)}));
  children.push_back(
      value_element("EventRecordID", kRecordId, EvtxType::UInt64));
  if (!classic) {
    children.push_back(correlation_element(event));
    children.push_back(execution_element());
  }
  children.push_back(has_18_values(event)
                         ? value_element("Channel", kChannel, EvtxType::String)
                         : text_element("Channel", event.channel));
  children.push_back(text_element("Computer", event.computer));
  children.push_back(attributes_element(
      "Security", {optional_attribute("UserID", kUserId, EvtxType::Sid)}));
  return system;
}

// Names the template by what stands in it literally.
std::string outer_identity(const EvtxEvent& event) {
  std::string identity = "outer ";
  identity += std::to_string(static_cast<int>(event.form));
  identity += event.user_data     ? " user "
              : event.has_payload ? " data "
                                  : " none ";
  identity += event.computer;
  if (!has_18_values(event)) {
    identity += '|' + event.provider + '|' + event.provider_guid + '|' +
                event.event_source_name + '|' + event.channel;
  }
  return identity;
}

EvtxValue guid_or_null(const std::string& text, std::size_t null_size) {
  return text.empty() ? null_value(null_size, EvtxType::Guid)
                      : guid_value(text);
}

struct Payload {
  EvtxTemplatePtr definition;
  std::vector<EvtxValue> values;
};

Payload event_data_payload(const EvtxEvent& event, EvtxTemplateCache& cache) {
  Payload payload;
  std::vector<std::string> names;
  std::vector<std::uint8_t> types;
  std::string identity = "data " + event.event_data_name;
  for (const EvtxDataItem& item : event.data) {
    names.push_back(item.name);
    types.push_back(declared_type(item.value));
    identity += '|' + item.name + ':' + std::to_string(types.back());
    payload.values.push_back(item.value);
  }
  EvtxElement root = event_data_template(names, types, event.event_data_name);
  if (event.binary) {
    identity += "|binary";
    // The size takes a value of its own that no substitution shows.
    const auto size = static_cast<std::uint32_t>(event.binary->size());
    payload.values.push_back(uint32_value(size));
    EvtxElement binary;
    binary.name = "Binary";
    binary.children.push_back(
        normal_substitution(static_cast<std::uint16_t>(payload.values.size()),
                            static_cast<std::uint8_t>(EvtxType::Binary)));
    payload.values.push_back(binary_value(*event.binary));
    root.children.push_back(std::move(binary));
  }
  payload.definition = cache.get(identity, std::move(root));
  return payload;
}

Payload user_data_payload(const EvtxUserData& user_data,
                          EvtxTemplateCache& cache) {
  Payload payload;
  std::string identity = "user " + user_data.element + ' ' + user_data.xmlns;
  for (const EvtxDataItem& item : user_data.fields) {
    identity +=
        '|' + item.name + ':' + std::to_string(declared_type(item.value));
    payload.values.push_back(item.value);
  }
  payload.definition = cache.get(identity, user_data_template(user_data));
  return payload;
}

Payload classic_payload(const EvtxClassicData& data, EvtxTemplateCache& cache) {
  const auto size = static_cast<std::uint32_t>(data.binary.size());
  return {
      cache.get("classic", classic_data_template()),
      {data.strings.empty() ? null_value() : string_array_value(data.strings),
       uint32_value(size),
       data.binary.empty() ? null_value() : binary_value(data.binary)}};
}

EvtxFragment payload_fragment(const EvtxEvent& event,
                              EvtxTemplateCache& cache) {
  if (event.payload) {
    return *event.payload;
  }
  Payload payload = event.user_data ? user_data_payload(*event.user_data, cache)
                    : event.classic ? classic_payload(*event.classic, cache)
                                    : event_data_payload(event, cache);
  EvtxTemplateInstance instance;
  instance.definition = std::move(payload.definition);
  instance.values = std::move(payload.values);
  EvtxFragment fragment;
  fragment.header =
      event.dialect == EvtxDialect::Windows7 || !has_18_values(event);
  fragment.nodes.push_back(std::move(instance));
  return fragment;
}

}  // namespace

EvtxTemplatePtr EvtxTemplateCache::get(const std::string& identity,
                                       EvtxElement root) {
  EvtxTemplatePtr& known = templates_[identity];
  if (!known) {
    known = make_template(identity, std::move(root));
  }
  return known;
}

EvtxElement outer_template(const EvtxEvent& event, bool payload_in_user_data) {
  const std::uint16_t index = has_18_values(event) ? kPayload18 : kPayload20;
  EvtxElement root;
  root.name = "Event";
  root.attributes.push_back(text_attribute("xmlns", kEventNamespace));
  root.children.push_back(system_template(event));
  const EvtxSubstitution payload =
      optional_substitution(index, static_cast<std::uint8_t>(EvtxType::BinXml));
  if (payload_in_user_data) {
    EvtxElement user_data;
    user_data.name = "UserData";
    user_data.children.push_back(payload);
    user_data.dependency = index;
    root.children.push_back(std::move(user_data));
  } else if (event.has_payload) {
    root.children.push_back(payload);
    root.dependency = index;
  }
  return root;
}

std::vector<EvtxValue> outer_values(const EvtxEvent& event,
                                    std::uint64_t record_id) {
  const bool with_18 = has_18_values(event);
  const bool old_memory = event.dialect == EvtxDialect::Windows10 && with_18;
  std::vector<EvtxValue> values = {
      uint8_value(event.level),
      uint8_value(event.opcode),
      uint16_value(event.task),
      uint16_value(event.event_id),
      event.qualifiers ? uint16_value(*event.qualifiers)
                       : null_value(old_memory ? 2 : 0, EvtxType::UInt16),
      hex64_value(event.keywords),
      filetime_value(event.time),
      guid_or_null(event.activity_id, old_memory ? 16 : 0),
      uint32_value(event.process_id),
      uint32_value(event.thread_id),
      uint64_value(event.event_record_id.value_or(record_id)),
      uint8_value(event.version),
      event.user_sid.empty() ? null_value(0, EvtxType::Sid)
                             : sid_value(event.user_sid)};
  if (with_18) {
    values.push_back(guid_or_null(event.related_activity_id, 0));
    values.push_back(string_value(event.provider));
    values.push_back(guid_or_null(event.provider_guid, 0));
    values.push_back(string_value(event.channel));
  } else {
    // SessionID, ProcessorID, KernelTime, UserTime, ProcessorTime: unused.
    values.insert(values.end(), 5, null_value());
    values.push_back(guid_or_null(event.related_activity_id, 0));
  }
  return values;
}

EvtxElement event_data_template(const std::vector<std::string>& names,
                                const std::vector<std::uint8_t>& types,
                                const std::string& event_data_name) {
  if (names.size() != types.size()) {
    throw std::invalid_argument("one type per name");
  }
  EvtxElement root;
  root.name = "EventData";
  root.end_tag_when_empty = true;
  if (!event_data_name.empty()) {
    root.attributes.push_back(text_attribute("Name", event_data_name));
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    EvtxElement data;
    data.name = "Data";
    if (!names[i].empty()) {
      data.attributes.push_back(text_attribute("Name", names[i]));
    }
    data.children.push_back(
        normal_substitution(static_cast<std::uint16_t>(i), types[i]));
    root.children.push_back(std::move(data));
  }
  return root;
}

EvtxElement user_data_template(const EvtxUserData& user_data) {
  EvtxElement root;
  root.name = user_data.element;
  root.end_tag_when_empty = true;
  if (!user_data.xmlns.empty()) {
    root.attributes.push_back(text_attribute("xmlns", user_data.xmlns));
  }
  for (std::size_t i = 0; i < user_data.fields.size(); ++i) {
    EvtxElement field;
    field.name = user_data.fields[i].name;
    field.children.push_back(
        normal_substitution(static_cast<std::uint16_t>(i),
                            declared_type(user_data.fields[i].value)));
    root.children.push_back(std::move(field));
  }
  return root;
}

EvtxElement classic_data_template() {
  constexpr auto kStrings = static_cast<std::uint8_t>(
      static_cast<std::uint8_t>(EvtxType::String) | kEvtxArrayFlag);
  EvtxElement data;
  data.name = "Data";
  data.children.push_back(optional_substitution(0, kStrings));
  data.dependency = 0;
  EvtxElement root;
  root.name = "EventData";
  root.children.push_back(std::move(data));
  // Value 1 is the size of value 2 and is not shown.
  root.children.push_back(value_element("Binary", 2, EvtxType::Binary));
  return root;
}

EvtxFragment event_fragment(const EvtxEvent& event, std::uint64_t record_id,
                            EvtxTemplateCache& cache) {
  EvtxFragment fragment;
  if (event.form == EvtxForm::Plain) {
    fragment.nodes.push_back(plain_event(event, record_id));
    return fragment;
  }
  EvtxTemplateInstance instance;
  instance.definition =
      cache.get(outer_identity(event),
                outer_template(event, event.user_data.has_value()));
  instance.values = outer_values(event, record_id);
  instance.values.push_back(event.has_payload
                                ? binxml_value(payload_fragment(event, cache))
                                : null_value(0, EvtxType::BinXml));
  fragment.nodes.push_back(std::move(instance));
  return fragment;
}

}  // namespace eventlens::test
