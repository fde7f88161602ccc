#include "log/log.h"

#include <array>
#include <atomic>
#include <mutex>
#include <string>

#include "os/streams.h"

namespace eventlens {
namespace {

constexpr std::array<std::string_view, 5> kSplunkd = {
    "DEBUG ", "INFO ", "WARN ", "ERROR ", "FATAL "};
constexpr std::array<std::string_view, 5> kPerson = {
    "eventlens: debug: ", "eventlens: ", "eventlens: warning: ",
    "eventlens: error: ", "eventlens: error: "};

std::atomic<Level> lowest_level{Level::Info};
std::atomic<LogStyle> log_style{LogStyle::Splunkd};
std::mutex writing;
bool progress_shown = false;

constexpr std::string_view kEraseLine = "\r\x1b[K";

}  // namespace

void log(Level level, std::string_view message) {
  if (level < lowest_level.load(std::memory_order_relaxed)) {
    return;
  }
  const auto& prefixes =
      log_style.load() == LogStyle::Person ? kPerson : kSplunkd;
  std::string line(prefixes[static_cast<size_t>(level)]);
  for (const char c : message) {
    line += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  }
  line += '\n';
  const std::lock_guard lock(writing);
  if (progress_shown) {
    line.insert(0, kEraseLine);
    progress_shown = false;
  }
  write_stderr(line);
}

void set_log_level(Level level) { lowest_level = level; }
void set_log_style(LogStyle style) { log_style = style; }

void show_progress(std::string_view text) {
  static const bool terminal = stderr_is_terminal();
  if (!terminal) {
    return;
  }
  const std::lock_guard lock(writing);
  if (text.empty() && !progress_shown) {
    return;
  }
  write_stderr(std::string(kEraseLine) + std::string(text));
  progress_shown = !text.empty();
}

}  // namespace eventlens
