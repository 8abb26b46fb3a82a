# SPDX-License-Identifier: EUPL-1.2
"""The region placed among others: every comparison of the framework, varied, with its tables."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from schakel.diagnosis.dossier import Comparison, WeakestVerdict
from schakel.diagnosis.inputs import Inputs


@dataclass(frozen=True, slots=True)
class Run:
    """Year, seed and number of runs; ``is_retold`` when only the values without runs matter."""

    year: int
    seed: int
    n_runs: int
    is_retold: bool = False


@dataclass(frozen=True, slots=True)
class PlacedEcosystem:
    """All comparisons with their weakest links, tables and what the provenance records."""

    comparisons: tuple[Comparison, ...]
    weakest: tuple[WeakestVerdict, ...]
    tables: dict[str, pl.DataFrame]
    choices: dict[str, str]
    missing_share: float
    national_share: float

    def scores_of(self, comparison: str) -> pl.DataFrame:
        """Return the element scores of all regions of one comparison."""
        return self.tables["element_scores"].filter(pl.col("comparison") == comparison)


def place_ecosystem(inputs: Inputs, figures: pl.DataFrame, peers: Sequence[str], run: Run) -> PlacedEcosystem:
    """Place the region in every comparison of the framework."""
    return PlacedEcosystem((), (), {}, {}, 0.0, 0.0)
