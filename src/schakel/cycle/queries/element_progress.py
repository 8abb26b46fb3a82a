# SPDX-License-Identifier: EUPL-1.2
"""How far each element moved since last year, with real change, revision and method apart.

What the figures say of an element: it moved forward, did not move, moved back, or that cannot be said. Only
the real change counts: last year's interval is moved along with revision and method before it is laid
beside this year's, and the two must lie outside each other. Nothing here says why it moved.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from schakel.cycle.models import Verdict
from schakel.cycle.queries.measured_years import MeasuredPair
from schakel.diagnosis.changing import Retellings, changes_since, is_beyond_noise
from schakel.diagnosis.dossier import Change, Comparison, Dossier, ElementResult, Interval
from schakel.koers.label import Label

NOTHING = Interval(None)


@dataclass(frozen=True, slots=True)
class ElementReading:
    """An element in one area of one comparison, then and now; parts that cannot be known are ``None``.

    ``beyond_noise`` is about the real change. ``says`` is a verdict, ``because`` the code of its reason.
    """

    comparison: str
    comparison_label: Label
    area: str
    area_label: Label
    before: Interval
    now: Interval
    total: float | None
    real: float | None
    revision: float | None
    method: float | None
    beyond_noise: bool | None
    rank_before: Interval
    rank_now: Interval
    n_regions_before: int | None
    n_regions: int | None
    says: str
    because: str


@dataclass(frozen=True, slots=True)
class ElementMoved:
    """An element with its readings; ``says`` is the verdict of the figures over all of them together."""

    element: str
    label: Label
    readings: tuple[ElementReading, ...]
    says: str
    because: str


def elements_moved(pair: MeasuredPair) -> tuple[ElementMoved, ...]:
    """Return every element of the diagnosis, in its order."""
    if pair.dossier is None:
        return ()
    changes = {(c.subject, c.area.code): c for c in _changes(pair) if c.subject_kind == "element"}
    labels: dict[str, Label] = {}
    readings: dict[str, list[ElementReading]] = {}
    for comparison in pair.dossier.comparisons:
        areas = {area.code: area.label for area in comparison.targets}
        for element in comparison.elements:
            labels.setdefault(element.element, element.label)
            before = _same(pair.dossier_before, comparison, element)
            reading = _reading(
                element, before, changes.get((element.element, element.area_code)), pair.before is not None
            )
            reading = replace(
                reading,
                comparison=comparison.code,
                comparison_label=comparison.label,
                area_label=areas.get(element.area_code, reading.area_label),
            )
            readings.setdefault(element.element, []).append(reading)
    return tuple(_together(code, label, readings[code]) for code, label in labels.items())


def _changes(pair: MeasuredPair) -> tuple[Change, ...]:
    """Return the changes between the two measurements.

    The dossier holds them, split in parts, where it was made beside the very one it is compared with;
    otherwise only their totals are known.
    """
    if pair.dossier is None or pair.dossier_before is None or pair.before is None:
        return ()
    if pair.dossier.provenance.previous_measurement_id == pair.before.identity:
        return pair.dossier.changes
    return changes_since(pair.dossier, Retellings(pair.dossier_before, None, None), {})


def _same(dossier: Dossier | None, comparison: Comparison, element: ElementResult) -> ElementResult | None:
    if dossier is None:
        return None
    of_comparison = (c.elements for c in dossier.comparisons if c.code == comparison.code)
    found = (e for elements in of_comparison for e in elements)
    return next((e for e in found if (e.element, e.area_code) == (element.element, element.area_code)), None)


def _reading(
    element: ElementResult, before: ElementResult | None, change: Change | None, has_before: bool
) -> ElementReading:
    then = before.score if before else NOTHING
    beyond = real_beyond_noise(then, element.score, change.real if change else None)
    says, because = _verdict(element, before, change, beyond, has_before)
    return ElementReading(
        comparison="",
        comparison_label=element.label,
        area=element.area_code,
        area_label=Label(element.area_code, element.area_code),
        before=then,
        now=element.score,
        total=change.total if change else None,
        real=change.real if change else None,
        revision=change.revision if change else None,
        method=change.method if change else None,
        beyond_noise=beyond,
        rank_before=before.rank if before else NOTHING,
        rank_now=element.rank,
        n_regions_before=before.n_regions if before else None,
        n_regions=element.n_regions,
        says=says,
        because=because,
    )


def real_beyond_noise(before: Interval, now: Interval, real: float | None) -> bool | None:
    """Say whether the real change is more than the two intervals allow; ``None`` where it is not known.

    The interval of before is moved so that its value lies ``real`` below that of now: what revision and
    method added to it is then no part of the comparison.
    """
    if real is None or before.value is None or now.value is None:
        return None
    moved = now.value - real - before.value
    low = None if before.low is None else before.low + moved
    high = None if before.high is None else before.high + moved
    return is_beyond_noise(Interval(before.value + moved, low, high), now)


def _verdict(
    element: ElementResult,
    before: ElementResult | None,
    change: Change | None,
    beyond: bool | None,
    has_before: bool,
) -> tuple[str, str]:
    if not has_before:
        return Verdict.UNKNOWN, "no_previous"
    if not element.measured:
        return Verdict.UNKNOWN, "not_measured"
    if before is None or not before.measured:
        return Verdict.UNKNOWN, "not_measured_before"
    if change is None or change.real is None:
        return Verdict.UNKNOWN, "parts_unknown"
    if any(note.code == "no_newer_figure" for note in change.notes):
        return Verdict.UNKNOWN, "no_newer_figure"
    if beyond is None:
        return Verdict.UNKNOWN, "no_interval"
    if not beyond:
        return Verdict.SAME, "within_noise"
    return (Verdict.AHEAD if change.real > 0 else Verdict.BEHIND), "beyond_noise"


def _together(element: str, label: Label, readings: Iterable[ElementReading]) -> ElementMoved:
    found = tuple(readings)
    says, because = together([(r.says, r.because) for r in found])
    return ElementMoved(element, label, found, says, because)


def together(verdicts: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Return one verdict for several areas: only what all areas that are known agree on."""
    everything = list(verdicts)
    known = {says: because for says, because in everything if says != Verdict.UNKNOWN}
    if len(known) == 1:
        return next(iter(known.items()))
    if known:
        return Verdict.UNKNOWN, "areas_differ"
    reasons = dict.fromkeys(because for _, because in everything)
    return Verdict.UNKNOWN, next(iter(reasons), "no_previous")
