# SPDX-License-Identifier: EUPL-1.2
"""The mails that the cycle needs, as subject and text: from facts, in plain words, nothing confidential.

Whoever sends one gives only what the addressee may read; a title of a confidential item is never among it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from schakel.documents import formats
from schakel.documents.messages import Words


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in plain text."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Gathering:
    """A meeting as a letter tells it; ``items`` are titles that all may read, ``n_closed`` the rest."""

    title: str
    on: date
    starts_at: time
    ends_at: time
    venue: str = ""
    items: tuple[str, ...] = ()
    n_closed: int = 0


def _letter(subject: str, paragraphs: Sequence[str], sender: str, say: Words) -> Letter:
    parts = [say("Hello,"), *(p for p in paragraphs if p), f"{say('Kind regards,')}\n{sender}"]
    return Letter(" ".join(subject.split()), "\n\n".join(parts))


def _day(on: date, say: Words) -> str:
    return formats.day(on, say.language)


def update_reminder(
    *, initiative: str, due_on: date, today: date, link: str, sender: str, say: Words
) -> Letter:
    """Return the mail that asks the lead of an initiative for its update, before or after its day."""
    if today > due_on:
        asked = say(
            "The update of {initiative} was due on {day}, and we do not have it yet.",
            initiative=initiative,
            day=_day(due_on, say),
        )
    else:
        asked = say(
            "We ask you for the update of {initiative}, before {day}.",
            initiative=initiative,
            day=_day(due_on, say),
        )
    more = say("It takes about five minutes: how it goes, money, milestones, and what you need from others.")
    return _letter(say("Update of {initiative}", initiative=initiative), [asked, more, link], sender, say)


def survey_invitation(*, title: str, closes_on: date, link: str, sender: str, say: Words) -> Letter:
    """Return the mail with somebody's own link to a survey."""
    parts = [
        say("We ask you what you think: {title}.", title=title),
        say("Answer until {day}, without signing in, with this link of your own:", day=_day(closes_on, say)),
        link,
        say(
            "The link works for one answer. Readers see answers of groups only, never who answered what. "
            "Please do not pass it on."
        ),
    ]
    return _letter(say("Your view: {title}", title=title), parts, sender, say)


def papers_asked(
    *, gathering: Gathering, papers: Sequence[str], due_on: date, today: date, sender: str, say: Words
) -> Letter:
    """Return the mail that asks for papers of a meeting; ``papers`` are titles that may be told."""
    listed = "\n".join(f"- {title}" for title in papers)
    asked = say.choose(
        "For the meeting “{title}” on {on} we still need this paper from you:",
        "For the meeting “{title}” on {on} we still need these papers from you:",
        len(papers),
        title=gathering.title,
        on=_day(gathering.on, say),
    )
    when = (
        say("It was due on {day}; please send it as soon as you can.", day=_day(due_on, say))
        if today > due_on
        else say("Please send it before {day}.", day=_day(due_on, say))
    )
    subject = say("Papers for {title}", title=gathering.title)
    return _letter(subject, [asked, listed, when], sender, say)


def meeting_convened(*, gathering: Gathering, link: str, sender: str, say: Words) -> Letter:
    """Return the mail that convenes a meeting, with the public part of its agenda only."""
    when = say(
        "You are invited to “{title}” on {day}, {start}–{end}.",
        title=gathering.title,
        day=_day(gathering.on, say),
        start=f"{gathering.starts_at:%H:%M}",
        end=f"{gathering.ends_at:%H:%M}",
    )
    where = say("Place: {venue}.", venue=gathering.venue) if gathering.venue else ""
    agenda = "\n".join(f"{n}. {title}" for n, title in enumerate(gathering.items, start=1))
    closed = say.choose(
        "{n} item is confidential: sign in to read it.",
        "{n} items are confidential: sign in to read them.",
        gathering.n_closed,
    )
    parts = [
        when,
        where,
        f"{say('On the agenda:')}\n{agenda}" if agenda else "",
        closed if gathering.n_closed else "",
        f"{say('Agenda and papers:')}\n{link}",
    ]
    subject = say("Invitation: {title}, {day}", title=gathering.title, day=_day(gathering.on, say))
    return _letter(subject, parts, sender, say)


def promise_reminder(*, what: str, due_on: date, today: date, link: str, sender: str, say: Words) -> Letter:
    """Return the mail about a promise that is due soon, or late; ``what`` may be told to its owner."""
    late = (today - due_on).days
    if late > 0:
        told = say.choose(
            "This was promised for {day}, {n} day ago:",
            "This was promised for {day}, {n} days ago:",
            late,
            day=_day(due_on, say),
        )
        asked = say("How does it stand? Tell us what is done, or which day is possible.")
        subject = say("Promise that is late")
    else:
        told = say("This was promised for {day}:", day=_day(due_on, say))
        asked = say("If it is done, tell us. If that day is not possible, say so in good time.")
        subject = say("Promise that is due soon")
    return _letter(subject, [told, f"“{what}”", asked, link], sender, say)


def assessment_asked(
    *, partner: str, year: int, due_on: date | None, link: str, sender: str, say: Words
) -> Letter:
    """Return the mail that asks a partner for its yearly self-assessment."""
    parts = [
        say(
            "Once a year each partner says how it worked along the course. "
            "We ask this of {partner} for {year}.",
            partner=partner,
            year=year,
        ),
        say("Please answer before {day}.", day=_day(due_on, say)) if due_on else "",
        link,
    ]
    return _letter(say("Self-assessment {year}", year=year), parts, sender, say)
