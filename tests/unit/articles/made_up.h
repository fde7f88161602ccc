// Articles that were never published, in the form of the real ones.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "articles/archive_page.h"
#include "articles/mentions.h"

namespace eventlens::articles {

/// A page of the archive: the body's lines get the tab that they have there.
inline std::string archive_text(
    const std::string& title, std::string_view body,
    const std::string& product = "Microsoft Windows NT") {
  std::string text =
      "---\nlayout: page\n---\n\n## Q999999: " + title +
      "\n\n{% raw %}\n\n\tArticle: Q999999\n\tProduct(s): " + product +
      "\n\tVersion(s): 4.0\n\tLast Modified: 06-AUG-2002\n\t\n\t" +
      std::string(79, '-') +
      "\n\tThe information in this article applies to:\n\t\n\t- Event ID "
      "1\n\t" +
      std::string(79, '-') + "\n\t\n";
  while (!body.empty()) {
    const std::string_view line = body.substr(0, body.find('\n'));
    text += "\t" + std::string(line) + "\n";
    body.remove_prefix(std::min(line.size() + 1, body.size()));
  }
  return text + "\t\n\tAdditional query words: event id 2\n\n{% endraw %}\n";
}

inline Page archive_page(const std::string& title, std::string_view body,
                         const std::string& product = "Microsoft Windows NT") {
  return std::move(*parse_archive_page(archive_text(title, body, product)));
}

inline SourceNames some_names() {
  SourceNames names;
  for (const char* name : {"NETLOGON", "Service Control Manager", "Srv",
                           "MSExchangeMTA", "WINS", "Server"}) {
    names.add_registered(name);
  }
  return names;
}

/// "5719 NETLOGON block benign": one text for each link.
inline std::vector<std::string> link_texts(const Page& page,
                                           Corpus corpus = Corpus::Archive) {
  constexpr const char* kEvidence[] = {"xml", "block", "table", "inline"};
  std::vector<std::string> texts;
  for (const EventLink& link : event_links(page, corpus, some_names())) {
    std::string text = std::to_string(link.id);
    text += link.source.empty() ? "" : " " + link.source;
    text += std::string(" ") + kEvidence[static_cast<size_t>(link.evidence)];
    text += link.in_title ? " titled" : "";
    text += link.inferred ? " inferred" : "";
    text += link.verdict.empty() ? "" : " " + link.verdict;
    texts.push_back(text);
  }
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace eventlens::articles
