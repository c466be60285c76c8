"""Starts the adapter for Okta's Python SDK: ``python3 -I adapter.py [FOLDER]``.

FOLDER contains the package ``okta``. Without it, the ``okta`` of this interpreter is used.
"""

from __future__ import annotations

import os
import sys

# The folders of the adapter and of the SDK stay as they are.
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from okta_contracts_adapter.protocol import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
