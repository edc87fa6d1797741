"""scikit-learn's logistic regression, for scripts/bench/probe.mjs."""

import os
import time
import warnings

# OpenBLAS is to find out the processor by itself.
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)
import numpy as np  # noqa: E402
from answer_requests import answer_requests  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from threadpoolctl import threadpool_info  # noqa: E402

warnings.filterwarnings("ignore")
loaded = {}


def objective(model, x, y, C):
    """sum of log-losses + |W|^2 / (2 C), in float64"""
    logits = x.astype(np.float64) @ model.coef_.astype(np.float64).T + model.intercept_
    largest = logits.max(axis=1)
    losses = np.log(np.exp(logits - largest[:, None]).sum(axis=1)) + largest - logits[np.arange(len(y)), y]
    return losses.sum() + (model.coef_.astype(np.float64) ** 2).sum() / (2 * C)


def answer(request):
    if not loaded:
        x = np.fromfile(request["features"], dtype=np.float32).reshape(-1, request["columns"])
        loaded.update(float32=x, float64=x.astype(np.float64), labels=np.fromfile(request["labels"], dtype=np.int32))
    x, y, C = loaded[request["dtype"]], loaded["labels"], request["C"]
    start = time.perf_counter()
    model = LogisticRegression(C=C, max_iter=1000, tol=request["tol"]).fit(x, y)
    seconds = time.perf_counter() - start
    pools = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    blas = sorted({f"{pool.get('architecture')}, {pool['num_threads']} threads" for pool in pools})
    return {
        "seconds": seconds,
        "objective": float(objective(model, x, y, C)),
        "iterations": int(model.n_iter_[0]),
        "blas": "; ".join(blas),
    }


answer_requests(answer)
