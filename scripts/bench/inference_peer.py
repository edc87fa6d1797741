"""PyTorch's side of scripts/bench/inference.mjs: transformers' CLIPModel, or open_clip for the ResNets."""

import os
import resource
import time
from concurrent.futures import ThreadPoolExecutor

os.environ["TRANSFORMERS_VERBOSITY"] = "error"
os.environ["HF_HUB_OFFLINE"] = "1"
import numpy as np  # noqa: E402
import torch  # noqa: E402
from answer_requests import answer_requests  # noqa: E402
from openai_transform import transformed  # noqa: E402

# torchvision's own operations are compiled for CUDA and do not load beside a CPU-only PyTorch; importing it wants the signatures of two.
TORCHVISION = torch.library.Library("torchvision", "FRAGMENT")
for name in ("nms", "qnms"):
    if not hasattr(torch.ops.torchvision, name):
        TORCHVISION.define(name + "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

MEAN = torch.tensor([0.48145466, 0.4578275, 0.40821073])
STD = torch.tensor([0.26862954, 0.26130258, 0.27577711])


class Transformers:
    def __init__(self, folder, dtype):
        from transformers import CLIPModel

        self.model = CLIPModel.from_pretrained(folder, dtype=dtype).eval()
        self.size = self.model.config.vision_config.image_size

    def images(self, pixels):
        out = self.model.get_image_features(pixel_values=pixels)
        return out if isinstance(out, torch.Tensor) else out.pooler_output

    def texts(self, ids):
        out = self.model.get_text_features(input_ids=ids)
        return out if isinstance(out, torch.Tensor) else out.pooler_output


class OpenClip:
    def __init__(self, folder, dtype):
        import open_clip
        from safetensors.torch import load_file

        self.model = open_clip.create_model("RN50-quickgelu", pretrained=None).eval()
        state = {k: v.float() for k, v in load_file(os.path.join(folder, "model.safetensors")).items()}
        missing = [k for k in self.model.load_state_dict(state, strict=False).missing_keys if "num_batches" not in k and k != "attn_mask"]
        if missing:
            raise ValueError(f"open_clip lacks {missing}")
        self.model = self.model.to(dtype)
        self.size = 224

    def images(self, pixels):
        return self.model.encode_image(pixels)

    def texts(self, ids):
        # It takes the full context only.
        return self.model.encode_text(torch.nn.functional.pad(ids, (0, 77 - ids.shape[1])))


class Side:
    def __init__(self):
        self.noise = {}
        self.pool = ThreadPoolExecutor(os.cpu_count())

    def open(self, folder, precision):
        self.dtype = torch.bfloat16 if precision == "bf16" else torch.float32
        is_transformer = "transformers_version" in open(os.path.join(folder, "config.json")).read() or os.path.exists(os.path.join(folder, "open_clip_config.json"))
        self.side = (Transformers if is_transformer else OpenClip)(folder, self.dtype)

    def pixels(self, bytes_):
        scaled = torch.from_numpy(np.stack(bytes_)).float() / 255
        return ((scaled - MEAN) / STD).permute(0, 3, 1, 2).contiguous().to(self.dtype)

    def run(self, request):
        size = self.side.size
        if "noise" in request:
            batch = request["noise"]
            if batch not in self.noise:
                self.noise[batch] = torch.randn(batch, 3, size, size).to(self.dtype)
            pixels = self.noise[batch]
            return lambda: self.side.images(pixels)
        if "files" in request:
            files, batch = request["files"], request["batchSize"]

            def from_files():
                # Decoded ahead of the model, as a data loader does.
                decoded = [self.pool.submit(transformed, path, size) for path in files]
                return torch.cat([self.side.images(self.pixels([d.result() for d in decoded[i : i + batch]])) for i in range(0, len(files), batch)])

            return from_files
        ids = torch.tensor(request["texts"])
        return lambda: self.side.texts(ids)

    def export(self, folder):
        """ONNX, as transformers.js wants its files named."""
        os.makedirs(os.path.join(folder, "onnx"), exist_ok=True)

        class Tower(torch.nn.Module):
            def __init__(tower, side, encode):
                super().__init__()
                tower.model, tower.encode = side.model, encode

            def forward(tower, x):
                return tower.encode(x)

        for name, encode, example, given, made in (
            ("vision_model", self.side.images, torch.randn(2, 3, self.side.size, self.side.size), "pixel_values", "image_embeds"),
            ("text_model", self.side.texts, torch.tensor([[49406, 320, 49407], [49406, 530, 49407]]), "input_ids", "text_embeds"),
        ):
            path = os.path.join(folder, "onnx", name + ".onnx")
            axes = {given: {0: "batch"}, made: {0: "batch"}}
            if given == "input_ids":
                axes[given][1] = "length"
            torch.onnx.export(Tower(self.side, encode), (example,), path, input_names=[given], output_names=[made], dynamic_axes=axes, opset_version=18, dynamo=False)


side = Side()


def answer(request):
    given = {}
    with torch.inference_mode():
        if "open" in request:
            side.open(request["open"], request["precision"])
        elif "export" in request:
            side.export(request["export"])
        else:
            run = side.run(request)
            start = time.perf_counter()
            features = run()
            given["seconds"] = time.perf_counter() - start
            given["features"] = features.float().flatten()[:4096].tolist()
    return given | {"peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}


answer_requests(answer)
