"""The operations of the SDK: method, path and response types, read from the source of its API classes.

Each API class has, for an operation ``NAME``, a caller with ``_response_types_map = {...}`` that calls
``self._NAME_serialize(...)``, and the function ``_NAME_serialize`` with ``method="..."`` and ``resource_path="..."``.
The source is read as text: importing the API classes costs many seconds, because each of them validates its calls.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

TYPES = re.compile(
    r"_response_types_map\b[^=\n]*=\s*(\{[^{}]*\})(?:(?!_response_types_map).)*?self\.(_\w+_serialize)\(",
    re.DOTALL,
)
REQUEST = re.compile(
    r"def (_\w+_serialize)\((?:(?!\bdef ).)*?\bmethod=(['\"])([A-Z]+)\2(?:(?!\bdef ).)*?"
    r"\bresource_path=\(?\s*((?:['\"][^'\"\n]*['\"]\s*)+)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Operation:
    """One operation of the SDK. ``types`` maps a status to the type that the SDK returns."""

    method: str
    path: str
    types: dict[str, str | None] = field(hash=False)

    @property
    def name(self) -> str:
        """The method and the SDK's own template of the path."""
        return f"{self.method} {self.path}"

    def type_of(self, status: int) -> str | None:
        """Return the type for a status, selected as ``ApiClient.response_deserialize`` does."""
        return self.types.get(str(status)) or self.types.get(f"{str(status)[0]}XX")


def operations_in(source: str) -> list[Operation]:
    """Return the operations in the source of one API class."""
    types = {name: ast.literal_eval(text) for text, name in TYPES.findall(source)}
    return [
        Operation(method, ast.literal_eval(f"({path.strip()})"), types[name])
        for name, _quote, method, path in REQUEST.findall(source)
        if name in types
    ]


def segments_of(path: str) -> tuple[str, ...]:
    """Return the segments of a path without query."""
    return tuple(path.partition("?")[0].strip("/").split("/"))


class Operations:
    """Finds the SDK's operation for a method and a path."""

    def __init__(self, folder: Path) -> None:
        """Read the API classes in a folder (``okta/api``)."""
        self._templates: dict[tuple[str, int], list[tuple[tuple[str, ...], Operation]]] = {}
        known: set[str] = set()
        for file in sorted(folder.glob("*_api.py")):
            for operation in operations_in(file.read_text(encoding="utf-8")):
                if operation.name in known:
                    continue
                known.add(operation.name)
                segments = segments_of(operation.path)
                key = (operation.method, len(segments))
                self._templates.setdefault(key, []).append((segments, operation))
        self.count = len(known)
        # Paths as requested contain ids: only the last few thousand are kept.
        self.find = lru_cache(maxsize=4096)(self._find)

    def _find(self, text: str) -> Operation | None:
        """Return the operation for ``METHOD /path``, or None. Literal segments win from the left."""
        method, _, path = text.partition(" ")
        segments = segments_of(path)
        best: tuple[tuple[int, ...], Operation] | None = None
        for template, operation in self._templates.get((method.upper(), len(segments)), []):
            rank = _rank(template, segments)
            if rank is not None and (best is None or rank < best[0]):
                best = (rank, operation)
        return best[1] if best else None


def _rank(template: tuple[str, ...], segments: tuple[str, ...]) -> tuple[int, ...] | None:
    """Return how well a path fits a template (lower is better), or None if it does not fit."""
    rank = []
    for own, given in zip(template, segments):
        if "{" in own:
            rank.append(0 if "{" in given else 1)
        elif own == given:
            rank.append(0)
        elif "{" in given:
            rank.append(2)
        else:
            return None
    return (rank.count(2), *rank)
