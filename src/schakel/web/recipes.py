# SPDX-License-Identifier: EUPL-1.2
"""What a number of the diagnosis is calculated from: the measures above and below the line."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.conf import settings

from schakel.diagnosis.dossier import PictureItem
from schakel.documents import formats
from schakel.economy.picture_definition import PictureDefinition, load_picture_definition
from schakel.koers.failures import Failure
from schakel.koers.framework import Framework, load_framework
from schakel.web.ledger import Ledger
from schakel.web.reading import Reading
from schakel.web.strategic_course import course_folder

_LEVELS = ("corop", "nuts2", "country")


@dataclass(frozen=True, slots=True)
class Use:
    """A number of the diagnosis that rests on a figure.

    ``value`` is the number in words; ``above`` and ``below`` are the measures on both sides of
    the line. ``is_plain``: the number is the figure itself, only put together from areas.
    """

    name: str
    url: str
    value: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    is_plain: bool


@lru_cache(maxsize=4)
def _definitions(folder: Path) -> tuple[PictureDefinition | None, Framework | None]:
    """Read the formulas of a course once; nothing where its folder is not here or not right."""
    try:
        return load_picture_definition(folder), load_framework(folder)
    except (Failure, OSError):
        return None, None


def uses_of(reading: Reading, ledger: Ledger, measure: str, area: str, period: int) -> list[Use]:
    """Return the items of the picture and the indicators whose first measure, area and period these are."""
    folder = course_folder(Path(settings.SCHAKEL_COURSES), reading.dossier.course_id)
    picture, framework = _definitions(folder) if folder else (None, None)
    return [
        *_items(reading, ledger, picture, (measure, area, period)),
        *_indicators(reading, framework, (measure, area, period)),
    ]


def _items(
    reading: Reading, ledger: Ledger, picture: PictureDefinition | None, key: tuple[str, str, int]
) -> list[Use]:
    measure, area, period = key
    rows = reading.table("picture_series").filter(
        (pl.col("measure") == measure) & (pl.col("area_code") == area) & (pl.col("period") == period)
    )
    items = {item.code: item for item in reading.dossier.picture}
    found = [_item_use(reading, ledger, picture, items[r["item"]], r) for r in rows.iter_rows(named=True)]
    return list({use.name: use for use in found}.values())


def _item_use(
    reading: Reading,
    ledger: Ledger,
    picture: PictureDefinition | None,
    item: PictureItem,
    row: dict[str, object],
) -> Use:
    value, low, high = (
        v if isinstance(v, int | float) else None for v in (row["value"], row["low"], row["high"])
    )
    text = formats.bracket(value, low, high, reading.language, item.decimals)
    definition = next((i for i in picture.items if i.code == item.code), None) if picture else None
    formula = definition.formula(_level(reading, ledger, str(row["area_code"]))) if definition else None  # type: ignore[arg-type]
    above, below = (formula.numerator, formula.denominator) if formula else ((), ())
    return Use(
        name=reading.text(item.label),
        url=reading.url("region-item", item.code),
        value=reading.names.with_unit(text, item.unit),
        above=above,
        below=below,
        is_plain=len(above) == 1 and not below and formula is not None and formula.factor == 1,
    )


def _level(reading: Reading, ledger: Ledger, area: str) -> str:
    """Return the level at which a formula is asked for an area."""
    if area == reading.dossier.region.code:
        return "region"
    level = ledger.regions.level(area) if area in ledger.regions else ""
    return level if level in _LEVELS else "corop"


def _indicators(reading: Reading, framework: Framework | None, key: tuple[str, str, int]) -> list[Use]:
    found: dict[str, Use] = {}
    for comparison in reading.dossier.comparisons:
        for result in comparison.indicators:
            figure = result.figure
            if figure is None or (figure.measure, figure.region_code, figure.period) != key:
                continue
            declared = framework.indicators if framework else ()
            known = next((i for i in declared if i.code == result.code), None)
            text = formats.plain_number(result.value, reading.language)
            found[result.code] = Use(
                name=reading.text(result.label),
                url=reading.url("element", result.element) + f"?comparison={comparison.code}",
                value=reading.names.with_unit(text, result.unit),
                above=known.numerator if known else (),
                below=known.denominator if known else (),
                is_plain=known is not None
                and len(known.numerator) == 1
                and not known.denominator
                and known.factor == 1,
            )
    return list(found.values())
