"""A copy of a body whose parts know their JSON pointers, and from which parts can be removed."""

from __future__ import annotations

import json
from typing import Any, Iterator, Union

Key = Union[str, int]


def escape(key: Key) -> str:
    """Return one token of a JSON pointer."""
    return str(key).replace("~", "~0").replace("/", "~1")


def is_container(value: Any) -> bool:
    """True for an object or a list."""
    return isinstance(value, (dict, list))


def entries(container: Any) -> Iterator[tuple[Key, Any]]:
    """Return the members of an object or a list."""
    return iter(container.items() if isinstance(container, dict) else enumerate(container))


def path_to(part: Any, whole: Any) -> list[Key] | None:
    """Return the keys that lead from one value to another that it contains (by identity), nearest first."""
    level: list[tuple[list[Key], Any]] = [([], whole)]
    while level:
        following: list[tuple[list[Key], Any]] = []
        for path, value in level:
            if value is part:
                return path
            if is_container(value):
                following.extend(([*path, key], member) for key, member in entries(value))
        level = following
    return None


class Tree:
    """A copy of a body. Pointers stay those of the body after a removal."""

    def __init__(self, body: Any) -> None:
        self.root: Any = json.loads(json.dumps(body))
        self._pointers: dict[int, str] = {}
        self._parents: dict[int, Any] = {}
        self._positions: dict[int, list[int]] = {}
        # Removed parts stay alive, so that no new object gets the identity of one of them.
        self._removed: list[Any] = []
        if is_container(self.root):
            self._index(self.root, "")

    def _index(self, root: Any, root_pointer: str) -> None:
        waiting = [(root, root_pointer)]
        while waiting:
            container, pointer = waiting.pop()
            self._pointers[id(container)] = pointer
            if isinstance(container, list):
                self._positions[id(container)] = list(range(len(container)))
            for key, member in entries(container):
                if is_container(member):
                    self._parents[id(member)] = container
                    waiting.append((member, f"{pointer}/{escape(key)}"))

    def at(self, path: list[Key]) -> Any:
        """Return the value at the end of a path."""
        value = self.root
        for key in path:
            value = value[key]
        return value

    def pointer(self, container: Any, key: Key | None = None) -> str:
        """Return the pointer of a container, or of its member, in the body."""
        start = self._pointers.get(id(container), "")
        if key is None:
            return start
        positions = self._positions.get(id(container))
        return f"{start}/{escape(positions[int(key)] if positions else key)}"

    def remove(self, container: Any, key: Key) -> None:
        """Remove a member."""
        self._removed.append(container[key])
        del container[key]
        if isinstance(container, list):
            del self._positions[id(container)][int(key)]

    def remove_whole(self, container: Any) -> Any:
        """Remove a container from its parent and return the parent, or None for the root."""
        parent = self._parents.get(id(container))
        if parent is None:
            return None
        for key, member in list(entries(parent)):
            if member is container:
                self.remove(parent, key)
                break
        return parent
