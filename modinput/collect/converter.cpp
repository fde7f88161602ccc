// The pipeline: each thread in turn reads a unit, decodes and renders it by
// itself, and leaves the text in its place in a ring; whoever finishes the
// oldest place writes it, and all that are ready behind it. So threads wait for
// each other only where reading or writing is the bottleneck, and the order of
// the units is kept. With one thread a unit is read, rendered and written. The
// buffers that were written last are used next: they are still in the caches of
// the processor that wrote them.
//
// Threads share the tables and nothing else; each learns shapes for itself.
// Sharing these would spare some hundred compilations per thread and cost a
// lock on the hot path.
#include "collect/converter.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "collect/damage_log.h"
#include "collect/decoders.h"
#include "collect/filter_step.h"
#include "collect/lookup_field_names.h"
#include "collect/unit_reader.h"
#include "emit/renderer.h"
#include "os/heap.h"
#include "os/stop.h"

namespace eventlens {
namespace {

// What a thread learns of a mixed log of 150 MB is 10 MiB; with 8 the second
// thread's heap grew by 600 single pages.
constexpr size_t kHeapPerThread = size_t{16} << 20;

/// A unit on its way from file to text.
struct Piece {
  SourcedUnit source;
  Buffer text;
  DecodeCounts counts;
  Issues issues;
  uint64_t rendered = 0;
  uint64_t filtered = 0;  // decoded, but not wanted
};

class Worker final : public EventSink {
 public:
  Worker(const ConvertOptions& options, Tables& tables)
      : enricher_(tables, options.enrich),
        renderer_(options.render, enricher_),
        selector_(options.selection),
        filter_(options.filter, tables),
        names_(tables),
        decoders_({options.zone, names_}) {
    if (!selector_.takes_all()) {
      decoders_.select(selector_);
    }
    filter_.set_now(options.now);
  }

  void work(Piece& piece) {
    piece_ = &piece;
    piece.text.clear();
    piece.issues = {};
    piece.rendered = 0;
    piece.filtered = 0;
    origin_.file = *piece.source.path;
    piece.counts = decoders_.decode(piece.source.format, piece.source.unit,
                                    *this, piece.issues);
    if (decoders_.generation() != generation_) {
      generation_ = decoders_.generation();
      renderer_.forget_shapes();
      filter_.forget_shapes();
    }
  }

  bool on_event(const Event& event) override {
    if (!filter_.wants(event, piece_->issues)) {
      ++piece_->filtered;
    } else if (renderer_.render(event, origin_, piece_->text, piece_->issues)) {
      piece_->text.append('\n');
      ++piece_->rendered;
    }
    return true;
  }

 private:
  Enricher enricher_;
  Renderer renderer_;
  Selector selector_;
  FilterStep filter_;
  LookupFieldNames names_;
  Decoders decoders_;
  uint64_t generation_ = 0;
  Origin origin_;
  Piece* piece_ = nullptr;
};

/// Keeps what the process will take with it, where a leak detector sees it.
void retire(std::unique_ptr<Worker> worker, const ConvertOptions& options) {
  static std::mutex mutex;
  static auto& retired = *new std::vector<std::unique_ptr<Worker>>();
  if (options.is_last) {
    const std::lock_guard lock(mutex);
    retired.push_back(std::move(worker));
  }
}

/// Hands finished pieces on, in their order.
class Output {
 public:
  Output(const TextSink& sink, const Progress& progress, uint64_t all_bytes)
      : sink_(sink), progress_(progress), all_bytes_(all_bytes) {}

  Status write(const Piece& piece) {
    summary_.decoded += piece.counts;
    summary_.filtered += piece.filtered;
    summary_.issues += piece.issues;
    tell_headers(piece.source);
    if (path_ != *piece.source.path) {
      damage_.finish(path_);
      path_ = *piece.source.path;
    }
    damage_.add(path_, piece.source.format, piece.source.unit.file_offset,
                piece.issues);
    RETURN_IF_ERROR(sink_(piece.text.view()));
    summary_.sent += piece.rendered;
    progress_(piece.source.done_bytes, all_bytes_);
    if (stop_requested()) {
      return Error{ErrorCode::Stopped, "stopped before the end"};
    }
    return success();
  }

  /// `last` is what UnitReader left behind the last unit.
  Summary finish(const SourcedUnit& last) {
    tell_headers(last);
    damage_.finish(path_);
    return std::move(summary_);
  }

 private:
  void tell_headers(const SourcedUnit& source) {
    for (const auto& [path, issues] : source.headers) {
      damage_.add_header(path, issues);
    }
  }

  const TextSink& sink_;
  const Progress& progress_;
  uint64_t all_bytes_;
  Summary summary_;
  DamageLog damage_{""};
  std::string path_;  // of the piece that was written last
};

/// A place in the ring.
struct Job {
  Piece* piece = nullptr;
  bool done = false;
};

class Pipeline {
 public:
  Pipeline(const ConvertOptions& options, Tables& tables, UnitReader& reader,
           Output& output)
      : options_(options),
        tables_(tables),
        reader_(reader),
        output_(output),
        pieces_(size_t{options.threads} + 2),
        ring_(pieces_.size()) {
    for (Piece& piece : pieces_) {
      free_.push_back(&piece);
    }
  }

  Status run() {
    std::vector<std::thread> others;
    for (unsigned i = 1; i < options_.threads; ++i) {
      others.emplace_back([this] { work(); });
    }
    work();
    for (std::thread& other : others) {
      other.join();
    }
    return std::move(status_);
  }

  /// Behind the last unit: see UnitReader::next.
  [[nodiscard]] const SourcedUnit& last() const { return last_; }

 private:
  void work() {
    const HeapReserve heap(kHeapPerThread);
    auto worker = std::make_unique<Worker>(options_, tables_);
    while (Job* const job = take()) {
      worker->work(*job->piece);
      give(*job);
    }
    retire(std::move(worker), options_);
  }

  /// Waits awake for a while: a unit is read in less time than it takes to
  /// sleep and to be woken, which cost 3 % of converting with two threads.
  std::unique_lock<std::mutex> lock_for_reading() {
    constexpr int kTries = 100;
    std::unique_lock lock(read_mutex_, std::try_to_lock);
    for (int i = 0; i < kTries && !lock.owns_lock(); ++i) {
      std::this_thread::yield();
      (void)lock.try_lock();
    }
    if (!lock.owns_lock()) {
      lock.lock();
    }
    return lock;
  }

  /// The next place, filled; null at the end.
  Job* take() {
    const auto reading = lock_for_reading();
    Piece* piece = nullptr;
    {
      std::unique_lock lock(mutex_);
      freed_.wait(lock, [&] { return ended_ || !free_.empty(); });
      if (ended_) {
        return nullptr;
      }
      piece = free_.back();
      free_.pop_back();
    }
    if (!reader_.next(piece->source)) {
      last_.headers = std::move(piece->source.headers);
      const std::lock_guard lock(mutex_);
      ended_ = true;
      return nullptr;
    }
    const std::lock_guard lock(mutex_);
    Job& job = ring_[taken_++ % ring_.size()];
    job.piece = piece;
    return &job;
  }

  /// Takes a finished place back and writes what is ready.
  void give(Job& finished) {
    std::unique_lock lock(mutex_);
    finished.done = true;
    if (writing_) {
      return;  // whoever writes now sees it
    }
    writing_ = true;
    while (status_.ok() && written_ < taken_ &&
           ring_[written_ % ring_.size()].done) {
      Job& oldest = ring_[written_ % ring_.size()];
      lock.unlock();
      Status status = output_.write(*oldest.piece);
      lock.lock();
      oldest.done = false;
      free_.push_back(oldest.piece);
      ++written_;
      if (!status.ok()) {
        status_ = std::move(status);
        ended_ = true;
      }
      freed_.notify_all();
    }
    writing_ = false;
  }

  const ConvertOptions& options_;
  Tables& tables_;
  // Who holds read_mutex_ reads: reader_, last_.
  std::mutex read_mutex_;
  UnitReader& reader_;
  SourcedUnit last_;
  // Who has set writing_ writes: output_.
  Output& output_;
  std::vector<Piece> pieces_;
  // Guards what follows.
  std::mutex mutex_;
  std::vector<Piece*> free_;  // the last one that was written is the last
  std::vector<Job> ring_;
  std::condition_variable freed_;
  uint64_t taken_ = 0;    // places given to threads
  uint64_t written_ = 0;  // places that are done with
  bool writing_ = false;
  bool ended_ = false;
  Status status_ = success();
};

Status run_alone(const ConvertOptions& options, Tables& tables,
                 UnitReader& reader, Output& output, Piece& piece) {
  const HeapReserve heap(kHeapPerThread);
  auto worker = std::make_unique<Worker>(options, tables);
  while (reader.next(piece.source)) {
    worker->work(piece);
    RETURN_IF_ERROR(output.write(piece));
  }
  retire(std::move(worker), options);
  return success();
}

}  // namespace

Expected<Summary> convert(const ConvertOptions& options, const TextSink& sink,
                          const Progress& progress) {
  // Below this another thread costs more than it brings.
  constexpr uint64_t kWorthThreads = uint64_t{2} << 20;
  UnitReader reader(options.files, options.recover);
  Tables tables(options.lookups_directory);
  Output output(sink, progress, reader.all_bytes());
  Summary summary;
  if (options.threads > 1 && reader.all_bytes() >= kWorthThreads) {
    Pipeline pipeline(options, tables, reader, output);
    RETURN_IF_ERROR(pipeline.run());
    summary = output.finish(pipeline.last());
  } else {
    Piece piece;
    RETURN_IF_ERROR(run_alone(options, tables, reader, output, piece));
    summary = output.finish(piece.source);
  }
  summary += reader.summary();
  return summary;
}

}  // namespace eventlens
