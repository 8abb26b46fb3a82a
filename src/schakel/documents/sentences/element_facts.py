# SPDX-License-Identifier: EUPL-1.2
"""What is known of one element in sentences: how it stands, what moved, what is done, what is perceived."""

from schakel.cycle.queries.fact_cards import FactCard
from schakel.cycle.queries.gap import Quadrant, gap_comparison
from schakel.cycle.queries.perceptions import Perceived
from schakel.diagnosis.dossier import Change, Dossier, ElementResult
from schakel.documents.formats import (
    enumeration,
    interval,
    is_known,
    number,
    percent,
    probability,
    signed,
    year,
)
from schakel.documents.messages import Words
from schakel.documents.sentences.moved import is_new
from schakel.documents.sentences.names import Names, lower_first, upper_first
from schakel.documents.sentences.notes import note_sentence

SMALL_PARTS = 5e-4


def standing_sentences(card: FactCard, dossier: Dossier, language: str) -> list[str]:
    """Return where the element stands, how probably it is the weakest link, and what works on it."""
    names = Names(dossier, language)
    say = names.say
    found = [_place(card, dossier, names)]
    if card.figures.probability == 0:
        found.append(say("In none of the runs it is the weakest link."))
    elif card.figures.probability is not None:
        share = probability(card.figures.probability, language)
        found.append(say("In {share} of the runs it is the weakest link.", share=share))
    found.append(_work(card, say))
    return found


def _place(card: FactCard, dossier: Dossier, names: Names) -> str:
    say, name = names.say, names.element(card.element)
    results = shown_results(card, dossier)
    if not results:
        return say("No regional figure measures {element}.", element=lower_first(name))
    places = [
        say(
            "{place} of {n} in {area}",
            place=interval(r.rank, names.language),
            n=number(r.n_regions, names.language, 0),
            area=names.area(r.area_code),
        )
        for r in results
    ]
    listed = enumeration(places, names.language)
    return say("{element}: place {places} (1 is the best).", element=upper_first(name), places=listed)


def shown_results(card: FactCard, dossier: Dossier) -> list[ElementResult]:
    """Return the measured results of one comparison: of the region itself, else of its areas."""
    chosen = gap_comparison(dossier)
    ordered = sorted(card.figures.results, key=lambda r: chosen is None or r[0] != chosen.code)
    measured = [(code, result) for code, result in ordered if result.measured]
    own = [result for _code, result in measured if result.area_code == dossier.region.code]
    return own[:1] or [result for code, result in measured if code == measured[0][0]]


def _work(card: FactCard, say: Words) -> str:
    n = sum(not remedy.is_external for remedy in card.remedies)
    if not n:
        return say("Nothing in the programme works on it now.")
    return say.choose(
        "One initiative or activity of the programme works on it now.",
        "{n} initiatives and activities of the programme work on it now.",
        n,
    )


def trend_sentences(card: FactCard, dossier: Dossier, language: str) -> list[str]:
    """Return what really changed since the last diagnosis, with revision and method apart."""
    names = Names(dossier, language)
    if not card.figures.has_predecessor:
        return [names.say("This is the first diagnosis, so there is no earlier one to compare with.")]
    if not card.is_measured:
        return [names.say("Without a figure nothing can be said about change.")]
    if not card.figures.changes:
        return [names.say("What changed since the last diagnosis is not known.")]
    moved = [_change(change, names) for change in card.figures.changes if is_new(change)]
    still = [names.area(change.area) for change in card.figures.changes if not is_new(change)]
    if still:
        areas = enumeration(still, language)
        moved.append(names.say("{areas}: no newer figure since the last diagnosis.", areas=areas))
    return moved


def _change(change: Change, names: Names) -> str:
    say, language = names.say, names.language
    area = names.area(change.area)
    if not is_known(change.real):
        return say("{area}: how much really changed is not known.", area=area)
    told = say(
        "{area}: {real} on a scale where the average of the regions is 1 ({previous}–{period}).",
        area=area,
        real=signed(change.real, language, 2),
        previous=year(change.previous_period, language),
        period=year(change.period, language),
    )
    if change.is_beyond_noise is not None:
        told += " " + (
            say("That is more than noise.")
            if change.is_beyond_noise
            else say("That cannot be told apart from noise.")
        )
    parts = ((say("revised figures"), change.revision), (say("other method"), change.method))
    apart = [
        f"{word} {signed(value, language, 2)}"
        for word, value in parts
        if value is not None and abs(value) > SMALL_PARTS
    ]
    if apart:
        told += " " + say("Not counted in it: {parts}.", parts=enumeration(apart, language))
    return told


def perceived_sentences(card: FactCard, language: str, say: Words) -> list[str]:
    """Return what those who were asked think of it, and how that stands beside the figures."""
    if card.perceived is None:
        return [say("Nobody was asked for a score this year.")]
    total = card.perceived.total
    if total.is_hidden:
        return [say("Too few people gave a score to show it.")]
    found = [perceived_words(total, language, say)]
    told = quadrant_sentence(card.quadrant, say)
    return [*found, told] if told else found


def perceived_words(group: Perceived, language: str, say: Words) -> str:
    """Return the score of a group with its middle half and who did not know."""
    told = say.choose(
        "{mean} on a scale of 1 to 10, from one person; half of the scores lie between {lower} and {upper}.",
        "{mean} on a scale of 1 to 10, from {n} people; half of the scores lie between {lower} and {upper}.",
        group.n or 0,
        mean=number(group.mean, language, 1),
        lower=number(group.lower, language, 1),
        upper=number(group.upper, language, 1),
    )
    if group.unknown_share:
        told += " " + say("{share} did not know.", share=percent(group.unknown_share, language))
    return told


def quadrant_sentence(quadrant: Quadrant | None, say: Words) -> str:
    """Return how both orders agree on an element; empty where that cannot be said."""
    words = {
        Quadrant.BOTH_STRONG: say("Amid the elements it stands high in both the figures and the scores."),
        Quadrant.BOTH_WEAK: say("Amid the elements it stands low in both the figures and the scores."),
        Quadrant.MEASURED_WEAK: say("The figures put it low amid the elements, the scores put it high."),
        Quadrant.PERCEIVED_WEAK: say("The figures put it high amid the elements, the scores put it low."),
    }
    return "" if quadrant is None else words[quadrant]


def limit_sentences_of(card: FactCard, dossier: Dossier, language: str) -> list[str]:
    """Return what cannot be said of the element, and what would measure it."""
    names = Names(dossier, language)
    say = names.say
    notes = [n for n in dossier.cannot_say if n.details.get("element") == card.element]
    found = [note_sentence(note, dossier, language) for note in notes]
    would = next((r.would_measure for _c, r in card.figures.results if r.would_measure), None)
    if would is not None and not card.is_measured:
        found.append(say("It would be measured by: {would}.", would=would.in_language(language).rstrip(".")))
    left_out = sum(not indicator.used for _c, indicator in card.figures.indicators)
    if left_out:
        found.append(
            say.choose(
                "One figure does not count, since it says nothing about this region alone or is missing.",
                "{n} figures do not count, since they say nothing about this region alone or are missing.",
                left_out,
            )
        )
    found.append(say("A figure shows how things are, not why; causes are for the conversation."))
    return list(dict.fromkeys(found))
