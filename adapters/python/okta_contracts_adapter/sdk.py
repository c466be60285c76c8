"""Loads the package ``okta`` and calls its deserializer."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from .operations import Operation, Operations
from .standins import StandIns


class CannotStart(Exception):
    """The SDK cannot be loaded. The text is one sentence for the user."""


class Sdk:
    """The SDK as installed: its version, its operations and its deserializer."""

    def __init__(self, location: str | None) -> None:
        """Load the SDK from a folder that contains ``okta``, or from this interpreter."""
        package = _package(location)
        self.version = _version(package)
        if not re.match(r"[3-9]\.|[1-9]\d+\.", self.version):
            raise CannotStart(
                f"The package okta is version {self.version}: this check needs version 3.0 or later."
            )
        if not (package / "api").is_dir() or not (package / "api_client.py").is_file():
            raise CannotStart(f"The package okta {self.version} has no okta/api and okta/api_client.py.")
        self.operations = Operations(package / "api")
        if self.operations.count == 0:
            raise CannotStart(f"No operation was found in okta/api of version {self.version}.")
        self._client, self._response = _load(package)
        self._probe()

    def _probe(self) -> None:
        """Stop if this version has another deserializer: otherwise every response would be reported as one that fails."""
        probe = Operation("GET", "/", {"200": "object"})
        try:
            works = self.read(probe, 200, {"probe": 1}) == {"probe": 1}
        except Exception:
            works = False
        if not works:
            raise CannotStart(f"The deserializer of okta {self.version} is called in a way that is not known here.")

    def read(self, operation: Operation, status: int, body: Any) -> Any:
        """Pass a body to ``ApiClient.response_deserialize``, as the SDK's API methods do, and return its data."""
        headers = {"content-type": "application/json"}
        response = self._response(SimpleNamespace(status=status, reason=None, headers=headers))
        response.read(json.dumps(body).encode("utf-8"))
        answer = self._client.response_deserialize(
            response_data=response, response_types_map=operation.types
        )
        return answer.data


def _package(location: str | None) -> Path:
    """Return the folder of the package ``okta``."""
    if location:
        folder = Path(location).resolve()
        if folder.name == "okta" and (folder / "__init__.py").is_file():
            folder = folder.parent
        if not (folder / "okta" / "__init__.py").is_file():
            raise CannotStart(f"{location} does not contain a folder okta with the Python SDK.")
        sys.path.insert(0, str(folder))
        return folder / "okta"
    spec = importlib.util.find_spec("okta")
    if spec is None or not spec.origin:
        raise CannotStart(f"The package okta is not installed in {sys.executable}.")
    return Path(spec.origin).parent


def _version(package: Path) -> str:
    """Return the version from ``okta/__init__.py``, or from the metadata of the installation."""
    text = (package / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r"^__version__\s*=\s*['\"]([^'\"]+)['\"]", text, re.MULTILINE)
    if found:
        return found.group(1)
    for installed in importlib.metadata.distributions(name="okta", path=[str(package.parent)]):
        return installed.version
    raise CannotStart(f"{package} does not state its version.")


def _load(package: Path) -> tuple[Any, Any]:
    """Import ``okta.api_client`` and return a client and the class of its responses."""
    sys.meta_path.append(StandIns())
    try:
        module = importlib.import_module("okta.api_client")
        rest = importlib.import_module("okta.rest")
    except ModuleNotFoundError as error:
        raise CannotStart(
            f"The package okta needs {error.name}, which is not installed in {sys.executable}."
        ) from error
    except Exception as error:
        raise CannotStart(
            f"The package okta in {package.parent} cannot be imported ({type(error).__name__})."
        ) from error
    # The constructor prepares connections and needs a token. The deserializer needs neither.
    client = module.ApiClient.__new__(module.ApiClient)
    return client, rest.RESTResponse
