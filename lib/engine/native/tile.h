// A tile of a matrix product, held in registers: the innermost loop of the products with weights.
#pragma once

#include <cstdint>
#include <cstring>
#if defined(__AVX512BF16__)
#include <immintrin.h>
#endif

#include "gemm.h"
#include "numbers.h"

namespace cliplab {

#if defined(__AVX512F__)
constexpr int TILE_ROWS = 14, TILE_VECTORS = 2;
#elif defined(__AVX__)
constexpr int TILE_ROWS = 6, TILE_VECTORS = 2;
#elif defined(__aarch64__)
constexpr int TILE_ROWS = 4, TILE_VECTORS = 4;
#else
constexpr int TILE_ROWS = 4, TILE_VECTORS = 2;
#endif
/// Columns of a tile.
constexpr int PANEL = TILE_VECTORS * LANES;
static_assert(TILE_ROWS <= LANES, "a row of words is stored as one vector");

/// The 32 bits a lane multiplies at a time: a float, or two bfloat16 where the processor multiplies such pairs.
using Word = uint32_t;

template <typename T>
constexpr int VALUES_A_WORD = 1;
#if defined(__AVX512BF16__)
template <>
constexpr int VALUES_A_WORD<Bfloat16> = 2;
#endif

template <typename T>
constexpr int64_t words_for(int64_t values) {
  return (values + VALUES_A_WORD<T> - 1) / VALUES_A_WORD<T>;
}

/// sum + left right, lane by lane; `left` is one word.
template <typename T>
inline Vector multiply_add(const Word *left, Vector right, Vector sum) {
#if defined(__AVX512BF16__)
  if constexpr (VALUES_A_WORD<T> == 2)
    return (Vector)_mm512_dpbf16_ps((__m512)sum, (__m512bh)_mm512_set1_epi32(static_cast<int>(*left)), (__m512bh)right);
#endif
  float value;
  std::memcpy(&value, left, sizeof value);
  return sum + value * right;
}

/// tile [ROWS, PANEL] = a b: a [count, ROWS] and b [count, PANEL], in words.
template <typename T, int ROWS>
void multiply_tile(int64_t count, const Word *a, const Word *b, float *tile) {
  Vector sums[ROWS][TILE_VECTORS] = {};
  for (int64_t k = 0; k < count; k++) {
    Vector right[TILE_VECTORS];
    for (int v = 0; v < TILE_VECTORS; v++) std::memcpy(&right[v], b + k * PANEL + v * LANES, sizeof(Vector));
    for (int i = 0; i < ROWS; i++)
      for (int v = 0; v < TILE_VECTORS; v++) sums[i][v] = multiply_add<T>(a + k * ROWS + i, right[v], sums[i][v]);
  }
  std::memcpy(tile, sums, sizeof sums);
}

/// The same for any number of rows from 1 to TILE_ROWS.
template <typename T, int ROWS = TILE_ROWS>
void multiply_rows(int64_t rows, int64_t count, const Word *a, const Word *b, float *tile) {
  if constexpr (ROWS > 0) {
    if (rows == ROWS) multiply_tile<T, ROWS>(count, a, b, tile);
    else multiply_rows<T, ROWS - 1>(rows, count, a, b, tile);
  }
}

}  // namespace cliplab
