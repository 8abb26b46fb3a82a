# SPDX-License-Identifier: EUPL-1.2
"""Which links are weakest, and how sure that is."""

from schakel.diagnosis.dossier import Dossier, Flip, WeakestLink, WeakestVerdict
from schakel.documents.formats import percent, probability
from schakel.documents.sentences.choices import alternative_in_words
from schakel.documents.sentences.names import Names, lower_first, upper_first
from schakel.documents.sentences.notes import note_sentence


def weakest_sentence(dossier: Dossier, verdict: WeakestVerdict, language: str) -> str:
    """Return the verdict: one name only when the data support a single one."""
    names = Names(dossier, language)
    say = names.say
    if not verdict.links:
        return say(
            "Which element is the weakest link cannot be said: too little is measured in this comparison."
        )
    if verdict.is_single and len(verdict.links) == 1:
        link = verdict.links[0]
        return say(
            "Of the elements that are measured, {element} is the weakest link: it comes out last "
            "in {probability} of the runs.",
            element=lower_first(link.label.in_language(language)),
            probability=probability(link.probability, language),
        )
    return say(
        "The weakest link is most likely one of these: {elements}. In at least {coverage} of the "
        "runs it is among them; which one it is cannot be said with certainty.",
        elements=names.elements([link.element for link in verdict.links]),
        coverage=percent(verdict.coverage, language),
    )


def not_measured_sentence(dossier: Dossier, verdict: WeakestVerdict, language: str) -> str:
    """Return which elements could be weaker still, or an empty text when all are measured."""
    names = Names(dossier, language)
    if not verdict.not_measured:
        return ""
    return names.say.choose(
        "Not measured, and so possibly weaker still: {elements}.",
        "Not measured, and so possibly weaker still: {elements} ({n} elements).",
        len(verdict.not_measured),
        elements=names.elements(verdict.not_measured),
    )


def link_sentence(link: WeakestLink, language: str, dossier: Dossier) -> str:
    """Return how often one link is the weakest one and among the weakest three."""
    return Names(dossier, language).say(
        "{element}: the weakest in {probability} of the runs, among the weakest three in {three}.",
        element=upper_first(link.label.in_language(language)),
        probability=probability(link.probability, language),
        three=probability(link.probability_three, language),
    )


def flip_sentence(dossier: Dossier, flip: Flip, language: str) -> str:
    """Return what another choice does to the verdict."""
    names = Names(dossier, language)
    say = names.say
    choice = upper_first(flip.label.in_language(language))
    alternative = alternative_in_words(flip.alternative, language)
    if alternative != flip.alternative:
        choice = f"{choice} ({alternative})"
    elif names.element(flip.alternative) != flip.alternative:
        choice = say("Without {element}", element=lower_first(names.element(flip.alternative)))
    area = names.area(flip.area_code)
    rank = say("not known") if flip.rank is None else str(flip.rank)
    weakest = lower_first(names.element(flip.weakest_element)) if flip.weakest_element else say("not known")
    if flip.holds:
        return say(
            "{choice}: the verdict for {area} holds (place {rank}, weakest: {weakest}).",
            choice=choice,
            area=area,
            rank=rank,
            weakest=weakest,
        )
    return say(
        "{choice}: the verdict for {area} changes (place {rank}, weakest: {weakest}).",
        choice=choice,
        area=area,
        rank=rank,
        weakest=weakest,
    )


def weakest_paragraph(dossier: Dossier, verdict: WeakestVerdict, language: str) -> str:
    """Return the verdict, what is not measured and the remarks as one paragraph."""
    parts = [weakest_sentence(dossier, verdict, language), not_measured_sentence(dossier, verdict, language)]
    parts += [note_sentence(note, dossier, language) for note in verdict.notes]
    return " ".join(p for p in parts if p)
