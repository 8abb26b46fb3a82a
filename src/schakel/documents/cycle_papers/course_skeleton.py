# SPDX-License-Identifier: EUPL-1.2
"""The skeleton of a new course as a paper: vision, lines and actions old and new with reason, lessons."""

from collections.abc import Sequence
from datetime import date

from schakel.cycle.models import AssumptionStatus
from schakel.cycle.queries.course_skeleton import (
    CHANGED,
    GONE,
    NEW,
    AgreedYardstick,
    CourseSkeleton,
    ItemPassage,
)
from schakel.documents import formats
from schakel.documents.cycle_papers.paper import Grid, Head, Paper, PaperPart, Points, Text
from schakel.documents.messages import Words
from schakel.documents.sentences.course_changes import item_words

TOP_LISTS = ("mission", "vision", "ambitions")
SHOWN_LISTS = {*TOP_LISTS, "lines", "actions", "goals", "criteria"}


def course_skeleton_paper(
    skeleton: CourseSkeleton, *, whose: str, invented: bool, made_on: date, say: Words
) -> Paper:
    """Return the paper from which the text of a new course is written."""
    name = say("Course {name}: skeleton", name=skeleton.version_name)
    day = formats.day(made_on, say.language)
    return Paper(
        language=say.language,
        title=say("{name} (invented)", name=name) if invented else name,
        above=whose,
        facts=_facts(skeleton, say),
        parts=(
            *_why(skeleton, say),
            *_vision(skeleton, say),
            *_lines(skeleton, say),
            *_goals(skeleton, say),
            *_criteria(skeleton, say),
            *_others(skeleton, say),
            *_assumptions(skeleton, say),
            *_signals(skeleton, say),
            *_lessons(skeleton, say),
        ),
        foot=f"{name} · {day}",
        page_words=(say("page"), say("of")),
        is_wide=True,
    )


def _facts(skeleton: CourseSkeleton, say: Words) -> tuple[tuple[str, str], ...]:
    if skeleton.is_adopted:
        number = skeleton.decision
        state = say("adopted by decision {number}", number=number) if number else say("adopted")
    elif skeleton.n_open:
        state = say.choose(
            "draft; {n} point must still be solved", "draft; {n} points must still be solved", skeleton.n_open
        )
    else:
        state = say("draft, ready to be decided")
    return (
        (say("Follows"), skeleton.old_version_name),
        (say("Holds from"), formats.day(skeleton.valid_from, say.language)),
        (say("State"), state),
    )


def _why(skeleton: CourseSkeleton, say: Words) -> list[PaperPart]:
    told = skeleton.reason or say("It is not written down yet why the course is recalibrated.")
    return [Head(say("Why the course is recalibrated")), Text(told, "lead" if skeleton.reason else "quiet")]


def _vision(skeleton: CourseSkeleton, say: Words) -> list[PaperPart]:
    passages = [p for name in TOP_LISTS for p in skeleton.of_list(name)]
    if not passages:
        return []
    told = tuple(_point(p, say) for p in passages)
    return [Head(say("Mission, vision and ambitions")), Points(told)]


def _point(passage: ItemPassage, say: Words) -> str:
    """Return an item as a line, with what becomes of it and why where something does."""
    words = passage.label.in_language(say.language)
    state = state_words(passage.state, say)
    because = "; ".join(passage.reasons)
    return f"{words} ({state}: {because})" if state else words


def state_words(state: str, say: Words) -> str:
    """Return what becomes of an item; nothing for one that stays as it is."""
    return {NEW: say("new"), GONE: say("goes"), CHANGED: say("changed")}.get(state, "")


def _lines(skeleton: CourseSkeleton, say: Words) -> list[PaperPart]:
    parts: list[PaperPart] = [Head(say("Main lines and actions"))]
    columns = (say("In the new course"), say("What it was"), say("What becomes of it, and why"))
    shares = (4.0, 3.0, 5.0)
    actions = {p.item: p for p in skeleton.of_list("actions")}
    for line in skeleton.course.lines:
        own = [actions[f"actions:{a.code}"] for a in line.actions]
        passage = next(p for p in skeleton.of_list("lines") if p.item == f"lines:{line.code}")
        parts.append(Head(f"{line.code}. {line.label.in_language(say.language)}", 2))
        rows = tuple(_passage_row(p, say) for p in (passage, *own))
        parts.append(Grid(say("Main line {code}", code=line.code), columns, shares, rows))
    gone = [p for p in (*skeleton.of_list("lines"), *actions.values()) if p.state == GONE]
    if gone:
        columns = (say("In the old course"), say("Goes on as"), say("Why"))
        rows = tuple(
            (_named(p, say), _goes_on(p, say), "; ".join(p.reasons) or formats.UNKNOWN[say.language])
            for p in gone
        )
        parts += [Head(say("What goes"), 2), Grid(say("Lines and actions that go"), columns, shares, rows)]
    return parts


def _named(passage: ItemPassage, say: Words) -> str:
    return f"{item_words(passage.item, say)}: {passage.label.in_language(say.language)}"


def _passage_row(passage: ItemPassage, say: Words) -> tuple[str, str, str]:
    was = ", ".join(item_words(item, say) for item in passage.came_from) or "–"
    state = state_words(passage.state, say) or say("stays as it was")
    because = "; ".join(passage.reasons)
    return _named(passage, say), was, f"{state}: {because}" if because else state


def _goes_on(passage: ItemPassage, say: Words) -> str:
    return ", ".join(item_words(item, say) for item in passage.goes_on) or say("nothing")


def _goals(skeleton: CourseSkeleton, say: Words) -> list[PaperPart]:
    passages = skeleton.of_list("goals")
    return [Head(say("Impact aimed at")), Points(tuple(_point(p, say) for p in passages))] if passages else []


def _criteria(skeleton: CourseSkeleton, say: Words) -> list[PaperPart]:
    if not skeleton.criteria:
        return []
    columns = (say("Criterion"), say("Yardstick"), say("From and to"), say("Agreed"))
    rows: list[tuple[str, ...]] = []
    for code, label in skeleton.criteria:
        name = f"{code} {label.in_language(say.language)}"
        own = [y for y in skeleton.yardsticks if y.criterion == code]
        rows += [(name, y.title, _from_to(y, say), _agreed(y, say)) for y in own]
        if not own:
            rows.append((name, say("none agreed"), formats.UNKNOWN[say.language], "–"))
    gone = [p for p in skeleton.of_list("criteria") if p.state != "same"]
    parts: list[PaperPart] = [Head(say("When the partners are satisfied"))]
    parts.append(Grid(say("Criteria and their yardsticks"), columns, (4.0, 4.0, 3.0, 2.0), tuple(rows)))
    return [*parts, Points(tuple(_point(p, say) for p in gone))] if gone else parts


def _from_to(yardstick: AgreedYardstick, say: Words) -> str:
    unknown = formats.UNKNOWN[say.language]
    ends = [
        unknown if value is None else formats.plain_number(float(value), say.language)
        for value in (yardstick.baseline, yardstick.target)
    ]
    due = f" ({formats.day(yardstick.due_on, say.language)})" if yardstick.due_on else ""
    return f"{ends[0]} → {ends[1]} {yardstick.unit}{due}".strip()


def _agreed(yardstick: AgreedYardstick, say: Words) -> str:
    if not yardstick.is_agreed:
        return say("proposed")
    return yardstick.decision or say("agreed")


def _others(skeleton: CourseSkeleton, say: Words) -> list[PaperPart]:
    """Return what changes in the other parts of the course."""
    found = [p for p in skeleton.passages if p.list_name not in SHOWN_LISTS and p.state != "same"]
    if not found:
        return []
    told = tuple(f"{item_words(p.item, say)}: {_point(p, say)}" for p in found)
    return [Head(say("Other changes")), Points(told)]


def _assumptions(skeleton: CourseSkeleton, say: Words) -> list[PaperPart]:
    if not skeleton.doubted:
        return [Head(say("Assumptions that are doubted")), Text(say("None is doubted."), "quiet")]
    fallen = AssumptionStatus.FALLEN
    told = [
        f"{a.statement} ({say('no longer holds') if a.status == fallen else say('is doubted')}"
        + (f": {a.status_reason})" if a.status_reason else ")")
        for a in skeleton.doubted
    ]
    return [Head(say("Assumptions that are doubted")), Points(tuple(told))]


def _signals(skeleton: CourseSkeleton, say: Words) -> list[PaperPart]:
    told = [_with_day(s.title, s.on, s.meaning, say) for s in skeleton.signals]
    return _listed(say("What changed outside since then"), told, say("No signal is written down."))


def _lessons(skeleton: CourseSkeleton, say: Words) -> list[PaperPart]:
    told = [_with_day(x.text, x.on, x.initiative.name if x.initiative else "", say) for x in skeleton.lessons]
    return _listed(say("What was learnt"), told, say("No lesson is written down."))


def _with_day(text: str, on: date | None, more: str, say: Words) -> str:
    details = [formats.day(on, say.language) if on else "", " ".join(more.split())]
    told = "; ".join(d for d in details if d)
    return f"{' '.join(text.split())} ({told})" if told else " ".join(text.split())


def _listed(title: str, told: Sequence[str], nothing: str) -> list[PaperPart]:
    return [Head(title), Points(tuple(told)) if told else Text(nothing, "quiet")]
