# SPDX-License-Identifier: EUPL-1.2
"""The inhabitants of each municipality by year, from the stored public figures, for the contributions."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.conf import settings

from schakel.dataroom.observations import newest_vintage
from schakel.economy.picture_definition import load_picture_definition
from schakel.koers.failures import Failure
from schakel.programme.queries.contributions import Inhabitants
from schakel.web.ledger import open_ledger
from schakel.web.reading import NoMeasurementError, Reading
from schakel.web.strategic_course import course_folder, open_course

PEOPLE = "population"
"""The criterion of the picture's peers that counts inhabitants, where the picture names no measure."""


def inhabitants_measure(reading: Reading) -> str:
    """Return the measure that counts inhabitants according to the course; empty where it names none."""
    folder = course_folder(Path(settings.SCHAKEL_COURSES), reading.dossier.course_id)
    return "" if folder is None else _measure(folder)


@lru_cache(maxsize=4)
def _measure(folder: Path) -> str:
    try:
        definition = load_picture_definition(folder)
    except (Failure, OSError):
        return ""
    if definition.inhabitants:
        return definition.inhabitants
    counted = (c.value for c in definition.peers.criteria if c.code == PEOPLE)
    return next((v.numerator[0] for v in counted if not v.denominator and len(v.numerator) == 1), "")


def read_inhabitants(reading: Reading, years: Collection[int]) -> dict[tuple[str, int], Inhabitants]:
    """Return for each municipality and year the newest figure of that year, or of the last year before it."""
    measure = inhabitants_measure(reading)
    course = open_course(reading)
    if not measure or course is None or not years:
        return {}
    try:
        observations = open_ledger().observations
    except (Failure, NoMeasurementError):
        return {}
    codes = [m.code for m in course.region.members]
    here = (pl.col("measure") == measure) & pl.col("region_code").is_in(codes)
    rows = newest_vintage(observations.filter(here & (pl.col("period") <= max(years)))).sort("period")
    found: dict[tuple[str, int], Inhabitants] = {}
    for row in rows.iter_rows(named=True):
        number = None if row["value"] is None else round(row["value"])
        figure = Inhabitants(number, int(row["period"]), str(row["status"]))
        for year in years:
            if figure.period <= year and (number is not None or figure.period == year):
                found[str(row["region_code"]), year] = figure
    return found


def members_by_year(reading: Reading, years: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Return the municipalities that belonged to the region on 1 January of each year."""
    course = open_course(reading)
    if course is None:
        return {}
    return {year: tuple(m.code for m in course.region.members_on(date(year, 1, 1))) for year in years}
