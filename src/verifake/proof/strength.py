"""Strength: how many small mistakes, planted into the fake, the contract notices.

cosmic-ray makes the mutants. They are drawn by seed over *places* of the code, then over the mutations that are
possible there, so that an arithmetic operator with its many replacements does not crowd out the rest. Places in
annotations are left out (they do not run), and so are ``is`` for ``==`` and the reverse (they mean the same here).
"""

from __future__ import annotations

import ast
import difflib
import hashlib
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

__all__ = ["Mutant", "draw_mutants"]

_SAME_MEANING: Final = ("_Eq_Is", "_Is_Eq", "_NotEq_IsNot", "_IsNot_NotEq")

Position = tuple[tuple[int, int], tuple[int, int]]
Place = tuple[Path, Position]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One planted mistake.

    Attributes:
        path: the file, relative to the folder that holds the package ``verifake``.
        line: where in it.
        source: the whole file with the mistake.
        diff: the lines that changed, before and after.
    """

    path: str
    line: int
    source: str
    diff: str

    @property
    def id(self) -> str:
        """A name that stays while the changed lines stay."""
        return hashlib.sha256(f"{self.path}\n{self.diff}".encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class _Mutation:
    operator: Any
    occurrence: int


def draw_mutants(package: str, files: tuple[str, ...], count: int, seed: int) -> list[Mutant]:
    """Return `count` mutants, drawn by `seed`; fewer where there are not so many places.

    Args:
        package: its modules are mutated.
        files: which, as glob patterns from the package's folder; all if empty.
        count: how many.
        seed: the one source of chance.
    """
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0])
    root = folder.parents[package.count(".")]
    paths = {path for pattern in files or ("**/*.py",) for path in folder.glob(pattern)}
    places = [found for path in sorted(paths) for found in sorted(_places(path).items())]
    chance = random.Random(seed)  # noqa: S311 - drawing mutants is no secret
    chance.shuffle(places)
    mutants: dict[str, Mutant] = {}
    for (path, position), mutations in places:
        if len(mutants) == count:
            break
        mutant = _mutant(path, root, position, chance.choice(mutations))
        if mutant is not None:
            mutants.setdefault(mutant.id, mutant)
    return list(mutants.values())


def _places(path: Path) -> dict[Place, list[_Mutation]]:
    from cosmic_ray.ast import ast_nodes, get_ast  # noqa: PLC0415 - in a dependency group of its own

    source = path.read_text(encoding="utf-8")
    annotations = list(_annotations(source))
    nodes = list(ast_nodes(get_ast(source)))
    found: dict[Place, list[_Mutation]] = defaultdict(list)
    for operator in _operators():
        positions = [p for node in nodes for p in operator.mutation_positions(node)]
        for occurrence, position in enumerate(positions):
            if not any(start <= position[0] <= end for start, end in annotations):
                found[path, position].append(_Mutation(operator, occurrence))
    return found


def _operators() -> list[Any]:
    from cosmic_ray.plugins import get_operator, operator_names  # noqa: PLC0415

    names = [name for name in sorted(operator_names()) if not name.endswith(_SAME_MEANING)]
    classes = [get_operator(name) for name in names]
    return [operator() for operator in classes if not operator.arguments()]


def _annotations(source: str) -> Iterator[Position]:
    """Yield the spans of annotations, as lines from 1 and columns from 0."""
    for node in ast.walk(ast.parse(source)):
        for name in ("annotation", "returns"):
            found = getattr(node, name, None)
            if isinstance(found, ast.expr):
                assert found.end_lineno is not None
                assert found.end_col_offset is not None
                yield (found.lineno, found.col_offset), (found.end_lineno, found.end_col_offset)


def _mutant(path: Path, root: Path, position: Position, mutation: _Mutation) -> Mutant | None:
    from cosmic_ray.mutating import mutate_code  # noqa: PLC0415

    before = path.read_text(encoding="utf-8")
    after = mutate_code(before, mutation.operator, mutation.occurrence)
    if after is None or after == before:
        return None
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    changed = "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))
    return Mutant(str(path.relative_to(root)), position[0][0], after, changed)
