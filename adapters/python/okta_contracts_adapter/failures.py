"""What an exception of the SDK says: the object that failed, and the places in it.

The deserializer of the SDK calls ``from_dict(obj)`` of a model for each object of the body. The frames of an exception
therefore lead from the body to the object that failed. pydantic's own ``errors()`` then name the members of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Iterator

from .places import Place, enum_in, fields_of, item_type, model_in, type_name
from .tree import Key, Tree, is_container, path_to

# Parts of the names of pydantic's errors.
FORMATS = (
    "pattern",
    "too_short",
    "too_long",
    "datetime",
    "date_",
    "time_",
    "url",
    "uuid",
    "multiple_of",
    "greater_than",
    "less_than",
)


@dataclass
class Failure:
    """A place in a tree. ``key`` is None if the whole container is meant."""

    container: Any
    key: Key | None
    place: Place
    # The rest of the container cannot be read without this member.
    blocks: bool = False


@dataclass
class Stop:
    """Where the SDK stopped: the part of the tree that it was reading, and the models that read it."""

    container: Any
    key: Key | None
    value: Any
    # The class whose ``from_dict`` was running, and the class that pydantic was building.
    reader: type | None
    built: type | None

    @property
    def name(self) -> str:
        """The name of the reading class."""
        return self.reader.__name__ if self.reader else "the SDK"


def stop_of(error: BaseException, tree: Tree) -> Stop:
    """Return where the SDK stopped, from the frames of its exception."""
    given: list[tuple[Any, type | None]] = []
    built: type | None = None
    trace = error.__traceback__
    while trace is not None:
        local, name = trace.tb_frame.f_locals, trace.tb_frame.f_code.co_name
        if name == "deserialize" and "data" in local:
            given = [(local["data"], None)]
        elif name == "from_dict" and "obj" in local and given:
            given.append((local["obj"], local.get("cls")))
        elif name == "model_validate":
            built = local.get("cls")
        trace = trace.tb_next
    path: list[Key] = []
    reader: type | None = None
    whole = given[0][0] if given else tree.root
    for part, model in given[1:]:
        step = path_to(part, whole)
        if step is None:
            break
        path.extend(step)
        whole, reader = part, model or reader
    value = tree.at(path)
    if is_container(value) or not path:
        return Stop(value, None, value, reader, built or reader)
    return Stop(tree.at(path[:-1]), path[-1], value, reader, built or reader)


def failures_of(error: BaseException, tree: Tree) -> list[Failure]:
    """Return the places that an exception of the SDK names."""
    stop = stop_of(error, tree)
    if callable(getattr(error, "errors", None)) and stop.built:
        found = [_of_pydantic(each, stop, tree) for each in error.errors()]  # type: ignore[attr-defined]
        return list({each.place.pointer: each for each in reversed(found)}.values())[::-1]
    return [_of_message(error, stop, tree)]


def _of_message(error: BaseException, stop: Stop, tree: Tree) -> Failure:
    """Return the place that an exception without details names. Its text may contain the body: only its start counts."""
    text, name = str(error), stop.name
    where = tree.pointer(stop.container, stop.key)

    def at_stop(cause: str, message: str, expected: str | None = name) -> Failure:
        return Failure(stop.container, stop.key, Place(where, cause, message, expected))

    if text.startswith(f"{name} failed to lookup discriminator value") and isinstance(stop.value, dict):
        return _of_selector(discriminator_of(stop.reader), stop, tree)
    selector = re.match(r"Failed to lookup data type from the field `([\w-]+)`", text)
    if selector and isinstance(stop.value, dict):
        return _of_selector(selector.group(1), stop, tree)
    if text.startswith("Multiple matches found"):
        return at_stop("discriminator", f"fits more than one of the types of {name}")
    if text.startswith("No match found"):
        return at_stop("discriminator", f"fits none of the types of {name}")
    if "as `<enum" in text[-200:]:
        return at_stop("enum", "is not a member of the enum that the SDK expects", None)
    if stop.reader and not isinstance(stop.value, dict):
        return at_stop("type", f"is no object, but {name} is read from an object")
    return at_stop("other", f"makes the SDK stop with {type(error).__name__} in {name}")


def _of_selector(key: str | None, stop: Stop, tree: Tree) -> Failure:
    """Return the place of a property that selects a type, and selects none."""
    absent = key is not None and key not in stop.value
    problem = f"is absent, but selects the type of {stop.name}" if absent else f"names no type that {stop.name} knows"
    place = Place(tree.pointer(stop.value, key), "discriminator", problem, stop.name)
    return Failure(stop.value, key, place, blocks=True)


def discriminator_of(model: type | None) -> str | None:
    """Return the property by which a model selects its type."""
    for each in getattr(model, "__mro__", ()):
        found = vars(each).get(f"_{each.__name__.lstrip('_')}__discriminator_property_name")
        if isinstance(found, str):
            return found
    return None


def _of_pydantic(error: dict[str, Any], stop: Stop, tree: Tree) -> Failure:
    """Return the place that one error of pydantic names."""
    container, key = _resolve(error, stop)
    absent = key is not None and isinstance(container, dict) and key not in container
    value = None if absent else container if key is None else container[key]
    property_name, annotation = _property(stop.built, error["loc"])
    cause, message, expected = _cause(error, annotation, property_name)
    if value is None and error["type"] != "value_error" and (absent or error.get("input") is None):
        cause, expected = ("missing" if absent else "null"), type_name(annotation)
        message = f"is absent, but {property_name} is required" if absent else f"is null, but {property_name} is not"
    place = Place(tree.pointer(container, key), cause, message, expected)
    return Failure(container, key, place, blocks=cause == "missing")


def _resolve(error: dict[str, Any], stop: Stop) -> tuple[Any, Key | None]:
    """Return the container and the key that pydantic's location leads to. Names of variants are no part of a body."""
    container, key = stop.container, stop.key
    for number, step in enumerate(error["loc"], 1):
        value = container if key is None else container[key]
        if isinstance(value, dict) and step in value or _is_index(step, value):
            container, key = value, step
        elif isinstance(value, dict) and number == len(error["loc"]) and (error["type"] == "missing" or number == 1):
            return value, step
    return container, key


def _is_index(step: Key, value: Any) -> bool:
    return isinstance(value, list) and isinstance(step, int) and step < len(value)


def _property(model: type | None, loc: tuple[Key, ...]) -> tuple[str, Any]:
    """Return the property of the SDK that pydantic's location leads to (``User.status``), and its type."""
    name, annotation = getattr(model, "__name__", "the SDK"), model
    for step in loc:
        known = fields_of(model).get(str(step)) if model else None
        inner = item_type(annotation)
        if known:
            name, annotation = f"{model.__name__}.{step}", known[1]
        elif inner is not None:
            name, annotation = f"an item of {name.removeprefix('an item of ')}", inner
        model = model_in(annotation)
    return name, annotation


def _cause(error: dict[str, Any], annotation: Any, property_name: str) -> tuple[str, str, str]:
    """Return cause, message and expected type of an error of pydantic, by its kind."""
    kind = str(error["type"])
    name = type_name(annotation)
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
