"""Reads what other tools are to read, with the tools themselves, and says what it found as JSON.

python interchange.py SHARD...          webdataset's view of shards
python interchange.py --table CSV...    pandas' view of tables
python interchange.py --rows BASE...    NumPy's and pandas' view of BASE.npy and BASE.parquet
"""

import json
import sys


def shard(path):
    import numpy
    import webdataset

    samples = []
    # Decoding: png -> PIL's pixels, txt -> str, json -> dict, cls -> int, npy -> array.
    for sample in webdataset.WebDataset(path, shardshuffle=False, empty_check=False).decode("rgb8"):
        row = {"key": sample["__key__"]}
        for name, value in sample.items():
            if name == "png":
                row["size"], row["sum"] = list(value.shape), int(value.astype(numpy.int64).sum())
            elif name == "npy":
                row["npy"] = value.tolist()
            elif name in ("txt", "cls", "json"):
                row[name] = value
        samples.append(row)
    return samples


def table(path):
    import pandas

    frame = pandas.read_csv(path)
    return {"columns": list(frame.columns), "rows": len(frame), "types": [str(t) for t in frame.dtypes], "first": json.loads(frame.iloc[0].to_json())}


def rows(base):
    import numpy
    import pandas

    features, frame = numpy.load(base + ".npy"), pandas.read_parquet(base + ".parquet")
    columns = {name: frame[name].tolist() for name in frame.columns}
    return {"shape": list(features.shape), "type": str(features.dtype), "first": features[0].tolist(), "columns": columns}


views = {"--table": table, "--rows": rows}
read, paths = (views[sys.argv[1]], sys.argv[2:]) if sys.argv[1] in views else (shard, sys.argv[1:])
json.dump([read(path) for path in paths], sys.stdout)
