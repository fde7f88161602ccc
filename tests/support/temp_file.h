// Files and directories that are there for the length of a test.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <span>
#include <string>
#include <string_view>

namespace eventlens::test {

class TempDirectory {
 public:
  TempDirectory() {
    std::random_device random;
    do {
      path_ = std::filesystem::temp_directory_path() /
              ("eventlens_test_" + std::to_string(random()));
    } while (!std::filesystem::create_directory(path_));
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
