// x W' for weights as they lie in memory: each panel of them is turned in the cache, where it is used for all rows at
// once.
#pragma once

#include <algorithm>
#include <vector>

#include "parallel.h"
#include "turn.h"

namespace cliplab {

/// Rows of x that are turned at a time take at most this many words: 16 MiB, which the last cache holds.
constexpr int64_t TURNED_WORDS = 1 << 22;

struct ProductSizes {
  int64_t rows, outputs, inputs;
};

/**
 * x [rows, inputs] W' for W [outputs, inputs]; every result goes through `finish(tile, row, rows, column, columns)`
 * once, a tile at a time: tile [rows, PANEL], whose first `columns` columns count.
 */
template <typename T, typename Finish>
void product(const ProductSizes &s, const T *x, const T *weight, const Finish &finish) {
  const int64_t count = words_for<T>(s.inputs);
  const int64_t most = std::max<int64_t>(TILE_ROWS, std::min(s.rows, TURNED_WORDS / std::max<int64_t>(1, count)));
  // Tiles lie apart by what `turn` writes too much.
  const int64_t tile_words = count * TILE_ROWS + LANES;
  thread_local std::vector<Word> scratch;
  scratch.resize(((most + TILE_ROWS - 1) / TILE_ROWS) * tile_words);
  Word *turned = scratch.data();
  const int64_t panels = (s.outputs + PANEL - 1) / PANEL;
  for (int64_t begin = 0; begin < s.rows; begin += most) {
    const int64_t rows = std::min(most, s.rows - begin), tiles = (rows + TILE_ROWS - 1) / TILE_ROWS;
    const auto first = [=](int64_t tile) { return begin + rows * tile / tiles; };
    parallel(tiles, [&](int64_t t) {
      const int64_t height = first(t + 1) - first(t);
      turn(x + first(t) * s.inputs, s.inputs, height, s.inputs, turned + t * tile_words, height);
    });
    const int64_t spread = 4 * thread_count();
    const int64_t parts = std::min(tiles, panels >= spread ? 1 : (spread + panels - 1) / panels);
    parallel(panels * parts, [&](int64_t task) {
      const int64_t panel = task / parts, part = task % parts, column = panel * PANEL;
      const int64_t columns = std::min<int64_t>(PANEL, s.outputs - column);
      thread_local std::vector<Word> words;
      words.resize(count * PANEL);
      for (int64_t j = 0; j < columns; j += LANES)
        turn(weight + (column + j) * s.inputs, s.inputs, std::min<int64_t>(LANES, columns - j), s.inputs, words.data() + j, PANEL);
      for (int64_t t = tiles * part / parts; t < tiles * (part + 1) / parts; t++) {
        float tile[TILE_ROWS * PANEL];
        const int64_t height = first(t + 1) - first(t);
        multiply_rows<T>(height, count, turned + t * tile_words, words.data(), tile);
        finish(tile, first(t), height, column, columns);
      }
    });
  }
}

}  // namespace cliplab
