# SPDX-License-Identifier: EUPL-1.2
"""The card of one element in words: one page of facts and questions for a conversation."""

from dataclasses import dataclass, replace

from schakel.cycle.queries.fact_cards import FactCard
from schakel.cycle.queries.gap import gap_comparison
from schakel.diagnosis.dossier import Dossier, IndicatorResult
from schakel.documents.cycle_papers.paper import Grid, Head, Paper, PaperPart, Points, Text
from schakel.documents.formats import UNKNOWN, percent, plain_number, year
from schakel.documents.messages import Words
from schakel.documents.sentences.conversation_questions import question_sentence
from schakel.documents.sentences.element_facts import (
    limit_sentences_of,
    perceived_sentences,
    standing_sentences,
    trend_sentences,
)
from schakel.documents.sentences.figure_words import counts_word, level_word
from schakel.documents.sentences.names import Names, upper_first

MOST_FIGURES, MOST_CAUSES, MOST_REMEDIES, MOST_LIMITS = 10, 4, 6, 4
WRITING_LINES = 6
LONGEST_NAME = 130


@dataclass(frozen=True, slots=True)
class CardText:
    """A card of facts in one language; ``figures`` is a row for each indicator and area.

    ``words`` holds the headings; ``left_out`` says how many figures, causes and activities the page holds
    no room for, or is empty.
    """

    language: str
    element: str
    title: str
    above: str
    source: str
    standing: tuple[str, ...]
    owners: str
    figure_heads: tuple[str, ...]
    figures: tuple[tuple[str, ...], ...]
    trend: tuple[str, ...]
    perceived: tuple[str, ...]
    remedies: tuple[str, ...]
    causes: tuple[str, ...]
    limits: tuple[str, ...]
    questions: tuple[str, ...]
    left_out: str
    words: dict[str, str]


def fact_card_text(card: FactCard, dossier: Dossier, measurement_id: str, language: str) -> CardText:
    """Return the card in words.

    Parameters
    ----------
    card
        The facts.
    dossier
        The diagnosis that they are from, for names and remarks.
    measurement_id
        The number of its measurement; it stands at the foot.
    language
        "nl" or "en".
    """
    names = Names(dossier, language)
    say = names.say
    figures = _figures(card, dossier)
    cut = len(figures) > MOST_FIGURES or len(card.causes) > MOST_CAUSES or len(card.remedies) > MOST_REMEDIES
    return CardText(
        language=language,
        element=card.element,
        title=upper_first(names.element(card.element)),
        above=say("{region} · for the conversation", region=names.region),
        source=say("Figures: diagnosis {year}, measurement {id}.", year=dossier.year, id=measurement_id),
        standing=tuple(standing_sentences(card, dossier, language)),
        owners=_owners(card, say),
        figure_heads=_figure_heads(say),
        figures=tuple(_figure_row(i, names) for i in figures[:MOST_FIGURES]),
        trend=tuple(trend_sentences(card, dossier, language)),
        perceived=tuple(perceived_sentences(card, language, say)),
        remedies=_remedies(card, say),
        causes=_causes(card, say),
        limits=tuple(limit_sentences_of(card, dossier, language)[:MOST_LIMITS]),
        questions=tuple(
            question_sentence(replace(question, subject=_short(question.subject)), say)
            for question in card.questions
        ),
        left_out=card_words(say)["more"] if cut else "",
        words=card_words(say),
    )


def card_words(say: Words) -> dict[str, str]:
    """Return the headings of the card."""
    return {
        "measured": say("What is measured"),
        "nothing_measured": say("Nothing is measured."),
        "trend": say("What changed since the last diagnosis"),
        "perceived": say("What people think of it"),
        "remedies": say("What the programme does about it"),
        "causes": say("Causes that are known"),
        "limits": say("What cannot be said"),
        "questions": say("Questions for the conversation"),
        "room": say("What was said and agreed: who does what, before when, against which cause"),
        "owner": say("Challenge owner"),
        "more": say("There is more than fits on a page; the site has all of it."),
        "page": say("page"),
        "of": say("of"),
    }


def _owners(card: FactCard, say: Words) -> str:
    if card.state is None or not card.state.owners:
        return say("nobody yet")
    return ", ".join(
        (f"{owner.partner.name} ({owner.role})" if owner.role else owner.partner.name)
        + _invented(owner.invented or owner.partner.invented, say)
        for owner in card.state.owners
    )


def _figures(card: FactCard, dossier: Dossier) -> list[IndicatorResult]:
    """Return the figures: what counts first, then of the region itself, then of the widest comparison."""
    chosen = gap_comparison(dossier)
    own = dossier.region.code
    codes = list(dict.fromkeys(indicator.code for _comparison, indicator in card.figures.indicators))

    def order(found: tuple[str, IndicatorResult]) -> tuple[bool, bool, bool, int]:
        comparison, indicator = found
        other = chosen is not None and comparison != chosen.code
        return not indicator.used, indicator.area_code != own, other, codes.index(indicator.code)

    return [indicator for _comparison, indicator in sorted(card.figures.indicators, key=order)]


def _figure_heads(say: Words) -> tuple[str, ...]:
    return (
        say("Figure"),
        say("Area"),
        say("Value"),
        say("Year"),
        say("Does better than"),
        say("Measured at, and whether it counts"),
    )


def _figure_row(result: IndicatorResult, names: Names) -> tuple[str, ...]:
    language, say = names.language, names.say
    value = UNKNOWN[language]
    if result.value is not None:
        value = names.with_unit(plain_number(result.value, language), result.unit)
    place = UNKNOWN[language]
    if result.percentile is not None:
        place = say("{share} of {n} regions", share=percent(result.percentile, language), n=result.n_regions)
    label = result.label.in_language(language)
    if result.direction == "-":
        label = say("{figure} (less is better)", figure=label)
    return (
        label,
        names.area(result.area_code),
        value,
        year(result.period, language),
        place,
        f"{level_word(result.measured_at_level, say)}; {counts_word(result, say)}",
    )


def _remedies(card: FactCard, say: Words) -> tuple[str, ...]:
    causes = {
        (remedy.kind, remedy.code): cause.statement for cause in card.causes for remedy in cause.remedies
    }
    told = []
    for remedy in card.remedies[:MOST_REMEDIES]:
        cause = causes.get((remedy.kind, remedy.code))
        aim = say("against: {cause}", cause=_short(cause)) if cause else say("cause not named")
        mark = f" ({say('by others')})" if remedy.is_external else ""
        told.append(f"{_short(remedy.name)}{mark}{_invented(remedy.invented, say)} – {aim}")
    return tuple(told) or (say("Nothing that runs now."),)


def _causes(card: FactCard, say: Words) -> tuple[str, ...]:
    statuses = {
        "supposed": say("supposed"),
        "supported": say("supported by figures or by those concerned"),
        "shown": say("shown by research"),
    }
    told = []
    for cause in card.causes[:MOST_CAUSES]:
        covered = say("something runs against it") if cause.is_covered else say("nothing runs against it")
        status = statuses.get(cause.status, cause.status)
        mark = _invented(cause.invented, say)
        told.append(f"{_short(cause.statement)}{mark} ({status}; {covered})")
    return tuple(told) or (say("No cause is known yet."),)


def _short(text: str) -> str:
    """Return a statement without its last point, cut off where it is far too long for a card."""
    plain = text.strip().rstrip(".")
    if len(plain) <= LONGEST_NAME:
        return plain
    return plain[:LONGEST_NAME].rsplit(" ", 1)[0].rstrip(" ,;(") + "…"


def shortened(text: CardText) -> CardText:
    """Return the card with only the first of its figures, causes and activities, and says so."""
    return replace(
        text,
        figures=text.figures[:5],
        remedies=text.remedies[:3],
        causes=text.causes[:2],
        trend=text.trend[:2],
        limits=text.limits[-2:],
        left_out=text.words["more"],
    )


def _invented(is_invented: bool, say: Words) -> str:
    return f" [{say('invented')}]" if is_invented else ""


def as_paper(text: CardText) -> Paper:
    """Return the card as a paper that a word processor can open, with rows to write in."""
    words = text.words
    parts: list[PaperPart] = [Text(" ".join(text.standing), "lead"), Head(words["measured"])]
    if text.figures:
        widths = (3.0, 2.0, 1.4, 0.9, 1.7, 2.6)
        parts.append(Grid(words["measured"], text.figure_heads, widths, text.figures))
    else:
        parts.append(Text(words["nothing_measured"]))
    for name, lines in (
        ("trend", text.trend),
        ("perceived", text.perceived),
        ("remedies", text.remedies),
        ("causes", text.causes),
        ("limits", text.limits),
    ):
        parts += [Head(words[name], 2), Points(lines)]
    questions = tuple(f"{k}. {question}" for k, question in enumerate(text.questions, start=1))
    rows = tuple((question, "") for question in questions)
    parts += [Head(words["questions"]), Grid(words["room"], (words["questions"], ""), (1.0, 1.3), rows)]
    return Paper(
        language=text.language,
        title=text.title,
        above=text.above,
        facts=((words["owner"], text.owners),),
        parts=tuple(parts),
        foot=" ".join(part for part in (text.source, text.left_out) if part),
        page_words=(words["page"], words["of"]),
    )
