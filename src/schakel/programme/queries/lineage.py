# SPDX-License-Identifier: EUPL-1.2
"""Where initiatives came from and went: ancestors, descendants, and the form something has now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from schakel.programme.models import Lineage, LineageKind

CONTINUES = frozenset({LineageKind.RENAMED, LineageKind.MERGED, LineageKind.SUCCEEDED})
"""The kinds by which promises go along; part of something larger keeps its own."""


@dataclass(frozen=True, slots=True)
class LineageStep:
    """One step: ``from_id`` went into ``to_id``."""

    pk: int
    from_id: int
    from_code: str
    from_name: str
    to_id: int
    to_code: str
    to_name: str
    kind: str
    year: int | None
    note: str


@dataclass(frozen=True, slots=True)
class LineageGraph:
    """Every step of the register, read once."""

    steps: tuple[LineageStep, ...]
    _out: dict[int, list[LineageStep]] = field(default_factory=dict)
    _into: dict[int, list[LineageStep]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for step in self.steps:
            self._out.setdefault(step.from_id, []).append(step)
            self._into.setdefault(step.to_id, []).append(step)

    def from_here(self, pk: int) -> tuple[LineageStep, ...]:
        """Return the steps that an initiative took itself."""
        return tuple(self._out.get(pk, ()))

    def to_here(self, pk: int) -> tuple[LineageStep, ...]:
        """Return the steps by which others went into an initiative."""
        return tuple(self._into.get(pk, ()))

    def ancestors(self, pk: int, kinds: Iterable[str] = CONTINUES) -> tuple[LineageStep, ...]:
        """Return the steps that lead to an initiative, nearest first, each earlier initiative once."""
        return tuple(self._walk(pk, self._into, "from_id", frozenset(kinds)))

    def descendants(self, pk: int, kinds: Iterable[str] = CONTINUES) -> tuple[LineageStep, ...]:
        """Return the steps that lead away from an initiative, nearest first."""
        return tuple(self._walk(pk, self._out, "to_id", frozenset(kinds)))

    def family(self, pk: int) -> tuple[int, ...]:
        """Return the initiative itself and all whose promises it carries on."""
        return (pk, *(step.from_id for step in self.ancestors(pk)))

    def present(self, pk: int) -> LineageStep | None:
        """Return the last step on the way to what an initiative is now; ``None`` when it is that itself."""
        last, here, seen = None, pk, {pk}
        while step := next((s for s in self._out.get(here, ()) if s.kind in CONTINUES), None):
            if step.to_id in seen:
                break
            last, here = step, step.to_id
            seen.add(here)
        return last

    def path(self, start: int, end: int) -> tuple[str, ...]:
        """Return the names on the way from one initiative to another over every kind; empty without one."""
        names: dict[int, tuple[str, ...]] = {}
        for step in self._walk(start, self._out, "to_id", frozenset(LineageKind.values)):
            names[step.to_id] = (*names.get(step.from_id, (step.from_name,)), step.to_name)
        return names.get(end, ())

    def _walk(
        self, pk: int, ways: dict[int, list[LineageStep]], side: str, kinds: frozenset[str]
    ) -> Iterator[LineageStep]:
        queue, seen = [pk], {pk}
        while queue:
            for step in ways.get(queue.pop(0), ()):
                other: int = getattr(step, side)
                if step.kind in kinds and other not in seen:
                    seen.add(other)
                    queue.append(other)
                    yield step


def lineage_graph() -> LineageGraph:
    """Read the lineage of the whole register in one query."""
    rows = Lineage.objects.order_by("year", "pk").values_list(
        "pk",
        "initiative_id",
        "initiative__code",
        "initiative__name",
        "other_id",
        "other__code",
        "other__name",
        "kind",
        "year",
        "note",
    )
    return LineageGraph(tuple(LineageStep(*row) for row in rows))
