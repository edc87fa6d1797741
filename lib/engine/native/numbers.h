// Numbers as the kernels see them: storage in float32 or bfloat16, arithmetic in float32. Loops over these functions
// have no branches, so that the compiler turns them into vector instructions.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

namespace cliplab {

/// The upper 16 bits of a float.
struct Bfloat16 {
  uint16_t bits;
};

inline float widen(float x) { return x; }
inline float widen(Bfloat16 x) {
  const uint32_t bits = static_cast<uint32_t>(x.bits) << 16;
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

inline void narrow(float x, float *out) { *out = x; }
/// Round to nearest, ties to even; a NaN stays one.
inline void narrow(float x, Bfloat16 *out) {
  uint32_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  const uint32_t rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
  out->bits = static_cast<uint16_t>((bits & 0x7fffffff) > 0x7f800000 ? 0x7fc0 : rounded);
}

/// e^x within 2 units in the last place; exactly 0 below -87.3, and the largest power of that size above 88.3. NaN of NaN.
inline float exponential(float x) {
  const float clipped = x > 88.3f ? 88.3f : x < -87.3f ? -87.3f : x;
  // clipped = k ln 2 + r, |r| <= ln 2 / 2, with ln 2 in two parts so that nothing is lost.
  const float k = __builtin_rintf(clipped * 1.44269504f);
  const float r = (clipped - k * 0.693145752f) - k * 1.42860677e-6f;
  // The Taylor series of e^r to the 7th power.
  float p = 1.0f / 5040.0f;
  p = p * r + 1.0f / 720.0f;
  p = p * r + 1.0f / 120.0f;
  p = p * r + 1.0f / 24.0f;
  p = p * r + 1.0f / 6.0f;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  // No integer stands for NaN, which p is then.
  const float whole = k == k ? k : 0.0f;
  const uint32_t scale = static_cast<uint32_t>(static_cast<int32_t>(whole) + 127) << 23;
  float power;
  std::memcpy(&power, &scale, sizeof power);
  return x < -87.3f ? 0.0f : p * power;
}

inline float sigmoid(float x) { return 1.0f / (1.0f + exponential(-x)); }

/// The normal distribution function and, in `density`, its derivative. Absolute error below 2e-7 (Abramowitz and Stegun, 7.1.26).
inline float normal_distribution(float x, float *density) {
  const float z = std::fabs(x) * 0.707106781f;
  const float t = 1.0f / (1.0f + 0.3275911f * z);
  const float e = exponential(-z * z);
  const float tail = ((((1.061405429f * t - 1.453152027f) * t + 1.421413741f) * t - 0.284496736f) * t + 0.254829592f) * t;
  const float upper = 1.0f - 0.5f * tail * e;
  *density = 0.398942280f * e;
  return x < 0 ? 1.0f - upper : upper;
}

template <typename T>
void widen_row(const T *from, float *to, int64_t count) {
  for (int64_t i = 0; i < count; i++) to[i] = widen(from[i]);
}

template <typename T>
void narrow_row(const float *from, T *to, int64_t count) {
  for (int64_t i = 0; i < count; i++) narrow(from[i], to + i);
}

}  // namespace cliplab
