# SPDX-License-Identifier: EUPL-1.2
"""Tiles of the map and names of the lines, from the figures folder and the course."""

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from schakel.dataroom.regions import load_regions
from schakel.documents.charts.stored import Surroundings
from schakel.koers.course import MainLine
from schakel.koers.label import Label


def surroundings_of(figures_folder: Path, lines: Iterable[MainLine], language: str) -> Surroundings:
    """Return what charts show beside a measurement.

    Parameters
    ----------
    figures_folder
        Folder with ``regions.csv``.
    lines
        The main lines of the course.
    language
        Language of the names on the map.
    """
    regions = load_regions(figures_folder)
    rows = [
        {
            "code": code,
            "name": regions.label(code).in_language(language),
            "tile_x": tile[0],
            "tile_y": tile[1],
        }
        for code in regions.of_level("corop")
        if (tile := regions.tile(code)) is not None
    ]
    labels: dict[str, Label] = {line.code: line.label for line in lines}
    return Surroundings(pl.DataFrame(rows), labels)
