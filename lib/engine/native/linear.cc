// activation(x W' + b), as one operation.
#include "activation.h"
#include "op.h"
#include "product.h"

namespace cliplab {
namespace {

enum Activation { NONE, GELU, QUICK_GELU };

struct Settings {
  int32_t activation;
};
void *create(TF_OpKernelConstruction *construction) { return new Settings{int_attribute(construction, "activation")}; }
void destroy(void *settings) { delete static_cast<Settings *>(settings); }

template <typename F>
void activate(float *row) {
  for (int j = 0; j < PANEL; j++) row[j] = F::value(row[j]);
}

/// x [..., in], weight [out, in], bias [out] -> y [..., out]
template <typename T, TF_DataType type>
void forward(void *settings, Call &call) {
  const auto x = call.input(0), weight = call.input(1), bias = call.input(2);
  const int32_t activation = static_cast<Settings *>(settings)->activation;
  const bool fits = call.ok() && !x.shape.empty() && weight.shape.size() == 2 && x.shape.back() == weight.shape[1];
  if (call.require(fits, "linear: x must be [..., in] and the weight [out, in]")) {
    const int64_t inputs = weight.shape[1], outputs = weight.shape[0];
    // Counted without the last axis: of no inputs at all, every row is the bias.
    const int64_t rows = elements(Shape(x.shape.begin(), x.shape.end() - 1));
    Shape shape = x.shape;
    shape.back() = outputs;
    if (call.require(elements(bias.shape) == outputs, "linear: the bias must be [out]") &&
        call.require(activation >= NONE && activation <= QUICK_GELU, "linear: there are the activations 0, 1 and 2")) {
      T *y = call.output<T>(0, type, shape);
      if (y && elements(shape) > 0) {
        const T *b = bias.as<T>();
        product<T>({rows, outputs, inputs}, x.as<T>(), weight.as<T>(),
                   [=](float *tile, int64_t row, int64_t height, int64_t column, int64_t columns) {
                     for (int64_t i = 0; i < height; i++) {
                       float *results = tile + i * PANEL;
                       for (int64_t j = 0; j < columns; j++) results[j] += widen(b[column + j]);
                       if (activation == GELU) activate<Gelu>(results);
                       if (activation == QUICK_GELU) activate<QuickGelu>(results);
                       narrow_row(results, y + (row + i) * outputs + column, columns);
                     }
                   });
      }
    }
  }
}

}  // namespace

void register_linear() {
  register_op("CliplabLinear", {"T: {float, bfloat16}", "activation: int"}, {"x: T", "weight: T", "bias: T"}, {"y: T"});
  register_kernel("CliplabLinear", TF_FLOAT, create, run<forward<float, TF_FLOAT>>, destroy);
  register_kernel("CliplabLinear", TF_BFLOAT16, create, run<forward<Bfloat16, TF_BFLOAT16>>, destroy);
}

}  // namespace cliplab
