// Threads of the kernels: TensorFlow's own pool cannot be reached from outside.
#pragma once

#include <cstdint>
#include <functional>

namespace cliplab {

/// As many as the processors this process may use, or TF_NUM_INTRAOP_THREADS.
int thread_count();

/// Runs work(0) to work(tasks - 1), each once, on all threads. Returns when all are done, or throws what one of them threw.
void parallel(int64_t tasks, const std::function<void(int64_t)> &work);

}  // namespace cliplab
