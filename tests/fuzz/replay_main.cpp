// Gives files to a fuzzer's entry as they are: so every fuzzer is also an
// ordinary test. Of an EVTX log each chunk is given, behind a byte for the
// hints.
//
//   replay_<fuzzer> FILE|DIRECTORY...
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

namespace fs = std::filesystem;

constexpr size_t kFileHeaderSize = 4096;
constexpr size_t kChunkSize = 65536;

size_t given = 0;

void give(const std::vector<uint8_t>& bytes) {
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  ++given;
}

void give_log(const std::vector<uint8_t>& log) {
  for (size_t at = kFileHeaderSize; at < log.size(); at += kChunkSize) {
    std::vector<uint8_t> input = {0};
    const auto begin = log.begin() + static_cast<ptrdiff_t>(at);
    const size_t size = std::min(kChunkSize, log.size() - at);
    input.insert(input.end(), begin, begin + static_cast<ptrdiff_t>(size));
    give(input);
  }
}

void give_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::vector<uint8_t> bytes{std::istreambuf_iterator<char>(file), {}};
  path.extension() == ".evtx" ? give_log(bytes) : give(bytes);
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (!fs::is_directory(argv[i])) {
      give_file(argv[i]);
      continue;
    }
    for (const auto& entry : fs::directory_iterator(argv[i])) {
      give_file(entry.path());
    }
  }
  std::printf("%zu inputs\n", given);
  return given > 0 ? 0 : 1;  // a test without input proves nothing
}
