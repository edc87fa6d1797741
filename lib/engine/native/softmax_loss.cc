// Cross-entropy of a softmax with its gradient, in float32 but exact to its last digits also where the label is nearly
// certain: there 1 - p and log p are made of the other classes alone, and not of a difference that leaves no digits.
#include <algorithm>
#include <cmath>

#include "numbers.h"
#include "op.h"
#include "parallel.h"

namespace cliplab {
namespace {

constexpr int64_t VALUES_PER_TASK = 16384;

/// One sample: logits z [K] and its label -> loss, and residuals p - [is the label] [K].
float softmax_row(const float *z, int32_t label, int64_t K, float *residuals) {
  const float own = z[label];
  float largest = 0.0f;
#pragma omp simd reduction(max : largest)
  for (int64_t k = 0; k < K; k++) largest = std::max(largest, z[k] - own);
  float others = 0.0f;
#pragma omp simd reduction(+ : others)
  for (int64_t k = 0; k < K; k++) {
    const float e = exponential((z[k] - own) - largest);
    residuals[k] = e;
    others += k == label ? 0.0f : e;
  }
  const float sum = others + exponential(-largest), scale = 1.0f / sum;
#pragma omp simd
  for (int64_t k = 0; k < K; k++) residuals[k] *= scale;
  residuals[label] = -others * scale;
  return largest == 0.0f ? std::log1p(others) : largest + std::log(sum);
}

/// logits [N, K], labels [N] -> losses [N], residuals [N, K]
void forward(void *, Call &call) {
  const auto logits = call.input(0), labels = call.input(1);
  if (call.require(call.ok() && logits.shape.size() == 2 && labels.shape == Shape{logits.shape[0]},
                   "a softmax loss: logits must be [N, K] and labels [N]")) {
    const int64_t N = logits.shape[0], K = logits.shape[1];
    const float *z = logits.as<float>();
    const int32_t *label = labels.as<int32_t>();
    if (call.require(std::all_of(label, label + N, [K](int32_t k) { return k >= 0 && k < K; }),
                     "a softmax loss: every label must be a class, from 0 to K - 1")) {
      float *losses = call.output<float>(0, TF_FLOAT, labels.shape);
      float *residuals = call.ok() ? call.output<float>(1, TF_FLOAT, logits.shape) : nullptr;
      if (residuals) {
        const int64_t tasks = std::max<int64_t>(1, std::min<int64_t>({N, 4 * thread_count(), N * K / VALUES_PER_TASK}));
        parallel(tasks, [=](int64_t task) {
          for (int64_t n = N * task / tasks; n < N * (task + 1) / tasks; n++)
            losses[n] = softmax_row(z + n * K, label[n], K, residuals + n * K);
        });
      }
    }
  }
}

}  // namespace

void register_softmax_loss() {
  register_op("CliplabSoftmaxLoss", {"T: {float}"}, {"logits: T", "labels: int32"}, {"losses: T", "residuals: T"});
  register_kernel("CliplabSoftmaxLoss", TF_FLOAT, nullptr, run<forward>, nullptr);
}

}  // namespace cliplab
