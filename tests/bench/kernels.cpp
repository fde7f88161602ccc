// What the kernels cost, each by itself (Google Benchmark):
//
//   cmake --build build/release --target bench_kernels
//   build/release/tests/bench_kernels
//
// The logs are the demo logs. Compare figures of one run only.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "base/identifiers.h"
#include "base/number_text.h"
#include "emit/renderer.h"
#include "evtx/chunk_decoder.h"
#include "evtx/source.h"
#include "os/file.h"

namespace eventlens {
namespace {

/// UTF-16 text of `size` characters with `special` at every 20th place.
std::vector<uint8_t> text_of(size_t size, char special) {
  std::vector<uint8_t> text;
  for (size_t i = 0; i < size; ++i) {
    const auto letter = static_cast<char>('a' + static_cast<int>(i % 26));
    text.push_back(static_cast<uint8_t>(i % 20 == 19 ? special : letter));
    text.push_back(0);
  }
  text.resize(text.size() + kReadSlack);
  return text;
}

template <Escape E>
void bench_utf16(benchmark::State& state) {
  const auto size = static_cast<size_t>(state.range(0));
  const std::vector<uint8_t> text =
      text_of(size, state.range(1) == 0 ? 'x' : '\n');
  std::vector<char> room(escaped_room(2 * size) + Buffer::kWriteSlack);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        put_utf16<E>(room.data(), ByteView(text).first(2 * size)));
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(2 * size));
}

void text_sizes(benchmark::internal::Benchmark* bench) {
  for (const int64_t special : {0, 1}) {
    for (const int64_t size : {8, 24, 48, 200, 2000}) {
      bench->Args({size, special});
    }
  }
}
BENCHMARK_TEMPLATE(bench_utf16, Escape::Json)->Apply(text_sizes);
BENCHMARK_TEMPLATE(bench_utf16, Escape::XmlText)->Apply(text_sizes);

/// `put` with inputs of which none is like the one before.
template <typename Put>
void bench_put(benchmark::State& state, Put put) {
  std::array<char, 256> room;
  uint64_t seed = 0x9E3779B97F4A7C15;
  for (auto _ : state) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    benchmark::DoNotOptimize(put(room.data(), seed));
    benchmark::ClobberMemory();
  }
}

void bench_decimal(benchmark::State& state) {
  bench_put(state, [&](char* to, uint64_t seed) {
    return put_decimal(to, seed >> static_cast<unsigned>(state.range(0)));
  });
}
BENCHMARK(bench_decimal)->Arg(60)->Arg(50)->Arg(32)->Arg(0);

void bench_hex(benchmark::State& state) {
  bench_put(state,
            [](char* to, uint64_t seed) { return put_hex(to, seed >> 32); });
}
BENCHMARK(bench_hex);

void bench_guid(benchmark::State& state) {
  bench_put(state, [](char* to, uint64_t seed) {
    const std::array<uint64_t, 2> bytes = {seed, ~seed};
    return put_guid(to, reinterpret_cast<const uint8_t*>(bytes.data()));
  });
}
BENCHMARK(bench_guid);

/// Of 1: the same account again and again; of 1000: hardly ever.
void bench_sid(benchmark::State& state) {
  std::array<uint8_t, 28> sid = {1, 5, 0, 0, 0, 0, 0, 5, 21};
  const auto accounts = static_cast<uint64_t>(state.range(0));
  bench_put(state, [&](char* to, uint64_t seed) {
    const auto account = static_cast<uint32_t>((seed >> 33) % accounts);
    std::memcpy(sid.data() + 24, &account, sizeof(account));
    return put_sid(to, sid);
  });
}
BENCHMARK(bench_sid)->Arg(1)->Arg(1000);

void bench_filetime(benchmark::State& state) {
  constexpr Filetime kBegin = 133'854'624'000'000'000;  // 2025-03-03
  bench_put(state, [](char* to, uint64_t seed) {
    return put_filetime(to, kBegin + (seed >> 30));
  });
}
BENCHMARK(bench_filetime);

/// All units of a demo log, in memory.
std::vector<Unit> units_of_demo() {
  std::vector<Unit> units;
  Issues issues;
  const auto file = File::open(EVENTLENS_SOURCE_DIR
                               "/tests/fixtures/demo/dc01-Security.evtx");
  auto source = evtx::EvtxSource::open(*file, Liveness::Closed, issues);
  for (Unit unit; *(*source)->next(unit); unit = Unit()) {
    units.push_back(std::move(unit));
  }
  return units;
}

class CountingSink final : public EventSink {
 public:
  bool on_event(const Event& event) override {
    benchmark::DoNotOptimize(event.values.data());
    return true;
  }
};

class RenderingSink final : public EventSink {
 public:
  RenderingSink(Render render, EnrichLevel level)
      : enricher_(tables_, level), renderer_(render, enricher_) {}
  bool on_event(const Event& event) override {
    text_.clear();
    return renderer_.render(event, {"a.evtx"}, text_, issues_);
  }

 private:
  Tables tables_;
  Enricher enricher_;
  Renderer renderer_;
  Buffer text_;
  Issues issues_;
};

void decode_all(benchmark::State& state, EventSink& sink, Selector* selector) {
  const std::vector<Unit> units = units_of_demo();
  evtx::ChunkDecoder decoder;
  decoder.select(selector);
  Issues issues;
  int64_t bytes = 0;
  for (auto _ : state) {
    for (const Unit& unit : units) {
      decoder.decode(unit, sink, issues);
      bytes += static_cast<int64_t>(unit.size);
    }
  }
  state.SetBytesProcessed(bytes);
}

void bench_filter(benchmark::State& state) {
  Selection nothing;
  nothing.event_ids = {{65535, 65535}};
  Selector selector(nothing);
  CountingSink sink;
  decode_all(state, sink, &selector);
}
BENCHMARK(bench_filter);

void bench_decode(benchmark::State& state) {
  CountingSink sink;
  decode_all(state, sink, nullptr);
}
BENCHMARK(bench_decode);

void bench_render(benchmark::State& state, Render render, EnrichLevel level) {
  RenderingSink sink(render, level);
  decode_all(state, sink, nullptr);
}
BENCHMARK_CAPTURE(bench_render, json_none, Render::Json, EnrichLevel::None);
BENCHMARK_CAPTURE(bench_render, json_names, Render::Json, EnrichLevel::Names);
BENCHMARK_CAPTURE(bench_render, json_full, Render::Json, EnrichLevel::Full);
BENCHMARK_CAPTURE(bench_render, xml_names, Render::Xml, EnrichLevel::Names);

}  // namespace
}  // namespace eventlens

BENCHMARK_MAIN();
