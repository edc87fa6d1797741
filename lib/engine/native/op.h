// TensorFlow's C interface for kernels, in the few words that ours need.
#pragma once

#include <cstdint>
#include <exception>
#include <initializer_list>
#include <new>
#include <vector>

// The full interface includes a header that the wheel does not have; the kernels' part of it is the mobile one.
#include "tsl/platform/platform.h"
#define IS_MOBILE_PLATFORM
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_datatype.h"
#include "tensorflow/c/tf_status.h"
#include "tensorflow/c/tf_tensor.h"

namespace cliplab {

using Shape = std::vector<int64_t>;

/// a b, or -1 where a side is negative or the product is more than an int64 holds.
inline int64_t times(int64_t a, int64_t b) {
  int64_t product;
  return a < 0 || b < 0 || __builtin_mul_overflow(a, b, &product) ? -1 : product;
}

/// How many values a tensor of this shape has; -1 where they cannot be counted. None in any shape with a 0 in it.
inline int64_t elements(const Shape &shape) {
  for (int64_t side : shape)
    if (side == 0) return 0;
  int64_t product = 1;
  for (int64_t side : shape) product = times(product, side);
  return product;
}

/// One run of a kernel: its inputs, and its outputs as they are made. The first failure is the one that is told.
class Call {
 public:
  explicit Call(TF_OpKernelContext *context) : context_(context), status_(TF_NewStatus()) {}
  ~Call() {
    for (TF_Tensor *tensor : held_) TF_DeleteTensor(tensor);
    TF_DeleteStatus(status_);
  }
  Call(const Call &) = delete;

  struct Input {
    Shape shape;
    const void *data;
    template <typename T>
    const T *as() const {
      return static_cast<const T *>(data);
    }
  };

  Input input(int index) {
    if (!ok()) return {};
    TF_Tensor *tensor = nullptr;
    TF_GetInput(context_, index, &tensor, status_);
    if (!ok()) return {};
    held_.push_back(tensor);
    Input in;
    for (int d = 0; d < TF_NumDims(tensor); d++) in.shape.push_back(TF_Dim(tensor, d));
    in.data = TF_TensorData(tensor);
    return in;
  }

  template <typename T>
  T *output(int index, TF_DataType type, const Shape &shape) {
    if (!ok()) return nullptr;
    // TensorFlow ends the process over a shape that it cannot count, even where one of its sides is 0.
    int64_t sides = sizeof(T);
    for (int64_t side : shape) sides = times(sides, side == 0 ? 1 : side);
    if (!require(sides >= 0, "an output would have more values than can be counted: hand over smaller tensors")) return nullptr;
    const size_t bytes = sizeof(T) * static_cast<size_t>(elements(shape));
    TF_Tensor *tensor = TF_AllocateOutput(context_, index, type, shape.data(), static_cast<int>(shape.size()), bytes, status_);
    if (!ok()) return nullptr;
    held_.push_back(tensor);
    return static_cast<T *>(TF_TensorData(tensor));
  }

  bool ok() const { return TF_GetCode(status_) == TF_OK; }
  bool require(bool condition, const char *message) {
    if (!condition) fail(TF_INVALID_ARGUMENT, message);
    return condition && ok();
  }
  void fail(TF_Code code, const char *message) {
    if (ok()) TF_SetStatus(status_, code, message);
  }
  /// Hands a failure to TensorFlow, which throws it at the caller.
  void finish() {
    if (!ok()) TF_OpKernelContext_Failure(context_, status_);
  }

 private:
  TF_OpKernelContext *context_;
  TF_Status *status_;
  std::vector<TF_Tensor *> held_;
};

/// A kernel's Compute. Whatever `compute` throws is told as a failure: an exception that reaches TensorFlow ends the process.
template <void (*compute)(void *settings, Call &call)>
void run(void *settings, TF_OpKernelContext *context) {
  Call call(context);
  try {
    compute(settings, call);
  } catch (const std::bad_alloc &) {
    call.fail(TF_RESOURCE_EXHAUSTED, "there is not enough memory for this operation: hand over fewer or smaller tensors");
  } catch (const std::exception &error) {
    call.fail(TF_INTERNAL, error.what());
  }
  call.finish();
}

/// Tells TensorFlow of an op; attributes, inputs and outputs in its own notation ("T: {float, bfloat16}", "x: T").
void register_op(const char *name, std::initializer_list<const char *> attributes, std::initializer_list<const char *> inputs,
                 std::initializer_list<const char *> outputs);

using Create = void *(*)(TF_OpKernelConstruction *);
using Compute = void (*)(void *, TF_OpKernelContext *);
using Delete = void (*)(void *);

/// Tells TensorFlow of a kernel for T = `type`.
void register_kernel(const char *name, TF_DataType type, Create create, Compute compute, Delete destroy);

float float_attribute(TF_OpKernelConstruction *construction, const char *name);
int32_t int_attribute(TF_OpKernelConstruction *construction, const char *name);

void register_layer_norm();
void register_activation();
void register_attention();
void register_linear();
void register_optimizer();
void register_batch_norm();
void register_softmax_loss();
void register_crop();

}  // namespace cliplab
