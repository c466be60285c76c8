"""Finds the parts of a body that are no longer in the object that the SDK returned."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Iterator

from .places import MOST_PLACES, Place, fields_of
from .tree import escape

ABSENT = object()
fields = lru_cache(maxsize=None)(fields_of)


def places_of_loss(body: Any, data: Any) -> list[Place]:
    """Return what the SDK dropped, at most 50 places. The SDK's object is walked along the body."""
    found = []
    for place in _walk(body, data, "", "the SDK"):
        found.append(place)
        if len(found) == MOST_PLACES:
            break
    return found


def is_nothing(value: Any) -> bool:
    """True for None, and for an object or a list without content."""
    return value is None or (isinstance(value, (dict, list, str)) and len(value) == 0)


def _walk(body: Any, data: Any, pointer: str, owner: str) -> Iterator[Place]:
    if isinstance(body, dict):
        yield from _walk_object(body, _instance(data), pointer, owner)
    elif isinstance(body, list) and isinstance(data, (list, tuple)):
        for index, item in enumerate(body):
            yield from _member(item, data[index] if index < len(data) else ABSENT, f"{pointer}/{index}", owner)


def _walk_object(body: dict[str, Any], data: Any, pointer: str, owner: str) -> Iterator[Place]:
    if isinstance(data, dict):
        if data == body:
            return
        for key, value in body.items():
            yield from _member(value, data.get(key, ABSENT), f"{pointer}/{escape(key)}", owner)
        return
    known = fields(type(data))
    if not known:
        return
    more = getattr(data, "additional_properties", None) or getattr(data, "model_extra", None) or {}
    for key, value in body.items():
        given = getattr(data, known[key][0], ABSENT) if key in known else more.get(key, ABSENT)
        yield from _member(value, given, f"{pointer}/{escape(key)}", type(data).__name__)


def _member(value: Any, given: Any, pointer: str, owner: str) -> Iterator[Place]:
    """Compare one member. A null that becomes absent is no loss."""
    if value is None:
        return
    if given is ABSENT:
        yield Place(pointer, "dropped", f"is not a property of {owner}", owner)
    elif given is None:
        yield Place(pointer, "dropped", f"becomes None in {owner}", owner)
    elif isinstance(value, (dict, list)):
        yield from _walk(value, given, pointer, owner)


def _instance(data: Any) -> Any:
    """Return the object in the wrapper that the SDK uses for ``oneOf`` and ``anyOf``."""
    while getattr(type(data), "model_fields", None) and "actual_instance" in type(data).model_fields:
        data = data.actual_instance
    return data
