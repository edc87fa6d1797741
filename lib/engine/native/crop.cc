// Training images: a box of each, resized, its colors changed, and normalized as the model reads it, in one pass over
// memory. TensorFlow's operations for it go through memory once for the boxes and several times more for the colors.
#include <algorithm>
#include <cmath>
#include <vector>

#include "op.h"
#include "parallel.h"

namespace cliplab {
namespace {

struct Settings {
  int64_t size;
};
void *create(TF_OpKernelConstruction *construction) { return new Settings{int_attribute(construction, "size")}; }
void destroy(void *settings) { delete static_cast<Settings *>(settings); }

/// How far a box may lie beyond the image: what rounding makes of its edges.
constexpr float SLACK = 1e-3f;

bool all_finite(const Call::Input &in) {
  const float *values = in.as<float>();
  return std::all_of(values, values + elements(in.shape), [](float value) { return std::isfinite(value); });
}

bool all_within(const Call::Input &boxes) {
  const float *edges = boxes.as<float>();
  return std::all_of(edges, edges + elements(boxes.shape), [](float at) { return at >= -SLACK && at <= 1.0f + SLACK; });
}

/// Where a sample lies between two pixels of a row or a column.
struct Between {
  int64_t first, second;
  float share;
};

/// `size` samples from `from` to `to`, both 0..1 of `length` pixels' centers; one sample is taken in the middle.
void place(float from, float to, int64_t length, int64_t size, std::vector<Between> *samples) {
  const float last = static_cast<float>(length - 1);
  const float step = size > 1 ? (to - from) * last / static_cast<float>(size - 1) : 0;
  const float start = size > 1 ? from * last : 0.5f * (from + to) * last;
  samples->resize(size);
  for (int64_t i = 0; i < size; i++) {
    // A box on the edge may be a rounding beyond it.
    const float at = std::clamp(start + static_cast<float>(i) * step, 0.0f, last);
    // The last of very many pixels, as a float, may be one that there is not.
    const int64_t first = std::min(static_cast<int64_t>(at), length - 1);
    (*samples)[i] = {first, std::min(first + 1, length - 1), at - static_cast<float>(first)};
  }
}

/// pixels [N, H, W, 3] in 0..255, boxes [N, 4] as (top, left, bottom, right), matrices [N, 3, 3] or [0], scale and shift [6]
/// -> (255 - matrix (255 - resized box), within 0..255) scale + shift [N, size, size, 3]
void crop(void *settings, Call &call) {
  const int64_t S = static_cast<Settings *>(settings)->size;
  const auto pixels = call.input(0), boxes = call.input(1), matrices = call.input(2), colors = call.input(3);
  const int64_t N = call.ok() && pixels.shape.size() == 4 ? pixels.shape[0] : -1;
  const bool changed = call.ok() && elements(matrices.shape) > 0;
  if (call.require(N >= 0 && pixels.shape[3] == 3 && boxes.shape == Shape({N, 4}) && elements(colors.shape) == 6 &&
                       (!changed || matrices.shape == Shape({N, 3, 3})),
                   "a crop: pixels [N, H, W, 3], boxes [N, 4], matrices [N, 3, 3] or [0], scale and shift [6]")) {
    const int64_t H = pixels.shape[1], W = pixels.shape[2];
    call.require(N == 0 || (H > 0 && W > 0), "a crop: images must have at least one pixel");
    call.require(all_within(boxes), "a crop: the edges of every box must be numbers from 0 to 1");
    call.require(all_finite(matrices) && all_finite(colors), "a crop: matrices, scale and shift must be finite");
    float *out = call.output<float>(0, TF_FLOAT, {N, S, S, 3});
    if (out && N > 0) {
      const float *scale = colors.as<float>(), *shift = scale + 3;
      parallel(N, [&](int64_t n) {
        const float *box = boxes.as<float>() + 4 * n;
        const float *M = changed ? matrices.as<float>() + 9 * n : nullptr;
        const uint8_t *image = pixels.as<uint8_t>() + n * H * W * 3;
        std::vector<Between> rows, columns;
        place(box[0], box[2], H, S, &rows);
        place(box[1], box[3], W, S, &columns);
        // Two rows of the image become one, then that one is read between its pixels.
        std::vector<float> row(3 * W);
        for (int64_t y = 0; y < S; y++) {
          const uint8_t *upper = image + rows[y].first * W * 3, *lower = image + rows[y].second * W * 3;
          const float down = rows[y].share;
          for (int64_t i = 0; i < 3 * W; i++) {
            const float above = upper[i];
            row[i] = above + (static_cast<float>(lower[i]) - above) * down;
          }
          float *to = out + (n * S + y) * S * 3;
          for (int64_t x = 0; x < S; x++, to += 3) {
            const float *left = row.data() + 3 * columns[x].first, *right = row.data() + 3 * columns[x].second;
            const float across = columns[x].share;
            float color[3];
            for (int c = 0; c < 3; c++) color[c] = left[c] + (right[c] - left[c]) * across;
            if (M) {
              const float r = 255 - color[0], g = 255 - color[1], b = 255 - color[2];
              for (int c = 0; c < 3; c++)
                color[c] = std::clamp(255 - (M[3 * c] * r + M[3 * c + 1] * g + M[3 * c + 2] * b), 0.0f, 255.0f);
            }
            for (int c = 0; c < 3; c++) to[c] = color[c] * scale[c] + shift[c];
          }
        }
      });
    }
  }
}

}  // namespace

void register_crop() {
  register_op("CliplabCrop", {"T: {uint8}", "size: int >= 1"},
              {"pixels: T", "boxes: float", "matrices: float", "colors: float"}, {"crops: float"});
  register_kernel("CliplabCrop", TF_UINT8, create, run<crop>, destroy);
}

}  // namespace cliplab
