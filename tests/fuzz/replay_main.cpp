// Gives files to a fuzzer's entry as they are: so every fuzzer is also an
// ordinary test.
//
//   replay_<fuzzer> FILE|DIRECTORY...
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

namespace fs = std::filesystem;

void give(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "%s cannot be read\n", path.c_str());
    std::exit(1);
  }
  const std::vector<uint8_t> bytes{std::istreambuf_iterator<char>(file), {}};
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

/// How many files there were.
size_t give_all(const fs::path& path) {
  if (!fs::is_directory(path)) {
    give(path);
    return 1;
  }
  size_t files = 0;
  for (const auto& entry : fs::directory_iterator(path)) {
    give(entry.path());
    ++files;
  }
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const size_t files = give_all(argv[i]);
    std::printf("%s: %zu inputs\n", argv[i], files);
    if (files == 0) {
      return 1;  // a test without input proves nothing
    }
  }
  return argc > 1 ? 0 : 1;
}
