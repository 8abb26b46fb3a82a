# SPDX-License-Identifier: EUPL-1.2
"""How ready the technology of each innovation is, who owned it when, and which ones stand still."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from schakel.koers.register import plain_name
from schakel.programme.models import ReadinessChange
from schakel.programme.queries.months import months_later

STALL_MONTHS = 12
HIGHEST = 9


@dataclass(frozen=True, slots=True)
class ReadinessStep:
    """A recorded level."""

    level: int
    on: date
    owner_code: str
    owner_name: str
    reason: str
    is_step_back: bool


@dataclass(frozen=True, slots=True)
class Innovation:
    """An innovation with its steps, oldest first; ``stepped_on`` is when the level last changed."""

    name: str
    initiative_code: str
    initiative_name: str
    steps: tuple[ReadinessStep, ...]
    stepped_on: date
    is_stalled: bool

    @property
    def level(self) -> int:
        """The level it has now."""
        return self.steps[-1].level

    @property
    def owner_name(self) -> str:
        """Who has it now."""
        return self.steps[-1].owner_name

    @property
    def handovers(self) -> tuple[tuple[str, str, date], ...]:
        """Each time that another partner took it over: from, to and when."""
        pairs = zip(self.steps, self.steps[1:], strict=False)
        return tuple((a.owner_name, b.owner_name, b.on) for a, b in pairs if a.owner_code != b.owner_code)


def innovations(rows: Iterable[ReadinessChange], today: date) -> tuple[Innovation, ...]:
    """Return the innovations of some rows; pass them with ``owner`` and ``initiative`` selected."""
    groups: dict[tuple[int, str], list[ReadinessChange]] = {}
    for row in sorted(rows, key=lambda r: (r.on, r.pk)):
        groups.setdefault((row.initiative_id, plain_name(row.innovation)), []).append(row)
    found = [_innovation(group, today) for group in groups.values()]
    return tuple(sorted(found, key=lambda i: (i.initiative_name, i.name)))


def stalled_innovations(today: date) -> tuple[Innovation, ...]:
    """Return every innovation of the register without a step for more than twelve months."""
    rows = ReadinessChange.objects.select_related("owner", "initiative")
    return tuple(i for i in innovations(rows, today) if i.is_stalled)


def _innovation(rows: list[ReadinessChange], today: date) -> Innovation:
    steps: list[ReadinessStep] = []
    stepped_on = rows[0].on
    for row in rows:
        before = steps[-1].level if steps else row.level
        if row.level != before:
            stepped_on = row.on
        owner = row.owner
        steps.append(
            ReadinessStep(
                row.level,
                row.on,
                owner.code if owner is not None else "",
                owner.name if owner is not None else "",
                row.reason,
                row.level < before,
            )
        )
    is_stalled = rows[-1].level < HIGHEST and months_later(stepped_on, STALL_MONTHS) < today
    initiative = rows[0].initiative
    return Innovation(
        rows[0].innovation, initiative.code, initiative.name, tuple(steps), stepped_on, is_stalled
    )
