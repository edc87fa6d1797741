"""openai/CLIP's transform of an image with PIL, up to the bytes."""

import numpy as np
from PIL import Image


def transformed(path, size):
    image = Image.open(path)
    w, h = image.size
    resized = (size, int(size * h / w)) if w <= h else (int(size * w / h), size)
    image = image.resize(resized, Image.BICUBIC)
    left, top = (int(round((side - size) / 2)) for side in resized)
    return np.asarray(image.crop((left, top, left + size, top + size)).convert("RGB"))
