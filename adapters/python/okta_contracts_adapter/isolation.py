"""Keeps the SDK away from the network, from other processes and from the adapter's output."""

from __future__ import annotations

import os
import sys
import warnings
from typing import Any, BinaryIO

BLOCKED_EVENTS = frozenset(
    {
        "socket.connect",
        "socket.bind",
        "socket.sendto",
        "socket.sendmsg",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.gethostbyaddr",
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.spawn",
        "os.fork",
        "os.forkpty",
    }
)


def block_network() -> None:
    """Refuse each connection, name lookup and new process, for the rest of this process."""

    def refuse(event: str, _arguments: tuple[Any, ...]) -> None:
        if event in BLOCKED_EVENTS:
            raise PermissionError("The SDK adapter has no network and starts no processes.")

    sys.addaudithook(refuse)


def take_output() -> BinaryIO:
    """Return standard output for the answers. Everything else that is printed goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    warnings.simplefilter("ignore")
    return answers
