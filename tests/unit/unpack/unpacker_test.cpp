// Packed files, made by hand: the bytes of each are short enough to be read.
#include "unpack/unpacker.h"

#include <doctest/doctest.h>
#include <zlib.h>

#include <string>
#include <vector>

#include "support/temp_file.h"

using namespace eventlens;

namespace {

std::string gzip(const std::string& text) {
  z_stream stream{};
  constexpr int kGzip = 15 + 16;
  deflateInit2(&stream, 6, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

/// Little-endian numbers.
std::string le(uint64_t value, size_t size) {
  std::string bytes;
  for (size_t i = 0; i < size; ++i) {
    bytes += static_cast<char>(value >> (8 * i));
  }
  return bytes;
}

/// A zip of stored files (APPNOTE 4.3).
std::string zip(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string bytes;
  std::string directory;
  for (const auto& [name, text] : files) {
    const auto crc = crc32(0, reinterpret_cast<const Bytef*>(text.data()),
                           static_cast<uInt>(text.size()));
    const std::string common = le(0, 2) + le(0, 2) + le(0, 4) + le(crc, 4) +
                               le(text.size(), 4) + le(text.size(), 4) +
                               le(name.size(), 2) + le(0, 2);
    directory += "PK\1\2" + le(20, 2) + le(20, 2) + common + le(0, 2) +
                 le(0, 2) + le(0, 2) + le(0, 4) + le(bytes.size(), 4) + name;
    bytes += "PK\3\4" + le(20, 2) + common + name + text;
  }
  return bytes + directory + "PK\5\6" + le(0, 4) + le(files.size(), 2) +
         le(files.size(), 2) + le(directory.size(), 4) + le(bytes.size(), 4) +
         le(0, 2);
}

/// "name=content;" for each member, "!" and what went wrong.
std::string unpacked(const std::string& packed, size_t step = 4096) {
  const test::TempDirectory directory;
  const auto file = File::open(directory.write("packed", packed));
  const auto unpacker = Unpacker::open(*file);
  if (!unpacker.ok()) {
    return "!" + unpacker.error().message;
  }
  std::string text;
  for (;;) {
    const auto member = (*unpacker)->next();
    if (!member.ok()) {
      return text + "!" + member.error().message;
    }
    if (!*member) {
      return text;
    }
    text += (*member)->name + "=";
    std::vector<uint8_t> bytes(step);
    for (;;) {
      const auto got = (*unpacker)->read(bytes);
      if (!got.ok()) {
        text += "!" + got.error().message;
        break;
      }
      if (*got == 0) {
        break;
      }
      text.append(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(*got));
    }
    text += ";";
  }
}

bool packed(std::string_view head) {
  return looks_packed(
      {reinterpret_cast<const uint8_t*>(head.data()), head.size()});
}

}  // namespace

TEST_SUITE("unpack") {
  TEST_CASE("what is packed is told by its first bytes") {
    CHECK(packed(gzip("a")));
    CHECK(packed(zip({{"a", "b"}})));
    CHECK(packed(zip({})));
    CHECK(packed("\x28\xB5\x2F\xFD...."));
    CHECK_FALSE(packed(""));
    CHECK_FALSE(packed("PK"));
    CHECK_FALSE(packed("ElfFile"));
    CHECK_FALSE(packed("\x1F\x8B"));
  }

  TEST_CASE("gzip holds one file, or several behind each other") {
    CHECK(unpacked(gzip("one event")) == "=one event;");
    CHECK(unpacked(gzip("one ") + gzip("event"), 3) == "=one event;");
    CHECK(unpacked(gzip("")).empty());
  }

  TEST_CASE("zip: every file, in order; directories are none") {
    CHECK(unpacked(zip({{"a/b.evtx", "first"}, {"d/", ""}, {"c", "second"}})) ==
          "a/b.evtx=first;c=second;");
    CHECK(unpacked(zip({})).empty());
  }

  TEST_CASE("a packed file that is cut off gives what is whole, and says so") {
    std::string text;
    for (int i = 0; i < 100'000; ++i) {
      text += std::to_string(i * 7919) + "\n";
    }
    const std::string whole = gzip(text);
    const std::string part = unpacked(whole.substr(0, whole.size() / 2));
    const size_t end = part.find('!');
    REQUIRE(end != std::string::npos);
    CHECK(end > text.size() / 4);
    CHECK(text.starts_with(part.substr(1, end - 1)));
    CHECK(part.find("cannot be unpacked") != std::string::npos);
  }

  TEST_CASE("cut or changed at every byte: an end, no crash") {
    for (const std::string& whole : {gzip("some text that is packed"),
                                     zip({{"a", "text"}, {"b", "more"}})}) {
      for (size_t i = 0; i < whole.size(); ++i) {
        CHECK(unpacked(whole.substr(0, i)).size() < 1000);
        std::string changed = whole;
        changed[i] = static_cast<char>(~changed[i]);
        CHECK(unpacked(changed).size() < 1000);
      }
    }
  }
}
