"""Who may import whom: downward only, so that a part can be read, and lifted out, without the rest."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MATHEMATICS = ("lossviz.losses", "lossviz.information", "lossviz.calculus", "lossviz._checks")
# A part of the project, and what it may import of the project; itself is understood.
MAY_IMPORT = {
    **dict.fromkeys(MATHEMATICS, MATHEMATICS),
    "lossviz.engine": (),
    "lossviz.data": (),
    "lossviz.answers": (),
    "lossviz.exercises": ("lossviz.answers",),
    "lossviz.progress_bar": ("lossviz.engine",),
    "lossviz.demos": ("lossviz.engine", "lossviz.data", *MATHEMATICS),
    "lossviz.sphinx": ("lossviz.engine",),
    "book": ("lossviz.sphinx", "lossviz.engine", "lossviz.exercises"),
}
# And of others, beside Python's own library; None: whatever it likes.
MAY_USE = {
    **dict.fromkeys(MATHEMATICS, ("numpy",)),
    "lossviz.engine": ("numpy", "matplotlib", "ipywidgets", "anywidget", "traitlets", "IPython", "PIL"),
    "lossviz.data": ("numpy",),
    "lossviz.answers": (),
    "lossviz.exercises": (),
    "lossviz.progress_bar": ("IPython", "ipywidgets"),
    "lossviz.demos": ("numpy", "matplotlib", "contourpy"),
    "lossviz.sphinx": ("sphinx",),
    "book": None,
}


def part_of(module: str) -> str:
    return max((part for part in MAY_IMPORT if f"{module}.".startswith(f"{part}.")), key=len, default=module)


def imported(path: Path) -> set[str]:
    """The modules that a file imports, in full; `from lossviz import demo` names the part that it comes from."""
    import lossviz

    package = ".".join(path.relative_to(ROOT).with_suffix("").parts[:-1])
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                home = lossviz._HOME.get(alias.name, f"engine.{alias.name}" if alias.name == "style" else alias.name)
                found.add(
                    f"lossviz.{home}"
                    if origin == "lossviz"
                    else f"{origin}.{alias.name}"
                    if not node.module
                    else origin
                )
    return found


FILES = [
    path
    for top in ("lossviz", "book")
    for path in sorted((ROOT / top).rglob("*.py"))
    if path.parent != ROOT / "lossviz"
] + [
    ROOT / "lossviz" / f"{name}.py"
    for name in ("_checks", "answers", "calculus", "exercises", "information", "progress_bar", "sphinx")
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_imports_only_what_its_part_may(path):
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    part, own, others = part_of(module), set(), set()
    for name in imported(path) - {"lossviz"}:
        (own if name.split(".")[0] in ("lossviz", "book") else others).add(name)
    assert {name for name in own if part_of(name) not in (part, *MAY_IMPORT[part])} == set()
    if MAY_USE[part] is not None:
        used = {name.split(".")[0] for name in others} - set(sys.stdlib_module_names)
        assert used - set(MAY_USE[part]) == set()


def test_every_part_of_lossviz_has_its_rule():
    parts = {part_of(f"lossviz.{path.stem}") for path in (ROOT / "lossviz").glob("*.py") if path.stem != "__init__"}
    folders = {f"lossviz.{path.parent.name}" for path in (ROOT / "lossviz").glob("*/__init__.py")}
    assert parts | folders <= set(MAY_IMPORT)


def private_names(path: Path) -> set[str]:
    """Names with one underscore that a file asks of something, as attributes or as words, and does not define."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    names |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    own = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    own |= {node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
    own |= {node.target.id for node in nodes if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)}
    return {name for name in names - own if re.fullmatch(r"_[a-zA-Z]\w*", name)}


def test_private_matplotlib_is_in_two_files():
    found = {path.name: private_names(path) for path in (ROOT / "lossviz" / "engine").glob("*.py")}
    assert {name for name, private in found.items() if private} == {"svg.py", "keys.py"}, found


def loaded(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["losses", "information", "calculus"])
def test_the_mathematics_loads_numpy_and_nothing_else(module):
    modules = loaded(f"import lossviz.{module}") - loaded("import numpy")
    assert f"lossviz.{module}" in modules
    assert {name.partition(".")[0] for name in modules} - set(sys.stdlib_module_names) <= {"lossviz", "numpy"}


def test_a_demo_loads_neither_torch_nor_pyplot_nor_sphinx():
    modules = loaded("from lossviz import demo, Slider, Choice, Toggle, Challenge, check, self_check, progress, style")
    assert not modules & {"torch", "matplotlib.pyplot", "sphinx"}


def test_no_function_stands_where_a_module_is_looked_for():
    loaded("import lossviz.engine.demo as d; d.registry")
    loaded("import lossviz.exercises as e, lossviz.progress_bar as p; e.check, p.progress")


def test_an_unknown_name_says_what_there_is():
    import lossviz

    with pytest.raises(AttributeError, match="no attribute 'slider'; it has Challenge, Choice"):
        lossviz.slider  # noqa: B018


def test_every_public_name_leads_somewhere():
    import lossviz

    assert [name for name in dir(lossviz) if not hasattr(lossviz, name)] == []


def test_no_file_of_the_package_is_long():
    long = {p.name: n for p in (ROOT / "lossviz").rglob("*.py") if (n := p.read_text().count("\n")) > 300}
    assert long == {}
