# SPDX-License-Identifier: EUPL-1.2
"""Where the region stands among others, with the width of what is not known."""

from schakel.diagnosis.dossier import Comparison, Dossier, ElementResult, RankResult
from schakel.documents.formats import enumeration, interval, is_known, number
from schakel.documents.sentences.names import Names


def rank_sentence(dossier: Dossier, comparison: Comparison, rank: RankResult, language: str) -> str:
    """Return the place of one area with its interval, and who cannot be told apart from it."""
    names = Names(dossier, language)
    say = names.say
    area = names.area(rank.area_code)
    if rank.rank is None or not is_known(rank.rank_both.low) or not is_known(rank.rank_both.high):
        return say("The place of {area} in this comparison is not known.", area=area)
    sentence = say(
        "{area} stands at place {rank} of {n}; with 90 per cent certainty between {low} and {high}.",
        area=area,
        rank=number(rank.rank, language, 0),
        n=number(rank.n_regions, language, 0),
        low=number(rank.rank_both.low, language, 0),
        high=number(rank.rank_both.high, language, 0),
    )
    if rank.n_indistinguishable <= 0:
        return sentence
    return f"{sentence} " + say.choose(
        "One other region cannot be told apart from it.",
        "{count} other regions cannot be told apart from it.",
        rank.n_indistinguishable,
        count=number(rank.n_indistinguishable, language, 0),
    )


def measured_sentence(rank: RankResult, language: str, dossier: Dossier) -> str:
    """Return on how many of the elements the place rests."""
    return Names(dossier, language).say(
        "This rests on {measured} of the {declared} elements; the others are not measured.",
        measured=number(rank.elements_measured, language, 0),
        declared=number(rank.elements_declared, language, 0),
    )


def comparison_answer(dossier: Dossier, comparison: Comparison, language: str) -> str:
    """Return the places of all areas in a comparison in one or two sentences."""
    names = Names(dossier, language)
    say = names.say
    own = next((r for r in comparison.ranks if r.area_code == dossier.region.code and r.rank), None)
    if own:
        return rank_sentence(dossier, comparison, own, language)
    known = [r for r in comparison.ranks if r.rank is not None]
    if not known:
        return say("In this comparison no place can be given: too little is measured.")
    own_rank = next((r for r in comparison.ranks if r.area_code == dossier.region.code), None)
    places = [
        f"{names.area(r.area_code)}: {interval(r.rank_both, language) if not r.rank else place(r, language)}"
        for r in known
    ]
    details = {
        "region": names.region,
        "n": number(comparison.n_regions, language, 0),
        "places": enumeration(places, language),
    }
    if own_rank is not None:
        return say(
            "There is no place for {region} itself, since too few elements are measured for it. "
            "Places of the areas that it is part of, out of {n}, with 90% intervals: {places}.",
            **details,
        )
    return say(
        "There is no place for {region} itself, since the figures are about larger areas. "
        "Places of the areas that it is part of, out of {n}, with 90% intervals: {places}.",
        **details,
    )


def place(rank: RankResult, language: str) -> str:
    """Return "31 (27–35)": the place with its interval."""
    both = rank.rank_both
    if rank.rank is None:
        return interval(both, language)
    low_high = (
        ""
        if not is_known(both.low) or not is_known(both.high)
        else f" ({number(both.low, language, 0)}–{number(both.high, language, 0)})"
    )
    return f"{number(rank.rank, language, 0)}{low_high}"


def element_answer(dossier: Dossier, result: ElementResult, language: str) -> str:
    """Return how one element stands for one area, or what would measure it."""
    names = Names(dossier, language)
    say = names.say
    label, area = result.label.in_language(language), names.area(result.area_code)
    if not result.measured:
        if result.would_measure is None:
            return say("{element} is not measured for {area}.", element=label, area=area)
        return say(
            "{element} is not measured for {area}. It would be measured by: {would}.",
            element=label,
            area=area,
            would=result.would_measure.in_language(language).rstrip("."),
        )
    return say(
        "{element}, {area}: {score} where the average of the regions is 1; place {rank} of {n}.",
        element=label,
        area=area,
        score=interval(result.score, language, 2),
        rank=interval(result.rank, language),
        n=number(result.n_regions, language, 0),
    ) + (f" {_against_one(result, names)}" if is_known(result.score.low) else "")


def _against_one(result: ElementResult, names: Names) -> str:
    low, high = result.score.low, result.score.high
    if high is not None and high < 1:
        return names.say("That is below the average, also when the uncertainty is counted.")
    if low is not None and low > 1:
        return names.say("That is above the average, also when the uncertainty is counted.")
    return names.say("It cannot be told apart from the average.")
