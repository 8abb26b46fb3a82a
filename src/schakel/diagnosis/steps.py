# SPDX-License-Identifier: EUPL-1.2
"""The steps of a diagnosis, for whoever shows its progress."""

from collections.abc import Callable
from typing import Final

Report = Callable[[int, int, str], None]
STEPS: Final = ("figures", "peers", "picture", "ecosystem", "checks", "changes")


def silent(done: int, total: int, label: str) -> None:
    """Report nothing."""


SEED = 2022
N_RUNS = 1000
