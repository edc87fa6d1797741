// Rows of a matrix turned into the order in which tiles read them.
#pragma once

#include <utility>

#include "tile.h"

namespace cliplab {

template <int FIRST, size_t... I>
inline Vector zip(Vector a, Vector b, std::index_sequence<I...>) {
  return __builtin_shufflevector(a, b, static_cast<int>(FIRST + I / 2 + I % 2 * LANES)...);
}

/// LANES x LANES words, by repeated zipping of the upper half of the rows with the lower.
inline void transpose(Vector *rows) {
  constexpr auto lanes = std::make_index_sequence<LANES>();
  for (int step = 1; step < LANES; step *= 2) {
    Vector zipped[LANES];
    for (int i = 0; i < LANES / 2; i++) {
      zipped[2 * i] = zip<0>(rows[i], rows[i + LANES / 2], lanes);
      zipped[2 * i + 1] = zip<LANES / 2>(rows[i], rows[i + LANES / 2], lanes);
    }
    std::memcpy(rows, zipped, sizeof zipped);
  }
}

/// LANES words from `from` on.
template <typename T>
inline Vector load_words(const T *from) {
  Vector words;
  if constexpr (VALUES_A_WORD<T> * sizeof(T) == sizeof(Word)) std::memcpy(&words, from, sizeof words);
  else for (int i = 0; i < LANES; i++) words[i] = widen(from[i]);
  return words;
}

/// Up to a word's number of values; those that are missing are 0.
template <typename T>
inline Word load_word(const T *from, int64_t values) {
  Word word = 0;
  if constexpr (VALUES_A_WORD<T> * sizeof(T) == sizeof(Word)) {
    std::memcpy(&word, from, values * sizeof(T));
  } else {
    const float value = widen(*from);
    std::memcpy(&word, &value, sizeof word);
  }
  return word;
}

/**
 * Up to LANES rows of `length` values -> [words, width] in words. Writes LANES words at every step, so that up to LANES
 * - width words behind the last are overwritten, where width < LANES.
 */
template <typename T>
void turn(const T *from, int64_t stride, int64_t rows, int64_t length, Word *to, int64_t width) {
  constexpr int VALUES = VALUES_A_WORD<T>;
  const int64_t whole = length / (VALUES * LANES) * LANES, count = words_for<T>(length);
  for (int64_t k = 0; k < whole; k += LANES) {
    Vector block[LANES];
    for (int i = 0; i < LANES; i++) block[i] = load_words(from + (i < rows ? i : 0) * stride + k * VALUES);
    transpose(block);
    for (int i = 0; i < LANES; i++) std::memcpy(to + (k + i) * width, &block[i], sizeof(Vector));
  }
  for (int64_t k = whole; k < count; k++)
    for (int64_t i = 0; i < rows; i++)
      to[k * width + i] = load_word(from + i * stride + k * VALUES, std::min<int64_t>(VALUES, length - k * VALUES));
}

}  // namespace cliplab
