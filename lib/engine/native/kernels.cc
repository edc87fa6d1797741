// TensorFlow kernels of the engine, beside TensorFlow's own: loading this addon makes them ops that run by name.
#include <node_api.h>

#include <mutex>

#include "op.h"

namespace {

napi_value init(napi_env, napi_value exports) {
  // Once a process, however many threads of Node load it.
  static std::once_flag once;
  std::call_once(once, [] {
    cliplab::register_layer_norm();
    cliplab::register_activation();
    cliplab::register_attention();
    cliplab::register_linear();
    cliplab::register_optimizer();
    cliplab::register_batch_norm();
    cliplab::register_softmax_loss();
    cliplab::register_crop();
  });
  return exports;
}

}  // namespace

NAPI_MODULE(cliplab_kernels, init)
