// The ring: each place holds one unit on its way. The calling thread fills free
// places with units and writes finished ones in order; workers take filled
// places in order. With one thread the caller does a worker's work itself.
//
// Workers share nothing but the ring; each learns shapes and reads tables for
// itself. Sharing them would spare some hundred compilations per worker and
// cost a lock on the hot path.
#include "collect/converter.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "collect/damage_log.h"
#include "collect/log_file.h"
#include "emit/renderer.h"
#include "evtx/chunk_decoder.h"
#include "log/log.h"
#include "os/stop.h"

namespace eventlens {
namespace {

/// A unit on its way through the ring.
struct Job {
  Unit unit;
  std::shared_ptr<const std::string> path;
  Buffer text;
  DecodeCounts counts;
  Issues issues;
  uint64_t rendered = 0;
  bool done = false;
};

class Worker final : public EventSink {
 public:
  Worker(const ConvertOptions& options, Tables::Complaints complaints)
      : tables_(options.lookups_directory, complaints),
        enricher_(tables_, options.enrich),
        renderer_(options.render, enricher_),
        selector_(options.selection) {
    if (!selector_.takes_all()) {
      decoder_.select(&selector_);
    }
  }

  void work(Job& job) {
    job_ = &job;
    job.text.clear();
    job.issues = {};
    job.rendered = 0;
    origin_.file = *job.path;
    job.counts = decoder_.decode(job.unit, *this, job.issues);
    if (decoder_.generation() != generation_) {
      generation_ = decoder_.generation();
      renderer_.forget_shapes();
    }
  }

  bool on_event(const Event& event) override {
    if (renderer_.render(event, origin_, job_->text, job_->issues)) {
      job_->text.append('\n');
      ++job_->rendered;
    }
    return true;
  }

 private:
  Tables tables_;
  Enricher enricher_;
  Renderer renderer_;
  Selector selector_;
  evtx::ChunkDecoder decoder_;
  uint64_t generation_ = 0;
  Origin origin_;
  Job* job_ = nullptr;
};

/// Units of all files, one after the other.
class UnitReader {
 public:
  UnitReader(const ConvertOptions& options, Summary& summary, DamageLog& damage)
      : files_(options.files),
        recover_(options.recover),
        summary_(summary),
        damage_(damage) {
    for (const std::string& file : files_) {
      const auto status = status_of(file);
      all_bytes_ += status.ok() ? status->size : 0;
    }
  }

  /// False behind the last unit of the last file.
  bool next(Job& job) {
    for (;;) {
      if (log_.source != nullptr) {
        const auto more = log_.source->next(job.unit);
        if (more.ok() && *more) {
          job.path = path_;
          done_bytes_ += job.unit.size;
          return true;
        }
        if (!more.ok()) {
          fail(more.error());
        }
        log_ = {};
      }
      if (position_ == files_.size()) {
        return false;
      }
      open(files_[position_++]);
    }
  }

  [[nodiscard]] uint64_t done_bytes() const { return done_bytes_; }
  [[nodiscard]] uint64_t all_bytes() const { return all_bytes_; }

 private:
  void open(const std::string& file) {
    Issues issues;
    auto log = open_log(file, evtx::Liveness::Closed, issues);
    summary_.issues += issues;
    damage_.add_header(file, issues);
    if (!log.ok()) {
      fail(log.error());
      return;
    }
    ++summary_.files;
    log_ = std::move(*log);
    if (recover_) {
      log_.source->set_remains(evtx::Remains::GiveAll);
    }
    path_ = std::make_shared<const std::string>(file);
  }

  void fail(const Error& error) {
    log_error(error.message);
    ++summary_.files_failed;
  }

  const std::vector<std::string>& files_;
  bool recover_;
  Summary& summary_;
  DamageLog& damage_;
  size_t position_ = 0;
  LogFile log_;
  std::shared_ptr<const std::string> path_;
  uint64_t done_bytes_ = 0;
  uint64_t all_bytes_ = 0;
};

/// Starts workers over a ring of jobs and ends them when it goes.
class WorkerPool {
 public:
  explicit WorkerPool(const ConvertOptions& options)
      : ring_(size_t{2} * options.threads + 2) {
    for (unsigned i = 0; i < options.threads; ++i) {
      // One of them tells what is wrong with the lookups.
      const auto complaints =
          i == 0 ? Tables::Complaints::Logged : Tables::Complaints::Silent;
      threads_.emplace_back(
          [this, &options, complaints] { run(options, complaints); });
    }
  }
  ~WorkerPool() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    filled_.notify_all();
    for (std::thread& thread : threads_) {
      thread.join();
    }
  }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// A place that the caller may fill, or null while all are on their way.
  Job* free_place() {
    return submitted_ - written_ < ring_.size()
               ? &ring_[submitted_ % ring_.size()]
               : nullptr;
  }
  void submit() {
    {
      const std::lock_guard lock(mutex_);
      ring_[submitted_ % ring_.size()].done = false;
      ++submitted_;
    }
    filled_.notify_one();
  }
  /// Waits for the oldest job on its way; null where there is none.
  Job* oldest() {
    if (written_ == submitted_) {
      return nullptr;
    }
    Job& job = ring_[written_ % ring_.size()];
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [&] { return job.done; });
    return &job;
  }
  void release() { ++written_; }

 private:
  void run(const ConvertOptions& options, Tables::Complaints complaints) {
    Worker worker(options, complaints);
    for (;;) {
      std::unique_lock lock(mutex_);
      filled_.wait(lock, [&] { return ending_ || taken_ < submitted_; });
      if (ending_) {
        return;
      }
      Job& job = ring_[taken_++ % ring_.size()];
      lock.unlock();
      worker.work(job);
      lock.lock();
      job.done = true;
      lock.unlock();
      finished_.notify_one();
    }
  }

  std::vector<Job> ring_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable filled_;
  std::condition_variable finished_;
  // Counts of jobs; taken_ and submitted_ are guarded by mutex_ (submitted_ is
  // written by the caller only), written_ is the caller's.
  uint64_t submitted_ = 0;
  uint64_t taken_ = 0;
  uint64_t written_ = 0;
  bool ending_ = false;
};

class Conversion {
 public:
  Conversion(const ConvertOptions& options, const TextSink& sink,
             const Progress& progress)
      : options_(options),
        sink_(sink),
        progress_(progress),
        reader_(options, summary_, damage_) {}

  Expected<Summary> run() {
    // Below this a pool costs more than it brings.
    constexpr uint64_t kWorthThreads = uint64_t{2} << 20;
    const bool pooled =
        options_.threads > 1 && reader_.all_bytes() >= kWorthThreads;
    RETURN_IF_ERROR(pooled ? run_pooled() : run_alone());
    damage_.finish(path_);
    return summary_;
  }

 private:
  Status run_alone() {
    Worker worker(options_, Tables::Complaints::Logged);
    Job job;
    while (reader_.next(job)) {
      worker.work(job);
      RETURN_IF_ERROR(finish(job));
    }
    return success();
  }

  Status run_pooled() {
    WorkerPool pool(options_);
    bool more = true;
    for (;;) {
      for (Job* place = pool.free_place(); more && place != nullptr;
           place = pool.free_place()) {
        more = reader_.next(*place);
        if (more) {
          pool.submit();
        }
      }
      Job* const job = pool.oldest();
      if (job == nullptr) {
        return success();
      }
      RETURN_IF_ERROR(finish(*job));
      pool.release();
    }
  }

  Status finish(Job& job) {
    summary_.decoded += job.counts;
    summary_.issues += job.issues;
    if (path_ != *job.path) {
      damage_.finish(path_);
      path_ = *job.path;
    }
    damage_.add(path_, job.unit.file_offset, job.issues);
    RETURN_IF_ERROR(sink_(job.text.view()));
    summary_.sent += job.rendered;
    progress_(reader_.done_bytes(), reader_.all_bytes());
    if (stop_requested()) {
      return Error{ErrorCode::Stopped, "stopped before the end"};
    }
    return success();
  }

  const ConvertOptions& options_;
  const TextSink& sink_;
  const Progress& progress_;
  Summary summary_;
  DamageLog damage_{""};
  std::string path_;  // of the unit that was finished last
  UnitReader reader_;
};

}  // namespace

Expected<Summary> convert(const ConvertOptions& options, const TextSink& sink,
                          const Progress& progress) {
  return Conversion(options, sink, progress).run();
}

}  // namespace eventlens
