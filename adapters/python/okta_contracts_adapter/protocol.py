"""The adapter protocol, version 1: a ready line, then one answer for each line of standard input."""

from __future__ import annotations

import gc
import json
import os
import re
import sys
from typing import Any, BinaryIO, Iterator

from .isolation import block_network, take_output

PROTOCOL = 1
CHUNK = 1 << 16


def main(arguments: list[str]) -> int:
    """Run the adapter. Returns its exit code."""
    output = take_output()
    block_network()
    try:
        sdk = _start(arguments[0] if arguments else None)
    except _errors() as error:
        _write(output, {"protocol": PROTOCOL, "error": str(error)})
        output.flush()
        return 2
    _write(
        output,
        {"protocol": PROTOCOL, "name": "python", "version": sdk.version, "operations": sdk.operations.count},
    )
    output.flush()
    # The models stay for the whole run: the garbage collector need not visit them.
    gc.collect()
    gc.freeze()
    _serve(sdk, output)
    return 0


def _start(location: str | None) -> Any:
    from .sdk import Sdk

    return Sdk(location)


def _errors() -> tuple[type[Exception], ...]:
    from .sdk import CannotStart

    return (CannotStart, OSError)


def _serve(sdk: Any, output: BinaryIO) -> None:
    """Answer each line until standard input ends. Answers are flushed when no more input is waiting."""
    for lines in _batches(0):
        for line in lines:
            reply = _reply(sdk, line)
            if reply:
                _write(output, reply)
        output.flush()


def _reply(sdk: Any, line: bytes) -> dict[str, Any] | None:
    """Return the answer to one line. A body that the adapter cannot examine does not stop it."""
    from .answers import answer

    number = re.match(rb'\s*\{\s*"id"\s*:\s*(\d+)', line)
    request: Any = {"id": int(number.group(1))} if number else None
    try:
        request = json.loads(line)
        return answer(sdk, request)
    except Exception as error:
        kind = type(error).__name__
    if not isinstance(request, dict):
        print("A line is no JSON object.", file=sys.stderr)
        return None
    finding = {"pointer": "", "cause": "other", "message": f"cannot be examined ({kind})"}
    return {"id": request.get("id"), "result": "failed", "findings": [finding]}


def _batches(descriptor: int) -> Iterator[list[bytes]]:
    """Return the lines that have arrived, as soon as they arrive."""
    rest = b""
    while chunk := os.read(descriptor, CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        yield [line for line in lines if line.strip()]
    if rest.strip():
        yield [rest]


def _write(output: BinaryIO, message: dict[str, Any]) -> None:
    output.write(json.dumps(message, separators=(",", ":")).encode("utf-8") + b"\n")
