# SPDX-License-Identifier: EUPL-1.2
"""Parts that pages of the recalibration show alike: the course item by item, the picture of old to new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schakel.cycle.models import CourseChange, CourseDraft
from schakel.cycle.queries.course_items import FIELDS, items_of
from schakel.cycle.queries.course_mapping import WorkUnderItem
from schakel.cycle.queries.course_skeleton import ItemPassage, passages_of
from schakel.cycle.queries.draft_course import DraftCourse
from schakel.cycle.sight import Sight, visible_decisions
from schakel.documents.cycle_pictures.mapping import MappedItem, MappingPicture, draw_mapping
from schakel.koers.course import CourseFile
from schakel.koers.label import Label
from schakel.web.cycle.recalibration import words
from schakel.web.programme.showing import Picture
from schakel.web.reading import Reading

MAIN = ("lines", "actions")


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item as a page shows it: what becomes of it, why, and the changes that say so."""

    item: str
    code: str
    name: str
    title: str
    is_action: bool
    state: str
    state_name: str
    reasons: tuple[str, ...]
    came_from: str
    changes: tuple[CourseChange, ...]
    n_activities: int
    activities_from: str


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list of the course with its items; ``n_changed`` of them change."""

    name: str
    title: str
    items: tuple[ShownItem, ...]

    @property
    def n_changed(self) -> int:
        """How many of its items change."""
        return sum(item.state != "same" for item in self.items)


def shown_lists(
    passages: Sequence[ItemPassage],
    changes: Sequence[CourseChange],
    reading: Reading,
    work: Mapping[str, WorkUnderItem] | None = None,
) -> tuple[ShownList, ...]:
    """Return the course list by list, actions below their line; lists without items are left out."""
    found: dict[str, list[ShownItem]] = {}
    gone_actions = []
    for passage in passages:
        shown = _shown(passage, changes, reading, work or {})
        name = "lines" if passage.list_name == "actions" else passage.list_name
        if shown.is_action and passage.state == "gone":
            gone_actions.append(shown)
        else:
            found.setdefault(name, []).append(shown)
    found["lines"] = _with_gone(found.get("lines", []), gone_actions)
    order = ["lines", *(name for name in FIELDS if name not in MAIN and name != "course"), "course"]
    return tuple(
        ShownList(name, words.list_title(name), tuple(found[name])) for name in order if found.get(name)
    )


def _with_gone(items: list[ShownItem], gone: Sequence[ShownItem]) -> list[ShownItem]:
    """Return lines and actions with each action that goes among those of its line."""
    made = list(items)
    for action in gone:
        own = [n for n, i in enumerate(made) if i.item == _line_of(action.code, items)]
        place = own[-1] + 1 if own else len(made)
        while place < len(made) and made[place].is_action and made[place].code < action.code:
            place += 1
        made.insert(place, action)
    return made


def _line_of(code: str, items: Sequence[ShownItem]) -> str:
    lines = [i for i in items if not i.is_action and code.startswith(i.code)]
    return max(lines, key=lambda i: len(i.code)).item if lines else ""


def _shown(
    passage: ItemPassage,
    changes: Sequence[CourseChange],
    reading: Reading,
    work: Mapping[str, WorkUnderItem],
) -> ShownItem:
    language = reading.language
    moved = [item for item in passage.came_from if item != passage.item]
    under = work.get(passage.item)
    return ShownItem(
        item=passage.item,
        code=passage.item.partition(":")[2],
        name=words.item_title(passage.item, language),
        title=reading.text(passage.label),
        is_action=passage.list_name == "actions",
        state=passage.state,
        state_name=words.state_name(passage.state),
        reasons=passage.reasons,
        came_from=", ".join(words.item_name(item, language) for item in moved),
        changes=tuple(c for c in changes if c.item == passage.item),
        n_activities=under.n_activities if under else 0,
        activities_from=", ".join(words.item_name(i, language) for i in under.came_from) if under else "",
    )


def mapping_picture(draft: CourseDraft, made: DraftCourse, reading: Reading) -> Picture | None:
    """Return the picture of old lines and actions beside new ones; ``None`` where there is no new course."""
    if made.new is None:
        return None
    new = _main(made.new)
    ties = tuple(
        (old, passage.item)
        for passage in passages_of(draft, made)
        if passage.item in new
        for old in passage.came_from
    )
    old = _main(made.old)
    reached, going = {n for _, n in ties}, {o for o, _ in ties}
    data = MappingPicture(
        draft.based_on.version_name,
        draft.version_name,
        tuple(_mapped(old[k], k, "" if k in going else "gone", reading) for k in old),
        tuple(_mapped(new[k], k, "" if k in reached else "new", reading) for k in new),
        tuple((a, b) for a, b in ties if a in old),
    )
    return Picture("mapping", data, draw_mapping)


def _main(course: CourseFile) -> dict[str, Label]:
    """Return the labels of lines and actions by name."""
    return {name: item.label for name, item in items_of(course).items() if item.list_name in MAIN}


def _mapped(label: Label, key: str, mark: str, reading: Reading) -> MappedItem:
    list_name, _, code = key.partition(":")
    return MappedItem(key, code, reading.text(label), list_name == "lines", mark)


def visible_numbers(keys: Sequence[int | None], sight: Sight) -> dict[int, str]:
    """Return the numbers of decisions that the reader may see, by key."""
    wanted = [key for key in keys if key is not None]
    return dict(visible_decisions(sight).filter(pk__in=wanted).values_list("pk", "number"))
