# SPDX-License-Identifier: EUPL-1.2
"""Two stored measurements side by side: what moved, what of that is real, and what went in differently."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from schakel.cycle.queries.comparing_inputs import InputMoved, inputs_moved, same_figures, same_method
from schakel.cycle.queries.weakness import elements_of, weakness_in
from schakel.diagnosis.changing import (
    Key,
    Quantity,
    Split,
    SubjectKind,
    is_beyond_noise,
    quantities_of,
    split_change,
)
from schakel.diagnosis.dossier import Area, Change, Comparison, Dossier, Interval
from schakel.koers.label import Label

HowSplit = Literal["stated", "same_figures", "revised", "not"]
"""Told by the newer measurement itself; only the method differs; only the figures do; cannot be split."""
NOTHING = Interval(None)


class Opened(Protocol):
    """A measurement that can be read."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def dossier(self) -> Dossier:
        """Its dossier."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One value then and now; ``comparison`` is empty for an item of the picture.

    A value that stands in one of the two only has no period in the other.
    """

    kind: SubjectKind
    subject: str
    label: Label
    area: Area
    comparison: str
    unit: str
    period_then: int | None
    period_now: int | None
    then: Interval
    now: Interval
    split: Split
    how: HowSplit
    is_beyond_noise: bool | None


@dataclass(frozen=True, slots=True)
class RankMoved:
    """A place among all regions then and now; ``element`` is empty for the place on the whole index.

    With another number of regions, whether it moved more than noise cannot be said.
    """

    comparison: str
    area: Area
    element: str
    label: Label
    then: Interval
    now: Interval
    n_then: int | None
    n_now: int | None
    is_beyond_noise: bool | None


@dataclass(frozen=True, slots=True)
class LinkMoved:
    """How likely an element is the weakest, then and now; ``None`` where it was not measured."""

    comparison: str
    element: str
    label: Label
    then: float | None
    now: float | None
    in_then: bool
    in_now: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """Everything that two measurements say about the same things.

    ``is_predecessor``: the newer was made with the older as the measurement of the year before.
    """

    old_id: str
    new_id: str
    old_year: int
    new_year: int
    is_predecessor: bool
    moved: tuple[Moved, ...]
    ranks: tuple[RankMoved, ...]
    links: tuple[LinkMoved, ...]
    inputs: tuple[InputMoved, ...]

    def moved_of(self, kind: SubjectKind, comparison: str = "") -> tuple[Moved, ...]:
        """Return the values of one kind, of one comparison where there are several."""
        return tuple(m for m in self.moved if m.kind == kind and m.comparison == comparison)


def compare_measurements(old: Opened, new: Opened) -> Compared:
    """Compare two measurements of one course.

    Real change, revision and method are told apart where the newer measurement did that itself (it was
    made with the older as its predecessor), and between two measurements of the same year where only the
    method or only the figures differ. Else only the total is known.
    """
    then, now = old.dossier, new.dossier
    is_predecessor = now.provenance.previous_measurement_id == old.id
    return Compared(
        old_id=old.id,
        new_id=new.id,
        old_year=then.year,
        new_year=now.year,
        is_predecessor=is_predecessor,
        moved=tuple(_all_moved(then, now, is_predecessor)),
        ranks=tuple(_all_ranks(then, now)),
        links=tuple(_all_links(then, now)),
        inputs=inputs_moved(then.provenance, now.provenance),
    )


def _all_moved(then: Dossier, now: Dossier, is_predecessor: bool) -> Iterable[Moved]:
    before, after = quantities_of(then), quantities_of(now)
    stated: Mapping[Key, Change] = {}
    if is_predecessor:
        stated = {(c.subject_kind, c.subject, c.area.code): c for c in now.changes}
    placed = {**_comparison_of_areas(then), **_comparison_of_areas(now)}
    for key in dict.fromkeys([*after, *before]):
        first, last = before.get(key), after.get(key)
        split, how, beyond = _split(key, then, now, first, last, stated.get(key))
        some = last or first
        if some is None:
            continue
        yield Moved(
            kind=key[0],
            subject=key[1],
            label=some.label,
            area=some.area,
            comparison="" if key[0] == "picture" else placed.get(key[2], ""),
            unit=some.unit,
            period_then=first.period if first else None,
            period_now=last.period if last else None,
            then=first.spread if first else NOTHING,
            now=last.spread if last else NOTHING,
            split=split,
            how=how,
            is_beyond_noise=beyond,
        )


def _comparison_of_areas(dossier: Dossier) -> dict[str, str]:
    return {area.code: c.code for c in dossier.comparisons for area in c.targets}


def _split(
    key: Key,
    then: Dossier,
    now: Dossier,
    first: Quantity | None,
    last: Quantity | None,
    stated: Change | None,
) -> tuple[Split, HowSplit, bool | None]:
    """Return the change with its parts, how these are known, and whether it is more than noise."""
    if stated is not None:
        split = Split(stated.total, stated.real, stated.revision, stated.method)
        return split, "stated" if split.revision is not None else "not", stated.is_beyond_noise
    before, after = first.spread if first else NOTHING, last.spread if last else NOTHING
    beyond = is_beyond_noise(before, after)
    p, n = before.value, after.value
    if then.year == now.year and same_figures(then.provenance, now.provenance):
        return split_change(p, n, n, n), "same_figures", beyond
    is_same_period = first is not None and last is not None and first.period == last.period
    same_year_and_method = then.year == now.year and same_method(then.provenance, now.provenance)
    if key[0] == "picture" and is_same_period and same_year_and_method:
        return split_change(p, p, n, n), "revised", beyond
    return split_change(p, None, None, n), "not", beyond


def _all_ranks(then: Dossier, now: Dossier) -> Iterable[RankMoved]:
    """Return the places on the index and on each element, in the order of the newer dossier."""
    before, after = _ranks_of(then), _ranks_of(now)
    for key in dict.fromkeys([*after, *before]):
        first, last = before.get(key), after.get(key)
        some = last or first
        if some is None:
            continue
        label, area, *_ = some
        then_rank, n_then = (first[2], first[3]) if first else (NOTHING, None)
        now_rank, n_now = (last[2], last[3]) if last else (NOTHING, None)
        beyond = is_beyond_noise(then_rank, now_rank) if n_then == n_now else None
        yield RankMoved(key[0], area, key[1], label, then_rank, now_rank, n_then, n_now, beyond)


def _ranks_of(dossier: Dossier) -> dict[tuple[str, str, str], tuple[Label, Area, Interval, int]]:
    found = {}
    for comparison in dossier.comparisons:
        areas = {area.code: area for area in comparison.targets}
        for rank in comparison.ranks:
            if rank.rank is not None:
                spread = Interval(float(rank.rank), rank.rank_both.low, rank.rank_both.high)
                key = (comparison.code, "", rank.area_code)
                found[key] = (comparison.label, areas[rank.area_code], spread, rank.n_regions)
        for element in comparison.elements:
            if element.measured and element.rank.value is not None:
                key = (comparison.code, element.element, element.area_code)
                found[key] = (element.label, areas[element.area_code], element.rank, element.n_regions)
    return found


def _all_links(then: Dossier, now: Dossier) -> Iterable[LinkMoved]:
    """Return every element that is in the set of possible weakest links then or now, the likeliest first."""
    labels = {e.element: e.label for d in (then, now) for c in d.comparisons for e in c.elements}
    olds = {c.code: c for c in then.comparisons}
    news = {c.code: c for c in now.comparisons}
    for code in dict.fromkeys([*news, *olds]):
        rows = [
            _link(code, element, labels[element], (then, olds.get(code)), (now, news.get(code)))
            for element in dict.fromkeys([*elements_of(now), *elements_of(then)])
        ]
        shown = [row for row in rows if row.in_then or row.in_now]
        yield from sorted(shown, key=lambda r: (-(r.now or 0.0), -(r.then or 0.0), r.element))


def _link(
    code: str,
    element: str,
    label: Label,
    then: tuple[Dossier, Comparison | None],
    now: tuple[Dossier, Comparison | None],
) -> LinkMoved:
    first, last = (None if c is None else weakness_in(d, c, element) for d, c in (then, now))
    return LinkMoved(
        comparison=code,
        element=element,
        label=label,
        then=first.probability if first else None,
        now=last.probability if last else None,
        in_then=bool(first and first.in_set),
        in_now=bool(last and last.in_set),
    )
