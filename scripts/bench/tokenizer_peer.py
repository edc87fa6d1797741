"""The fast CLIP tokenizer of transformers, for scripts/bench/tokenizer.mjs."""

import os
import time

os.environ["TRANSFORMERS_VERBOSITY"] = "error"
from answer_requests import answer_requests  # noqa: E402
from transformers import CLIPTokenizerFast  # noqa: E402

tokenizers = {}


def answer(request):
    folder, captions = request["folder"], request["captions"]
    os.environ["TOKENIZERS_PARALLELISM"] = "true" if request.get("parallel", True) else "false"
    if folder not in tokenizers:
        tokenizers[folder] = CLIPTokenizerFast.from_pretrained(folder, model_max_length=77, pad_token="!")
    tokenizer = tokenizers[folder]
    start = time.perf_counter()
    rows = tokenizer(captions, padding="max_length", truncation=True, max_length=77, return_tensors="np")["input_ids"]
    seconds = time.perf_counter() - start
    ids = request.get("ids")
    differing = sum(rows[k].tolist() != ids[77 * k : 77 * (k + 1)] for k in range(len(rows))) if ids else 0
    return {"seconds": seconds, "differing": differing}


answer_requests(answer)
