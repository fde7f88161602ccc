#include "evxml/filler.h"

#include <algorithm>
#include <array>

#include "evxml/markup.h"

namespace eventlens::evxml {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Elements of an event: their tags outside of one are its remains.
constexpr std::array<std::string_view, 10> kOfEvents = {"Event",
                                                        "System",
                                                        "EventData",
                                                        "UserData",
                                                        "Data",
                                                        "RenderingInfo",
                                                        "DebugData",
                                                        "BinaryEventData",
                                                        "ProcessingErrorData",
                                                        "EventLens"};

/// Lines that tools write: these words and a number.
constexpr std::array<std::string_view, 2> kLines = {"Record ", "evtxexport "};

/// A processing instruction, an XML declaration among them.
bool take_instruction(std::string_view& gap) {
  const size_t end = gap.starts_with("<?") ? gap.find("?>") : gap.npos;
  gap.remove_prefix(end == gap.npos ? 0 : end + 2);
  return end != gap.npos;
}

/// A comment or a document type.
bool take_section(std::string_view& gap) {
  const size_t end = gap.starts_with("<![") ? 0 : Sections(gap).end_at(0);
  gap.remove_prefix(end == gap.npos ? 0 : end);
  return end != 0 && end != gap.npos;
}

bool take_mark(std::string_view& gap) {
  const bool there = gap.starts_with(kByteOrderMark);
  gap.remove_prefix(there ? kByteOrderMark.size() : 0);
  return there;
}

bool take_line(std::string_view& gap) {
  for (const std::string_view words : kLines) {
    if (gap.starts_with(words)) {
      const size_t digits = std::min(
          gap.find_first_not_of("0123456789", words.size()), gap.size());
      const bool ends = digits == gap.size() || is_blank(gap[digits]);
      if (digits > words.size() && ends) {
        gap.remove_prefix(digits);
        return true;
      }
    }
  }
  return false;
}

/// A start or end tag of an element that is none of an event's.
bool take_tag(std::string_view& gap) {
  if (!gap.starts_with('<')) {
    return false;
  }
  const size_t name = gap.starts_with("</") ? 2 : 1;
  size_t end = name;
  while (end < gap.size() && !ends_name(gap[end])) {
    ++end;
  }
  const auto local = local_name(gap.substr(name, end - name));
  const bool is_name =
      !local.empty() && local.find_first_of("<='\"&;#!?") == local.npos;
  const size_t close = gap.find_first_of("<>", end);
  if (!is_name || close == gap.npos || gap[close] != '>' ||
      std::find(kOfEvents.begin(), kOfEvents.end(), local) != kOfEvents.end()) {
    return false;
  }
  gap.remove_prefix(close + 1);
  return true;
}

}  // namespace

bool is_filler(std::string_view gap) {
  for (;;) {
    gap.remove_prefix(std::min(gap.find_first_not_of(kBlanks), gap.size()));
    if (gap.empty()) {
      return true;
    }
    const bool taken = take_mark(gap) || take_instruction(gap) ||
                       take_section(gap) || take_line(gap) || take_tag(gap);
    if (!taken) {
      return false;
    }
  }
}

}  // namespace eventlens::evxml
