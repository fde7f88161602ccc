// Files and directories that are there for the length of a test.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>

namespace eventlens::test {

class TempDirectory {
 public:
  TempDirectory() {
    std::string name =
        (std::filesystem::temp_directory_path() / "eventlens_test_XXXXXX")
            .string();
    if (mkdtemp(name.data()) == nullptr) {
      throw std::filesystem::filesystem_error(
          "mkdtemp", name, std::error_code(errno, std::generic_category()));
    }
    path_ = name;
  }
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;
  ~TempDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] std::string path() const { return path_.string(); }
  [[nodiscard]] std::string path_of(std::string_view name) const {
    return (path_ / name).string();
  }

  /// Writes the file anew and returns its path.
  std::string write(std::string_view name, std::string_view content) const {
    const std::string path = path_of(name);
    std::ofstream(path, std::ios::binary)
        .write(content.data(), static_cast<std::streamsize>(content.size()));
    return path;
  }
  std::string write(std::string_view name,
                    std::span<const std::uint8_t> content) const {
    return write(
        name, {reinterpret_cast<const char*>(content.data()), content.size()});
  }

 private:
  std::filesystem::path path_;
};

}  // namespace eventlens::test
