"""Empty modules in place of packages that the SDK imports but its deserializer never calls.

The package ``okta`` imports its HTTP client and its key handling (aiohttp, jwcrypto, PyJWT, ...) as soon as
``okta.api_client`` is imported. A source folder of the SDK is often used without them. The adapter only calls the
deserializer, so an empty module is sufficient there. A package that is installed is always used.
"""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Sequence

# The deserializer itself calls these. Without them, the SDK cannot be loaded.
NEEDED = frozenset(
    {"okta", "pydantic", "pydantic_core", "typing_extensions", "annotated_types", "dateutil"}
)


# Known since Python 3.10. In 3.9, a missing module of Python itself is not expected.
OWN = getattr(sys, "stdlib_module_names", frozenset())


class Inert:
    """A class that accepts each call and does nothing."""

    def __init__(self, *_arguments: Any, **_options: Any) -> None:
        pass

    def __call__(self, *_arguments: Any, **_options: Any) -> "Inert":
        return self


class StandIns:
    """An import hook, used last: supplies empty modules to the modules of ``okta``."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: Any = None
    ) -> ModuleSpec | None:
        """Return an empty module if a module of ``okta`` imports a package that is not installed."""
        top = name.partition(".")[0]
        if top not in self.names:
            if path is not None or top in NEEDED or top in OWN:
                return None
            if not _importer().startswith("okta."):
                return None
            self.names.add(top)
        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> None:
        """Use Python's default."""

    def exec_module(self, module: ModuleType) -> None:
        """Give the module a class for each name that is imported from it."""

        def attribute(name: str) -> type:
            if name.startswith("__"):
                raise AttributeError(name)
            made = type(name, (Inert,), {})
            setattr(module, name, made)
            return made

        module.__getattr__ = attribute  # type: ignore[method-assign]


def _importer() -> str:
    """Return the name of the module whose import statement is being executed."""
    frame = sys._getframe(1)
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if name != __name__ and not name.startswith("importlib"):
            return name
        frame = frame.f_back
    return ""
