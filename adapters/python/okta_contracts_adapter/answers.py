"""What the SDK made of one response."""

from __future__ import annotations

from typing import Any

from .locate import places_of_failure
from .losses import is_nothing, places_of_loss
from .operations import Operation
from .places import MOST_PLACES, Place
from .sdk import Sdk


def answer(sdk: Sdk, request: dict[str, Any]) -> dict[str, Any]:
    """Return the answer of the protocol to one line."""
    operation = sdk.operations.find(str(request.get("operation", "")))
    given: dict[str, Any] = {"id": request.get("id")}
    if operation is None:
        return {**given, "result": "unknown operation", "findings": []}
    result, places = outcome(sdk, operation, request.get("status"), request.get("body"))
    given |= {"result": result, "operation": operation.name}
    return {**given, "findings": [each.as_json() for each in places[:MOST_PLACES]]}


def outcome(sdk: Sdk, operation: Operation, status: Any, body: Any) -> tuple[str, list[Place]]:
    """Return the result and the places."""
    # The SDK hands an error response to its caller without a model.
    if not isinstance(status, int) or not 200 <= status <= 299:
        return "unknown operation", []
    kind = operation.type_of(status)
    if is_nothing(body):
        # The API methods return before the deserializer if there is no body.
        if body is None or body == "" or status == 204 or kind is None:
            return "read", []
    elif kind is None:
        return "unknown operation", []
    if kind in ("file", "bytearray"):
        return "read", []
    try:
        data = sdk.read(operation, status, body)
    except Exception:
        return "failed", _failures(sdk, operation, status, body, str(kind))
    lost = swallowed(body, data)
    if lost:
        return "empty", lost
    lost = places_of_loss(body, data)
    return ("loss", lost) if lost else ("read", [])


def _failures(sdk: Sdk, operation: Operation, status: int, body: Any, kind: str) -> list[Place]:
    def read(part: Any) -> Any:
        return sdk.read(operation, status, part)

    found = places_of_failure(body, read, kind.startswith("List["))
    return found or [Place("", "other", f"cannot be read as {kind}", kind)]


def swallowed(body: Any, data: Any) -> list[Place]:
    """Return the places for which the caller gets nothing at all, though the body has content."""
    if is_nothing(body):
        return []
    message = "is given to the caller as nothing, without an error"
    if isinstance(body, list) and isinstance(data, list) and data and all(each is None for each in data):
        return [Place(f"/{index}", "swallowed", message) for index, item in enumerate(body) if not is_nothing(item)]
    return [Place("", "swallowed", message)] if is_nothing(data) else []
