# SPDX-License-Identifier: EUPL-1.2
"""Applying the changes of a draft to the text of a course, and noting which difference each one makes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from schakel.cycle.models import CourseChange, CourseChangeKind
from schakel.cycle.queries.course_items import ACTIONS, COURSE, FIELDS, GOALS, LINES, ItemName, split_item
from schakel.cycle.queries.course_text import plain_course, write_course
from schakel.cycle.queries.course_values import value_of
from schakel.koers.failures import N_, Failure

Plain = dict[str, Any]
Made = tuple[str, str]
"""A difference that a change makes: the item and the field; an empty field for the item as a whole."""
ORDER = (CourseChangeKind.ADD, CourseChangeKind.REWORD, CourseChangeKind.FIELD, CourseChangeKind.REMOVE)
REFERRING = {"cross_cutting": (ACTIONS, "cross_cutting"), "outputs": (LINES, "outputs")}
"""Lists whose codes other items name: what goes is also taken out of those fields."""


class ItemNotThere(Failure):
    """A change of something that the course does not hold."""

    template = N_("The course holds no {item}.")
    cure = N_("Choose an item of the version that the draft is based on, or withdraw this change.")


class ItemThereAlready(Failure):
    """Something new with a code that is taken."""

    template = N_("The course holds {item} already.")
    cure = N_("Choose another code.")


class FieldNotKnown(Failure):
    """A field that an item does not have, or that a draft cannot change."""

    template = N_("Nothing named “{field}” can be changed of {item}.")
    cure = N_("Choose from: {expected}.")


class LineNotThere(Failure):
    """An action without a line to stand in."""

    template = N_("The main line that {item} belongs to is not there: {parent}.")
    cure = N_("Choose a line of the course, or add the line first.")


@dataclass
class Applied:
    """The text after the changes, the differences that each change makes (by its place), what went wrong."""

    text: str
    made: dict[int, set[Made]]
    failures: dict[int, Failure]


@dataclass
class _Sheet:
    """The content of the course while it is changed."""

    data: Plain
    made: set[Made] = field(default_factory=set)

    def rows(self, list_name: str) -> list[Plain]:
        """Return the rows of a list; for actions those of every line."""
        if list_name == ACTIONS:
            return [action for line in self.data.get(LINES, []) for action in line.get(ACTIONS, [])]
        found: list[Plain] = self.data.get(list_name, [])
        return found

    def find(self, name: str) -> Plain:
        """Return an item; raises ItemNotThere."""
        if name == COURSE:
            return self.data
        list_name, code = split_item(name)
        found = next((row for row in self.rows(list_name) if row["code"] == code), None)
        if found is None or list_name not in FIELDS:
            raise ItemNotThere(item=ItemName(name))
        return found

    def holder(self, name: str, parent: str) -> list[Plain]:
        """Return the list that an item stands in, or comes to stand in."""
        list_name, code = split_item(name)
        if list_name != ACTIONS:
            rows: list[Plain] = self.data.setdefault(list_name, [])
            return rows
        for line in self.data.get(LINES, []):
            wanted = f"{LINES}:{line['code']}" == parent
            if wanted or any(row["code"] == code for row in line.get(ACTIONS, [])):
                actions: list[Plain] = line.setdefault(ACTIONS, [])
                return actions
        raise LineNotThere(item=ItemName(name), parent=ItemName(parent))


def apply_changes(text: str, version_name: str, changes: Sequence[CourseChange]) -> Applied:
    """Apply changes to the text of a course: first what is new, then words and values, then what goes.

    Parameters
    ----------
    text
        The course that the changes start from.
    version_name
        The name of the new version.
    changes
        The changes; one that cannot be applied is left out and told in ``failures`` under its place.
    """
    sheet = _Sheet(plain_course(text))
    sheet.data["version"] = version_name
    applied = Applied("", {}, {})
    for place in _in_order(changes):
        change, sheet.made = changes[place], set()
        try:
            _APPLY[change.kind](sheet, change)
        except Failure as failure:
            applied.failures[place] = failure
        else:
            applied.made[place] = sheet.made
    applied.text = write_course(sheet.data)
    return applied


def _in_order(changes: Sequence[CourseChange]) -> list[int]:
    def order(place: int) -> tuple[int, bool, int]:
        change = changes[place]
        kind, is_action = CourseChangeKind(change.kind), split_item(change.item)[0] == ACTIONS
        return ORDER.index(kind), is_action != (kind == CourseChangeKind.REMOVE), place

    return sorted(range(len(changes)), key=order)


def _add(sheet: _Sheet, change: CourseChange) -> None:
    list_name, code = split_item(change.item)
    if list_name == COURSE or list_name not in FIELDS:
        raise ItemNotThere(item=ItemName(change.item))
    if any(row["code"] == code for row in sheet.rows(list_name)):
        raise ItemThereAlready(item=ItemName(change.item))
    rows = sheet.holder(change.item, change.parent)
    words = {"nl": change.label_nl, "en": change.label_en}
    row: Plain = {"code": code, "section": _section(sheet, change, rows), "label": words}
    if list_name == GOALS:
        row["level"] = value_of(change, FIELDS[GOALS]["level"], None)
    if list_name == "admission":
        row["question"] = dict(words)
    rows.append(row)
    sheet.made.add((change.item, ""))


def _section(sheet: _Sheet, change: CourseChange, rows: Sequence[Plain]) -> str:
    """Return the section of the text where something new stands: that of its line, or of its neighbours."""
    if change.parent:
        return str(sheet.find(change.parent)["section"])
    return str(rows[-1]["section"] if rows else sheet.data["sections"][-1]["code"])


def _reword(sheet: _Sheet, change: CourseChange) -> None:
    sheet.find(change.item)["label"] = {"nl": change.label_nl, "en": change.label_en}
    sheet.made.add((change.item, "label"))


def _set_field(sheet: _Sheet, change: CourseChange) -> None:
    holder, name = sheet.find(change.item), change.field
    known = FIELDS[split_item(change.item)[0]]
    if name not in known:
        raise FieldNotKnown(item=ItemName(change.item), field=name, expected=", ".join(known))
    if "." in name:
        outer, _, name = name.partition(".")
        holder = holder[outer]
    value = value_of(change, known[change.field], holder.get(name))
    if value is None:
        holder.pop(name, None)
    else:
        holder[name] = value
    sheet.made.add((change.item, change.field))


def _remove(sheet: _Sheet, change: CourseChange) -> None:
    item = sheet.find(change.item)
    list_name, code = split_item(change.item)
    sheet.holder(change.item, "").remove(item)
    sheet.made.add((change.item, ""))
    gone = {code} if list_name == ACTIONS else {action["code"] for action in item.get(ACTIONS, [])}
    sheet.made |= {(f"{ACTIONS}:{action}", "") for action in gone if list_name == LINES}
    for line in sheet.rows(LINES):
        if gone & {c for part in line.get("strengthens", []) for c in part.get("through", [])}:
            _drop_through(line, gone)
            sheet.made.add((f"{LINES}:{line['code']}", "strengthens"))
    if list_name in REFERRING:
        sheet.made |= set(_drop_references(sheet, *REFERRING[list_name], code))


def _drop_through(line: Plain, gone: set[str]) -> None:
    for part in line["strengthens"]:
        left = [code for code in part.get("through", []) if code not in gone]
        part.pop("through", None)
        if left:
            part["through"] = left


def _drop_references(sheet: _Sheet, list_name: str, name: str, code: str) -> Iterator[Made]:
    for row in sheet.rows(list_name):
        if code in row.get(name, []):
            row[name] = [other for other in row[name] if other != code]
            yield f"{list_name}:{row['code']}", name


_APPLY: Mapping[str, Any] = {
    CourseChangeKind.ADD: _add,
    CourseChangeKind.REWORD: _reword,
    CourseChangeKind.FIELD: _set_field,
    CourseChangeKind.REMOVE: _remove,
}
