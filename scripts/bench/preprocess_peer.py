"""openai/CLIP's transform with PIL, up to the bytes, for scripts/bench/preprocess.mjs: a request a line, an answer a line."""

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from PIL import Image


def transformed(path, size):
    image = Image.open(path)
    w, h = image.size
    resized = (size, int(size * h / w)) if w <= h else (int(size * w / h), size)
    image = image.resize(resized, Image.BICUBIC)
    left, top = (int(round((side - size) / 2)) for side in resized)
    return np.asarray(image.crop((left, top, left + size, top + size)).convert("RGB"))


for line in sys.stdin:
    request = json.loads(line)
    files, size = request["files"], request["size"]
    start = time.perf_counter()
    with ThreadPoolExecutor(request.get("threads") or os.cpu_count()) as pool:
        pixels = list(pool.map(lambda path: transformed(path, size), files))
    seconds = time.perf_counter() - start
    given = request.get("pixels")
    difference = max(int(np.abs(np.array(a).reshape(b.shape) - b.astype(int)).max()) for a, b in zip(given, pixels)) if given else 0
    print(json.dumps({"seconds": seconds, "difference": difference}), flush=True)
