# SPDX-License-Identifier: EUPL-1.2
"""Everything that goes into a diagnosis, read from a course folder, the figures and a home folder."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from schakel.dataroom.checks import CheckRules, load_rules
from schakel.dataroom.ledger import load_printed_figures
from schakel.dataroom.measures import Measure, SourceTable, load_measures, load_tables
from schakel.dataroom.observations import read_observations
from schakel.dataroom.regions import RegionTable, load_regions
from schakel.dataroom.snapshots import list_snapshots
from schakel.diagnosis.figures_used import with_needed_measures
from schakel.economy.picture_definition import PictureDefinition, load_picture_definition
from schakel.economy.printed_checks import PrintedFigure
from schakel.koers.course import Course
from schakel.koers.failures import N_, Failure
from schakel.koers.framework import Framework, load_framework
from schakel.koers.label import Label
from schakel.koers.reading import read_course

METHOD_FILES = ("course.yaml", "framework.yaml", "picture.yaml")


class NoYear(Failure):
    """The figures hold nothing that the course uses."""

    template = N_("None of the figures that the course '{course}' uses is in the data room.")
    cure = N_("Load the figures, or check the measures in framework.yaml and picture.yaml.")


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a diagnosis is made from.

    ``check_rules`` are the rules of the consistency checks; ``method_sha256`` is of the files
    that say how is measured; ``file_hashes`` gives the SHA-256 of each snapshot.
    """

    course: Course
    framework: Framework
    picture: PictureDefinition
    observations: pl.DataFrame
    printed: pl.DataFrame
    check_rules: CheckRules
    measures: Mapping[str, Measure]
    tables: Mapping[str, SourceTable]
    regions: RegionTable
    file_hashes: Mapping[str, str]
    method_sha256: str

    @property
    def wanted(self) -> tuple[str, ...]:
        """Every measure that the diagnosis reads, with those that weigh or bound it."""
        lists = [c.units_from for c in self.framework.comparisons if c.units_from]
        named = (*self.picture.measures, *self.framework.measures, *lists)
        return with_needed_measures(named, self.measures)

    def newest_year(self) -> int:
        """Return the newest period among the figures that the course uses.

        Raises
        ------
        NoYear
            When there are none.
        """
        used = self.observations.filter(pl.col("measure").is_in(self.wanted) & pl.col("value").is_not_null())
        newest = used["period"].max()
        if not isinstance(newest, int):
            raise NoYear(course=self.course.id)
        return newest


def load_inputs(course_folder: Path, figures_folder: Path, home: Path) -> Inputs:
    """Read everything that a diagnosis needs; the figures must have been ingested into ``home``.

    Raises
    ------
    Failure
        The failures of the rooms that read each part, with file and line where there is one.
    """
    return Inputs(
        course=read_course(course_folder),
        framework=load_framework(course_folder),
        picture=load_picture_definition(course_folder),
        observations=read_observations(home),
        printed=load_printed_figures(course_folder),
        check_rules=load_rules(course_folder, figures_folder),
        measures=load_measures(figures_folder),
        tables=load_tables(figures_folder),
        regions=load_regions(figures_folder),
        file_hashes={s.id: s.sha256 for s in list_snapshots(home)},
        method_sha256=_method_sha256(course_folder),
    )


def _method_sha256(course_folder: Path) -> str:
    total = hashlib.sha256()
    for name in METHOD_FILES:
        path = course_folder / name
        total.update(path.read_bytes() if path.is_file() else b"")
    return total.hexdigest()


def printed_figures(table: pl.DataFrame) -> dict[str, PrintedFigure]:
    """Return the printed figures by id, in the order of the file."""
    return {
        row["figure_id"]: PrintedFigure(
            id=row["figure_id"],
            label=Label(row["label_nl"], row["label_en"]),
            section=row["section"],
            value=row["value"],
            period=row["period"],
            quantity=row["quantity"],
            area=row["area"],
            rounding=row["rounding"],
            from_period=row["from_period"],
        )
        for row in table.iter_rows(named=True)
    }
