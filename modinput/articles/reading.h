// A page as it is read: its words, made once for all who look for something.
#pragma once

#include "articles/page.h"
#include "articles/words.h"

namespace eventlens::articles {

struct Reading {
  explicit Reading(const Page& read_page);
  Reading(const Reading&) = delete;  // the words view the page
  Reading& operator=(const Reading&) = delete;

  const Page& page;
  Words title;
  Words body;

  /// Whether one of the phrases is in title or body.
  [[nodiscard]] bool has(const Phrases& phrases) const {
    return has_any(title, phrases) || has_any(body, phrases);
  }
};

inline Reading::Reading(const Page& read_page)
    : page(read_page), body(words_of(read_page, 0, read_page.lines.size())) {
  append_words(title, page.title, kNoLine);
}

}  // namespace eventlens::articles
