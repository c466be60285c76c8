"""One place of a body that the SDK cannot read, and the names of the SDK's types."""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass
from enum import Enum
from typing import Any

MOST_PLACES = 50

# ``X | Y`` has a type of its own since Python 3.10. The SDK supports 3.9.
UNIONS = (typing.Union, getattr(types, "UnionType", typing.Union))


@dataclass(frozen=True)
class Place:
    """A finding of the adapter. It contains names of the SDK only, never a value of the body."""

    pointer: str
    cause: str
    message: str
    expected: str | None = None

    def as_json(self) -> dict[str, str]:
        """Return the finding as the protocol states it."""
        found = {"pointer": self.pointer, "cause": self.cause, "message": self.message}
        if self.expected:
            found["expected"] = self.expected
        return found


def fields_of(model: type) -> dict[str, tuple[str, Any]]:
    """Return the fields of a pydantic model: name in JSON -> attribute and annotation."""
    found = {}
    for name, field in getattr(model, "model_fields", {}).items():
        alias = field.validation_alias if isinstance(field.validation_alias, str) else field.alias
        found[alias or name] = (name, field.annotation)
    return found


def type_name(annotation: Any) -> str:
    """Return the name of a type as a reader of the SDK knows it: ``UserStatus``, ``List[str]``, ``str``."""
    origin = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    if origin is typing.Annotated:
        return type_name(arguments[0])
    if origin in UNIONS:
        return " or ".join(
            dict.fromkeys(type_name(each) for each in arguments if each is not type(None))
        )
    if origin in (list, dict, set, tuple):
        inner = ", ".join(type_name(each) for each in arguments)
        return f"{origin.__name__.capitalize()}[{inner}]"
    return str(getattr(annotation, "__name__", annotation))


def enum_in(annotation: Any) -> str | None:
    """Return the name of the enum class in an annotation, if it has one."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return annotation.__name__
    for each in typing.get_args(annotation):
        found = enum_in(each)
        if found:
            return found
    return None


def item_type(annotation: Any) -> Any:
    """Return the type of the items of a list, or of the values of a dictionary; None for other types."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (list, dict, set, tuple):
        return arguments[-1] if arguments else None
    if origin is typing.Annotated:
        return item_type(arguments[0])
    found = [each for each in map(item_type, arguments) if each is not None]
    return found[0] if len(found) == 1 else None


def model_in(annotation: Any) -> type | None:
    """Return the pydantic model in an annotation, if it has exactly one."""
    if isinstance(annotation, type) and hasattr(annotation, "model_fields"):
        return annotation
    found = {each for each in map(model_in, typing.get_args(annotation)) if each}
    return found.pop() if len(found) == 1 else None
