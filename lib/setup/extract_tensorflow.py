"""Takes TensorFlow's library and the headers of its C interface out of the wheel.

    python extract_tensorflow.py WHEEL FOLDER LIBRARY FRAMEWORK

The libraries go to FOLDER/lib, the headers to FOLDER/include. Every byte is checked against the archive's own sums.
"""

import os
import shutil
import sys
import zipfile

# What the C interface includes (c_api.h, eager/c_api.h, kernels.h and ops.h).
HEADERS = (
    "tensorflow/c/",
    "tensorflow/core/common_runtime/next_pluggable_device/c/",
    "tensorflow/core/platform/",
    "tsl/platform/",
    "xla/tsl/c/",
)


def destination(name, libraries):
    if os.path.dirname(name) == "tensorflow" and os.path.basename(name) in libraries:
        return os.path.join("lib", os.path.basename(name))
    header = name.removeprefix("tensorflow/include/")
    if header != name and header.startswith(HEADERS) and ".." not in header.split("/"):
        return os.path.join("include", header)
    return None


def main(wheel, folder, *libraries):
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.infolist():
            path = None if member.is_dir() else destination(member.filename, libraries)
            if path is None:
                continue
            path = os.path.join(folder, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with archive.open(member) as source, open(path, "xb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
                target.flush()
                if path.endswith(libraries):
                    os.fsync(target.fileno())
    lost = [name for name in libraries if not os.path.exists(os.path.join(folder, "lib", name))]
    if lost:
        sys.exit("the wheel holds no " + " and no ".join(lost))


main(*sys.argv[1:])
