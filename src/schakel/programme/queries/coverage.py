# SPDX-License-Identifier: EUPL-1.2
"""Element by line: what the course says, what is registered and what it costs, beside the diagnosis.

The rule for what serves several elements or lines: it counts whole in each of its cells, so cells do not
add up; every total counts it once. Nothing is ever split. A line of the ledger that names a main line
counts in that line only.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from schakel.diagnosis.dossier import CoverageCell
from schakel.programme.queries.effort import NO_LINE, Effort, Efforts
from schakel.programme.queries.weakness import Weakness, unmeasured_elements, weak_elements

FIRMNESS = ("yes", "possibly", "implicit", "no")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of what is known; ``None`` where nothing is known. ``n_unknown`` are left out of it."""

    known: Decimal | None
    n_unknown: int


@dataclass(frozen=True, slots=True)
class Work:
    """What is done in a cell, each initiative and activity once; external initiatives are only named."""

    initiatives: tuple[str, ...]
    activities: tuple[str, ...]
    external: tuple[str, ...]
    granted_eur: Amount
    spent_eur: Amount
    planned_hours: Amount
    spent_hours: Amount
    n_with_cause: int

    @property
    def n(self) -> int:
        """How many initiatives and activities count."""
        return len(self.initiatives) + len(self.activities)


@dataclass(frozen=True, slots=True)
class Cell:
    """An element in a line: ``said`` is what the course says (yes, possibly, implicit, no)."""

    line: str
    said: str
    work: Work


@dataclass(frozen=True, slots=True)
class ElementRow:
    """An element with its weakness in each comparison; ``said`` is the firmest word of any line."""

    element: str
    weaknesses: tuple[Weakness, ...]
    is_weak: bool
    is_measured: bool
    said: str
    cells: tuple[Cell, ...]
    work: Work


@dataclass(frozen=True, slots=True)
class Matrix:
    """The coverage matrix; ``lines`` ends with the empty line where something names no line."""

    lines: tuple[str, ...]
    rows: tuple[ElementRow, ...]
    everything: Work
    without_element: Work

    @property
    def uncovered(self) -> tuple[str, ...]:
        """The possible weakest links that nothing registered strengthens."""
        return tuple(r.element for r in self.rows if r.is_weak and not r.work.n)

    @property
    def without_cause(self) -> tuple[str, ...]:
        """The possible weakest links that work is done for, but none of it names a cause."""
        return tuple(r.element for r in self.rows if r.is_weak and r.work.n and not r.work.n_with_cause)

    @property
    def uncovered_unmeasured(self) -> tuple[str, ...]:
        """The elements that are not measured (and may be weaker still) and that nothing strengthens."""
        return tuple(r.element for r in self.rows if not r.is_measured and not r.work.n)


@dataclass(frozen=True, slots=True)
class Orphan:
    """An initiative or activity of which it is not said what it serves; ``lacks`` "element" or "goal"."""

    effort: Effort
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EffortShare:
    """The share of all effort that (also) serves an element; shares add up to more than one.

    ``None`` is unknown. ``probability`` is the highest of any comparison.
    """

    element: str
    is_weak: bool
    probability: float | None
    share_work: Fraction | None
    share_hours: Fraction | None
    share_money: Fraction | None


def build_matrix(
    efforts: Efforts, course: Iterable[CoverageCell], weaknesses: tuple[Weakness, ...]
) -> Matrix:
    """Build the matrix; elements and lines that the course does not have come last and are not dropped."""
    said = {(c.element, c.line): c.strength for c in course}
    buckets: dict[tuple[str, str], list[Effort]] = defaultdict(list)
    for effort in efforts.items:
        for pair in effort.pairs:
            buckets[pair].append(effort)
    extra_lines = sorted({line for _, line in buckets} - {line for _, line in said} - {NO_LINE})
    lines = (*dict.fromkeys(line for _, line in said), *extra_lines)
    if any(line == NO_LINE for _, line in buckets):
        lines = (*lines, NO_LINE)
    elements = dict.fromkeys((*(e for e, _ in said), *(w.element for w in weaknesses)))
    elements |= dict.fromkeys(sorted({e for e, _ in buckets} - set(elements)))
    weak, unmeasured = weak_elements(weaknesses), unmeasured_elements(weaknesses)
    rows = []
    for element in elements:
        cells = tuple(
            Cell(line, said.get((element, line), "no"), _work(efforts, buckets[element, line], element, line))
            for line in lines
        )
        served = [e for e in efforts.items if element in e.elements]
        rows.append(
            ElementRow(
                element,
                tuple(w for w in weaknesses if w.element == element),
                element in weak,
                element not in unmeasured and any(w.element == element for w in weaknesses),
                min((c.said for c in cells), key=FIRMNESS.index, default="no"),
                cells,
                _work(efforts, served, element),
            )
        )
    return Matrix(
        lines,
        tuple(rows),
        _work(efforts, [e for e in efforts.items if e.elements]),
        _work(efforts, [e for e in efforts.items if not e.elements]),
    )


def find_orphans(efforts: Efforts) -> tuple[Orphan, ...]:
    """Return the initiatives and activities that serve no element or no goal; external ones never."""
    found = []
    for effort in efforts.counted:
        served = (("element", effort.elements), ("goal", effort.goals))
        lacks = tuple(name for name, serves in served if not serves)
        if lacks:
            found.append(Orphan(effort, lacks))
    return tuple(found)


def actions_without_work(efforts: Efforts, actions: Sequence[str]) -> tuple[str, ...]:
    """Return the actions of the course that no counted initiative or activity carries out."""
    done = {action for effort in efforts.counted for action in effort.actions}
    return tuple(action for action in actions if action not in done)


def effort_shares(matrix: Matrix) -> tuple[EffortShare, ...]:
    """Return which part of all effort (also) goes to each element, beside how weak it may be."""
    total = _everything(matrix)
    return tuple(
        EffortShare(
            row.element,
            row.is_weak,
            max((w.probability for w in row.weaknesses if w.probability is not None), default=None),
            Fraction(row.work.n, total[0]) if total[0] else None,
            _share(row.work.planned_hours, total[1]),
            _share(row.work.granted_eur, total[2]),
        )
        for row in matrix.rows
    )


def _everything(matrix: Matrix) -> tuple[int, Decimal, Decimal]:
    parts = (matrix.everything, matrix.without_element)
    return (
        sum(p.n for p in parts),
        sum((p.planned_hours.known or Decimal(0) for p in parts), Decimal(0)),
        sum((p.granted_eur.known or Decimal(0) for p in parts), Decimal(0)),
    )


def _share(part: Amount, total: Decimal) -> Fraction | None:
    if total <= 0 or (part.known is None and part.n_unknown):
        return None
    return Fraction(part.known or Decimal(0)) / Fraction(total)


def _work(efforts: Efforts, found: Sequence[Effort], element: str = "", line: str | None = None) -> Work:
    """Return the work of some efforts; with ``line``, only the money that is for that line."""
    counted = [e for e in found if not e.is_external]
    initiatives = [e.code for e in counted if e.kind == "initiative"]
    activities = [e for e in counted if e.kind == "activity"]
    return Work(
        tuple(initiatives),
        tuple(a.code for a in activities),
        tuple(e.code for e in found if e.is_external and e.kind == "initiative"),
        add_up(_money(efforts.granted_eur.get(code, {}), line) for code in initiatives),
        add_up(_money(efforts.spent_eur.get(code, {}), line) for code in initiatives),
        add_up(a.planned_hours for a in activities),
        add_up(a.spent_hours for a in activities),
        sum(e.names_cause(element) for e in counted),
    )


def _money(by_line: Mapping[str, Decimal], line: str | None) -> Decimal | None:
    """Return the money of one initiative; ``None`` where the ledger has no line about it."""
    fitting = [v for named, v in by_line.items() if line in (None, NO_LINE) or named in (NO_LINE, line)]
    return sum(fitting, Decimal(0)) if by_line else None


def add_up(values: Iterable[Decimal | None]) -> Amount:
    """Add what is known; nothing known is unknown, not zero."""
    given = list(values)
    known = [v for v in given if v is not None]
    return Amount(sum(known, Decimal(0)) if known else None, len(given) - len(known))
