// GELU, x Phi(x), and QuickGELU, x sigmoid(1.702 x), with their slopes.
#pragma once

#include "numbers.h"

namespace cliplab {

struct Gelu {
  static float value(float x) {
    float density;
    return x * normal_distribution(x, &density);
  }
  static float slope(float x) {
    float density;
    const float below = normal_distribution(x, &density);
    return below + x * density;
  }
};

struct QuickGelu {
  static float value(float x) { return x * sigmoid(1.702f * x); }
  static float slope(float x) {
    const float s = sigmoid(1.702f * x);
    return s + 1.702f * x * s * (1.0f - s);
  }
};

}  // namespace cliplab
