#include "parallel.h"

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <thread>

namespace cliplab {
namespace {

int count_threads() {
  const char *told = std::getenv("TF_NUM_INTRAOP_THREADS");
  const int wanted = told ? std::atoi(told) : 0;
  const int found = static_cast<int>(std::thread::hardware_concurrency());
  return wanted > 0 ? wanted : found > 0 ? found : 1;
}

/// Never destroyed: its threads sleep on it until the process is gone.
class Pool {
 public:
  Pool() {
    for (int i = 1; i < thread_count(); i++) std::thread([this] { serve(); }).detach();
  }

  /// False where another caller has the pool.
  bool run(int64_t tasks, const std::function<void(int64_t)> &work) {
    std::unique_lock<std::mutex> turn(turn_, std::try_to_lock);
    if (!turn) return false;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      work_ = &work;
      tasks_ = tasks;
      next_ = 0;
      helping_ = thread_count() - 1;
      failure_ = nullptr;
      round_++;
    }
    wake_.notify_all();
    take(tasks, work);
    std::unique_lock<std::mutex> lock(mutex_);
    done_.wait(lock, [this] { return helping_ == 0; });
    if (failure_) std::rethrow_exception(failure_);
    return true;
  }

 private:
  void take(int64_t tasks, const std::function<void(int64_t)> &work) {
    try {
      for (int64_t task = next_++; task < tasks; task = next_++) work(task);
    } catch (...) {
      // For the caller; the tasks that nobody has taken yet are left.
      next_ = tasks;
      std::lock_guard<std::mutex> lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
  }

  void serve() {
    uint64_t seen = 0;
    std::unique_lock<std::mutex> lock(mutex_);
    for (;;) {
      wake_.wait(lock, [&] { return round_ != seen; });
      seen = round_;
      const auto *work = work_;
      const int64_t tasks = tasks_;
      lock.unlock();
      take(tasks, *work);
      lock.lock();
      if (--helping_ == 0) done_.notify_one();
    }
  }

  std::mutex turn_, mutex_;
  std::condition_variable wake_, done_;
  std::atomic<int64_t> next_{0};
  const std::function<void(int64_t)> *work_ = nullptr;
  std::exception_ptr failure_;
  int64_t tasks_ = 0;
  int helping_ = 0;
  uint64_t round_ = 0;
};

}  // namespace

int thread_count() {
  static const int count = count_threads();
  return count;
}

void parallel(int64_t tasks, const std::function<void(int64_t)> &work) {
  static Pool *pool = new Pool();
  if (tasks > 1 && thread_count() > 1 && pool->run(tasks, work)) return;
  for (int64_t task = 0; task < tasks; task++) work(task);
}

}  // namespace cliplab
