# SPDX-License-Identifier: EUPL-1.2
"""When a light asks for attention, and how lights went: judged on the updates of one initiative.

Each rule holds for as long as the news does not get better, so that worse news never makes one end: the red
light and the light that is not green end with better news, and so does the one that got worse.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from schakel.cycle.queries.delivery_facts import Told

SUBJECTS = ("quality", "time", "money")
RANK = {"green": 0, "amber": 1, "red": 2}


@dataclass(frozen=True, slots=True)
class Shown:
    """A light in an update."""

    on: date
    light: str
    reason: str

    @property
    def rank(self) -> int:
        """How bad it is."""
        return RANK[self.light]


@dataclass(frozen=True, slots=True)
class LightRun:
    """Since when something holds of a light, in how many updates, and what the newest one says.

    ``first_on`` is the first update of it, ``since`` the one by which the rule came to hold.
    """

    since: date
    first_on: date
    newest: Shown
    n: int


def lights_of(updates: Sequence[Told], subject: str) -> tuple[Shown, ...]:
    """Return one light through time, the oldest first."""
    return tuple(Shown(u.on, getattr(u, subject), getattr(u, f"{subject}_reason")) for u in updates)


def red_run(lights: Sequence[Shown], limit: int) -> LightRun | None:
    """Return since when the light is red without a break."""
    return _run(lights, lambda shown: shown.rank == RANK["red"], 1)


def run_without_green(lights: Sequence[Shown], limit: int) -> LightRun | None:
    """Return since when the light is not green in ``limit`` updates in a row or more."""
    return _run(lights, lambda shown: shown.rank > 0, limit)


def worsened_run(lights: Sequence[Shown], limit: int) -> LightRun | None:
    """Return when the light last got worse, where it did not get better since."""
    if not lights or not lights[-1].rank:
        return None
    for n in range(len(lights) - 1, 0, -1):
        before, after = lights[n - 1], lights[n]
        if after.rank > before.rank:
            return LightRun(after.on, after.on, lights[-1], len(lights) - n)
        if after.rank < before.rank:
            return None
    return None


def _run(lights: Sequence[Shown], holds: Callable[[Shown], bool], limit: int) -> LightRun | None:
    run = list(_trailing(lights, holds))[::-1]
    if len(run) < limit:
        return None
    return LightRun(run[limit - 1].on, run[0].on, run[-1], len(run))


def _trailing(lights: Sequence[Shown], holds: Callable[[Shown], bool]) -> Iterator[Shown]:
    for shown in reversed(lights):
        if not holds(shown):
            return
        yield shown
