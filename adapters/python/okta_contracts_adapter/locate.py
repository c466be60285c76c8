"""Finds each place that the SDK cannot read, by asking the SDK again.

The SDK stops at its first error. The adapter removes the part that failed and asks again, until the SDK reads the rest
or only parts are left that were removed. A list is halved until the items that fail are found.
"""

from __future__ import annotations

import time
from functools import partial
from typing import Any, Callable, Iterator

from .failures import Failure, failures_of, stop_of, variants_of
from .places import MOST_PLACES, Place
from .tree import Tree, entries, escape, is_container

# Seconds for the search in one response. The places found until then are reported.
LONGEST_SEARCH = 3.0


class Question:
    """Passes bodies to the SDK and returns its errors, for a limited time."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self._read = read
        self._end = time.monotonic() + LONGEST_SEARCH

    @property
    def late(self) -> bool:
        """True if the time is over."""
        return time.monotonic() > self._end

    def error(self, body: Any) -> BaseException | None:
        """Return the error with which the SDK reads a body, or None."""
        try:
            self._read(body)
        except Exception as error:
            return error
        return None


def places_of_failure(body: Any, read: Callable[[Any], Any], is_list: bool) -> list[Place]:
    """Return the places of a body that the SDK cannot read. ``read`` passes a body to the SDK."""
    ask = Question(read)
    if not is_list:
        return _places(body, ask)[:MOST_PLACES]
    if not isinstance(body, list):
        return [Place("", "type", "is no list, but the SDK reads a list")]
    found: list[Place] = []
    for index in _failing_items(body, ask):
        for place in _places([body[index]], ask):
            found.append(Place(f"/{index}{place.pointer[2:]}", place.cause, place.message, place.expected))
        if len(found) >= MOST_PLACES or ask.late:
            break
    return found[:MOST_PLACES]


def _failing_items(items: list[Any], ask: Question) -> Iterator[int]:
    """Return the positions of the items that the SDK cannot read, from the start. A part that fails is halved."""
    waiting = [(0, len(items))]
    while waiting:
        start, end = waiting.pop()
        if ask.error(items[start:end]) is None:
            continue
        if end - start == 1:
            yield start
        else:
            middle = (start + end) // 2
            waiting += [(middle, end), (start, middle)]


def _places(body: Any, ask: Question) -> list[Place]:
    """Return the places of one object."""
    tree = Tree(body)
    found: dict[str, Place] = {}
    for _round in range(MOST_PLACES):
        error = ask.error(tree.root)
        if error is None:
            break
        failures = [each for one in failures_of(error, tree) for each in _narrow(one, error, tree, ask)]
        # A removed part is missed by the object that contained it. This is no finding.
        fresh = [each for each in failures if not any(_contains(each.place.pointer, old) for old in found)]
        found.update((each.place.pointer, each.place) for each in fresh)
        if ask.late or not _remove(fresh or failures[:1], tree, whole=not fresh):
            break
    return list(found.values())


def _contains(pointer: str, other: str) -> bool:
    """True if a pointer leads to another place or to one of its parents."""
    return other == pointer or other.startswith(f"{pointer}/")


def _remove(failures: list[Failure], tree: Tree, whole: bool) -> bool:
    """Remove the parts that failed. Returns False if nothing is left to remove."""
    removed = False
    # From the end, so that the positions in a list stay correct.
    for failure in sorted(failures, key=lambda each: each.key if isinstance(each.key, int) else 0, reverse=True):
        container, key = failure.container, failure.key
        if not is_container(container):
            continue
        if whole or key is None or failure.blocks:
            removed = tree.remove_whole(container) is not None or removed
        elif isinstance(container, list) or key in container:
            tree.remove(container, key)
            removed = True
    return removed


def _narrow(failure: Failure, error: BaseException, tree: Tree, ask: Question) -> list[Failure]:
    """Return more exact places: the items of a list, or what each variant of a ``oneOf`` cannot read."""
    if failure.place.cause == "enum" and failure.key is not None:
        return _bad_items(failure, tree, ask) or [failure]
    if failure.place.cause == "discriminator" and not failure.blocks:
        return _common(failure, stop_of(error, tree).reader, tree) or [failure]
    if failure.place.cause == "other" and failure.key is None and isinstance(failure.container, dict):
        return _bad_member(failure, tree, ask) or [failure]
    return [failure]


def _bad_items(failure: Failure, tree: Tree, ask: Question) -> list[Failure]:
    """Return the items of a list that the SDK does not accept, by offering them one by one."""
    container, key, place = failure.container, failure.key, failure.place
    items = container.get(key) if isinstance(container, dict) else None
    if not isinstance(items, list) or not items:
        return []
    bad = []
    for index, item in enumerate(items):
        if ask.late:
            break
        container[key] = [item]
        again = ask.error(tree.root)
        if again and any(each.place.pointer == place.pointer for each in failures_of(again, tree)):
            pointer = f"{place.pointer}/{index}"
            bad.append(Failure(container, key, Place(pointer, place.cause, place.message, place.expected)))
    container[key] = items
    return bad


def _bad_member(failure: Failure, tree: Tree, ask: Question) -> list[Failure]:
    """Return the member of an object without which the SDK gets further."""
    container, place = failure.container, failure.place
    for key, member in list(entries(container)):
        if ask.late:
            break
        del container[key]
        again = ask.error(tree.root)
        container[key] = member
        if again is None or failures_of(again, tree)[0].place != place:
            pointer = f"{place.pointer}/{escape(key)}"
            return [Failure(container, key, Place(pointer, place.cause, place.message, place.expected))]
    return []


def _common(failure: Failure, model: type | None, tree: Tree) -> list[Failure]:
    """Return what every variant of a ``oneOf`` reports: this, and not the choice of the variant, is the cause."""
    part = failure.container if failure.key is None else failure.container[failure.key]
    if not is_container(part):
        return []
    reports: list[dict[tuple[str, str], Failure]] = []
    for variant in variants_of(model):
        error = Question(partial(deserialize, variant=variant)).error(part)
        if error is None:
            return []
        found = [each for each in failures_of(error, tree) if each.key is not None]
        reports.append({(each.place.pointer, each.place.cause): each for each in found})
    if not reports:
        return []
    return [each for key, each in reports[0].items() if all(key in report for report in reports)]


def deserialize(data: Any, variant: Any) -> Any:
    """Call the SDK's own ``from_dict`` of a variant. The frame has the names of the SDK's own, to be found again."""
    return variant.from_dict(data)
