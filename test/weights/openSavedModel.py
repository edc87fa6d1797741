"""Opens a folder of saveModel with transformers and with open_clip; prints what they compute."""

import json
import sys

import torch

# torchvision's own operations are compiled for CUDA and do not load beside a CPU-only PyTorch; importing it wants the signatures of two.
TORCHVISION = torch.library.Library("torchvision", "FRAGMENT")
for name in ("nms", "qnms"):
    if not hasattr(torch.ops.torchvision, name):
        TORCHVISION.define(name + "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

from transformers import CLIPModel, CLIPProcessor  # noqa: E402


def values(tensor):
    return tensor.detach().flatten().tolist()


def by_transformers(folder, pixels, texts):
    model, problems = CLIPModel.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    processor = CLIPProcessor.from_pretrained(folder)
    model.eval()
    tokens = processor.tokenizer(texts, padding="max_length", truncation=True, return_tensors="pt")
    outputs = model(pixel_values=pixels, **tokens)
    return {
        "problems": sum(len(found) for found in problems.values()),
        "ids": tokens["input_ids"].flatten().tolist(),
        # CLIPModel normalizes both.
        "image": values(outputs.image_embeds),
        "text": values(outputs.text_embeds),
        "scale": model.logit_scale.exp().item(),
        "mean": list(processor.image_processor.image_mean),
        "crop": dict(processor.image_processor.crop_size),
    }


def by_open_clip(folder, pixels, texts):
    import open_clip

    model, preprocess = open_clip.create_model_from_pretrained(f"local-dir:{folder}")
    model.eval()
    ids = open_clip.get_tokenizer(f"local-dir:{folder}")(texts)
    steps = {type(step).__name__: step for step in preprocess.transforms}
    return {
        # It refuses what does not fit.
        "problems": 0,
        "ids": ids.flatten().tolist(),
        "image": values(model.encode_image(pixels, normalize=True)),
        "text": values(model.encode_text(ids, normalize=True)),
        "scale": model.logit_scale.exp().item(),
        "mean": list(steps["Normalize"].mean),
        "crop": dict(zip(("height", "width"), steps["CenterCrop"].size)),
    }


with open(sys.argv[1]) as file:
    inputs = json.load(file)
pixels = torch.tensor(inputs["pixels"]).reshape(inputs["shape"]).permute(0, 3, 1, 2).contiguous()
readers = {"transformers": by_transformers, "open_clip": by_open_clip}
outcomes = [
    {name: read(folder, pixels, inputs["texts"]) for name, read in readers.items()} for folder in inputs["folders"]
]
print(json.dumps(outcomes))
