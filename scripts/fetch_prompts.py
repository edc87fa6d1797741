"""Writes data/prompts: class names and templates of the paper's 27 datasets, as OpenAI publishes them.

    .venv/bin/python scripts/fetch_prompts.py PROMPTS.md

PROMPTS.md is https://github.com/openai/CLIP/blob/d05afc436d78f1c48dc0dbf8e5980a9d471f35f6/data/prompts.md (raw), checked by hash; it has
26 of the 27. ImageNet's, and the class orders of clip-benchmark's own datasets where they are another, come from the PyPI package
clip_benchmark, which is downloaded with pip into a temporary folder and is pinned by hash.
"""

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile

PACKAGE = "clip_benchmark==1.6.2 --hash=sha256:6fbfd39b454a036a628b7e227b3d4050015009afe418583f21f27886c74e4998"
NAMES = "clip_benchmark/datasets/en_classnames.json"
TEMPLATES = "clip_benchmark/datasets/en_zeroshot_classification_templates.json"
PUBLISHED_SHA256 = "f98d2d25e78cc1fee650240b519f7cb58a83cfcc5aa538cde52514809cf4a1c9"
FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data", "prompts")

# What clip_benchmark calls a dataset whose class names it carries.
CLIP_BENCHMARK = {
    "CLEVRCounts": "clevr_count_all",
    "Caltech101": "caltech101_vtab",
    "Country211": "country211",
    "EuroSAT": "eurosat",
    "FacialEmotionRecognition2013": "fer2013",
    "Flowers102": "flowers",
    "GTSRB": "gtsrb",
    "ImageNet": "imagenet1k",
    "KITTI": "kitti_closest_vehicle_distance",
    "MNIST": "mnist",
    "OxfordPets": "pets",
    "PatchCamelyon": "pcam",
}
# By position: two ImageNet classes are published under the name of another one; these are the first names that WordNet has for them.
CORRECTED = {"ImageNet": {744: "projectile", 836: "sunglass"}}
# Positions of the seven templates that OpenAI's notebook found by forward selection, in that order.
SELECTED = {"ImageNet": [73, 7, 44, 69, 35, 67, 64]}


def read_wheel():
    with tempfile.TemporaryDirectory() as folder:
        requirement = os.path.join(folder, "requirement.txt")
        with open(requirement, "w") as file:
            file.write(PACKAGE + "\n")
        flags = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--dest", folder, "--requirement", requirement]
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", *flags], check=True)
        path = next(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".whl"))
        with zipfile.ZipFile(path) as wheel:
            license = next(name for name in wheel.namelist() if name.endswith("/LICENSE"))
            return json.loads(wheel.read(NAMES)), json.loads(wheel.read(TEMPLATES)), wheel.read(license)


def read_published(path):
    with open(path, "rb") as file:
        data = file.read()
    if hashlib.sha256(data).hexdigest() != PUBLISHED_SHA256:
        sys.exit(f"{path} is not the list of that commit: its hash is another.")
    sections = re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", data.decode("utf-8"), re.M | re.S)
    return {dataset: {name: literal(body, name) for name in ("classes", "templates")} for dataset, body in sections}


def literal(body, name):
    return ast.literal_eval(re.search(rf"^{name} = (\[.*?^\])", body, re.M | re.S).group(1))


def entry(dataset, published, names, templates):
    key = CLIP_BENCHMARK.get(dataset)
    classes = published["classes"] if published else names[key]
    result = {"dataset": dataset, "classNames": [one if isinstance(one, str) else one[0] for one in classes]}
    if not all(isinstance(one, str) for one in classes):
        result["synonyms"] = [[one] if isinstance(one, str) else one for one in classes]
    if dataset in CORRECTED:
        result["corrected"] = [CORRECTED[dataset].get(k, name) for k, name in enumerate(result["classNames"])]
    if key and names[key] != result["classNames"]:
        result["clipBenchmark"] = names[key]
    result["templates"] = (
        [text.replace("{}", "{c}") for text in published["templates"]] if published else templates[key]
    )
    if dataset in SELECTED:
        result["selectedTemplates"] = [result["templates"][k] for k in SELECTED[dataset]]
    return result


def replace(name, data):
    path = os.path.join(FOLDER, name)
    with open(path + ".tmp", "wb") as file:
        file.write(data)
    os.replace(path + ".tmp", path)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    published = read_published(sys.argv[1])
    names, templates, license = read_wheel()
    os.makedirs(FOLDER, exist_ok=True)
    for dataset in sorted([*published, "ImageNet"]):
        content = entry(dataset, published.get(dataset), names, templates)
        replace(f"{dataset}.json", (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
        print(f"{dataset}: {len(content['classNames'])} classes, {len(content['templates'])} templates")
    replace("LICENSE.clip_benchmark", license)


main()
