"""The house rules: layers, sizes, quiet imports, documented and typed functions."""

from __future__ import annotations

import ast
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "course_lib"
LAYERS = (
    {"runtime", "checks", "theme", "results", "files"},
    {"byhand", "activations", "losses", "text"},
    {"data", "vectors", "models"},
    {"training", "generation"},
    {"plots", "widgets", "exercises", "grading", "authoring", "cli"},
)
STRANGERS = {("models", "data"), ("data", "models"), ("training", "models"), ("training", "data")}
CORE = {"torch", "numpy", "sklearn", "tqdm", "tomli"}  # matplotlib has a rule of its own
BROUGHT = {"filelock"}  # by torch, always
EXTRA = {
    "plots": {"matplotlib", "cycler"},
    "authoring": {"sphinx", "docutils", "nbformat", "yaml", "fontTools", "pybtex"}
    | {"markdown_it", "mdit_py_plugins", "bs4"},
}
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
MODULES = sorted(FILES)


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(FILES[module].read_text(encoding="utf-8"))


def _area(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def _layer(area: str) -> int:
    return next((level for level, areas in enumerate(LAYERS) if area in areas), -1)


def _imported(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The dotted names that these statements import."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                below = f"{node.module}.{alias.name}"
                yield below if below in FILES else node.module


def _imports(module: str) -> set[str]:
    """Everything that a module imports, inside functions and for type checkers too."""
    return set(_imported(ast.walk(_tree(module))))


def _types_only(module: str) -> set[str]:
    """What a module imports under ``if TYPE_CHECKING``: it never runs, so it makes no cycle."""
    blocks = (
        node
        for node in ast.walk(_tree(module))
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
    )
    return set(_imported(inner for block in blocks for inner in ast.walk(block)))


def _functions(module: str) -> Iterator[tuple[str, FunctionNode]]:
    """Functions and methods with their dotted names; functions inside functions are left out."""

    def walk(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, FunctionNode]]:
        for node in body:
            if isinstance(node, FunctionNode) and not _is_overload(node):
                yield prefix + node.name, node
            elif isinstance(node, ast.ClassDef):
                yield from walk(node.body, f"{prefix}{node.name}.")

    yield from walk(_tree(module).body, "")


def _is_overload(node: FunctionNode) -> bool:
    return any(ast.unparse(each) == "overload" for each in node.decorator_list)


def _public(name: str) -> bool:
    return not any(part.startswith("_") for part in name.split("."))


def _find_cycle(graph: dict[str, set[str]]) -> list[str] | None:
    done: set[str] = set()

    def visit(node: str, path: list[str]) -> list[str] | None:
        if node in path:
            return [*path[path.index(node) :], node]
        if node in done:
            return None
        found = (visit(following, [*path, node]) for following in sorted(graph[node]))
        cycle = next((each for each in found if each), None)
        done.add(node)
        return cycle

    return next((cycle for node in graph if (cycle := visit(node, []))), None)


def _depth(node: str, graph: dict[str, set[str]]) -> int:
    """Length of the longest chain of imports below a node."""
    return max((1 + _depth(below, graph) for below in graph[node]), default=0)


OWN = set(MODULES)
WRITTEN = {module: (_imports(module) & OWN) - {module} for module in MODULES}
GRAPH = {module: WRITTEN[module] - _types_only(module) for module in MODULES}  # what runs
AREAS = {
    area: {_area(other) for module in MODULES if _area(module) == area for other in GRAPH[module]}
    - {area}
    for area in map(_area, MODULES)
}


def test_the_rules_see_the_package():
    assert len(MODULES) > 20
    assert "course_lib.byhand.network" in GRAPH["course_lib.exercises.by_hand._one_weight"]
    assert "course_lib.plots.fonts" in GRAPH["course_lib.cli._health"]  # inside a function


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_a_layer(module):
    assert not _area(module) or _layer(_area(module)) >= 0, f"give {_area(module)} a layer"


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down(module):
    for other in WRITTEN[module]:
        here, there = _area(module), _area(other)
        assert _layer(there) <= _layer(here), f"{module} imports {other}, a higher layer"
        assert (here, there) not in STRANGERS, f"{module} must not know {other}"


def test_no_cycles_between_modules_or_areas():
    assert _find_cycle(GRAPH) is None
    assert _find_cycle(AREAS) is None


def test_a_cycle_would_be_found():
    assert _find_cycle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]


def test_imports_are_shallow():
    """Four areas below any area, four names in any module's address."""
    deep = {area: _depth(area, AREAS) for area in AREAS}
    assert max(deep.values()) <= 4, deep
    assert [module for module in MODULES if module.count(".") > 3] == []


@pytest.mark.parametrize("module", MODULES)
def test_packages_beyond_the_core_are_imported_inside_functions(module):
    allowed = CORE | BROUGHT | EXTRA.get(_area(module), set()) | {"course_lib"}
    top = [node for node in _tree(module).body if isinstance(node, ast.Import | ast.ImportFrom)]
    found = {name.split(".")[0] for name in _imported(top)}
    assert found - sys.stdlib_module_names <= allowed


@pytest.mark.parametrize("module", MODULES)
def test_only_plots_imports_matplotlib(module):
    drawn = [name for name in _imports(module) if name.split(".")[0] == "matplotlib"]
    assert not drawn or _area(module) == "plots"


@pytest.mark.parametrize("module", MODULES)
def test_forbidden_statements(module):
    talks = _area(module) == "cli" or module.endswith("__main__")
    for node in ast.walk(_tree(module)):
        where = f"{module}:{getattr(node, 'lineno', 0)}"
        assert not isinstance(node, ast.Assert), f"{where}: raise an error that teaches"
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{where}: relative import"
            assert all(alias.name != "*" for alias in node.names), f"{where}: star import"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print" or talks, f"{where}: print in the library"


@pytest.mark.parametrize("module", MODULES)
def test_names_are_topics(module):
    numbered = re.compile(r"(^|_)(ch|chap|chapter|part|sec|section|lesson|week|unit)_?\d", re.I)
    names = [*module.split("."), *(name for name, _ in _functions(module))]
    assert not [name for name in names if numbered.search(name)]


@pytest.mark.parametrize("module", MODULES)
def test_no_file_is_long(module):
    assert len(FILES[module].read_text(encoding="utf-8").splitlines()) <= 350


def test_files_and_functions_are_short():
    lines = [len(path.read_text(encoding="utf-8").splitlines()) for path in FILES.values()]
    sizes = [
        (node.end_lineno or 0) - node.lineno + 1
        for module in MODULES
        for _, node in _functions(module)
    ]
    assert statistics.median(lines) <= 150
    assert statistics.median(sizes) <= 15


@pytest.mark.parametrize("module", MODULES)
def test_public_things_are_typed_and_documented(module):
    assert ast.get_docstring(_tree(module)), f"{module} has no docstring"
    for node in _tree(module).body:
        if isinstance(node, ast.ClassDef) and _public(node.name):
            assert ast.get_docstring(node), f"{module}.{node.name} has no docstring"
    for name, node in _functions(module):
        own = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        own += [each for each in (node.args.vararg, node.args.kwarg) if each]
        untyped = [each.arg for each in own if not each.annotation]
        assert node.returns, f"{module}.{name} does not say what it returns"
        assert set(untyped) <= {"self", "cls"}, f"{module}.{name}: {untyped} untyped"
        assert not _public(name) or ast.get_docstring(node), f"{module}.{name} has no docstring"


@pytest.mark.parametrize("module", MODULES)
def test_args_in_a_docstring_are_the_functions_own(module):
    for name, node in _functions(module):
        section = re.search(
            r"^Args:\n((?:[ \t]+.*\n?)+)", ast.get_docstring(node) or "", re.MULTILINE
        )
        if not section:
            continue
        told = set(re.findall(r"^ {4}\**(\w+):", section[1], re.MULTILINE))
        every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        every += [each for each in (node.args.vararg, node.args.kwarg) if each]
        assert told == {each.arg for each in every} - {"self", "cls"}, f"{module}.{name}"


def _python(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run code in an empty folder with an empty home."""
    own = {"HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "MPLCONFIGDIR"}
    keep = {name: value for name, value in os.environ.items() if name not in own}
    quiet = {"HOME": str(folder), "USERPROFILE": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-W", "error::ImportWarning", "-c", code],
        cwd=folder,
        env={**keep, **quiet, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_importing_does_nothing_visible(tmp_path):
    """Matplotlib's own cache of fonts is the one thing that an import may leave behind."""
    names = [name for name in MODULES if not name.endswith("__main__")]
    done = _python(
        f"import importlib\nfor name in {names}: importlib.import_module(name)", tmp_path
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in left if "matplotlib" not in path.parts] == []


@pytest.mark.parametrize(
    "imports",
    [
        "course_lib",
        "course_lib.runtime, course_lib.checks",
        "course_lib.byhand.network",
        "course_lib.exercises, course_lib.exercises.by_hand",
        "course_lib.cli",
        "course_lib.data",
    ],
)
def test_light_imports_stay_light(tmp_path, imports):
    code = (
        f"import {imports}, sys; print(*sys.modules.keys() & {{'torch', 'matplotlib', 'sklearn'}})"
    )
    done = _python(code, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "\n", "")
    assert list(tmp_path.iterdir()) == []
