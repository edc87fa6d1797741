"""openai/CLIP's transform with PIL, up to the bytes, for scripts/bench/preprocess.mjs."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from answer_requests import answer_requests
from openai_transform import transformed


def answer(request):
    files, size = request["files"], request["size"]
    start = time.perf_counter()
    with ThreadPoolExecutor(request.get("threads") or os.cpu_count()) as pool:
        pixels = list(pool.map(lambda path: transformed(path, size), files))
    seconds = time.perf_counter() - start
    given = request.get("pixels")
    difference = max(int(np.abs(np.array(a).reshape(b.shape) - b.astype(int)).max()) for a, b in zip(given, pixels)) if given else 0
    return {"seconds": seconds, "difference": difference}


answer_requests(answer)
