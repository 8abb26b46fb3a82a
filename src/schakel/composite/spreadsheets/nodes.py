# SPDX-License-Identifier: EUPL-1.2
"""From settings in cells to the indicators and branches of a tree, every problem with its place."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from schakel.composite.spreadsheets.aggregation_cells import METHODS, read_aggregation
from schakel.composite.spreadsheets.cells import TextRule, is_unknown, read_number, read_text
from schakel.composite.spreadsheets.guess_words import direction_of
from schakel.composite.spreadsheets.problems import Placed, TableProblem, problem_at, shown
from schakel.composite.structure.growing import PROBLEMS, TreeProblem, find_tree_problems
from schakel.composite.structure.tree import Branch, Indicator

NUMBER_FIELDS = ("weight", "factor", "target", "low", "high", "standard_error", "relative_error")
EMPTY_CODE = PROBLEMS["no_code"][0]


@dataclass(frozen=True, slots=True)
class NodeRecord:
    """What the cells say about a node: its code, whether it is a branch, and a placed value per field."""

    code: Placed
    is_branch: bool
    cells: Mapping[str, Placed] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The code as text."""
        return read_text(self.code.value)

    def words(self, name: str) -> str:
        """Return a field as text, "" where it is empty."""
        return read_text(self.cells[name].value) if name in self.cells else ""


@dataclass(frozen=True, slots=True)
class Nodes:
    """Indicators and branches as far as the cells could be read, and everything that is wrong."""

    indicators: tuple[Indicator, ...]
    branches: tuple[Branch, ...]
    problems: tuple[TableProblem, ...]


def read_nodes(
    records: Sequence[NodeRecord], *, required: Collection[str] = (), texts: TextRule = "same"
) -> Nodes:
    """Return the nodes that the records describe, checked as parts of a tree.

    An empty cell takes the usual value: weight 1, more is better, no denominator, target or error; a field
    that is ``required`` may not be empty for an indicator. Of a code that is used twice the first counts.
    """
    problems = _code_problems(records)
    first_of: dict[str, NodeRecord] = {}
    indicators: list[Indicator] = []
    branches: list[Branch] = []
    for record in records:
        is_first = first_of.setdefault(record.text, record) is record
        if record.is_branch:
            branch = _branch(record, texts, problems)
            branches += [branch] if is_first else []
        else:
            problems += _empty_settings(record, required)
            indicator = _indicator(record, texts, problems)
            indicators += [indicator] if is_first else []
    for wrong in find_tree_problems(indicators, branches):
        if wrong.template != EMPTY_CODE:
            problems.append(_placed(wrong, first_of))
    return Nodes(tuple(indicators), tuple(branches), tuple(problems))


def _code_problems(records: Sequence[NodeRecord]) -> list[TableProblem]:
    first: dict[str, Placed] = {}
    problems = []
    for record in records:
        if not record.text:
            problems.append(problem_at("empty_code", record.code))
        elif record.text in first:
            problems.append(problem_at("code_twice", record.code, first=first[record.text].row))
        else:
            first[record.text] = record.code
    return problems


def _empty_settings(record: NodeRecord, required: Collection[str]) -> list[TableProblem]:
    return [
        problem_at("no_setting", record.cells.get(name, record.code), code=record.text)
        for name in required
        if is_unknown(record.cells[name].value if name in record.cells else None)
    ]


def _branch(record: NodeRecord, texts: TextRule, problems: list[TableProblem]) -> Branch:
    place = record.cells.get("aggregation")
    aggregation = None
    if place is not None and not is_unknown(place.value):
        aggregation = read_aggregation(read_text(place.value))
        if aggregation is None:
            known = ", ".join(METHODS)
            problems.append(problem_at("aggregation", place, code=record.text, known=known))
    direction = record.cells.get("direction")
    if direction is not None and not is_unknown(direction.value) and direction_of(direction.value) != 1:
        problems.append(problem_at("branch_direction", direction, code=record.text))
    weight = _number(record, "weight", texts, problems)
    return Branch(
        code=record.text,
        parent=record.words("parent") or None,
        name=record.words("name"),
        weight=1.0 if weight is None else weight,
        aggregation=aggregation,
    )


def _indicator(record: NodeRecord, texts: TextRule, problems: list[TableProblem]) -> Indicator:
    read: dict[str, Any] = {name: _number(record, name, texts, problems) for name in NUMBER_FIELDS}
    numbers = {name: number for name, number in read.items() if number is not None}
    return Indicator(
        code=record.text,
        parent=record.words("parent"),
        name=record.words("name"),
        unit=record.words("unit"),
        direction=_direction(record, problems),
        denominator=record.words("denominator") or None,
        **numbers,
    )


def _number(record: NodeRecord, name: str, texts: TextRule, problems: list[TableProblem]) -> float | None:
    place = record.cells.get(name)
    if place is None:
        return None
    number = read_number(place.value, texts)
    if number is None:
        problems.append(problem_at("setting", place, code=record.text))
    return None if number is None or math.isnan(number) else number


def _direction(record: NodeRecord, problems: list[TableProblem]) -> Any:
    place = record.cells.get("direction")
    if place is None or is_unknown(place.value):
        return 1
    direction = direction_of(place.value)
    if direction is None:
        problems.append(problem_at("direction", place, code=record.text))
    return direction or 1


def _placed(wrong: TreeProblem, records: Mapping[str, NodeRecord]) -> TableProblem:
    record = records.get(wrong.code)
    place = Placed(None) if record is None else record.cells.get(wrong.field, record.code)
    if record is None and records:
        any_place = next(iter(records.values())).code
        place = Placed(None, any_place.table)
    return TableProblem(
        template=wrong.template,
        expected="",
        cure=wrong.cure,
        table=place.table,
        row=place.row,
        column=place.column,
        found=shown(place.value),
        details={"code": wrong.code, **wrong.details},
    )
