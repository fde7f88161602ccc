// Files by Windows.
#include <windows.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>

#include "os/file.h"
#include "os/path_names.h"
#include "os/replace_file.h"
#include "os/system_error.h"
#include "os/wide_windows.h"

namespace eventlens {
namespace {

// Logs are written, renamed and removed by others while we read them.
constexpr DWORD kShareAll =
    FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

// One call takes a DWORD; less, so that none keeps us for long.
constexpr size_t kMostOfOneCall = size_t{1} << 24;

HANDLE handle_of(NativeFile native) { return reinterpret_cast<HANDLE>(native); }

NativeFile native_of(HANDLE handle) {
  return reinterpret_cast<NativeFile>(handle);
}

/// Also of a directory. Nothing is opened for a child process.
HANDLE open_existing(const std::string& path, DWORD access) {
  return ::CreateFileW(native_path(path).c_str(), access, kShareAll, nullptr,
                       OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
}

/// The identity of a file whose file system has ids of 128 bits folds them:
/// NTFS has 64, the upper half is zero there.
FileIdentity identity_of(HANDLE handle, const BY_HANDLE_FILE_INFORMATION& old) {
  FILE_ID_INFO info{};
  if (::GetFileInformationByHandleEx(handle, FileIdInfo, &info, sizeof(info)) ==
      0) {
    // Not every file server has them.
    return {old.dwVolumeSerialNumber,
            uint64_t{old.nFileIndexHigh} << 32 | old.nFileIndexLow};
  }
  std::array<uint64_t, 2> halves{};
  static_assert(sizeof(halves) == sizeof(info.FileId));
  std::memcpy(halves.data(), &info.FileId, sizeof(halves));
  constexpr uint64_t kOdd = 0x9E3779B97F4A7C15;
  return {info.VolumeSerialNumber, halves[0] ^ (halves[1] * kOdd)};
}

int64_t unix_nanoseconds(const FILETIME& time) {
  constexpr int64_t kTicksUntil1970 = 116'444'736'000'000'000;
  constexpr int64_t kNanosecondsOfTick = 100;
  const auto ticks = static_cast<int64_t>(uint64_t{time.dwHighDateTime} << 32 |
                                          time.dwLowDateTime);
  return (ticks - kTicksUntil1970) * kNanosecondsOfTick;
}

/// A pipe, a console or another device is neither file nor directory.
Expected<FileStatus> status_of(HANDLE handle, const std::string& path) {
  FileStatus status;
  if (::GetFileType(handle) != FILE_TYPE_DISK) {
    return status;
  }
  BY_HANDLE_FILE_INFORMATION info{};
  if (::GetFileInformationByHandle(handle, &info) == 0) {
    return last_error(path);
  }
  status.identity = identity_of(handle, info);
  status.size = uint64_t{info.nFileSizeHigh} << 32 | info.nFileSizeLow;
  status.modified_ns = unix_nanoseconds(info.ftLastWriteTime);
  status.is_directory = (info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
  status.is_regular = !status.is_directory;
  return status;
}

OVERLAPPED place_of(uint64_t offset) {
  OVERLAPPED place{};
  place.Offset = static_cast<DWORD>(offset);
  place.OffsetHigh = static_cast<DWORD>(offset >> 32);
  return place;
}

DWORD size_of_call(size_t size) {
  return static_cast<DWORD>(std::min(size, kMostOfOneCall));
}

/// A name that no other process, and no other call, uses.
std::wstring temporary_name() {
  static std::atomic<uint32_t> count = 0;
  return L"eventlens_" + std::to_wstring(::GetCurrentProcessId()) + L"_" +
         std::to_wstring(::GetTickCount64()) + L"_" +
         std::to_wstring(count.fetch_add(1)) + L".tmp";
}

bool is_directory(const std::string& path) {
  const auto status = eventlens::status_of(path);
  return status.ok() && status->is_directory;
}

/// Somebody has the file open: a search that reads a lookup, a virus scanner.
bool may_pass(DWORD number) {
  return number == ERROR_SHARING_VIOLATION || number == ERROR_ACCESS_DENIED ||
         number == ERROR_LOCK_VIOLATION;
}

}  // namespace

Expected<FileStatus> status_of(const std::string& path) {
  const HANDLE handle = open_existing(path, FILE_READ_ATTRIBUTES);
  if (handle == INVALID_HANDLE_VALUE) {
    return last_error(path);
  }
  auto status = status_of(handle, path);
  ::CloseHandle(handle);
  return status;
}

Expected<File> File::open(const std::string& path) {
  const HANDLE handle = open_existing(path, GENERIC_READ);
  if (handle == INVALID_HANDLE_VALUE) {
    return last_error(path);
  }
  return File(native_of(handle), path);
}

Expected<File> File::temporary(std::string shown_path) {
  std::array<wchar_t, MAX_PATH + 1> directory{};
  ::GetTempPathW(static_cast<DWORD>(directory.size()), directory.data());
  const std::wstring name = directory.data() + temporary_name();
  const HANDLE handle = ::CreateFileW(
      name.c_str(), GENERIC_READ | GENERIC_WRITE, FILE_SHARE_DELETE, nullptr,
      CREATE_NEW, FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE,
      nullptr);
  if (handle == INVALID_HANDLE_VALUE) {
    return last_error(to_utf8(name));
  }
  return File(native_of(handle), std::move(shown_path));
}

File::~File() {
  if (native_ != -1) {
    ::CloseHandle(handle_of(native_));
  }
}

Expected<size_t> File::read_some(uint64_t offset,
                                 std::span<uint8_t> bytes) const {
  OVERLAPPED place = place_of(offset);
  DWORD got = 0;
  if (::ReadFile(handle_of(native_), bytes.data(), size_of_call(bytes.size()),
                 &got, &place) == 0 &&
      ::GetLastError() != ERROR_HANDLE_EOF) {
    return last_error(path_);
  }
  return got;
}

Expected<size_t> File::write_some(uint64_t offset, ByteView bytes) {
  OVERLAPPED place = place_of(offset);
  DWORD put = 0;
  if (::WriteFile(handle_of(native_), bytes.data(), size_of_call(bytes.size()),
                  &put, &place) == 0) {
    return last_error(path_ + ", unpacked into a temporary file");
  }
  return put;
}

Expected<FileStatus> File::status() const {
  return status_of(handle_of(native_), path_);
}

Expected<OutputFile> OutputFile::create(const std::string& path,
                                        Readers /*readers*/) {
  const HANDLE handle =
      ::CreateFileW(native_path(path).c_str(), GENERIC_WRITE, FILE_SHARE_READ,
                    nullptr, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
  if (handle == INVALID_HANDLE_VALUE) {
    return last_error(path);
  }
  return OutputFile(native_of(handle), path);
}

Status OutputFile::write(std::string_view text) {
  while (!text.empty()) {
    DWORD written = 0;
    if (::WriteFile(handle_of(native_), text.data(), size_of_call(text.size()),
                    &written, nullptr) == 0) {
      return last_error(path_);
    }
    text.remove_prefix(written);
  }
  return success();
}

Status OutputFile::flush_to_disk() {
  return ::FlushFileBuffers(handle_of(native_)) != 0 ? success()
                                                     : last_error(path_);
}

Status OutputFile::close() {
  if (native_ == -1) {
    return success();
  }
  const HANDLE handle = handle_of(std::exchange(native_, -1));
  return ::CloseHandle(handle) != 0 ? success() : last_error(path_);
}

void take_over_access(const OutputFile& /*draft*/, const std::string& /*path*/,
                      Readers /*readers*/) {
  // A file inherits from its directory, where administrators set rights.
}

Status replace_file(const std::string& draft, const std::string& path) {
  constexpr DWORD kPauseMilliseconds = 20;
  constexpr int kMostTries = 50;
  const std::wstring from = native_path(draft);
  const std::wstring to = native_path(path);
  for (int tries = 1;; ++tries) {
    if (::MoveFileExW(from.c_str(), to.c_str(),
                      MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) !=
        0) {
      return success();
    }
    if (!may_pass(::GetLastError()) || tries == kMostTries) {
      return last_error(path);
    }
    ::Sleep(kPauseMilliseconds);
  }
}

Status make_directories(const std::string& path) {
  if (::CreateDirectoryW(native_path(path).c_str(), nullptr) != 0) {
    return success();
  }
  const auto number = static_cast<int>(::GetLastError());
  const std::string above(parent_of(path));
  if (number == ERROR_PATH_NOT_FOUND && above.size() > root_length(path)) {
    RETURN_IF_ERROR(make_directories(above));
    return ::CreateDirectoryW(native_path(path).c_str(), nullptr) != 0
               ? success()
               : last_error(path);
  }
  // A drive's root says "access denied", although it is there.
  if (is_directory(path)) {
    return success();
  }
  return Error{ErrorCode::Io, system_error(path, number).message};
}

Status remove_file(const std::string& path) {
  return ::DeleteFileW(native_path(path).c_str()) != 0 ? success()
                                                       : last_error(path);
}

}  // namespace eventlens
