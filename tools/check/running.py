"""Runs a chapter's cells in a kernel of their own, and draws its demos at sampled states."""

import copy
import json
import os
import random
import subprocess
import warnings
from collections.abc import Iterable, Iterator

import IPython  # noqa: F401  in the main thread: nbclient would do it in another, where Matplotlib sees half of it
import nbformat
from nbclient import NotebookClient

from lossviz.engine.demo import Demo, registry
from lossviz.engine.drawing import DrawError
from lossviz.engine.verify import verify

from .fault import Fault
from .notebooks import ROOT, Chapter, code_cells

SECONDS = 600  # a cell may take; a chapter trains for 90
STATES = 10  # of a demo that are drawn, beside its opening
AFTER = "from tools.check.running import tell_faults; tell_faults({names!r})"


def cells_run(chapter: Chapter) -> Iterator[Fault]:
    """Each cell that fails, with what it says; and what the demos that the chapter shows do wrong."""
    notebook = copy.deepcopy(chapter.notebook)
    names = [cell.source.split()[-1] for cell in chapter.code if cell.id.startswith("demo-") and cell.source.strip()]
    notebook.cells.append(nbformat.v4.new_code_cell(AFTER.format(names=names)))
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    client = NotebookClient(notebook, timeout=SECONDS, allow_errors=True, resources={"metadata": {"path": str(ROOT)}})
    alone = {"PYTHONPATH": path, "OMP_NUM_THREADS": "1"}  # another kernel runs beside: threads would fight for it
    client.execute(env=os.environ | alone, stderr=subprocess.DEVNULL)
    *cells, after = code_cells(notebook)
    failed = [(cell, output) for cell in cells for output in cell.outputs if output.output_type == "error"]
    for number, (cell, error) in enumerate(failed):
        if number and error.ename == "NameError":
            continue  # for want of what an earlier cell did not make
        yield chapter.fault(" ".join(f"{error.ename}: {error.evalue}".split()), cell)
    said = "".join(output.get("text", "") for output in after.outputs).strip().rpartition("\n")[2]
    for name, fault in json.loads(said or "[]"):
        yield Fault(f"{chapter.name}, demo {name}", fault)


def tell_faults(names: Iterable[str]) -> None:
    """Print, as JSON, what these demos of the registry do wrong: called in the chapter's kernel, after its cells."""
    found = [(name, said) for name in names if name in registry for said in drawn(registry[name])]
    print(json.dumps(found))


def drawn(demo: Demo) -> Iterator[str]:
    """Sampled states drawn by the fast way and whole, and both ends of each control held against one another."""
    states = random.Random(demo.name).sample(demo.states, min(STATES, len(demo.states)))
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            verify(demo, [demo.start, *states])
            for key, control in demo.controls.items():
                low, high = (demo.at(**demo.start | {key: control.values[end]}) for end in (0, -1))
                for what, same in (("readout", low.readout == high.readout), ("picture", low.panels == high.panels)):
                    if same:
                        yield f"its {what} is the same at both ends of {key}: say, or draw, what {key} changes"
        except DrawError as error:
            yield str(error)
        demo.stage.tell_foreign()
    yield from dict.fromkeys(str(warning.message) for warning in told if "lossviz.style" in str(warning.message))
