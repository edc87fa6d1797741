// Layer normalization over the last axis: mean and variance in float32, whatever x is stored in.
#include <algorithm>
#include <vector>

#include "numbers.h"
#include "op.h"
#include "parallel.h"

namespace cliplab {
namespace {

/// Rows a task takes at least, so that waking a thread pays.
constexpr int64_t VALUES_PER_TASK = 16384;

struct Settings {
  float epsilon;
};

void *create(TF_OpKernelConstruction *construction) { return new Settings{float_attribute(construction, "epsilon")}; }
void destroy(void *settings) { delete static_cast<Settings *>(settings); }

struct Moments {
  float mean, scale;
};

Moments moments(const float *x, int64_t D, float epsilon) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t i = 0; i < D; i++) sum += x[i];
  const float mean = sum / static_cast<float>(D);
  float square = 0;
#pragma omp simd reduction(+ : square)
  for (int64_t i = 0; i < D; i++) square += (x[i] - mean) * (x[i] - mean);
  return {mean, 1.0f / std::sqrt(square / static_cast<float>(D) + epsilon)};
}

int64_t tasks_for(int64_t rows, int64_t D, int64_t most) {
  return std::max<int64_t>(1, std::min({rows, most, rows * D / VALUES_PER_TASK}));
}

/// x [R, D], gain [D], bias [D] -> y [R, D]
template <typename T, TF_DataType type>
void forward(void *settings, Call &call) {
  const auto x = call.input(0), gain = call.input(1), bias = call.input(2);
  const int64_t D = call.ok() && !x.shape.empty() ? x.shape.back() : 0;
  if (call.require(D > 0 && elements(gain.shape) == D && elements(bias.shape) == D,
                   "layer norm: gain and bias must be as long as the last axis of x")) {
    const float epsilon = static_cast<Settings *>(settings)->epsilon;
    const int64_t rows = elements(x.shape) / D;
    T *y = call.output<T>(0, type, x.shape);
    if (y) {
      std::vector<float> g(D), b(D);
      widen_row(gain.as<T>(), g.data(), D);
      widen_row(bias.as<T>(), b.data(), D);
      const int64_t tasks = tasks_for(rows, D, 4 * thread_count());
      parallel(tasks, [&](int64_t task) {
        std::vector<float> values(D);
        float *row = values.data();
        const float *slope = g.data(), *offset = b.data();
        for (int64_t r = rows * task / tasks; r < rows * (task + 1) / tasks; r++) {
          widen_row(x.as<T>() + r * D, row, D);
          const Moments m = moments(row, D, epsilon);
          for (int64_t i = 0; i < D; i++) row[i] = (row[i] - m.mean) * m.scale * slope[i] + offset[i];
          narrow_row(row, y + r * D, D);
        }
      });
    }
  }
}

/// dy [R, D], x [R, D], gain [D] -> dx [R, D], dgain [D], dbias [D]
template <typename T, TF_DataType type>
void backward(void *settings, Call &call) {
  const auto dy = call.input(0), x = call.input(1), gain = call.input(2);
  const int64_t D = call.ok() && !x.shape.empty() ? x.shape.back() : 0;
  if (call.require(D > 0 && elements(gain.shape) == D && dy.shape == x.shape,
                   "layer norm's gradient: dy must be shaped as x, and gain as long as its last axis")) {
    const float epsilon = static_cast<Settings *>(settings)->epsilon;
    const int64_t rows = elements(x.shape) / D;
    T *dx = call.output<T>(0, type, x.shape);
    T *dgain = call.output<T>(1, type, gain.shape);
    T *dbias = call.output<T>(2, type, gain.shape);
    if (call.ok()) {
      std::vector<float> g(D);
      widen_row(gain.as<T>(), g.data(), D);
      // Each task sums what it sees, and the sums are added in order: the same threads give the same result.
      const int64_t tasks = tasks_for(rows, D, thread_count());
      std::vector<float> sums(2 * tasks * D, 0.0f);
      parallel(tasks, [&](int64_t task) {
        float *gains = sums.data() + 2 * task * D, *biases = gains + D;
        std::vector<float> unit(D), d(D);
        float *u = unit.data(), *e = d.data();
        const float *slope = g.data();
        for (int64_t r = rows * task / tasks; r < rows * (task + 1) / tasks; r++) {
          widen_row(x.as<T>() + r * D, u, D);
          widen_row(dy.as<T>() + r * D, e, D);
          const Moments m = moments(u, D, epsilon);
          float mean = 0, along = 0;
#pragma omp simd reduction(+ : mean, along)
          for (int64_t i = 0; i < D; i++) {
            u[i] = (u[i] - m.mean) * m.scale;
            gains[i] += e[i] * u[i];
            biases[i] += e[i];
            e[i] *= slope[i];
            mean += e[i];
            along += e[i] * u[i];
          }
          mean /= static_cast<float>(D);
          along /= static_cast<float>(D);
          for (int64_t i = 0; i < D; i++) e[i] = (e[i] - mean - u[i] * along) * m.scale;
          narrow_row(e, dx + r * D, D);
        }
      });
      for (int64_t task = 1; task < tasks; task++)
        for (int64_t i = 0; i < 2 * D; i++) sums[i] += sums[2 * task * D + i];
      narrow_row(sums.data(), dgain, D);
      narrow_row(sums.data() + D, dbias, D);
    }
  }
}

}  // namespace

void register_layer_norm() {
  register_op("CliplabLayerNorm", {"T: {float, bfloat16}", "epsilon: float"}, {"x: T", "gain: T", "bias: T"}, {"y: T"});
  register_kernel("CliplabLayerNorm", TF_FLOAT, create, run<forward<float, TF_FLOAT>>, destroy);
  register_kernel("CliplabLayerNorm", TF_BFLOAT16, create, run<forward<Bfloat16, TF_BFLOAT16>>, destroy);
  register_op("CliplabLayerNormGrad", {"T: {float, bfloat16}", "epsilon: float"}, {"dy: T", "x: T", "gain: T"},
              {"dx: T", "dgain: T", "dbias: T"});
  register_kernel("CliplabLayerNormGrad", TF_FLOAT, create, run<backward<float, TF_FLOAT>>, destroy);
  register_kernel("CliplabLayerNormGrad", TF_BFLOAT16, create, run<backward<Bfloat16, TF_BFLOAT16>>, destroy);
}

}  // namespace cliplab
