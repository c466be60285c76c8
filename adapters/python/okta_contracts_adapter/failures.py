"""What an exception of the SDK says: the object that failed, and the places in it.

The deserializer of the SDK calls ``from_dict(obj)`` of a model for each object of the body. The frames of an exception
therefore lead from the body to the object that failed. pydantic's own ``errors()`` then name the members of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterator

from .places import Place, enum_in, fields_of, type_name
from .tree import Key, Tree, is_container, path_to

FORMATS = ("pattern", "too_short", "too_long", "datetime", "date_", "time_", "url", "uuid", "email", "multiple_of",
           "greater_than", "less_than", "bytes_")


@dataclass
class Failure:
    """A place in a tree. ``key`` is None if the whole container is meant."""

    container: Any
    key: Key | None
    place: Place
    # The rest of the container cannot be read without this member.
    blocks: bool = False


def failing_object(error: BaseException, tree: Tree) -> tuple[Any, type | None]:
    """Return the part of the tree that the SDK was reading when it stopped, and the model that read it."""
    given: list[tuple[Any, type | None]] = []
    trace = error.__traceback__
    while trace is not None:
        local = trace.tb_frame.f_locals
        name = trace.tb_frame.f_code.co_name
        if name == "deserialize" and "data" in local:
            given = [(local["data"], None)]
        elif name == "from_dict" and "obj" in local and given:
            given.append((local["obj"], local.get("cls")))
        trace = trace.tb_next
    path: list[Key] = []
    model: type | None = None
    whole = given[0][0] if given else tree.root
    for part, reader in given[1:]:
        step = path_to(part, whole)
        if step is None:
            break
        path.extend(step)
        whole, model = part, reader
    return tree.at(path), model


def failures_of(error: BaseException, tree: Tree) -> list[Failure]:
    """Return the places that an exception of the SDK names."""
    part, model = failing_object(error, tree)
    name = model.__name__ if model else "the SDK"
    if callable(getattr(error, "errors", None)) and model:
        found = [_of_pydantic(each, part, model, tree) for each in error.errors()]  # type: ignore[attr-defined]
        return list({each.place.pointer: each for each in reversed(found)}.values())[::-1]
    text = str(error)
    where = tree.pointer(part) if is_container(part) else ""
    if "failed to lookup discriminator value" in text and isinstance(part, dict):
        key = _discriminator(model)
        pointer = tree.pointer(part, key) if key else where
        message = f"names no type that {name} knows" if key in part else f"is absent, and {name} selects its type by it"
        return [Failure(part, key, Place(pointer, "discriminator", message, name), blocks=True)]
    if text.startswith("Multiple matches found"):
        return [Failure(part, None, Place(where, "discriminator", f"fits more than one of the types of {name}", name))]
    if text.startswith("No match found"):
        return [Failure(part, None, Place(where, "discriminator", f"fits none of the types of {name}", name))]
    if " as `<enum" in text:
        return [Failure(part, None, Place(where, "enum", "is not a member of the enum that the SDK expects"))]
    if model and not isinstance(part, dict):
        return [Failure(part, None, Place(where, "type", f"is no object, but {name} is read from an object", name))]
    kind = type(error).__name__
    return [Failure(part, None, Place(where, "other", f"makes the SDK stop with {kind} in {name}", name))]


def _discriminator(model: type | None) -> str | None:
    """Return the property by which a model selects its type."""
    for each in getattr(model, "__mro__", ()):
        found = vars(each).get(f"_{each.__name__.lstrip('_')}__discriminator_property_name")
        if isinstance(found, str):
            return found
    return None


def _of_pydantic(error: dict[str, Any], part: Any, model: type, tree: Tree) -> Failure:
    """Return the place that one error of pydantic names."""
    container, key = _resolve(error["loc"], part)
    absent = key is not None and isinstance(container, dict) and key not in container
    value = None if absent else container if key is None else container[key]
    annotation = fields_of(model).get(str(error["loc"][0]), (None, None))[1] if error["loc"] else model
    property_name = f"{model.__name__}.{error['loc'][0]}" if error["loc"] else model.__name__
    cause, message, expected = _cause(error, annotation, property_name)
    if value is None and error["type"] != "value_error" and (absent or error.get("input") is None):
        cause, expected = ("missing" if absent else "null"), type_name(annotation) if annotation else None
        message = f"is {'absent' if absent else 'null'}, but {property_name} is required"
    pointer = tree.pointer(container, key) if is_container(container) else ""
    return Failure(container, key, Place(pointer, cause, message, expected), blocks=cause == "missing")


def _resolve(loc: tuple[Key, ...], part: Any) -> tuple[Any, Key | None]:
    """Return the container and the key that pydantic's location leads to. Names of variants are no part of a body."""
    container, key = part, None
    for step in loc:
        value = container if key is None else container[key]
        if isinstance(value, dict) and step in value or _is_index(step, value):
            container, key = value, step
        elif isinstance(value, dict) and key is None:
            return value, step
        else:
            break
    return container, key


def _is_index(step: Key, value: Any) -> bool:
    return isinstance(value, list) and isinstance(step, int) and step < len(value)


def _cause(error: dict[str, Any], annotation: Any, property_name: str) -> tuple[str, str, str | None]:
    """Return cause, message and expected type of an error of pydantic, by its kind."""
    kind = str(error["type"])
    name = type_name(annotation) if annotation else None
    if kind == "value_error":
        reason = str((error.get("ctx") or {}).get("error", ""))
        if reason.startswith(("must be one of", "each list item must be one of")):
            return "enum", f"is not a value that {property_name} allows", property_name
        if reason.startswith("must validate the regular expression"):
            return "format", f"does not have the format of {property_name}", property_name
        if reason.startswith(("No match found", "Multiple matches found")):
            return "discriminator", f"fits no single type of {property_name}", name
        return "other", f"is rejected by a check of {property_name}", name
    if kind in ("enum", "literal_error"):
        enum = enum_in(annotation) or name
        return "enum", f"is not a member of {enum}", enum
    if kind.startswith("union_tag"):
        return "discriminator", f"names no type that {property_name} knows", name
    if any(text in kind for text in FORMATS) and not kind.endswith("_type"):
        return "format", f"does not have the format of {property_name}", name
    return "type", f"has another type than {property_name}", name


def variants_of(model: type | None) -> Iterator[type]:
    """Return the classes of which a ``oneOf`` or ``anyOf`` model accepts one."""
    for name, (_attribute, annotation) in fields_of(model).items() if model else ():
        if name.endswith("_validator") and "of_schema_" in name:
            for each in getattr(annotation, "__args__", (annotation,)):
                if callable(getattr(each, "from_dict", None)):
                    yield each
