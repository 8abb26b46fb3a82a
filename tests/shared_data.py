# SPDX-License-Identifier: EUPL-1.2
"""Public statistics and peers' results that lie beside the project on a developer's machine."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("SCHAKEL_SHARED", REPOSITORY.parent / "shared"))


def shared_path(*parts: str) -> Path:
    """Return a path below the shared folder, or skip the test where it is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"reference data not here: shared/{'/'.join(parts)}")
    return path
