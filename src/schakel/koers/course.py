# SPDX-License-Identifier: EUPL-1.2
"""The strategic course as data: region through time, lines, actions, goals, criteria, tasks.

A course is written in ``course.yaml``; :mod:`schakel.koers.reading` reads the folder. Every
item has a code, the section of the policy text that it comes from, and a label in two
languages. An owner, budget, number or date that is absent is *unknown*, never zero.
"""

from datetime import date
from typing import Annotated, Literal, TypeVar

import pydantic

from schakel.koers.entries import Code, Entry, Text, Words
from schakel.koers.region import Region
from schakel.koers.register import Initiative, TargetGroup, find_initiative, present_form
from schakel.koers.register_claims import Claim, Recommendation
from schakel.koers.register_money import FundingProgramme
from schakel.koers.register_partners import Partner, Responsibility
from schakel.koers.sources import SourceEntry

Strength = Literal["yes", "possibly", "implicit"]
GoalLevel = Literal["direct", "strategic", "societal"]
Euros = Annotated[float, pydantic.Field(ge=0, allow_inf_nan=False)]
Number = Annotated[float, pydantic.Field(allow_inf_nan=False)]
Year = Annotated[int, pydantic.Field(ge=1900, le=2200)]


class Item(Entry):
    """What every part of a course has: a code, its section in the policy text, a label, maybe a note."""

    code: Code
    section: Text
    label: Words
    note: Words | None = None


ItemType = TypeVar("ItemType", bound=Item)


class SectionTitle(Entry):
    """A section of the policy text; other items refer to its code."""

    code: Text
    label: Words


class Period(Entry):
    """The years of the course, both included, and the day on which the collaboration started."""

    from_year: Year
    until_year: Year
    started_year: Year | None = None


class PolicyText(Entry):
    """The document that the course is the data of."""

    title: Words
    language: Literal["nl", "en", "de", "fr", "fy"]
    publisher: Text
    url: Text | None = None


class Focus(Item):
    """The sector that the course is about, and the groups of the business classification nearest to it."""

    sbi_groups: tuple[Text, ...] = ()


class Contribution(Entry):
    """That a line strengthens an element of the ecosystem, and how firmly the course says so."""

    element: Code
    strength: Strength
    through: tuple[Code, ...] = ()
    note: Words | None = None


class Action(Item):
    """An action of a line; ``owner`` is an organisation or role, never a person."""

    owner: Text | None = None
    budget_eur: Euros | None = None
    cross_cutting: tuple[Code, ...] = ()


class MainLine(Item):
    """A main line with its actions, the elements that it strengthens and the outputs that it names."""

    strengthens: tuple[Contribution, ...] = ()
    outputs: tuple[Code, ...] = ()
    actions: tuple[Action, ...] = ()


class Yardstick(Entry):
    """A number with its unit and year; a ``measure`` names the figure in the data room."""

    value: Number
    unit: Text
    year: Year | None = None
    measure: Text | None = None


class Goal(Item):
    """An impact that the course strives for, at one of three levels; absent numbers are unknown."""

    level: GoalLevel
    baseline: Yardstick | None = None
    target: Yardstick | None = None


class Criterion(Item):
    """When the partners are satisfied; ``number``, ``due`` and ``yardstick`` are absent where not agreed."""

    number: Yardstick | None = None
    due: date | None = None
    yardstick: Words | None = None
    initiatives: tuple[Code, ...] = ()


class CycleStep(Item):
    """A step of the yearly cycle and what it yields."""

    yields: Words | None = None


class AdmissionCondition(Item):
    """A condition that a new topic must meet; all conditions together are the admission test."""

    question: Words


class OutsideRelation(Item):
    """A region that the course wants stronger ties with."""

    corops: tuple[Text, ...] = ()


class ElsewhereNamed(Entry):
    """An element that the course names outside the lines, so that a hole is judged fairly."""

    element: Code
    section: Text
    label: Words


class CourseFile(Entry):
    """What ``course.yaml`` holds."""

    id: Code
    version: Text
    label: Words
    invented: bool = False
    period: Period
    text: PolicyText
    sections: tuple[SectionTitle, ...] = pydantic.Field(min_length=1)
    region: Region
    focus: Focus
    mission: tuple[Item, ...] = ()
    vision: tuple[Item, ...] = ()
    ambitions: tuple[Item, ...] = ()
    cross_cutting: tuple[Item, ...] = ()
    transitions: tuple[Item, ...] = ()
    alignment: tuple[Item, ...] = ()
    parties: tuple[Item, ...] = ()
    bodies: tuple[Item, ...] = ()
    goals: tuple[Goal, ...] = ()
    outputs: tuple[Item, ...] = ()
    lines: tuple[MainLine, ...] = pydantic.Field(min_length=1)
    named_elsewhere: tuple[ElsewhereNamed, ...] = ()
    outside_relations: tuple[OutsideRelation, ...] = ()
    watch_list: tuple[Item, ...] = ()
    admission: tuple[AdmissionCondition, ...] = ()
    roles: tuple[Item, ...] = ()
    means: tuple[Item, ...] = ()
    limits: tuple[Item, ...] = ()
    cycle: tuple[CycleStep, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    tasks: tuple[Item, ...] = ()


class Course(CourseFile):
    """A whole course folder: the course, its register and its sources.

    ``content_sha256`` is of the bytes of the three files together, so that a stored
    measurement can say which course it was made from.
    """

    target_groups: tuple[TargetGroup, ...] = ()
    partners: tuple[Partner, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    funding: tuple[FundingProgramme, ...] = ()
    claims: tuple[Claim, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    sources: tuple[SourceEntry, ...] = ()
    content_sha256: Text

    @property
    def actions(self) -> tuple[Action, ...]:
        """Every action of every line, in the order of the course."""
        return tuple(action for line in self.lines for action in line.actions)

    @property
    def named_initiatives(self) -> tuple[Initiative, ...]:
        """The initiatives that the text itself names; the register may hold others."""
        return tuple(initiative for initiative in self.initiatives if initiative.sections)

    def line(self, code: str) -> MainLine:
        """Return the line with this code; KeyError where there is none."""
        return _with_code(self.lines, code)

    def action(self, code: str) -> Action:
        """Return the action with this code; KeyError where there is none."""
        return _with_code(self.actions, code)

    def line_of_action(self, code: str) -> MainLine:
        """Return the line that an action belongs to; KeyError where there is none."""
        action = self.action(code)
        return next(line for line in self.lines if action in line.actions)

    def goals_at(self, level: GoalLevel) -> tuple[Goal, ...]:
        """Return the goals of one level of impact."""
        return tuple(goal for goal in self.goals if goal.level == level)


def resolve_initiative(course: Course, name: str) -> Initiative:
    """Return the initiative that has, or ever had, this name.

    Parameters
    ----------
    course
        A course with its register.
    name
        Any name, alias or code; case, accents, spaces and punctuation do not matter.

    Raises
    ------
    UnknownInitiative
        Where no initiative has the name; the message gives the nearest one.
    """
    return find_initiative(course.initiatives, name)


def resolve_present_form(course: Course, name: str) -> Initiative:
    """Return the initiative as it is now: after renamings, mergers and successions."""
    return present_form(course.initiatives, resolve_initiative(course, name))


def _with_code(items: tuple[ItemType, ...], code: str) -> ItemType:
    found = next((item for item in items if item.code == code), None)
    if found is None:
        raise KeyError(code)
    return found
