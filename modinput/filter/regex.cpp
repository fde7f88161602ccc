#include "filter/regex.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace eventlens::filter {
namespace {

constexpr size_t kMaxPattern = size_t{64} << 10;
/// Steps that the search may take from one place of the text. Some expressions
/// take a number of steps that doubles with each character; honest ones take
/// some hundred.
constexpr uint32_t kMaxSteps = 100'000;
constexpr uint32_t kMaxDepth = 10'000;
constexpr uint32_t kMaxHeapKibibytes = 4096;
/// The library counts anew at each place where a match may begin, and can be
/// asked the time only between calls: so a call tries so many places, and fewer
/// in a long text.
constexpr size_t kMaxPlaces = 512;
constexpr size_t kMaxWork = size_t{32} << 20;
constexpr auto kMaxTime = std::chrono::milliseconds(250);

template <auto kFree>
struct Freed {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

/// What a thread needs to match with; any expression can use it.
struct Workplace {
  std::unique_ptr<pcre2_match_data, Freed<pcre2_match_data_free>> data{
      pcre2_match_data_create(1, nullptr)};
  std::unique_ptr<pcre2_match_context, Freed<pcre2_match_context_free>> context{
      pcre2_match_context_create(nullptr)};
  std::unique_ptr<pcre2_jit_stack, Freed<pcre2_jit_stack_free>> stack{
      pcre2_jit_stack_create(size_t{32} << 10, size_t{1} << 20, nullptr)};

  Workplace() {
    pcre2_set_depth_limit(context.get(), kMaxDepth);
    pcre2_set_heap_limit(context.get(), kMaxHeapKibibytes);
    pcre2_jit_stack_assign(context.get(), nullptr, stack.get());
  }
};

Workplace& workplace() {
  thread_local Workplace place;
  return place;
}

std::string message_of(int code) {
  std::array<PCRE2_UCHAR, 256> text{};
  pcre2_get_error_message(code, text.data(), text.size());
  return reinterpret_cast<const char*>(text.data());
}

/// Steps from one place: fewer in a long text, of which a step may look at all.
uint32_t steps_in(size_t size) {
  constexpr size_t kBytes = size_t{1} << 30;
  return static_cast<uint32_t>(
      std::clamp<size_t>(kBytes / (size + 1), 100, kMaxSteps));
}

}  // namespace

struct Regex::Code {
  std::unique_ptr<pcre2_code, Freed<pcre2_code_free>> compiled;
};

Regex::Regex(std::unique_ptr<Code> code) : code_(std::move(code)) {}
Regex::~Regex() = default;

std::unique_ptr<Regex> Regex::compile(std::string_view pattern, Fault& fault) {
  if (pattern.size() > kMaxPattern) {
    fault = {kMaxPattern, "it is longer than 64 KiB"};
    return nullptr;
  }
  int error = 0;
  PCRE2_SIZE offset = 0;
  constexpr uint32_t kOptions =
      PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT;
  auto code = std::make_unique<Code>();
  code->compiled.reset(
      pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()),
                    pattern.size(), kOptions, &error, &offset, nullptr));
  if (code->compiled == nullptr) {
    fault = {std::min<size_t>(offset, pattern.size()), message_of(error)};
    return nullptr;
  }
  // Where that is not to be had, the interpreter matches; it is slower.
  (void)pcre2_jit_compile(code->compiled.get(), PCRE2_JIT_COMPLETE);
  return std::unique_ptr<Regex>(new Regex(std::move(code)));
}

Answer Regex::found_in(std::string_view text) const {
  Workplace& place = workplace();
  pcre2_match_context* const context = place.context.get();
  pcre2_set_match_limit(context, steps_in(text.size()));
  const size_t step =
      std::clamp<size_t>(kMaxWork / (text.size() + 1), 1, kMaxPlaces);
  const auto subject = reinterpret_cast<PCRE2_SPTR>(text.data());
  std::chrono::steady_clock::time_point begun;
  for (size_t begin = 0; begin <= text.size();) {
    size_t end = begin + step;  // of the places that are tried
    while (end < text.size() && (text[end] & 0xC0) == 0x80) {
      ++end;
    }
    pcre2_set_offset_limit(context, std::min(end - 1, text.size()));
    const int found =
        pcre2_match(code_->compiled.get(), subject, text.size(), begin,
                    PCRE2_NO_UTF_CHECK, place.data.get(), context);
    if (found >= 0) {
      return Answer::Yes;
    }
    if (found != PCRE2_ERROR_NOMATCH) {
      return Answer::Unknown;
    }
    if (end > text.size()) {
      return Answer::No;
    }
    const auto now = std::chrono::steady_clock::now();
    if (begin == 0) {
      begun = now;
    } else if (now - begun > kMaxTime) {
      return Answer::Unknown;
    }
    begin = end;
  }
  return Answer::No;
}

}  // namespace eventlens::filter
