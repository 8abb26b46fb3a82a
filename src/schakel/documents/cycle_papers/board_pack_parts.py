# SPDX-License-Identifier: EUPL-1.2
"""The parts of the papers of a board meeting, one after the other, as long as the room allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Protocol

from schakel.cycle.models import AgendaOption, Decision, Deviation, ItemKind
from schakel.cycle.models import Paper as ItemPaper
from schakel.cycle.queries.agenda import AgendaLine, is_late
from schakel.cycle.queries.board_pack import BoardPack
from schakel.cycle.queries.time_budget import takes_time
from schakel.documents import formats
from schakel.documents.cycle_papers.decision_words import (
    asked_words,
    late_words,
    standing_words,
)
from schakel.documents.cycle_papers.moved_sentences import (
    diagnosis_sentence,
    light_sentence,
    result_sentence,
    stage_sentence,
)
from schakel.documents.cycle_papers.paper import Grid, Head, PaperPart, Points, Text
from schakel.documents.messages import Words


@dataclass(frozen=True, slots=True)
class Room:
    """How much room there is: signs of an explanation and of an option, rows of each list."""

    explanation: int
    option: int
    rows: int
    options: int = 12


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the papers: ``whose`` they are, the day, and where the rest can be read."""

    whose: str
    made_on: date
    address: str = ""


class Marked(Protocol):
    """A record that may be confidential or invented."""

    @property
    def is_confidential(self) -> bool:
        """Whether it is for members only."""

    @property
    def invented(self) -> bool:
        """Whether it was invented for the demonstration year."""


@dataclass(frozen=True, slots=True)
class PackWriter:
    """Writes the parts one after the other."""

    pack: BoardPack
    frame: Frame
    room: Room
    say: Words

    @property
    def lines(self) -> tuple[AgendaLine, ...]:
        """The items of the agenda that were not withdrawn."""
        return tuple(line for line in self.pack.agenda.lines if takes_time(line.item))

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Return what stands under the title."""
        meeting, say = self.pack.meeting, self.say
        when = f"{self._day(meeting.on)}, {_clock(meeting.starts_at)}–{_clock(meeting.ends_at)}"
        found = [(say("When"), when)]
        if meeting.venue:
            found.append((say("Place"), meeting.venue))
        if meeting.chair:
            role = f" ({meeting.chair_role})" if meeting.chair_role else ""
            found.append((say("Chair"), f"{meeting.chair.name}{role}"))
        if self.frame.address:
            found.append((say("On the site"), self.frame.address))
        return tuple(found)

    def parts(self) -> list[PaperPart]:
        """Return everything below the facts."""
        return [
            Text(self._lead(), "lead"),
            *self._agenda(),
            *self._decisions_asked(),
            *self._other_items(),
            *self._moved(),
            *self._deviations(),
            *self._previous(),
            *self._papers(),
        ]

    def _lead(self) -> str:
        say, agenda = self.say, self.pack.agenda
        n = len(agenda.to_decide)
        if not self.lines:
            return say("There are no items on the agenda that can be read here.")
        asked = say.choose("{n} decision is asked.", "{n} decisions are asked.", n)
        told = asked if n else say("No decision is asked.")
        missing = agenda.n_missing_papers
        if missing:
            told += " " + say.choose("{n} paper is not there yet.", "{n} papers are not there yet.", missing)
        return told

    def _agenda(self) -> list[PaperPart]:
        say, agenda = self.say, self.pack.agenda
        if not self.lines:
            return []
        rows = tuple(
            (
                _clock(line.slot.starts_at),
                self._title(line),
                asked_words(line.item.kind, say),
                say("not known") if line.item.minutes is None else str(line.item.minutes),
            )
            for line in self.lines
        )
        columns = (say("From"), say("Item"), say("Asked"), say("Time in minutes"))
        parts: list[PaperPart] = [
            Head(say("Agenda")),
            Grid(say("Items and their time"), columns, (1, 7, 2, 1.2), rows),
        ]
        if agenda.n_confidential:
            told = say.choose(
                "{n} confidential item is not in this version.",
                "{n} confidential items are not in this version.",
                agenda.n_confidential,
            )
            parts.append(Text(told, "quiet"))
        return parts

    def _title(self, line: AgendaLine) -> str:
        number = f"{line.number}. " if line.number else ""
        return number + self._marked(line.item.title, line.item)

    def _marked(self, text: str, about: Marked) -> str:
        """Return a text with what a reader must know of it: that it is confidential, or invented."""
        told = self._named(text, about.invented)
        return f"{told} · {self._closed()}" if about.is_confidential else told

    def _closed(self) -> str:
        return self.say("CONFIDENTIAL")

    def _decisions_asked(self) -> list[PaperPart]:
        lines = [line for line in self.lines if line.item.kind == ItemKind.DECIDE]
        if not lines:
            return []
        parts: list[PaperPart] = [Head(self.say("Decisions that are asked"))]
        for line in lines:
            parts += self._item(line)
            parts += self._options(line.options)
            parts += self._decided(line)
        return parts

    def _other_items(self) -> list[PaperPart]:
        told = [
            line
            for line in self.lines
            if line.item.kind != ItemKind.DECIDE and (line.item.explanation or line.item.asked)
        ]
        if not told or not self.room.explanation:
            return []
        parts: list[PaperPart] = [Head(self.say("To discuss and to know"))]
        for line in told:
            parts += self._item(line)
        return parts

    def _item(self, line: AgendaLine) -> list[PaperPart]:
        parts: list[PaperPart] = [Head(self._title(line), 2)]
        if line.item.asked:
            parts.append(Text(line.item.asked, mark=self.say("Asked:")))
        if self.room.explanation and line.item.explanation:
            parts.append(Text(_shortened(line.item.explanation, self.room.explanation)))
        return parts

    def _options(self, options: Sequence[AgendaOption]) -> list[PaperPart]:
        say = self.say
        shown = list(options)[: self.room.options]
        if not shown:
            return [Text(say("There are no options with this item."), "quiet")]
        advised = say("advised")
        names = [f"{o.title} ({advised})" if o.is_advised else o.title for o in shown]
        if not self.room.option:
            return [Points(tuple(names)), *self._more(len(options) - len(shown))]
        unknown = say("not stated")
        rows = tuple(
            (
                name,
                _shortened(o.consequence, self.room.option) or unknown,
                _shortened(o.evidence, self.room.option) or unknown,
            )
            for name, o in zip(names, shown, strict=True)
        )
        columns = (say("Option"), say("What it asks"), say("What shows that it works"))
        return [Grid(say("Options"), columns, (3, 4, 4), rows), *self._more(len(options) - len(shown))]

    def _decided(self, line: AgendaLine) -> list[PaperPart]:
        longest = max(self.room.explanation, 200)
        return [
            Text(_shortened(d.text, longest), mark=self.say("Decided ({number}):", number=d.number))
            for d in line.decisions
        ]

    def _moved(self) -> list[PaperPart]:
        say, moved, before = self.say, self.pack.moved, self.pack.before
        if moved is None or before is None:
            return [
                Head(say("What moved")),
                Text(say("No earlier meeting is known, so there is nothing to compare with."), "quiet"),
            ]
        head = Head(say("What moved since {day}", day=self._day(before.on)))
        told = [
            *(diagnosis_sentence(d, say) for d in moved.diagnoses),
            *(f"{self._named(c.name, c.invented)}: {light_sentence(c, say)}" for c in moved.lights),
            *(f"{self._named(r.title, r.invented)}: {result_sentence(r, say)}" for r in moved.results),
            *(f"{self._named(s.name, s.invented)}: {stage_sentence(s, say)}" for s in moved.stages),
        ]
        if not told:
            return [head, Text(say("Nothing that is registered moved."), "quiet")]
        shown = tuple(_shortened(line, 240) for line in told[: self.room.rows])
        return [head, Points(shown), *self._more(len(told) - len(shown))]

    def _named(self, name: str, invented: bool) -> str:
        mark = self.say("invented")
        return f"{name} ({mark})" if invented else name

    def _deviations(self) -> list[PaperPart]:
        say, found = self.say, self.pack.deviations
        head = Head(say("Where it goes otherwise than agreed"))
        if not found:
            return [head, Text(say("No open deviation is registered."), "quiet")]
        shown = found[: self.room.rows]
        columns = (say("Initiative"), say("What"), say("Because"), say("Proposed"))
        grid = Grid(say("Open deviations"), columns, (2.4, 3, 3, 3), tuple(self._deviation(d) for d in shown))
        return [head, grid, *self._more(len(found) - len(shown))]

    def _deviation(self, d: Deviation) -> tuple[str, ...]:
        what, cause, proposal = (_shortened(text, 160) for text in (d.what, d.cause, d.proposal))
        since = self.say("since {day}", day=self._day(d.since))
        name = self._named(d.initiative.name, d.invented or d.initiative.invented)
        return (name, f"{what} ({since})", cause, proposal)

    def _previous(self) -> list[PaperPart]:
        say, found = self.say, self.pack.previous
        head = Head(say("Earlier decisions, and whether they were carried out"))
        if not found:
            return [head, Text(say("No earlier decision is known."), "quiet")]
        late_first = sorted(found, key=lambda d: (not d.is_late, d.due_on, d.number))  # type: ignore[attr-defined]
        shown = late_first[: self.room.rows]
        columns = (say("Number"), say("Decision"), say("Owner"), say("Before"), say("Status"))
        rows = tuple(self._decision(d) for d in shown)
        caption = say("Decisions of the meeting before, and older ones that are still open")
        grid = Grid(caption, columns, (1.2, 4.6, 2.2, 1.6, 2), rows)
        return [head, grid, *self._more(len(found) - len(shown))]

    def _decision(self, d: Decision) -> tuple[str, ...]:
        days_late = (self.frame.made_on - d.due_on).days if d.is_late else 0  # type: ignore[attr-defined]
        closed = d.item if d.item.is_confidential else d
        text = self._marked(_shortened(d.text, 220), closed)
        standing = standing_words(d.standing, self.say)  # type: ignore[attr-defined]
        return (d.number, text, d.owner.name, self._day(d.due_on), late_words(standing, days_late, self.say))

    def _papers(self) -> list[PaperPart]:
        say = self.say
        found = [(line, paper) for line in self.lines for paper in line.papers]
        if not found:
            return []
        shown = found[: 2 * self.room.rows]
        columns = (say("With item"), say("Paper"), say("Status"))
        rows = tuple(
            (str(line.number or "–"), self._paper_name(line, paper), self._paper_state(paper))
            for line, paper in shown
        )
        grid = Grid(say("Papers with the items"), columns, (1.1, 5.7, 3), rows)
        return [Head(say("Papers")), grid, *self._more(len(found) - len(shown))]

    def _paper_name(self, line: AgendaLine, paper: ItemPaper) -> str:
        if line.item.is_confidential:
            return f"{paper.title} · {self._closed()}"
        members = self.say("for members")
        return paper.title if paper.is_public else f"{paper.title} · {members}"

    def _paper_state(self, paper: ItemPaper) -> str:
        say = self.say
        if paper.received_on is not None:
            return say("there")
        if is_late(paper, self.frame.made_on):
            return say("late, was due on {day}", day=self._day(paper.due_on))
        if paper.due_on is not None:
            return say("expected on {day}", day=self._day(paper.due_on))
        return say("not received yet")

    def _more(self, n: int) -> list[PaperPart]:
        if n <= 0:
            return []
        return [Text(self.say.choose("And {n} more, on the site.", "And {n} more, on the site.", n), "quiet")]

    def _day(self, day: date | None) -> str:
        return formats.day(day, self.say.language)


def _clock(moment: time | None) -> str:
    return "–" if moment is None else f"{moment:%H:%M}"


def _shortened(text: str, longest: int) -> str:
    """Return a text cut at a word, with an ellipsis where something was left out."""
    kept = text.strip()
    if len(kept) <= longest:
        return kept
    return kept[:longest].rsplit(None, 1)[0].rstrip(" ,;:.") + " …"
