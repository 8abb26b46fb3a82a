# SPDX-License-Identifier: EUPL-1.2
"""What every part of the demonstration year is made with: who acts, the day, the course and what is there."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from schakel.programme.demonstration.course_codes import CourseCodes
from schakel.programme.models import Initiative, Partner
from schakel.programme.models.record import Origin
from schakel.programme.recording import Actor

DATA = Path(__file__).with_name("demonstration.yaml")
DEMONSTRATOR = Actor("demonstration", entry=Origin.DEMONSTRATION, invented=True)
CHECKER = Actor("demonstration:2", entry=Origin.DEMONSTRATION, invented=True)
MARK = "(verzonnen)"
MARKED = frozenset({"title", "name", "lesson", "statement", "text", "subject", "report", "innovation"})
PARTNERS = frozenset(
    {
        "partner",
        "owner",
        "payer",
        "payee",
        "claimed_by",
        "challenge_owner",
        "proposer",
        "organiser",
        "asked_of",
        "provider",
    }
)
INITIATIVES = frozenset({"initiative", "into", "other"})
OTHERS: Mapping[str, str] = {
    "programme": "funding",
    "activity": "activities",
    "cause": "causes",
    "event": "events",
    "seat": "seats",
}
CODES: Mapping[str, str] = {
    "place": "place",
    "municipality": "place",
    "line": "line",
    "action": "action",
    "goal": "goal",
}
LISTS: Mapping[str, str] = {
    "places": "place",
    "lines": "line",
    "actions": "action",
    "goals": "goal",
    "tags": "tag",
    "target_groups": "group",
}
AMOUNTS = frozenset({"amount", "value", "planned_hours", "spent_hours", "rate_eur_per_inhabitant"})
DAYS = frozenset({"on", "since", "until", "last_day"})
Row = Mapping[str, Any]
Fields = dict[str, Any]


@cache
def demonstration_data() -> Mapping[str, Any]:
    """Return what the demonstration year holds."""
    data: Mapping[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return data


def marked(text: str) -> str:
    """Return a text that cannot pass for real: it starts with "Voorbeeld" or ends with the mark."""
    return text if text.startswith("Voorbeeld") or MARK in text else f"{text} {MARK}"


@dataclass(frozen=True, slots=True)
class Scene:
    """The demonstration year while it is made.

    Attributes
    ----------
    by, checker
        Two who act, since who enters a value or proposal does not adopt or judge it.
    inhabitants
        By municipality and year, for a contribution for each inhabitant.
    chance
        The same every time: started with the seed of the data.
    kept
        What was made, by kind and key.
    """

    codes: CourseCodes
    today: date
    at: datetime
    inhabitants: Mapping[tuple[str, int], int]
    data: Mapping[str, Any]
    chance: random.Random
    by: Actor = DEMONSTRATOR
    checker: Actor = CHECKER
    kept: dict[tuple[str, str], Any] = field(default_factory=dict)

    @property
    def n_municipalities(self) -> int:
        """How many municipalities the course has."""
        return len(self.codes.lists["place"])

    def rows(self, name: str) -> Iterator[Row]:
        """Return the rows of a part of the data."""
        yield from self.data[name]

    def keep(self, kind: str, row: Row, record: Any) -> None:
        """Remember what was made of a row that has a key."""
        if "key" in row:
            self.kept[kind, row["key"]] = record

    def partner(self, key: str) -> Partner:
        """Return an invented partner; of the municipalities g1, g2 … the count starts again at the end."""
        if key[0] == "g" and key[1:].isdigit():
            key = f"g{(int(key[1:]) - 1) % max(self.n_municipalities, 1) + 1}"
        found: Partner = self.kept["partners", key]
        return found

    def initiative(self, key: str) -> Initiative:
        """Return an invented initiative as it is now."""
        return Initiative.objects.get(pk=self.kept["initiatives", key].pk)

    def day(self, value: int | str) -> date:
        """Return a day: so many days from today, or "-1/06-30" for 30 June of last year."""
        if isinstance(value, int):
            return self.today + timedelta(days=value)
        years, _, month_day = value.partition("/")
        month, day = month_day.split("-")
        return date(self.today.year + int(years), int(month), int(day))

    def course_code(self, reference: str) -> tuple[str, str]:
        """Return kind and code of "goal:1" or "initiative:hub"; an empty code where the course has fewer."""
        kind, _, name = reference.partition(":")
        if kind == "initiative":
            return kind, self.initiative(name).code
        return kind, self.codes.exact(kind, int(name))

    def fields(self, row: Row, *apart: str) -> Fields:
        """Return the fields of a row as an action wants them, without its key and those named apart."""
        return {name: self._value(name, v) for name, v in row.items() if name != "key" and name not in apart}

    def _value(self, name: str, value: Any) -> Any:
        if value is None:
            return None
        if name in MARKED:
            return marked(value)
        if name in PARTNERS:
            return self.partner(value)
        if name in INITIATIVES:
            return self.initiative(value)
        if name in OTHERS:
            return self.kept[OTHERS[name], value]
        return self._plain(name, value)

    def _plain(self, name: str, value: Any) -> Any:
        if name in CODES:
            return self.codes.pick(CODES[name], value)
        if name in LISTS:
            return self.codes.pick_all(LISTS[name], value)
        if name == "element":
            return self.codes.element(value)
        if name in DAYS or name.endswith("_on"):
            return self.day(value)
        if name == "year" or name.endswith("_year"):
            return self.today.year + value
        if name in AMOUNTS or name.endswith("_eur"):
            return Decimal(str(value))
        return value
