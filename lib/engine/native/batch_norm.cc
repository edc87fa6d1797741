// Batch normalization in training, with what follows it in a residual network while the values are at hand: the
// shortcut's addition and the rectifier. Statistics and arithmetic in float32, whatever x is stored in.
#include <algorithm>
#include <vector>

#include "numbers.h"
#include "op.h"
#include "parallel.h"

namespace cliplab {
namespace {

constexpr int64_t VALUES_PER_TASK = 32768;
/// Few channels are taken several rows at a time, so that loops are long enough to pay.
constexpr int64_t LEAST_PERIOD = 128;
/// Periods summed in float32 before they go to a sum in float64.
constexpr int64_t BLOCK = 256;

struct Settings {
  float epsilon, momentum;
  bool relu, shortcut;
};

void *create(TF_OpKernelConstruction *construction) {
  return new Settings{float_attribute(construction, "epsilon"), float_attribute(construction, "momentum"),
                      int_attribute(construction, "relu") != 0, int_attribute(construction, "shortcut") != 0};
}
void destroy(void *settings) { delete static_cast<Settings *>(settings); }

/// How rows of C channels are walked: in periods of several rows, and those in tasks.
struct Walk {
  int64_t C, total, period, periods, tasks;
  Walk(int64_t channels, int64_t values)
      : C(channels),
        total(values),
        period(C * std::max<int64_t>(1, (LEAST_PERIOD + C - 1) / C)),
        periods((total + period - 1) / period),
        tasks(std::max<int64_t>(1, std::min({periods, total / VALUES_PER_TASK, static_cast<int64_t>(4 * thread_count())}))) {}
  /// work(task, first value, count) for each period; the last may be shorter, by whole rows.
  template <typename Work>
  void each(int64_t task, Work work) const {
    for (int64_t p = periods * task / tasks; p < periods * (task + 1) / tasks; p++)
      work(p * period, std::min(period, total - p * period));
  }
  /// A value a channel, repeated for every row of a period.
  std::vector<float> repeated(const float *values) const {
    std::vector<float> all(period);
    for (int64_t i = 0; i < period; i++) all[i] = values[i % C];
    return all;
  }
};

/// Two sums a channel over all rows, each to the last bit the same whichever thread was first. `add(first, count, a, b)` adds a period's
/// values to a[i] and b[i].
template <typename Add>
void channel_sums(const Walk &walk, Add add, double *first, double *second) {
  const int64_t P = walk.period, C = walk.C;
  std::vector<double> wide(2 * walk.tasks * C, 0.0);
  parallel(walk.tasks, [&](int64_t task) {
    std::vector<float> sums(2 * P, 0.0f);
    double *totals = wide.data() + 2 * task * C;
    int64_t added = 0;
    const auto flush = [&] {
      for (int64_t i = 0; i < P; i++) {
        totals[i % C] += sums[i];
        totals[C + i % C] += sums[P + i];
      }
      std::fill(sums.begin(), sums.end(), 0.0f);
    };
    walk.each(task, [&](int64_t begin, int64_t count) {
      add(begin, count, sums.data(), sums.data() + P);
      if (++added % BLOCK == 0) flush();
    });
    flush();
  });
  std::fill(first, first + C, 0.0);
  std::fill(second, second + C, 0.0);
  for (int64_t task = 0; task < walk.tasks; task++)
    for (int64_t c = 0; c < C; c++) {
      first[c] += wide[2 * task * C + c];
      second[c] += wide[(2 * task + 1) * C + c];
    }
}

/// What each loop over a period reads of every channel. Handed over by value: behind a reference, the compiler would look at it again
/// for every number that is stored.
struct Slopes {
  const float *slope, *offset, *mean, *along, *constant;
};

template <typename T>
void add_moments(int64_t count, const T *values, const float *origin, float *a, float *b) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) {
    const float v = widen(values[i]) - origin[i];
    a[i] += v;
    b[i] += v * v;
  }
}

template <typename T>
void normalize(int64_t count, const T *values, Slopes p, float least, T *out) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) {
    const float z = (widen(values[i]) - p.mean[i]) * p.slope[i] + p.offset[i];
    narrow(z < least ? least : z, out + i);
  }
}

template <typename T>
void normalize_and_add(int64_t count, const T *values, const T *added, Slopes p, float least, T *out) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) {
    const float z = (widen(values[i]) - p.mean[i]) * p.slope[i] + p.offset[i] + widen(added[i]);
    narrow(z < least ? least : z, out + i);
  }
}

/// x [..., C], gain, bias, running mean and variance [C], shortcut as x or [0] -> y, the batch's mean and 1 / deviation, the new running ones
template <typename T, TF_DataType type>
void forward(void *opaque, Call &call) {
  const Settings settings = *static_cast<Settings *>(opaque);
  const auto x = call.input(0), gain = call.input(1), bias = call.input(2), mean_before = call.input(3), variance_before = call.input(4),
             shortcut = call.input(5);
  const int64_t C = call.ok() && !x.shape.empty() ? x.shape.back() : 0;
  bool fits = C > 0 && elements(x.shape) > C;
  for (const auto *vector : {&gain, &bias, &mean_before, &variance_before}) fits = fits && elements(vector->shape) == C;
  if (settings.shortcut) fits = fits && shortcut.shape == x.shape;
  if (call.require(fits, "batch norm: a value a channel, a shortcut shaped as x, and more than one value of each channel")) {
    T *y = call.output<T>(0, type, x.shape);
    float *mean = call.output<float>(1, TF_FLOAT, {C}), *scale = call.output<float>(2, TF_FLOAT, {C});
    float *mean_after = call.output<float>(3, TF_FLOAT, {C}), *variance_after = call.output<float>(4, TF_FLOAT, {C});
    if (call.ok()) {
      const Walk walk(C, elements(x.shape));
      const double rows = static_cast<double>(walk.total / C);
      // Sums of what exceeds the first row: far from zero, a square of the whole would swallow the deviation.
      std::vector<float> first(C);
      widen_row(x.as<T>(), first.data(), C);
      const std::vector<float> origin = walk.repeated(first.data());
      std::vector<double> sums(2 * C);
      channel_sums(
          walk,
          [&](int64_t begin, int64_t count, float *a, float *b) {
            add_moments(count, x.as<T>() + begin, origin.data(), a, b);
          },
          sums.data(), sums.data() + C);
      std::vector<float> slope(C), offset(C);
      for (int64_t c = 0; c < C; c++) {
        const double shifted = sums[c] / rows;
        const double variance = std::max(0.0, sums[C + c] / rows - shifted * shifted);
        mean[c] = static_cast<float>(first[c] + shifted);
        scale[c] = static_cast<float>(1.0 / std::sqrt(variance + settings.epsilon));
        const float unbiased = static_cast<float>(variance * rows / (rows - 1));
        mean_after[c] = mean_before.as<float>()[c] + settings.momentum * (mean[c] - mean_before.as<float>()[c]);
        variance_after[c] = variance_before.as<float>()[c] + settings.momentum * (unbiased - variance_before.as<float>()[c]);
        slope[c] = gain.as<float>()[c] * scale[c];
        offset[c] = bias.as<float>()[c];
      }
      const std::vector<float> slopes = walk.repeated(slope.data()), offsets = walk.repeated(offset.data()), means = walk.repeated(mean);
      const float least = settings.relu ? 0.0f : -INFINITY;
      parallel(walk.tasks, [&](int64_t task) {
        const Slopes p{slopes.data(), offsets.data(), means.data(), nullptr, nullptr};
        walk.each(task, [&](int64_t begin, int64_t count) {
          const T *values = x.as<T>() + begin;
          if (settings.shortcut) normalize_and_add(count, values, shortcut.as<T>() + begin, p, least, y + begin);
          else normalize(count, values, p, least, y + begin);
        });
      });
    }
  }
}

/// dy is loaded whether it is let through or not: loads under a mask are several times as slow.
template <typename T>
void add_gradients(int64_t count, const T *gradient, const T *values, Slopes p, float least, float *a, float *b) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) {
    const float v = widen(values[i]) - p.mean[i];
    const float dy = widen(gradient[i]);
    const float g = v * p.slope[i] + p.offset[i] > least ? dy : 0.0f;
    a[i] += g;
    b[i] += g * v;
  }
}

/// The same where y = relu(norm(x) + shortcut), with the shortcut's gradient on the way.
template <typename T>
void add_gradients_through(int64_t count, const T *gradient, const T *values, const T *results, Slopes p, float least, T *through,
                           float *a, float *b) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) {
    const float dy = widen(gradient[i]);
    const float g = widen(results[i]) > least ? dy : 0.0f;
    narrow(g, through + i);
    a[i] += g;
    b[i] += g * (widen(values[i]) - p.mean[i]);
  }
}

template <typename T>
void input_gradient(int64_t count, const T *gradient, const T *values, Slopes p, float least, T *out) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) {
    const float v = widen(values[i]) - p.mean[i];
    const float dy = widen(gradient[i]);
    const float g = v * p.slope[i] + p.offset[i] > least ? dy : 0.0f;
    narrow(g * p.slope[i] + v * p.along[i] + p.constant[i], out + i);
  }
}

/// dy, x [..., C], gain, bias, the batch's mean and 1 / deviation [C], y where it was added to (or [0]) -> dx, dgain, dbias, dshortcut
template <typename T, TF_DataType type>
void backward(void *opaque, Call &call) {
  const Settings settings = *static_cast<Settings *>(opaque);
  const auto dy = call.input(0), x = call.input(1), gain = call.input(2), bias = call.input(3), mean = call.input(4), scale = call.input(5),
             y = call.input(6);
  const int64_t C = call.ok() && !x.shape.empty() ? x.shape.back() : 0;
  bool fits = C > 0 && elements(x.shape) > 0 && dy.shape == x.shape && (!settings.shortcut || y.shape == x.shape);
  for (const auto *vector : {&gain, &bias, &mean, &scale}) fits = fits && elements(vector->shape) == C;
  if (call.require(fits, "batch norm's gradient: dy and y shaped as x, a value a channel, and at least one of each channel")) {
    T *dx = call.output<T>(0, type, x.shape);
    float *dgain = call.output<float>(1, TF_FLOAT, {C}), *dbias = call.output<float>(2, TF_FLOAT, {C});
    T *through = call.output<T>(3, type, settings.shortcut ? x.shape : Shape{0});
    if (call.ok()) {
      const Walk walk(C, elements(x.shape));
      const double rows = static_cast<double>(walk.total / C);
      std::vector<float> slope(C);
      for (int64_t c = 0; c < C; c++) slope[c] = gain.as<float>()[c] * scale.as<float>()[c];
      const std::vector<float> slopes = walk.repeated(slope.data()), offsets = walk.repeated(bias.as<float>()),
                               means = walk.repeated(mean.as<float>());
      Slopes slopes_of{slopes.data(), offsets.data(), means.data(), nullptr, nullptr};
      // Below this, the rectifier lets no gradient through.
      const float least = settings.relu ? 0.0f : -INFINITY;
      std::vector<double> sums(2 * C);
      channel_sums(
          walk,
          [&](int64_t begin, int64_t count, float *a, float *b) {
            const T *gradient = dy.as<T>() + begin, *values = x.as<T>() + begin;
            if (settings.shortcut)
              add_gradients_through(count, gradient, values, y.as<T>() + begin, slopes_of, least, through + begin, a, b);
            else add_gradients(count, gradient, values, slopes_of, least, a, b);
          },
          sums.data(), sums.data() + C);
      std::vector<float> along(C), constant(C);
      for (int64_t c = 0; c < C; c++) {
        const double inverse = scale.as<float>()[c];
        dbias[c] = static_cast<float>(sums[c]);
        dgain[c] = static_cast<float>(sums[C + c] * inverse);
        constant[c] = static_cast<float>(-slope[c] * sums[c] / rows);
        along[c] = static_cast<float>(-slope[c] * inverse * inverse * sums[C + c] / rows);
      }
      const std::vector<float> alongs = walk.repeated(along.data()), constants = walk.repeated(constant.data());
      slopes_of.along = alongs.data();
      slopes_of.constant = constants.data();
      // The gradient that went through has been rectified already.
      const T *gradient = settings.shortcut ? through : dy.as<T>();
      const float bound = settings.shortcut ? -INFINITY : least;
      parallel(walk.tasks, [&](int64_t task) {
        walk.each(task, [&](int64_t begin, int64_t count) {
          input_gradient(count, gradient + begin, x.as<T>() + begin, slopes_of, bound, dx + begin);
        });
      });
    }
  }
}

}  // namespace

void register_batch_norm() {
  const std::initializer_list<const char *> attributes = {"T: {float, bfloat16}", "epsilon: float", "momentum: float", "relu: int",
                                                          "shortcut: int"};
  register_op("CliplabBatchNorm", attributes,
              {"x: T", "gain: float", "bias: float", "running_mean: float", "running_variance: float", "added: T"},
              {"y: T", "mean: float", "scale: float", "new_mean: float", "new_variance: float"});
  register_kernel("CliplabBatchNorm", TF_FLOAT, create, run<forward<float, TF_FLOAT>>, destroy);
  register_kernel("CliplabBatchNorm", TF_BFLOAT16, create, run<forward<Bfloat16, TF_BFLOAT16>>, destroy);
  register_op("CliplabBatchNormGrad", attributes,
              {"dy: T", "x: T", "gain: float", "bias: float", "mean: float", "scale: float", "y: T"},
              {"dx: T", "dgain: float", "dbias: float", "dadded: T"});
  register_kernel("CliplabBatchNormGrad", TF_FLOAT, create, run<backward<float, TF_FLOAT>>, destroy);
  register_kernel("CliplabBatchNormGrad", TF_BFLOAT16, create, run<backward<Bfloat16, TF_BFLOAT16>>, destroy);
}

}  // namespace cliplab
