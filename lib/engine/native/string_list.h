// Put before the sources of TensorFlow.js's binding by the compiler's -include: TensorFlow wants some attributes as
// lists of strings, which the binding cannot say. A string attribute that starts with the ASCII unit separator is
// handed on as such a list, its parts set apart by more of them.
#pragma once

#include <cstring>
#include <vector>

#include "tensorflow/c/eager/c_api.h"

inline void cliplab_set_attr_string(TFE_Op *op, const char *name, const char *value, size_t length) {
  const char SEPARATOR = '\x1f';
  if (length == 0 || value[0] != SEPARATOR) return TFE_OpSetAttrString(op, name, value, length);
  std::vector<const void *> parts;
  std::vector<size_t> lengths;
  for (const char *at = value; at < value + length;) {
    const char *start = ++at;
    while (at < value + length && *at != SEPARATOR) at++;
    parts.push_back(start);
    lengths.push_back(static_cast<size_t>(at - start));
  }
  TFE_OpSetAttrStringList(op, name, parts.data(), lengths.data(), static_cast<int>(parts.size()));
}

#define TFE_OpSetAttrString cliplab_set_attr_string
