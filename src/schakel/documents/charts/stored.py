# SPDX-License-Identifier: EUPL-1.2
"""What charts and report need to know: a stored measurement, and what surrounds it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from schakel.diagnosis.dossier import Dossier
from schakel.koers.label import Label


class Stored(Protocol):
    """A stored measurement: what charts and report need of it."""

    @property
    def id(self) -> str:
        """Its identity, which changes when its content does."""

    @property
    def dossier(self) -> Dossier:
        """The dossier."""

    def table(self, name: str) -> pl.DataFrame:
        """Return one of its tables."""


@dataclass(frozen=True)
class Surroundings:
    """What charts show that is not in the measurement: tiles of the map and names of the lines.

    ``tiles`` has the columns code, name, tile_x, tile_y; empty when there is no map.
    """

    tiles: pl.DataFrame = field(default_factory=pl.DataFrame)
    lines: Mapping[str, Label] = field(default_factory=dict)

    def fingerprint(self) -> str:
        """Return a short text that changes with the content."""
        lines = {code: [label.nl, label.en] for code, label in sorted(self.lines.items())}
        return json.dumps([self.tiles.to_dicts(), lines], sort_keys=True, default=str)
