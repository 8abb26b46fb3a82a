# SPDX-License-Identifier: EUPL-1.2
"""The minutes of a meeting as a paper, adopted or not."""

from datetime import date

from schakel.cycle.queries.minutes import MinutedAction, MinutedDecision, MinutedItem, Minutes
from schakel.documents import formats
from schakel.documents.cycle_papers.decision_words import asked_words, body_words, presence_words
from schakel.documents.cycle_papers.paper import Grid, Head, Paper, PaperPart, Text
from schakel.documents.messages import Words


def minutes_paper(minutes: Minutes, *, whose: str, made_on: date, say: Words) -> Paper:
    """Return the minutes; a draft says on every page that it is one."""
    content, language = minutes.content, say.language
    day = formats.day(content.on, language)
    title = content.title if minutes.is_adopted else say("Draft minutes: {title}", title=content.title)
    state = say("adopted") if minutes.is_adopted else say("not adopted yet")
    return Paper(
        language=language,
        title=title,
        above=f"{whose} · {body_words(content.body, say)}",
        facts=_facts(minutes, day, say),
        parts=tuple(_parts(minutes, say)),
        foot=f"{content.title} · {day} · {state} · {formats.day(made_on, language)}",
        page_words=(say("page"), say("of")),
    )


def _facts(minutes: Minutes, day: str, say: Words) -> tuple[tuple[str, str], ...]:
    content = minutes.content
    found = [(say("Held on"), f"{day}, {content.starts_at}–{content.ends_at}")]
    if content.venue:
        found.append((say("Place"), content.venue))
    if content.chair:
        chair = f"{content.chair} ({content.chair_role})" if content.chair_role else content.chair
        found.append((say("Chair"), chair))
    if minutes.is_adopted:
        adopted = say(
            "{day}, in “{meeting}”",
            day=formats.day(minutes.adopted_on, say.language),
            meeting=minutes.adopted_in,
        )
        if minutes.adopted_by:
            adopted += say(" (decision {number})", number=minutes.adopted_by)
        found += [(say("Adopted on"), adopted), (say("Mark of the text (SHA-256)"), minutes.sha256)]
    return tuple(found)


def _parts(minutes: Minutes, say: Words) -> list[PaperPart]:
    content = minutes.content
    parts: list[PaperPart] = []
    if content.opening_note:
        parts.append(Text(content.opening_note))
    if not minutes.shows_notes:
        parts.append(
            Text(say("The report of the discussion is public once the minutes are adopted."), "quiet")
        )
    if content.presences:
        parts += [Head(say("Who was there")), _presence_grid(minutes, say)]
    for number, item in enumerate(content.items, start=1):
        parts += _item(number, item, say)
    if minutes.n_confidential:
        told = say.choose(
            "{n} confidential item was left out.",
            "{n} confidential items were left out.",
            minutes.n_confidential,
        )
        parts.append(Text(told, "quiet"))
    if content.actions:
        parts += [Head(say("Other action points")), *(_action(a, say) for a in content.actions)]
    return parts


def _presence_grid(minutes: Minutes, say: Words) -> Grid:
    rows = tuple(
        (
            p.partner,
            p.role,
            presence_words(p.presence, say) + (f" ({p.deputy})" if p.deputy else ""),
        )
        for p in minutes.content.presences
    )
    columns = (say("Organisation"), say("Role"), say("Present"))
    return Grid(say("Presence by seat"), columns, (3, 3, 2), rows)


def _item(number: int, item: MinutedItem, say: Words) -> list[PaperPart]:
    parts: list[PaperPart] = [Head(f"{number}. {item.title}")]
    told = [asked_words(item.kind, say)]
    if item.is_confidential:
        told.append(say("confidential"))
    if item.state == "carried":
        told.append(say("carried over to a later meeting"))
    parts.append(Text("; ".join(told), "quiet"))
    if item.asked:
        parts.append(Text(item.asked, mark=say("Asked:")))
    if item.notes:
        parts.append(Text(item.notes))
    parts += [_decision(d, say) for d in item.decisions]
    parts += [_action(a, say) for a in item.actions]
    return parts


def _decision(d: MinutedDecision, say: Words) -> Text:
    told = say(
        "{text} Owner: {owner}; before {day}.",
        text=_sentence(d.text),
        owner=d.owner,
        day=formats.day(d.due_on, say.language),
    )
    closed = f" ({say('confidential')})" if d.is_confidential else ""
    return Text(told + closed, mark=say("Decision {number}.", number=d.number))


def _action(a: MinutedAction, say: Words) -> Text:
    told = say(
        "{text} {owner}, before {day}.",
        text=_sentence(a.text),
        owner=a.owner,
        day=formats.day(a.due_on, say.language),
    )
    closed = f" ({say('confidential')})" if a.is_confidential else ""
    return Text(told + closed, mark=say("Action point."))


def _sentence(text: str) -> str:
    """Return a text that ends as a sentence does."""
    told = " ".join(text.split())
    return told if told.endswith((".", "!", "?")) else f"{told}."
