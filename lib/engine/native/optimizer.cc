// What a training step does to every parameter, over all of them at once: the norm of the gradients, AdamW, and the
// moving average of the weights. A model has hundreds of tensors and most are small, so an op a tensor costs more than
// the arithmetic.
#include <algorithm>
#include <cmath>
#include <vector>

#include "op.h"
#include "parallel.h"

namespace cliplab {
namespace {

constexpr int64_t VALUES_PER_TASK = 16384;
constexpr int64_t SQUARES_A_RUN = 256;

/// A stretch of one tensor. Its members are copied by name before a loop under OpenMP, which in clang takes no structured binding.
struct Piece {
  int tensor;
  int64_t begin, end;
};

std::vector<Piece> pieces_of(const std::vector<Call::Input> &tensors) {
  std::vector<Piece> pieces;
  for (size_t k = 0; k < tensors.size(); k++) {
    const int64_t count = elements(tensors[k].shape);
    for (int64_t begin = 0; begin < count; begin += VALUES_PER_TASK)
      pieces.push_back({static_cast<int>(k), begin, std::min(count, begin + VALUES_PER_TASK)});
  }
  return pieces;
}

/// The inputs `first` to `first + count - 1`, shaped as those of `like` where there are such.
std::vector<Call::Input> inputs(Call &call, int first, int count, const std::vector<Call::Input> *like = nullptr) {
  std::vector<Call::Input> found;
  for (int k = 0; k < count && call.ok(); k++) {
    found.push_back(call.input(first + k));
    if (like) call.require(found.back().shape == (*like)[k].shape, "an optimizer's tensors must be shaped alike");
  }
  return found;
}

std::vector<float *> outputs(Call &call, int first, const std::vector<Call::Input> &like) {
  std::vector<float *> made;
  for (size_t k = 0; k < like.size() && call.ok(); k++)
    made.push_back(call.output<float>(first + static_cast<int>(k), TF_FLOAT, like[k].shape));
  return made;
}

struct Count {
  int tensors;
};
void *create(TF_OpKernelConstruction *construction) { return new Count{int_attribute(construction, "N")}; }
void destroy(void *settings) { delete static_cast<Count *>(settings); }

/// N tensors -> the sum of the squares of all their values.
void sum_of_squares(void *settings, Call &call) {
  const auto tensors = inputs(call, 0, static_cast<Count *>(settings)->tensors);
  float *sum = call.ok() ? call.output<float>(0, TF_FLOAT, {}) : nullptr;
  if (sum) {
    const auto pieces = pieces_of(tensors);
    // Added in order, whichever thread was first: the same gradients give the same norm.
    std::vector<double> sums(pieces.size());
    parallel(static_cast<int64_t>(pieces.size()), [&](int64_t task) {
      const Piece piece = pieces[task];
      const float *x = tensors[piece.tensor].as<float>();
      // Short runs in float32, which vectors add; the longer a run, the more of each square its sum rounds away.
      for (int64_t begin = piece.begin; begin < piece.end; begin += SQUARES_A_RUN) {
        const int64_t end = std::min(piece.end, begin + SQUARES_A_RUN);
        float square = 0;
#pragma omp simd reduction(+ : square)
        for (int64_t i = begin; i < end; i++) square += x[i] * x[i];
        sums[task] += square;
      }
    });
    double total = 0;
    for (double square : sums) total += square;
    *sum = static_cast<float>(total);
  }
}

/// Weights, first moments, second moments and gradients, N of each; what is kept of each weight [N]; settings [7] -> new weights and moments
void adamw(void *settings, Call &call) {
  const int N = static_cast<Count *>(settings)->tensors;
  const auto weights = inputs(call, 0, N);
  const auto means = inputs(call, N, N, &weights);
  const auto variances = inputs(call, 2 * N, N, &weights);
  const auto gradients = inputs(call, 3 * N, N, &weights);
  const auto kept = call.input(4 * N), numbers = call.input(4 * N + 1);
  if (call.require(call.ok() && elements(kept.shape) == N && elements(numbers.shape) == 7, "AdamW: N factors and 7 settings")) {
    const auto new_weights = outputs(call, 0, weights);
    const auto new_means = outputs(call, N, weights);
    const auto new_variances = outputs(call, 2 * N, weights);
    if (call.ok()) {
      const float *number = numbers.as<float>();
      const float rate = number[0], beta1 = number[1], rest1 = number[2], beta2 = number[3], rest2 = number[4];
      const float epsilon = number[5], scale = number[6];
      const auto pieces = pieces_of(weights);
      parallel(static_cast<int64_t>(pieces.size()), [&](int64_t task) {
        const int k = pieces[task].tensor;
        const int64_t begin = pieces[task].begin, end = pieces[task].end;
        const float *w = weights[k].as<float>(), *m = means[k].as<float>(), *v = variances[k].as<float>();
        const float *gradient = gradients[k].as<float>();
        float *w_out = new_weights[k], *m_out = new_means[k], *v_out = new_variances[k];
        const float keep = kept.as<float>()[k];
#pragma omp simd
        for (int64_t i = begin; i < end; i++) {
          const float g = gradient[i] * scale;
          const float mean = beta1 * m[i] + rest1 * g;
          const float variance = beta2 * v[i] + rest2 * g * g;
          m_out[i] = mean;
          v_out[i] = variance;
          w_out[i] = keep * w[i] - rate * mean / (std::sqrt(variance) + epsilon);
        }
      });
    }
  }
}

/// Averages and values, N of each; the share [] of the values -> new averages
void moving_average(void *settings, Call &call) {
  const int N = static_cast<Count *>(settings)->tensors;
  const auto averages = inputs(call, 0, N);
  const auto values = inputs(call, N, N, &averages);
  const auto share = call.input(2 * N);
  call.require(call.ok() && elements(share.shape) == 1, "a moving average: one share for all");
  const auto made = outputs(call, 0, averages);
  if (call.ok()) {
    const float part = *share.as<float>();
    const auto pieces = pieces_of(averages);
    parallel(static_cast<int64_t>(pieces.size()), [&](int64_t task) {
      const int k = pieces[task].tensor;
      const int64_t begin = pieces[task].begin, end = pieces[task].end;
      const float *average = averages[k].as<float>(), *value = values[k].as<float>();
      float *out = made[k];
#pragma omp simd
      for (int64_t i = begin; i < end; i++) out[i] = average[i] + part * (value[i] - average[i]);
    });
  }
}

}  // namespace

void register_optimizer() {
  register_op("CliplabSumOfSquares", {"T: {float}", "N: int >= 1"}, {"tensors: N * T"}, {"sum: float"});
  register_kernel("CliplabSumOfSquares", TF_FLOAT, create, run<sum_of_squares>, destroy);
  register_op("CliplabAdamW", {"T: {float}", "N: int >= 1"},
              {"weights: N * T", "means: N * T", "variances: N * T", "gradients: N * T", "kept: float", "settings: float"},
              {"new_weights: N * T", "new_means: N * T", "new_variances: N * T"});
  register_kernel("CliplabAdamW", TF_FLOAT, create, run<adamw>, destroy);
  register_op("CliplabMovingAverage", {"T: {float}", "N: int >= 1"}, {"averages: N * T", "values: N * T", "share: float"},
              {"new_averages: N * T"});
  register_kernel("CliplabMovingAverage", TF_FLOAT, create, run<moving_average>, destroy);
}

}  // namespace cliplab
