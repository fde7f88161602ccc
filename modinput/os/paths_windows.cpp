// Directories by Windows.
#include <windows.h>

#include "os/directory.h"
#include "os/find_windows.h"
#include "os/path_names.h"
#include "os/system_error.h"
#include "os/wide_windows.h"

namespace eventlens {
namespace {

bool is_dots(std::wstring_view name) { return name == L"." || name == L".."; }

FoundName found_name(const WIN32_FIND_DATAW& data) {
  FoundName name{to_utf8(data.cFileName), FoundName::File};
  if ((data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0) {
    // dwReserved0 has the tag of a reparse point. Junctions, mounted volumes
    // and symbolic links lead elsewhere; a directory in a cloud does not.
    const bool leads_elsewhere =
        (data.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0 &&
        IsReparseTagNameSurrogate(data.dwReserved0);
    name.kind = leads_elsewhere ? FoundName::Link : FoundName::Directory;
  }
  return name;
}

}  // namespace

Expected<std::vector<FoundName>> names_in(const std::string& directory) {
  WIN32_FIND_DATAW data{};
  const HANDLE search = ::FindFirstFileExW(
      native_path(path_in(directory, "*")).c_str(), FindExInfoBasic, &data,
      FindExSearchNameMatch, nullptr, FIND_FIRST_EX_LARGE_FETCH);
  if (search == INVALID_HANDLE_VALUE) {
    // The root of an empty drive has not even the names "." and "..".
    return ::GetLastError() == ERROR_FILE_NOT_FOUND
               ? Expected<std::vector<FoundName>>(std::vector<FoundName>())
               : last_error(directory);
  }
  std::vector<FoundName> names;
  BOOL more = TRUE;
  while (more != 0) {
    if (!is_dots(data.cFileName)) {
      names.push_back(found_name(data));
    }
    more = ::FindNextFileW(search, &data);
  }
  const DWORD number = ::GetLastError();
  ::FindClose(search);
  if (number != ERROR_NO_MORE_FILES) {
    return system_error(directory, static_cast<int>(number));
  }
  return names;
}

void list_directory(const std::string& directory, Listing& found,
                    std::vector<std::string>& below) {
  auto names = names_in(directory);
  if (!names.ok()) {
    found.problems.push_back(std::move(names).take_error());
    return;
  }
  for (const FoundName& name : *names) {
    if (name.kind == FoundName::File) {
      found.paths.push_back(path_in(directory, name.name));
    } else if (name.kind == FoundName::Directory) {
      below.push_back(path_in(directory, name.name));
    }
  }
}

}  // namespace eventlens
