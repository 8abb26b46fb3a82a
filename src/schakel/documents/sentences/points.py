# SPDX-License-Identifier: EUPL-1.2
"""Strong points and attention points as sentences."""

from schakel.diagnosis.dossier import Dossier, ElementResult, KeyPoint, PictureItem
from schakel.documents.formats import interval, is_known, number, year
from schakel.documents.sentences.names import Names

ALMOST_CERTAIN, LIKELY = 0.9, 0.75


def certainty_words(certainty: float | None, language: str, dossier: Dossier) -> str:
    """Return how sure a point is, in words."""
    say = Names(dossier, language).say
    if certainty is None:
        return say("how certain is not known")
    if certainty >= ALMOST_CERTAIN:
        return say("almost certain")
    return say("likely") if certainty >= LIKELY else say("uncertain")


def point_sentence(point: KeyPoint, dossier: Dossier, language: str) -> str:
    """Return a strong or attention point: what, how far from the others, how sure."""
    names = Names(dossier, language)
    what = (
        _element_part(point, dossier, names)
        if point.subject_kind == "element"
        else _item_part(point, dossier, names)
    )
    label = point.label.in_language(language)
    if point.certainty is None:
        return names.say("{label}: {what}.", label=label, what=what)
    certainty = certainty_words(point.certainty, language, dossier)
    return names.say("{label}: {what} ({certainty}).", label=label, what=what, certainty=certainty)


def _element_part(point: KeyPoint, dossier: Dossier, names: Names) -> str:
    result = _element_of(point, dossier)
    if result is None or not result.measured:
        return names.say("no figure")
    text = names.say(
        "place {rank} of {n}, score {score} against {median} amid the others ({area}, {comparison})",
        score=interval(result.score, names.language, 2),
        rank=interval(result.rank, names.language),
        n=number(result.n_regions, names.language, 0),
        median=number(result.peer_median, names.language, 2),
        area=names.area(result.area_code),
        comparison=names.comparison(point.comparison),
    )
    if point.note.details.get("shared_with_country"):
        text += "; " + names.say("most regions of the country share this")
    return text


def _element_of(point: KeyPoint, dossier: Dossier) -> ElementResult | None:
    """Return the result that a point is about: the region's own, else that of the first area."""
    comparison = next((c for c in dossier.comparisons if c.code == point.comparison), None)
    results = (
        [e for e in comparison.elements if e.element == point.subject and e.measured] if comparison else []
    )
    own = [e for e in results if e.area_code == dossier.region.code]
    return next(iter(own or results), None)


def _item_part(point: KeyPoint, dossier: Dossier, names: Names) -> str:
    item = next((i for i in dossier.picture if i.code == point.subject), None)
    if item is None or not is_known(item.standing.value):
        return names.say("no figure")
    return standing_words(item, names)


def standing_words(item: PictureItem, names: Names) -> str:
    """Return the latest value of an item with the median of the peers and the country beside it."""
    standing, language, say = item.standing, names.language, names.say
    text = names.with_unit(number(standing.value, language, item.decimals), item.unit)
    text += f" ({names.area(standing.area)}, {year(standing.period, language)})"
    if is_known(standing.peers_median):
        text += ", " + say(
            "median of similar regions {value}", value=number(standing.peers_median, language, item.decimals)
        )
    if is_known(standing.country_value):
        text += ", " + say(
            "whole country {value}", value=number(standing.country_value, language, item.decimals)
        )
    return text
