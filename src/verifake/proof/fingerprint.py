"""Fingerprints of clauses and fakes: a hash of what they say, not of how it is laid out.

Docstrings, comments and formatting do not count. What they use inside this package counts too, however far
away; the mechanism of proof does not.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

__all__ = ["fingerprint_function", "fingerprint_package"]

_ROOT: Final = "verifake"
_MECHANISM: Final = "verifake.proof"
_LENGTH: Final = 16


def fingerprint_package(package: str) -> str:
    """Return the fingerprint of all modules of `package` and of what they import inside verifake."""
    names = [package, *(found.name for found in _modules(package))]
    return _hash(_module_texts(names))


def fingerprint_function(function: Callable[..., Any]) -> str:
    """Return the fingerprint of a function and of what it uses: of its own module only what it names."""
    module = inspect.unwrap(function).__module__
    definitions, imports = _contents(module)
    texts: dict[str, str] = {}
    used: set[str] = set()
    waiting = [function.__name__]
    while waiting:
        name = waiting.pop()
        if name in imports:
            used.add(imports[name])
        if name in texts or name not in definitions:
            continue
        texts[name] = ast.unparse(definitions[name])
        used |= _imported(definitions[name])
        waiting.extend(_names(definitions[name]))
    return _hash([*(texts[name] for name in sorted(texts)), *_module_texts(used)])


def _hash(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:_LENGTH]


def _modules(package: str) -> list[pkgutil.ModuleInfo]:
    found = import_module(package)
    return list(pkgutil.walk_packages(found.__path__, f"{package}.")) if hasattr(found, "__path__") else []


def _module_texts(names: Iterable[str]) -> list[str]:
    """Return the source of the modules called `names` and of those that they lead to, in the order of their names."""
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        waiting.extend(_leads_to(name))
    return [_text(name) for name in sorted(seen)]


@cache
def _tree(module: str) -> ast.Module:
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"no source of {module}")
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            node.body = [each for each in node.body if not _is_docstring(each)] or [ast.Pass()]
    return tree


def _is_docstring(node: ast.stmt) -> bool:
    """Whether `node` is a string that stands alone: the docstring of what it stands in, or of the name before it."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


@cache
def _text(module: str) -> str:
    return ast.unparse(_tree(module))


@cache
def _contents(module: str) -> tuple[dict[str, ast.stmt], dict[str, str]]:
    """Return what `module` defines at its top level, and which names it imports from which module of this package."""
    definitions: dict[str, ast.stmt] = {}
    imports: dict[str, str] = {}
    for node in _tree(module).body:
        if isinstance(node, ast.ImportFrom):
            imports |= dict(_origins(node))
        else:
            definitions |= dict.fromkeys(_defined(node), node)
    return definitions, imports


def _defined(node: ast.stmt) -> set[str]:
    """Return the names that a statement of a module gives something to, those of a tuple included."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return {name for target in targets for name in _names(target)}


@cache
def _leads_to(module: str) -> frozenset[str]:
    return _imported(_tree(module))


def _imported(tree: ast.AST) -> frozenset[str]:
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return frozenset(origin for node in nodes for _, origin in _origins(node))


def _origins(node: ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """Yield each name that is imported from inside this package, with its module; a submodule is its own."""
    base = node.module or ""
    if not _counts(base):
        return
    for alias in node.names:
        submodule = f"{base}.{alias.name}"
        origin = submodule if _is_module(submodule) else base
        if _counts(origin):
            yield alias.asname or alias.name, origin


@cache
def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _counts(module: str) -> bool:
    inside = module == _ROOT or module.startswith(f"{_ROOT}.")
    return inside and not (module == _MECHANISM or module.startswith(f"{_MECHANISM}."))


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
