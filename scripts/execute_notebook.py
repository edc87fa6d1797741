"""Runs a notebook through its real kernel, as JupyterLab would, and reports each step as a line of JSON on standard output.

    python execute_notebook.py NOTEBOOK EXECUTED

NOTEBOOK is read and left alone; the executed one is written to EXECUTED, also after a cell has failed. Events:
{"event": "cell", "index": 0, "cells": 12} as a code cell begins, {"event": "failed", "index", "source", "ename", "evalue",
"traceback"}, {"event": "unwritable", "code": "ENOSPC"} when EXECUTED could not be written, {"event": "done"}. Exit code 0 when every
cell ran, 1 when one failed, 2 when the kernel did, 3 when it could not be written. Told to end (SIGTERM, SIGHUP), or left by the process
that started it, it ends at once, and the kernel with it.
"""

import errno
import json
import os
import signal
import sys
import threading
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError


def say(event, **details):
    print(json.dumps({"event": event, **details}), flush=True)


def end_with_kernel(client):
    """Ends the kernel, with what it started (it leads a process group of its own), and this process."""
    try:
        os.killpg(client.km.provisioner.process.pid, signal.SIGKILL)
    except (AttributeError, OSError):
        pass  # none yet, or none any more
    os._exit(128 + signal.SIGTERM)


def end_when_told(client):
    """A killed runner cannot say so: its process stops being our parent."""
    parent = os.getppid()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: end_with_kernel(client))

    def watch():
        while os.getppid() == parent:
            time.sleep(0.5)
        end_with_kernel(client)

    threading.Thread(target=watch, daemon=True).start()


def main(path, executed):
    notebook = nbformat.read(path, as_version=4)
    cells = [k for k, cell in enumerate(notebook.cells) if cell.cell_type == "code" and cell.source.strip()]
    state = {"index": 0}

    def start(cell, cell_index):
        state["index"] = cells.index(cell_index)
        say("cell", index=state["index"], cells=len(cells))

    client = NotebookClient(
        notebook,
        kernel_name="cliplab",
        timeout=None,
        record_timing=False,
        resources={"metadata": {"path": os.path.dirname(os.path.abspath(path))}},
        on_cell_execute=start,
    )
    end_when_told(client)
    failed = False
    try:
        # What the kernel's process itself prints (TensorFlow's start-up) is for its terminal, not for a reader.
        with open(os.devnull, "w") as silent:
            client.execute(stderr=None if os.environ.get("CLIPLAB_DEBUG") else silent)
    except CellExecutionError as error:
        failed = True
        cell = next(
            notebook.cells[k]
            for k in reversed(cells)
            if any(output.output_type == "error" for output in notebook.cells[k].outputs)
        )
        trace = next(output.traceback for output in cell.outputs if output.output_type == "error")
        say("failed", index=state["index"], source=cell.source, ename=error.ename, evalue=error.evalue, traceback=trace)
    except DeadKernelError:
        cell = notebook.cells[cells[state["index"]]] if cells else None
        say("failed", index=state["index"], source=cell.source if cell else "", ename="DeadKernelError",
            evalue="the kernel's process ended", traceback=[])
        return 2
    try:
        nbformat.write(notebook, executed)
    except OSError as error:
        say("unwritable", code=errno.errorcode.get(error.errno, ""))
        return 3
    say("done")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
