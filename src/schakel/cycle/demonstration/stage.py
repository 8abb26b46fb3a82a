# SPDX-License-Identifier: EUPL-1.2
"""What every part of the invented cycle is made with: its cast, its years, its links and its moments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from schakel.cycle.models import CycleYear, Measurement
from schakel.koers.course import Course
from schakel.programme.demonstration.scene import Row, Scene
from schakel.programme.models import Cause, Initiative, Partner

DATA = Path(__file__).with_name("demonstration.yaml")
LAST, THIS = "last", "this"
MORNING = time(10)


@cache
def cycle_data() -> Mapping[str, Any]:
    """Return what the invented cycle holds."""
    data: Mapping[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return data


@dataclass(frozen=True, slots=True)
class Link:
    """A weak link of an invented year, with the cause that is worked on."""

    key: str
    element: str
    cause: Cause
    reason: str


@dataclass(frozen=True, slots=True)
class CycleStage:
    """The invented cycle while it is made.

    Attributes
    ----------
    scene
        The demonstration year of the programme, with its cast.
    measurement
        The real measurement that the invented board adopts; ``None`` where there is none.
    previous
        The one of a year earlier, for last year; ``None`` where there is none.
    years
        The years that were opened: "last" and "this".
    links
        The weak links of each of them.
    """

    scene: Scene
    course: Course
    folder: Path
    measurement: Measurement | None
    previous: Measurement | None = None
    years: dict[str, CycleYear] = field(default_factory=dict)
    links: dict[str, tuple[Link, ...]] = field(default_factory=dict)

    @property
    def data(self) -> Mapping[str, Any]:
        """What the invented cycle holds."""
        return self.scene.data

    @property
    def elements(self) -> tuple[str, ...]:
        """The codes of the elements of the course."""
        return self.scene.codes.elements

    def measured(self, which: str) -> Measurement | None:
        """Return the measurement that the board of a year adopts."""
        return self.previous or self.measurement if which == LAST else self.measurement

    def day(self, days: int) -> date:
        """Return the day so many days from today."""
        return self.scene.day(days)

    def moment(self, days: int) -> datetime:
        """Return the morning of a day, and never a moment that has yet to come."""
        morning = timezone.make_aware(datetime.combine(self.day(days), MORNING))
        return min(morning, self.scene.at)

    def who(self, days: int) -> dict[str, Any]:
        """Return who acts on a day, as every action asks it."""
        return {"by": self.scene.by, "at": self.moment(days)}

    def partner(self, key: str | None) -> Partner | None:
        """Return an invented partner; ``None`` for no key."""
        return None if key is None else self.scene.partner(key)

    def initiative(self, key: str) -> Initiative:
        """Return an invented initiative as it is now."""
        return self.scene.initiative(key)

    def link(self, which: str, key: str) -> Link | None:
        """Return a link of a year; ``None`` where the course or the measurement lacks it."""
        return next((link for link in self.links.get(which, ()) if link.key == key), None)

    def keep(self, kind: str, row: Row, record: Any) -> None:
        """Remember what was made of a row that has a key."""
        self.scene.keep(kind, row, record)

    def kept(self, kind: str, key: str) -> Any:
        """Return what was made under a key; ``None`` where nothing was."""
        return self.scene.kept.get((kind, key))
