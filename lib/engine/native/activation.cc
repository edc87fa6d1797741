// GELU and QuickGELU with their gradients: one pass over memory each.
#include <algorithm>

#include "activation.h"
#include "op.h"
#include "parallel.h"

namespace cliplab {
namespace {

constexpr int64_t VALUES_PER_TASK = 16384;

template <typename Work>
void over(int64_t count, Work work) {
  const int64_t tasks = std::max<int64_t>(1, std::min<int64_t>(4 * thread_count(), count / VALUES_PER_TASK));
  parallel(tasks, [&](int64_t task) { work(count * task / tasks, count * (task + 1) / tasks); });
}

/// x of any shape -> y
template <typename F, typename T, TF_DataType type>
void forward(void *, Call &call) {
  const auto input = call.input(0);
  T *y = call.ok() ? call.output<T>(0, type, input.shape) : nullptr;
  if (y) {
    const T *x = input.as<T>();
    over(elements(input.shape), [=](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; i++) narrow(F::value(widen(x[i])), y + i);
    });
  }
}

/// dy, x -> dx
template <typename F, typename T, TF_DataType type>
void backward(void *, Call &call) {
  const auto gradient = call.input(0), input = call.input(1);
  if (call.require(call.ok() && gradient.shape == input.shape, "an activation's gradient: dy must be shaped as x")) {
    T *dx = call.output<T>(0, type, input.shape);
    if (dx) {
      const T *dy = gradient.as<T>(), *x = input.as<T>();
      over(elements(input.shape), [=](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; i++) narrow(widen(dy[i]) * F::slope(widen(x[i])), dx + i);
      });
    }
  }
}

template <typename F>
void register_one(const char *name, const char *gradient) {
  register_op(name, {"T: {float, bfloat16}"}, {"x: T"}, {"y: T"});
  register_kernel(name, TF_FLOAT, nullptr, run<forward<F, float, TF_FLOAT>>, nullptr);
  register_kernel(name, TF_BFLOAT16, nullptr, run<forward<F, Bfloat16, TF_BFLOAT16>>, nullptr);
  register_op(gradient, {"T: {float, bfloat16}"}, {"dy: T", "x: T"}, {"dx: T"});
  register_kernel(gradient, TF_FLOAT, nullptr, run<backward<F, float, TF_FLOAT>>, nullptr);
  register_kernel(gradient, TF_BFLOAT16, nullptr, run<backward<F, Bfloat16, TF_BFLOAT16>>, nullptr);
}

}  // namespace

void register_activation() {
  register_one<Gelu>("CliplabGelu", "CliplabGeluGrad");
  register_one<QuickGelu>("CliplabQuickGelu", "CliplabQuickGeluGrad");
}

}  // namespace cliplab
