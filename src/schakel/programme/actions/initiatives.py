# SPDX-License-Identifier: EUPL-1.2
"""Start an initiative or structure, and change what is known of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from schakel.koers.failures import N_, Failure
from schakel.programme.actions.initiative_names import write_name
from schakel.programme.models import Initiative
from schakel.programme.recording import Actor, add_record, change_record

RESERVED_CODES = frozenset({"nieuw", "verantwoordelijkheden"})
CHANGEABLE = frozenset(
    {
        "kind",
        "relation",
        "summary",
        "place",
        "lines",
        "actions",
        "tags",
        "target_groups",
        "course_sections",
        "owner",
        "started_year",
        "started_on",
        "ended_year",
        "ended_on",
        "continuity",
        "continuity_note",
        "website",
        "note",
        "source",
    }
)


class EndBeforeStart(Failure):
    """Something ends before it starts."""

    template = N_("The end ({end}) is before the start ({start}).")
    cure = N_("Correct one of the two; leave empty what is not known.")


class StartsTwice(Failure):
    """The year and the date of the same moment differ."""

    template = N_("The year {year} and the date {on} do not agree.")
    cure = N_("Give the date only, or the year only where the date is not known.")


def start_initiative(
    *,
    name: str,
    kind: str,
    relation: str,
    by: Actor,
    at: datetime,
    code: str = "",
    former_names: Sequence[str] = (),
    details: Mapping[str, Any] | None = None,
) -> Initiative:
    """Put an initiative or structure in the register; its stage is not known yet.

    Parameters
    ----------
    code
        Made from the name when empty.
    former_names
        Names under which it is or was also known.
    details
        Other fields by name, of those in ``CHANGEABLE``.

    Raises
    ------
    NameTaken, NameWithoutLetters
        When a name, however spelled, belongs to another initiative or holds no letter or digit.
    EndBeforeStart, StartsTwice
        When its years and dates contradict each other.
    WrongEntry
        When another field is wrong.
    """
    given = _only_changeable(details or {})
    _check_dates(given)
    initiative = Initiative(code=code or free_code(name), name=name.strip(), kind=kind, relation=relation)
    for field, value in given.items():
        setattr(initiative, field, value)
    with transaction.atomic():
        initiative = add_record(initiative, action="initiative.start", by=by, at=at)
        write_name(initiative, name, since_year=None, by=by, at=at)
        for former in former_names:
            write_name(initiative, former, since_year=None, by=by, at=at)
    return initiative


def change_initiative(
    *,
    initiative: Initiative,
    changes: Mapping[str, Any],
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Initiative:
    """Change fields of ``CHANGEABLE``; the name and the stage have actions of their own.

    Raises
    ------
    ChangedMeanwhile
        When somebody else changed it since.
    EndBeforeStart, StartsTwice, WrongEntry
        When a value is wrong.
    """
    given = _only_changeable(changes)
    years = ("started_year", "started_on", "ended_year", "ended_on")
    _check_dates({name: getattr(initiative, name) for name in years} | given)
    return change_record(
        initiative,
        action="initiative.change",
        expected_version=expected_version,
        by=by,
        at=at,
        changes=given,
    )


def free_code(name: str) -> str:
    """Return a code made from a name that no initiative has yet."""
    stem = slugify(name)[:50] or "initiatief"
    taken = set(Initiative.objects.filter(code__startswith=stem).values_list("code", flat=True))
    taken |= RESERVED_CODES
    if stem not in taken:
        return stem
    return next(f"{stem}-{n}" for n in range(2, len(taken) + 3) if f"{stem}-{n}" not in taken)


def _only_changeable(fields: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - CHANGEABLE
    if unknown:
        raise ValueError(f"not a field that may be changed here: {', '.join(sorted(unknown))}")
    return dict(fields)


def _check_dates(given: Mapping[str, Any]) -> None:
    """Check that year and date of a moment agree, and that the end is not before the start."""
    for moment in ("started", "ended"):
        year, on = given.get(f"{moment}_year"), given.get(f"{moment}_on")
        if year is not None and on is not None and on.year != year:
            raise StartsTwice(year=year, on=on)
    start_on, end_on = given.get("started_on"), given.get("ended_on")
    if start_on is not None and end_on is not None and end_on < start_on:
        raise EndBeforeStart(start=start_on, end=end_on)
    start, end = _year(given, "started"), _year(given, "ended")
    if start is not None and end is not None and end < start:
        raise EndBeforeStart(start=start, end=end)


def _year(given: Mapping[str, Any], moment: str) -> int | None:
    on: date | None = given.get(f"{moment}_on")
    year: int | None = given.get(f"{moment}_year")
    return on.year if on is not None else year
