// Small matrix products in float32, on one thread, for what lies in the cache.
#pragma once

#include <cstdint>
#include <cstring>

namespace cliplab {

#if defined(__AVX512F__)
constexpr int LANES = 16, MOST_VECTORS = 4;
#elif defined(__AVX__)
constexpr int LANES = 8, MOST_VECTORS = 2;
#else
constexpr int LANES = 4, MOST_VECTORS = 2;
#endif
constexpr int MOST_ROWS = 6;

typedef float Vector __attribute__((vector_size(4 * LANES)));

inline int64_t padded(int64_t count) { return (count + LANES - 1) / LANES * LANES; }

/// The factor on the left: element (i, k) is at data[i * row + k * column], so that it may be read transposed.
struct Left {
  const float *data;
  int64_t row, column;
};

template <int ROWS, int VECTORS>
void gemm_block(int64_t K, Left a, const float *b, int64_t b_row, float *c, int64_t c_row, bool add) {
  Vector sums[ROWS][VECTORS];
  for (int i = 0; i < ROWS; i++)
    for (int v = 0; v < VECTORS; v++) {
      if (add) std::memcpy(&sums[i][v], c + i * c_row + v * LANES, sizeof(Vector));
      else sums[i][v] = Vector{};
    }
  for (int64_t k = 0; k < K; k++) {
    Vector right[VECTORS];
    for (int v = 0; v < VECTORS; v++) std::memcpy(&right[v], b + k * b_row + v * LANES, sizeof(Vector));
    for (int i = 0; i < ROWS; i++) {
      const float left = a.data[i * a.row + k * a.column];
      for (int v = 0; v < VECTORS; v++) sums[i][v] += left * right[v];
    }
  }
  for (int i = 0; i < ROWS; i++)
    for (int v = 0; v < VECTORS; v++) std::memcpy(c + i * c_row + v * LANES, &sums[i][v], sizeof(Vector));
}

template <int VECTORS>
void gemm_columns(int64_t M, int64_t K, Left a, const float *b, int64_t b_row, float *c, int64_t c_row, bool add) {
  int64_t i = 0;
  for (; i + MOST_ROWS <= M; i += MOST_ROWS)
    gemm_block<MOST_ROWS, VECTORS>(K, {a.data + i * a.row, a.row, a.column}, b, b_row, c + i * c_row, c_row, add);
  for (; i < M; i++) gemm_block<1, VECTORS>(K, {a.data + i * a.row, a.row, a.column}, b, b_row, c + i * c_row, c_row, add);
}

/// c = a b, or c += a b: a [M, K], b [K, N], c [M, N]; N a multiple of LANES.
inline void gemm(int64_t M, int64_t N, int64_t K, Left a, const float *b, int64_t b_row, float *c, int64_t c_row, bool add) {
  int64_t j = 0;
  for (; j + MOST_VECTORS * LANES <= N; j += MOST_VECTORS * LANES)
    gemm_columns<MOST_VECTORS>(M, K, a, b + j, b_row, c + j, c_row, add);
  for (; j < N; j += LANES) gemm_columns<1>(M, K, a, b + j, b_row, c + j, c_row, add);
}

}  // namespace cliplab
