// softmax(q k' / sqrt(D) + mask) v and its gradients, one head at a time in the cache: neither scores nor probabilities
// go to memory.
#include <algorithm>
#include <cmath>
#include <vector>

#include "gemm.h"
#include "numbers.h"
#include "op.h"
#include "parallel.h"

namespace cliplab {
namespace {

/// Queries a block handles at a time; a multiple of MOST_ROWS.
constexpr int64_t BLOCK = 48;

/// A tensor of N x heads matrices [T, D]: where each starts, and how far its rows are apart.
template <typename T>
struct Heads {
  T *data;
  int64_t batch, head, row;
  T *at(int64_t n, int64_t h) const { return data + n * batch + h * head; }
};

struct Sizes {
  int64_t N, H, Tq, T, D;
};

template <typename T>
void load(const T *from, int64_t stride, int64_t rows, int64_t D, float *to, int64_t width) {
  for (int64_t t = 0; t < rows; t++) {
    widen_row(from + t * stride, to + t * width, D);
    std::fill(to + t * width + D, to + (t + 1) * width, 0.0f);
  }
}

/// [rows, D] -> [D, width]
template <typename T>
void load_transposed(const T *from, int64_t stride, int64_t rows, int64_t D, float *to, int64_t width) {
  std::fill(to, to + D * width, 0.0f);
  for (int64_t t = 0; t < rows; t++)
    for (int64_t d = 0; d < D; d++) to[d * width + t] = widen(from[t * stride + d]);
}

/// One row of scores -> probabilities; what pads the row becomes 0.
void softmax(float *row, int64_t T, int64_t width, float scale, const float *mask) {
  float largest = -INFINITY;
  for (int64_t j = 0; j < T; j++) row[j] = row[j] * scale + (mask ? mask[j] : 0.0f);
#pragma omp simd reduction(max : largest)
  for (int64_t j = 0; j < T; j++) largest = row[j] > largest ? row[j] : largest;
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t j = 0; j < T; j++) {
    row[j] = exponential(row[j] - largest);
    sum += row[j];
  }
  const float inverse = 1.0f / sum;
  for (int64_t j = 0; j < T; j++) row[j] *= inverse;
  std::fill(row + T, row + width, 0.0f);
}

template <typename T>
void attend(const Sizes &s, Heads<const T> q, Heads<const T> k, Heads<const T> v, const float *mask, Heads<T> out) {
  // Tensors without values may have more heads than could ever be gone through.
  if (elements({s.N, s.H, s.Tq, s.D}) == 0) return;
  const int64_t width = padded(s.T), depth = padded(s.D);
  const float scale = 1.0f / std::sqrt(static_cast<float>(s.D));
  parallel(s.N * s.H, [&](int64_t task) {
    const int64_t n = task / s.H, h = task % s.H;
    thread_local std::vector<float> scratch;
    scratch.resize(s.D * width + s.T * depth + BLOCK * (2 * depth + width));
    float *keys = scratch.data(), *values = keys + s.D * width;  // [D, T] and [T, D]
    float *queries = values + s.T * depth, *scores = queries + BLOCK * depth, *result = scores + BLOCK * width;
    load_transposed(k.at(n, h), k.row, s.T, s.D, keys, width);
    load(v.at(n, h), v.row, s.T, s.D, values, depth);
    for (int64_t t = 0; t < s.Tq; t += BLOCK) {
      const int64_t rows = std::min(BLOCK, s.Tq - t);
      load(q.at(n, h) + t * q.row, q.row, rows, s.D, queries, depth);
      gemm(rows, width, s.D, {queries, depth, 1}, keys, width, scores, width, false);
      for (int64_t i = 0; i < rows; i++)
        softmax(scores + i * width, s.T, width, scale, mask ? mask + (t + i) * s.T : nullptr);
      gemm(rows, depth, s.T, {scores, width, 1}, values, depth, result, depth, false);
      for (int64_t i = 0; i < rows; i++) narrow_row(result + i * depth, out.at(n, h) + (t + i) * out.row, s.D);
    }
  });
}

/// The probabilities are computed again; keeping them would take more memory than the products take time.
template <typename T>
void attend_back(const Sizes &s, Heads<const T> dout, Heads<const T> q, Heads<const T> k, Heads<const T> v, const float *mask,
                 Heads<T> dq, Heads<T> dk, Heads<T> dv) {
  if (elements({s.N, s.H, s.Tq, s.D}) == 0 && elements({s.N, s.H, s.T, s.D}) == 0) return;
  const int64_t width = padded(s.T), depth = padded(s.D);
  const float scale = 1.0f / std::sqrt(static_cast<float>(s.D));
  parallel(s.N * s.H, [&](int64_t task) {
    const int64_t n = task / s.H, h = task % s.H;
    thread_local std::vector<float> scratch;
    scratch.resize(2 * s.D * width + 3 * s.T * depth + BLOCK * (3 * depth + 2 * width));
    float *keys_t = scratch.data(), *values_t = keys_t + s.D * width;  // [D, T]
    float *keys = values_t + s.D * width;                              // [T, D]
    float *dkeys = keys + s.T * depth, *dvalues = dkeys + s.T * depth;
    float *queries = dvalues + s.T * depth, *above = queries + BLOCK * depth, *dqueries = above + BLOCK * depth;
    float *scores = dqueries + BLOCK * depth, *dscores = scores + BLOCK * width;
    load_transposed(k.at(n, h), k.row, s.T, s.D, keys_t, width);
    load_transposed(v.at(n, h), v.row, s.T, s.D, values_t, width);
    load(k.at(n, h), k.row, s.T, s.D, keys, depth);
    std::fill(dkeys, dkeys + 2 * s.T * depth, 0.0f);
    for (int64_t t = 0; t < s.Tq; t += BLOCK) {
      const int64_t rows = std::min(BLOCK, s.Tq - t);
      load(q.at(n, h) + t * q.row, q.row, rows, s.D, queries, depth);
      load(dout.at(n, h) + t * dout.row, dout.row, rows, s.D, above, depth);
      gemm(rows, width, s.D, {queries, depth, 1}, keys_t, width, scores, width, false);
      gemm(rows, width, s.D, {above, depth, 1}, values_t, width, dscores, width, false);
      for (int64_t i = 0; i < rows; i++) {
        float *p = scores + i * width, *dp = dscores + i * width;
        softmax(p, s.T, width, scale, mask ? mask + (t + i) * s.T : nullptr);
        float along = 0;
#pragma omp simd reduction(+ : along)
        for (int64_t j = 0; j < s.T; j++) along += p[j] * dp[j];
        for (int64_t j = 0; j < s.T; j++) dp[j] = p[j] * (dp[j] - along) * scale;
      }
      gemm(rows, depth, s.T, {dscores, width, 1}, keys, depth, dqueries, depth, false);
      gemm(s.T, depth, rows, {dscores, 1, width}, queries, depth, dkeys, depth, true);
      gemm(s.T, depth, rows, {scores, 1, width}, above, depth, dvalues, depth, true);
      for (int64_t i = 0; i < rows; i++) narrow_row(dqueries + i * depth, dq.at(n, h) + (t + i) * dq.row, s.D);
    }
    for (int64_t t = 0; t < s.T; t++) {
      narrow_row(dkeys + t * depth, dk.at(n, h) + t * dk.row, s.D);
      narrow_row(dvalues + t * depth, dv.at(n, h) + t * dv.row, s.D);
    }
  });
}

/// [N, heads, T, D]
template <typename T>
Heads<T> separate(T *data, const Shape &shape) {
  return {data, shape[1] * shape[2] * shape[3], shape[2] * shape[3], shape[3]};
}

/// One of three in [N, T, 3 W], or all of [N, T, W]: heads side by side in a row.
template <typename T>
Heads<T> joined(T *data, int64_t rows, int64_t row, int64_t D) {
  return {data, rows * row, D, row};
}

const float *mask_of(const Call::Input &mask) { return elements(mask.shape) > 0 ? mask.as<float>() : nullptr; }

bool separate_sizes(Call &call, const Call::Input &q, const Call::Input &k, const Call::Input &v, const Call::Input &mask,
                    Sizes *s) {
  const bool ranks = call.ok() && q.shape.size() == 4 && k.shape.size() == 4 && k.shape == v.shape;
  if (!call.require(ranks, "attention: q, k and v must be [N, heads, T, D], k and v of one shape")) return false;
  *s = {q.shape[0], q.shape[1], q.shape[2], k.shape[2], q.shape[3]};
  const bool fit = k.shape[0] == s->N && k.shape[1] == s->H && k.shape[3] == s->D;
  const bool masked = elements(mask.shape) == 0 || (mask.shape == Shape{s->Tq, s->T});
  return call.require(fit, "attention: q and k differ in N, heads or D") &&
         call.require(masked, "attention: the mask must be [Tq, T]");
}

template <typename T, TF_DataType type>
void forward(void *, Call &call) {
  const auto q = call.input(0), k = call.input(1), v = call.input(2), mask = call.input(3);
  Sizes s;
  if (separate_sizes(call, q, k, v, mask, &s)) {
    if (T *out = call.output<T>(0, type, q.shape))
      attend<T>(s, separate(q.as<T>(), q.shape), separate(k.as<T>(), k.shape), separate(v.as<T>(), v.shape), mask_of(mask),
                separate(out, q.shape));
  }
}

template <typename T, TF_DataType type>
void backward(void *, Call &call) {
  const auto dout = call.input(0), q = call.input(1), k = call.input(2), v = call.input(3), mask = call.input(4);
  Sizes s;
  if (separate_sizes(call, q, k, v, mask, &s) && call.require(dout.shape == q.shape, "attention: dout must be shaped as q")) {
    T *dq = call.output<T>(0, type, q.shape);
    T *dk = call.output<T>(1, type, k.shape);
    T *dv = call.output<T>(2, type, k.shape);
    if (call.ok())
      attend_back<T>(s, separate(dout.as<T>(), q.shape), separate(q.as<T>(), q.shape), separate(k.as<T>(), k.shape),
                     separate(v.as<T>(), k.shape), mask_of(mask), separate(dq, q.shape), separate(dk, k.shape),
                     separate(dv, k.shape));
  }
}

struct Settings {
  int64_t heads;
};
void *create(TF_OpKernelConstruction *construction) { return new Settings{int_attribute(construction, "heads")}; }
void destroy(void *settings) { delete static_cast<Settings *>(settings); }

bool joined_sizes(Call &call, void *settings, const Call::Input &qkv, const Call::Input &mask, Sizes *s) {
  const int64_t heads = static_cast<Settings *>(settings)->heads;
  const bool whole = call.ok() && qkv.shape.size() == 3 && heads > 0 && qkv.shape[2] % (3 * heads) == 0;
  if (!call.require(whole, "self-attention: qkv must be [N, T, 3 W], W a multiple of heads")) return false;
  const int64_t T = qkv.shape[1];
  *s = {qkv.shape[0], heads, T, T, qkv.shape[2] / 3 / heads};
  const bool masked = elements(mask.shape) == 0 || (mask.shape == Shape{T, T});
  return call.require(masked, "self-attention: the mask must be [T, T]");
}

template <typename T, TF_DataType type>
void self_forward(void *settings, Call &call) {
  const auto qkv = call.input(0), mask = call.input(1);
  Sizes s;
  if (joined_sizes(call, settings, qkv, mask, &s)) {
    const int64_t W = s.H * s.D;
    if (T *out = call.output<T>(0, type, {s.N, s.T, W})) {
      const auto part = [&](int64_t i) { return joined(qkv.as<T>() + i * W, s.T, 3 * W, s.D); };
      attend<T>(s, part(0), part(1), part(2), mask_of(mask), joined(out, s.T, W, s.D));
    }
  }
}

template <typename T, TF_DataType type>
void self_backward(void *settings, Call &call) {
  const auto dout = call.input(0), qkv = call.input(1), mask = call.input(2);
  Sizes s;
  if (joined_sizes(call, settings, qkv, mask, &s)) {
    const int64_t W = s.H * s.D;
    if (call.require(dout.shape == Shape{s.N, s.T, W}, "self-attention: dout must be [N, T, W]")) {
      if (T *dqkv = call.output<T>(0, type, qkv.shape)) {
        const auto part = [&](int64_t i) { return joined(qkv.as<T>() + i * W, s.T, 3 * W, s.D); };
        const auto dpart = [&](int64_t i) { return joined(dqkv + i * W, s.T, 3 * W, s.D); };
        attend_back<T>(s, joined(dout.as<T>(), s.T, W, s.D), part(0), part(1), part(2), mask_of(mask), dpart(0), dpart(1),
                       dpart(2));
      }
    }
  }
}

}  // namespace

void register_attention() {
  const char *types = "T: {float, bfloat16}";
  register_op("CliplabAttention", {types}, {"q: T", "k: T", "v: T", "mask: float"}, {"out: T"});
  register_kernel("CliplabAttention", TF_FLOAT, nullptr, run<forward<float, TF_FLOAT>>, nullptr);
  register_kernel("CliplabAttention", TF_BFLOAT16, nullptr, run<forward<Bfloat16, TF_BFLOAT16>>, nullptr);
  register_op("CliplabAttentionGrad", {types}, {"dout: T", "q: T", "k: T", "v: T", "mask: float"}, {"dq: T", "dk: T", "dv: T"});
  register_kernel("CliplabAttentionGrad", TF_FLOAT, nullptr, run<backward<float, TF_FLOAT>>, nullptr);
  register_kernel("CliplabAttentionGrad", TF_BFLOAT16, nullptr, run<backward<Bfloat16, TF_BFLOAT16>>, nullptr);
  register_op("CliplabSelfAttention", {types, "heads: int"}, {"qkv: T", "mask: float"}, {"out: T"});
  register_kernel("CliplabSelfAttention", TF_FLOAT, create, run<self_forward<float, TF_FLOAT>>, destroy);
  register_kernel("CliplabSelfAttention", TF_BFLOAT16, create, run<self_forward<Bfloat16, TF_BFLOAT16>>, destroy);
  register_op("CliplabSelfAttentionGrad", {types, "heads: int"}, {"dout: T", "qkv: T", "mask: float"}, {"dqkv: T"});
  register_kernel("CliplabSelfAttentionGrad", TF_FLOAT, create, run<self_backward<float, TF_FLOAT>>, destroy);
  register_kernel("CliplabSelfAttentionGrad", TF_BFLOAT16, create, run<self_backward<Bfloat16, TF_BFLOAT16>>, destroy);
}

}  // namespace cliplab
