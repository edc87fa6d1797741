"""PyTorch's side of scripts/bench/training.mjs: the same models out of PyTorch's own layers. A request a line, an answer a line."""

import json
import os
import resource
import sys
import time

import torch
from safetensors.torch import load_file
from torch.nn import functional as F

EPSILON = 1e-5


class Clip:
    """The forward pass over named tensors, which are the released checkpoints' names."""

    def __init__(self, config, tensors):
        self.config, self.p = config, tensors
        self.trained = [t for name, t in tensors.items() if "running_" not in name]
        for tensor in self.trained:
            tensor.requires_grad_(True)

    def conv_norm(self, x, conv, norm, stride=1):
        p, weight = self.p, self.p[conv + ".weight"]
        x = F.conv2d(x, weight, stride=stride, padding=weight.shape[2] // 2)
        return F.batch_norm(x, p[norm + ".running_mean"], p[norm + ".running_var"], p[norm + ".weight"], p[norm + ".bias"], True, 0.1, EPSILON)

    def bottleneck(self, x, name, stride, reshapes):
        def pool(y):
            return F.avg_pool2d(y, stride) if stride > 1 else y

        y = F.relu(self.conv_norm(x, name + ".conv1", name + ".bn1"))
        y = F.relu(self.conv_norm(y, name + ".conv2", name + ".bn2"))
        y = self.conv_norm(pool(y), name + ".conv3", name + ".bn3")
        if reshapes:
            x = self.conv_norm(pool(x), name + ".downsample.0", name + ".downsample.1")
        return F.relu(y + x)

    def resnet(self, x):
        vision, p = self.config["vision"], self.p
        for k in (1, 2, 3):
            x = F.relu(self.conv_norm(x, f"visual.conv{k}", f"visual.bn{k}", 2 if k == 1 else 1))
        x = F.avg_pool2d(x, 2)
        for stage, blocks in enumerate(vision["layers"]):
            for block in range(blocks):
                x = self.bottleneck(x, f"visual.layer{stage + 1}.{block}", 2 if block == 0 and stage > 0 else 1, block == 0)
        x = x.flatten(2).transpose(1, 2)  # [N, HW, C]
        x = torch.cat([x.mean(1, keepdim=True), x], 1) + p["visual.attnpool.positional_embedding"]

        def heads(y, name):
            y = F.linear(y, p[f"visual.attnpool.{name}.weight"], p[f"visual.attnpool.{name}.bias"])
            return y.unflatten(2, (vision["heads"], -1)).transpose(1, 2)

        pooled = F.scaled_dot_product_attention(heads(x[:, :1], "q_proj"), heads(x, "k_proj"), heads(x, "v_proj"))
        pooled = pooled.transpose(1, 2).flatten(1)
        return F.linear(pooled, p["visual.attnpool.c_proj.weight"], p["visual.attnpool.c_proj.bias"])

    def norm(self, x, name):
        return F.layer_norm(x, x.shape[-1:], self.p[name + ".weight"], self.p[name + ".bias"], EPSILON)

    def transformer(self, x, prefix, config, causal):
        p = self.p
        for k in range(config["layers"]):
            name = f"{prefix}transformer.resblocks.{k}"
            qkv = F.linear(self.norm(x, name + ".ln_1"), p[name + ".attn.in_proj_weight"], p[name + ".attn.in_proj_bias"])
            q, k_, v = qkv.unflatten(2, (3, config["heads"], -1)).permute(2, 0, 3, 1, 4)
            y = F.scaled_dot_product_attention(q, k_, v, is_causal=causal).transpose(1, 2).flatten(2)
            x = x + F.linear(y, p[name + ".attn.out_proj.weight"], p[name + ".attn.out_proj.bias"])
            y = F.linear(self.norm(x, name + ".ln_2"), p[name + ".mlp.c_fc.weight"], p[name + ".mlp.c_fc.bias"])
            y = F.gelu(y) if config["activation"] == "gelu" else y * torch.sigmoid(1.702 * y)
            x = x + F.linear(y, p[name + ".mlp.c_proj.weight"], p[name + ".mlp.c_proj.bias"])
        return x

    def vit(self, x):
        vision, p = self.config["vision"], self.p
        x = F.conv2d(x, p["visual.conv1.weight"], stride=vision["patchSize"]).flatten(2).transpose(1, 2)
        first = p["visual.class_embedding"].expand(x.shape[0], 1, -1).to(x.dtype)
        x = self.norm(torch.cat([first, x], 1) + p["visual.positional_embedding"], "visual.ln_pre")
        x = self.transformer(x, "visual.", vision, False)
        return self.norm(x[:, 0], "visual.ln_post") @ p["visual.proj"]

    def texts(self, ids):
        text, p = self.config["text"], self.p
        embedded = F.embedding(ids, p["token_embedding.weight"])
        if text["kind"] == "cbow":
            words = ((ids > 0) & (ids < text["vocabSize"] - 2)).unsqueeze(2)
            x = self.norm((embedded * words).sum(1) / words.sum(1).clamp(min=1), "ln_final")
        else:
            x = self.transformer(embedded + p["positional_embedding"][: ids.shape[1]], "", text, True)
            x = self.norm(x[torch.arange(len(ids)), ids.argmax(1)], "ln_final")
        return x @ p["text_projection"]

    def loss(self, pixels, ids):
        images = self.vit(pixels) if self.config["vision"]["kind"] == "vit" else self.resnet(pixels)
        images, texts = (F.normalize(x.float(), dim=1) for x in (images, self.texts(ids)))
        logits = self.p["logit_scale"].exp().clamp(max=100) * images @ texts.T
        right = torch.arange(len(ids))
        return (F.cross_entropy(logits, right) + F.cross_entropy(logits.T, right)) / 2


class Side:
    def open(self, folder, precision, config, learning):
        self.precision, self.learning = precision, learning
        tensors = load_file(os.path.join(folder, "model.safetensors"))
        tensors = {n: t.contiguous(memory_format=torch.channels_last) if t.dim() == 4 else t for n, t in tensors.items()}
        batch = load_file(os.path.join(folder, "batch.safetensors"))
        self.pixels = batch["pixels"].permute(0, 3, 1, 2)  # channels last as it is
        self.tokens = batch["tokens"].long()
        self.model = Clip(config, tensors)
        decayed = [t for t in self.model.trained if t.dim() >= 2]
        others = [t for t in self.model.trained if t.dim() < 2]
        self.optimizer = torch.optim.AdamW(
            [{"params": decayed, "weight_decay": learning["weightDecay"]}, {"params": others, "weight_decay": 0.0}],
            lr=learning["learningRate"],
            betas=(learning["beta1"], learning["beta2"]),
            eps=learning["epsilon"],
            fused=True,
        )

    def step(self):
        with torch.autocast("cpu", torch.bfloat16, enabled=self.precision == "bf16"):
            loss = self.model.loss(self.pixels, self.tokens)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.trained, self.learning["clipNorm"])
        self.optimizer.step()
        return loss.item()


side = Side()
for line in sys.stdin:
    request = json.loads(line)
    answer = {}
    try:
        if "open" in request:
            side.open(request["folder"], request["precision"], request["setting"]["config"], request["learning"])
        else:
            start = time.perf_counter()
            answer["loss"] = side.step()
            answer["seconds"] = time.perf_counter() - start
    except Exception as error:
        answer["error"] = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
    answer["peakBytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(answer), flush=True)
