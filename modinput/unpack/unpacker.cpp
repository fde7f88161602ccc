#include "unpack/unpacker.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "base/text_encoding.h"
#include "os/path_names.h"

namespace eventlens {
namespace {

constexpr size_t kPieceSize = size_t{64} << 10;

bool starts_with(ByteView head, std::string_view magic) {
  return head.size() >= magic.size() &&
         std::memcmp(head.data(), magic.data(), magic.size()) == 0;
}

/// Only where wchar_t has 16 bits.
[[maybe_unused]] std::string utf8_of(std::wstring_view utf16) {
  const ByteView bytes(reinterpret_cast<const uint8_t*>(utf16.data()),
                       utf16.size() * sizeof(wchar_t));
  std::string text(transcoded_room(bytes.size()), '\0');
  const Transcoded done = put_text(reinterpret_cast<uint8_t*>(text.data()),
                                   bytes, TextEncoding::Utf16Le, true);
  text.resize(done.written);
  return text;
}

/// The name as the archive has it, in UTF-8 as far as it can be told; "_" where
/// libarchive cannot read it.
std::string name_of(archive_entry* entry) {
  // On Windows libarchive keeps names in UTF-16. The other forms would go
  // through the C library's locale there, which has not every character.
  if constexpr (kNativePaths == PathStyle::Windows) {
    if (const wchar_t* const wide = archive_entry_pathname_w(entry)) {
      return utf8_of(wide);
    }
  }
  const char* const utf8 = archive_entry_pathname_utf8(entry);
  const char* const plain =
      utf8 == nullptr ? archive_entry_pathname(entry) : utf8;
  return plain == nullptr ? "_" : plain;
}

}  // namespace

bool looks_packed(ByteView head) {
  using std::string_view_literals::operator""sv;
  // gzip; zstd; zip, and one without files.
  return starts_with(head, "\x1F\x8B\x08"sv) ||
         starts_with(head, "\x28\xB5\x2F\xFD"sv) ||
         starts_with(head, "PK\3\4"sv) || starts_with(head, "PK\5\6"sv);
}

/// libarchive's handle, and what its callbacks work with.
struct Unpacker::Archive {
  explicit Archive(const File& from) : handle(archive_read_new()), file(from) {}
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
  ~Archive() { archive_read_free(handle); }

  static la_ssize_t read(archive* handle, void* self, const void** bytes) {
    auto& archive = *static_cast<Archive*>(self);
    const auto got = archive.file.read_at(archive.offset, archive.piece);
    if (!got.ok()) {
      archive_set_error(handle, EIO, "%s", got.error().message.c_str());
      return ARCHIVE_FATAL;
    }
    archive.offset += *got;
    *bytes = archive.piece.data();
    return static_cast<la_ssize_t>(*got);
  }

  static la_int64_t seek(archive* handle, void* self, la_int64_t offset,
                         int from) {
    auto& archive = *static_cast<Archive*>(self);
    const auto status = archive.file.status();
    if (!status.ok()) {
      archive_set_error(handle, EIO, "%s", status.error().message.c_str());
      return ARCHIVE_FATAL;
    }
    const auto base = from == SEEK_SET ? la_int64_t{0}
                      : from == SEEK_CUR
                          ? static_cast<la_int64_t>(archive.offset)
                          : static_cast<la_int64_t>(status->size);
    if (base + offset < 0) {
      return ARCHIVE_FATAL;
    }
    archive.offset = static_cast<uint64_t>(base + offset);
    return base + offset;
  }

  archive* handle;
  const File& file;
  uint64_t offset = 0;
  std::array<uint8_t, kPieceSize> piece{};
  // What libarchive gave and read() has not handed on yet.
  ByteView ready;
  bool ended = false;
};

Unpacker::Unpacker(std::unique_ptr<Archive> archive)
    : archive_(std::move(archive)) {}
Unpacker::~Unpacker() = default;

Expected<std::unique_ptr<Unpacker>> Unpacker::open(const File& file) {
  auto archive = std::make_unique<Archive>(file);
  ::archive* const handle = archive->handle;
  std::array<uint8_t, 4> head{};
  ASSIGN_OR_RETURN(const size_t got, file.read_at(0, head));
  if (starts_with(ByteView(head).first(got), "PK")) {
    archive_read_support_format_zip(handle);
  } else {
    archive_read_support_filter_gzip(handle);
    archive_read_support_filter_zstd(handle);
    archive_read_support_format_tar(handle);
    archive_read_support_format_raw(handle);
    archive_read_support_format_empty(handle);
    if constexpr (kNativePaths == PathStyle::Windows) {
      // A tar's names are bytes, of UTF-8 nowadays.
      archive_read_set_format_option(handle, "tar", "hdrcharset", "UTF-8");
    }
  }
  archive_read_set_read_callback(handle, Archive::read);
  archive_read_set_seek_callback(handle, Archive::seek);
  archive_read_set_callback_data(handle, archive.get());
  const bool opened = archive_read_open1(handle) == ARCHIVE_OK;
  std::unique_ptr<Unpacker> unpacker(new Unpacker(std::move(archive)));
  if (!opened) {
    return unpacker->error();
  }
  return unpacker;
}

Error Unpacker::error() const {
  const char* const text = archive_error_string(archive_->handle);
  return {ErrorCode::Malformed, std::string("cannot be unpacked: ") +
                                    (text == nullptr ? "damaged" : text)};
}

Expected<std::optional<Member>> Unpacker::next() {
  archive_->ready = {};
  archive_->ended = false;
  for (;;) {
    archive_entry* entry = nullptr;
    const int result = archive_read_next_header(archive_->handle, &entry);
    if (result == ARCHIVE_EOF) {
      return std::optional<Member>();
    }
    if (result != ARCHIVE_OK && result != ARCHIVE_WARN) {
      return error();
    }
    if (archive_entry_filetype(entry) != AE_IFREG) {
      continue;
    }
    Member member;
    if (archive_format(archive_->handle) != ARCHIVE_FORMAT_RAW) {
      member.name = name_of(entry);
    }
    return std::optional<Member>(std::move(member));
  }
}

Expected<size_t> Unpacker::read(std::span<uint8_t> bytes) {
  size_t total = 0;
  while (total < bytes.size() && !archive_->ended) {
    ByteView& ready = archive_->ready;
    if (ready.empty()) {
      const void* block = nullptr;
      size_t size = 0;
      la_int64_t offset = 0;
      const int result =
          archive_read_data_block(archive_->handle, &block, &size, &offset);
      if (result == ARCHIVE_EOF) {
        archive_->ended = true;
      } else if (result != ARCHIVE_OK && result != ARCHIVE_WARN) {
        if (total > 0) {
          break;  // the next call tells it
        }
        archive_->ended = true;
        return error();
      } else {
        ready = {static_cast<const uint8_t*>(block), size};
      }
      continue;
    }
    const size_t count = std::min(ready.size(), bytes.size() - total);
    std::memcpy(bytes.data() + total, ready.data(), count);
    ready = ready.subspan(count);
    total += count;
  }
  return total;
}

}  // namespace eventlens
