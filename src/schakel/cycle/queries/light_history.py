# SPDX-License-Identifier: EUPL-1.2
"""The lights of each followed initiative over the last rounds: the worst of three, and each of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from schakel.cycle.queries.delivery_facts import followed_initiatives
from schakel.cycle.queries.light_rules import RANK
from schakel.programme.models import ProgressUpdate, UpdateRound
from schakel.programme.transitions import RUNNING

MOST_ROUNDS = 6
Lights = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class LightStrip:
    """The lights of an initiative, one for each round in the order of the rounds; ``None``: no update."""

    code: str
    name: str
    invented: bool
    lights: tuple[Lights | None, ...]

    @property
    def worst(self) -> tuple[str | None, ...]:
        """The worst light of each round."""
        return tuple(max(each, key=RANK.__getitem__) if each else None for each in self.lights)

    @property
    def now(self) -> str | None:
        """The worst light of the newest round in which there was an update."""
        return next((light for light in reversed(self.worst) if light), None)


@dataclass(frozen=True, slots=True)
class LightHistory:
    """The rounds by title, the oldest first, and the strips: the worst now first, without news last."""

    rounds: tuple[str, ...]
    strips: tuple[LightStrip, ...]


def read_light_history(today: date) -> LightHistory:
    """Return the lights over the last rounds that opened, in three queries.

    Shown is what runs, and what is not known to run but sent an update. Of several updates in one round
    the last one counts.
    """
    opened = UpdateRound.objects.filter(opens_on__lte=today).order_by("-opens_on", "-pk")[:MOST_ROUNDS]
    rounds = list(opened)[::-1]
    told: dict[tuple[int, int], Lights] = {}
    rows = ProgressUpdate.objects.filter(round__in=rounds).order_by("on", "pk")
    for initiative, number, *lights in rows.values_list(
        "initiative_id", "round_id", "quality", "time", "money"
    ):
        told[initiative, number] = (lights[0], lights[1], lights[2])
    found = [
        LightStrip(code, name, invented, tuple(told.get((pk, r.pk)) for r in rounds))
        for pk, code, name, invented, stage in followed_initiatives()
        .order_by("name", "pk")
        .values_list("pk", "code", "name", "invented", "stage")
        if stage in RUNNING or _has_news(pk, rounds, told)
    ]
    found.sort(key=lambda s: (s.now is None, -RANK.get(s.now or "", 0), s.name, s.code))
    return LightHistory(tuple(r.title for r in rounds), tuple(found) if rounds else ())


def _has_news(pk: int, rounds: list[UpdateRound], told: Mapping[tuple[int, int], Lights]) -> bool:
    return any((pk, r.pk) in told for r in rounds)
