#include "evxml/record_finder.h"

#include <algorithm>

#include "base/limits.h"
#include "evxml/markup.h"

namespace eventlens::evxml {
namespace {

constexpr std::string_view kEvent = "Event";
constexpr std::string_view kSystem = "System";

/// Where the name begins that has its local part at `local`: behind "<" or
/// "</". Nothing where that is no tag.
std::optional<size_t> name_begin(std::string_view text, size_t local) {
  size_t at = local;
  if (at > 0 && text[at - 1] == ':') {
    const size_t least = at - std::min(at, kMaxNameCharacters);
    do {
      --at;
    } while (at > least && !ends_name(text[at - 1]) && text[at - 1] != '<');
  }
  const bool tag =
      at > 0 && (text[at - 1] == '<' ||
                 (at > 1 && text[at - 1] == '/' && text[at - 2] == '<'));
  return tag ? std::optional(at) : std::nullopt;
}

/// Behind the ">" of the start tag in which `at` lies; npos where it has none.
size_t start_tag_end(std::string_view text, size_t at) {
  while (at < text.size() && text[at] != '<') {
    if (text[at] == '>') {
      return at + 1;
    }
    const bool quote = text[at] == '\'' || text[at] == '"';
    const size_t next =
        quote ? text.find_first_of(text[at] == '"' ? "\"<" : "'<", at + 1) : at;
    if (next == text.npos || text[next] == '<') {
      return text.npos;
    }
    at = next + 1;
  }
  return text.npos;
}

}  // namespace

RecordFinder::RecordFinder(std::string_view text, bool is_all)
    : text_(text),
      is_all_(is_all),
      sections_(text),
      section_(find(text, "<!", 0)) {}

std::optional<size_t> RecordFinder::first(std::string_view text) {
  RecordFinder finder(text, false);
  const auto tag = finder.next_tag();
  const bool begins = tag && tag->kind == TagKind::Start &&
                      finder.system_follows(tag->end) == true;
  return begins ? std::optional(tag->begin) : std::nullopt;
}

std::optional<RecordExtent> RecordFinder::next() {
  while (const auto tag = next_tag()) {
    at_ = tag->end;
    if (tag->kind == TagKind::Start && depth_ == 0) {
      begin_ = tag->begin;
      depth_ = 1;
    } else if (tag->kind == TagKind::Start) {
      const auto follows = system_follows(tag->end);
      if (!follows) {
        return std::nullopt;
      }
      if (*follows) {
        const size_t begin = begin_;
        begin_ = tag->begin;
        depth_ = 1;
        return RecordExtent{begin, tag->begin, false};
      }
      ++depth_;
    } else if (tag->kind == TagKind::Empty && depth_ == 0) {
      return RecordExtent{tag->begin, tag->end, true};
    } else if (tag->kind == TagKind::End && depth_ > 0 && --depth_ == 0) {
      return RecordExtent{begin_, tag->end, true};
    }
  }
  if (depth_ == 0 || !is_all_) {
    return std::nullopt;
  }
  depth_ = 0;
  at_ = text_.size();
  return RecordExtent{begin_, text_.size(), false};
}

/// The next tag of an Event that is outside of sections.
std::optional<RecordFinder::Tag> RecordFinder::next_tag() {
  for (;;) {
    const size_t name = find(text_, kEvent, at_);
    if (name == text_.npos) {
      return std::nullopt;
    }
    if (!leave_section(name)) {
      continue;
    }
    at_ = name + kEvent.size();
    if (const auto tag = tag_at(name)) {
      return tag;
    }
  }
}

/// Whether no section holds the place `name`; else moves behind that section.
bool RecordFinder::leave_section(size_t name) {
  for (;;) {
    if (section_ < at_) {
      section_ = find(text_, "<!", at_);
    }
    if (section_ > name) {  // also where there is none
      return true;
    }
    size_t end = sections_.end_at(section_);
    if (end == text_.npos && !is_all_) {
      end = text_.size();  // its end has not come yet
    } else if (end == text_.npos || end == section_) {
      end = section_ + 1;  // it is none
    }
    at_ = end;
    if (end > name) {
      return false;
    }
  }
}

std::optional<RecordFinder::Tag> RecordFinder::tag_at(size_t name) const {
  const size_t behind = name + kEvent.size();
  const auto begin = name_begin(text_, name);
  if (!begin || behind >= text_.size() || !ends_name(text_[behind])) {
    return std::nullopt;
  }
  if (text_[*begin - 1] == '/') {
    const size_t close = text_.find_first_not_of(kBlanks, behind);
    if (close == text_.npos || text_[close] != '>') {
      return std::nullopt;
    }
    return Tag{TagKind::End, *begin - 2, close + 1};
  }
  const size_t end = start_tag_end(text_, behind);
  if (end == text_.npos) {
    return std::nullopt;
  }
  const TagKind kind = text_[end - 2] == '/' ? TagKind::Empty : TagKind::Start;
  return Tag{kind, *begin - 1, end};
}

/// Whether the element that begins behind `at` is a System; nothing where that
/// cannot be known yet.
std::optional<bool> RecordFinder::system_follows(size_t at) {
  const auto behind_blanks = [this](size_t from) {
    return std::min(text_.find_first_not_of(kBlanks, from), text_.size());
  };
  at = behind_blanks(at);
  for (size_t next = sections_.end_at(at); next != at;
       next = sections_.end_at(at)) {
    at = behind_blanks(std::min(next, text_.size()));
  }
  size_t end = at;
  while (end < text_.size() && !ends_name(text_[end])) {
    ++end;
  }
  if (end == text_.size()) {
    return is_all_ ? std::optional(true) : std::nullopt;
  }
  const std::string_view tag = text_.substr(at, end - at);
  return tag.starts_with('<') && local_name(tag.substr(1)) == kSystem;
}

}  // namespace eventlens::evxml
