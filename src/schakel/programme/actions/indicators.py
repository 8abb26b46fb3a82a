# SPDX-License-Identifier: EUPL-1.2
"""Indicators: their definition and its changes, baselines and targets."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from schakel.koers.failures import N_, Failure
from schakel.programme.models import DefinitionChange, Indicator, IndicatorTarget, Initiative
from schakel.programme.recording import Actor, add_record, append_row, change_record

MEANING_FIELDS = ("meaning", "unit", "time_semantics", "direction")
"""Fields that make it another indicator when they change."""


class DefinitionWouldChange(Failure):
    """The meaning of an indicator changes without saying what and why."""

    template = N_("This changes what “{name}” means ({fields}).")
    cure = N_("Use “change the definition”, and say what changes, why, and whether the series breaks.")


class TargetBeforeBaseline(Failure):
    """A target lies before the baseline of the same indicator."""

    template = N_("The target of {target_year} lies before the baseline of {baseline_year}.")
    cure = N_("Choose a later year for the target, or an earlier one for the baseline.")


def define_indicator(*, values: Mapping[str, Any], by: Actor, at: datetime) -> Indicator:
    """Add an indicator with its definition sheet (fields of :class:`Indicator` by name)."""
    return add_record(Indicator(**values), action="indicator.define", by=by, at=at)


def change_indicator(
    *, indicator: Indicator, changes: Mapping[str, Any], expected_version: int | None, by: Actor, at: datetime
) -> Indicator:
    """Change what does not touch the meaning, such as the owner or known issues.

    Raises
    ------
    DefinitionWouldChange
        When a field of the meaning is among the changes.
    """
    touched = [n for n in MEANING_FIELDS if n in changes and changes[n] != getattr(indicator, n)]
    if touched:
        raise DefinitionWouldChange(name=indicator.title, fields=", ".join(touched))
    return change_record(
        indicator,
        action="indicator.change",
        expected_version=expected_version,
        by=by,
        at=at,
        changes=changes,
    )


def change_definition(
    *,
    indicator: Indicator,
    changes: Mapping[str, Any],
    what: str,
    why: str,
    breaks_series: bool,
    on: date,
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Indicator:
    """Change what an indicator means; values of before keep the version of their definition.

    Parameters
    ----------
    breaks_series
        Whether values of before and after may no longer be compared or added.
    """
    with transaction.atomic():
        changed = change_record(
            indicator,
            action="indicator.change_definition",
            expected_version=expected_version,
            by=by,
            at=at,
            changes=dict(changes) | {"definition_version": indicator.definition_version + 1},
        )
        row = DefinitionChange(
            indicator=changed,
            definition_version=changed.definition_version,
            on=on,
            what=what,
            why=why,
            breaks_series=breaks_series,
        )
        append_row(row, action="indicator.definition_changed", by=by, at=at)
    return changed


def set_target(
    *,
    indicator: Indicator,
    kind: str,
    year: int,
    value: Decimal,
    initiative: Initiative | None = None,
    place: str = "",
    agreed_by: str = "",
    source: str = "",
    note: str = "",
    by: Actor,
    at: datetime,
) -> IndicatorTarget:
    """Set a baseline or target; one that is there for the same year and place is changed.

    Raises
    ------
    TargetBeforeBaseline
        When the target does not lie after the baseline.
    """
    same = IndicatorTarget.objects.filter(indicator=indicator, initiative=initiative, place=place)
    others = same.exclude(kind=kind).values_list("year", flat=True)
    for other in others:
        baseline, target = (year, other) if kind == "baseline" else (other, year)
        if target <= baseline:
            raise TargetBeforeBaseline(target_year=str(target), baseline_year=str(baseline))
    found = same.filter(kind=kind, year=year).first()
    fields = {"value": value, "agreed_by": agreed_by, "source": source, "note": note}
    if found is not None:
        return change_record(
            found, action="indicator.set_target", expected_version=None, by=by, at=at, changes=fields
        )
    record = IndicatorTarget(
        indicator=indicator, initiative=initiative, place=place, kind=kind, year=year, **fields
    )
    return add_record(record, action="indicator.set_target", by=by, at=at)
