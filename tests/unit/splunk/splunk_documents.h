// The documents that splunkd sends, built for tests.
#pragma once

#include <string>
#include <string_view>

namespace eventlens {

/// The <input> document with `stanzas` inside <configuration>.
inline std::string input_document(std::string_view stanzas) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<input>\n"
         "  <server_host>idx1</server_host>\n"
         "  <server_uri>https://127.0.0.1:8089</server_uri>\n"
         "  <session_key>123102983109283019283</session_key>\n"
         "  <checkpoint_dir>/opt/splunk/modinputs/eventlens</checkpoint_dir>\n"
         "  <configuration>\n" +
         std::string(stanzas) + "  </configuration>\n</input>\n";
}

/// The <items> document with `items` as they are.
inline std::string items_document(std::string_view items) {
  return "<items>\n  <server_host>idx1</server_host>\n"
         "  <server_uri>https://127.0.0.1:8089</server_uri>\n"
         "  <session_key>123102983109283019283</session_key>\n"
         "  <checkpoint_dir>/opt/splunk/modinputs</checkpoint_dir>\n" +
         std::string(items) + "</items>\n";
}

enum class ByteOrder { Little, Big };

/// ASCII text as UTF-16 with a byte order mark.
inline std::string as_utf16(std::string_view text, ByteOrder order) {
  const bool little = order == ByteOrder::Little;
  std::string bytes = little ? "\xFF\xFE" : "\xFE\xFF";
  for (const char c : text) {
    bytes += little ? c : '\0';
    bytes += little ? '\0' : c;
  }
  return bytes;
}

}  // namespace eventlens
