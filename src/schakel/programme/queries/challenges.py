# SPDX-License-Identifier: EUPL-1.2
"""Match who asks for a solution with who offers one, and count the first customers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from schakel.programme.models import Challenge


@dataclass(frozen=True, slots=True)
class Match:
    """An offer that may answer an ask: ``score`` is the share of the themes of the ask that it shares."""

    ask_pk: int
    ask_title: str
    ask_partner: str
    offer_pk: int
    offer_title: str
    offer_partner: str
    shared: tuple[str, ...]
    n_asked: int
    invented: bool

    @property
    def score(self) -> Fraction:
        """The share of the themes of the ask that the offer shares, from 0 to 1."""
        return Fraction(len(self.shared), self.n_asked)


@dataclass(frozen=True, slots=True)
class Matching:
    """The matches, the best first, and what nobody answers."""

    matches: tuple[Match, ...]
    asks_without: tuple[int, ...]
    offers_without: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FirstCustomers:
    """How many plans found a first customer, by year, and how many are matched without one yet."""

    by_year: tuple[tuple[int, int], ...]
    n: int
    n_matched_only: int


def list_challenges() -> list[Challenge]:
    """Return every ask and offer with its organisation and its match."""
    return list(Challenge.objects.select_related("partner", "matched_with", "matched_with__partner"))


def match_challenges(entries: Sequence[Challenge]) -> Matching:
    """Return for each open ask the offers of others that share a theme, the best first.

    An entry that is matched already takes no part.
    """
    still_open = [entry for entry in entries if entry.matched_with_id is None]
    asks = [entry for entry in still_open if entry.side == "ask"]
    offers = [entry for entry in still_open if entry.side == "offer"]
    matches = [match for ask in asks for offer in offers if (match := _match(ask, offer)) is not None]
    matches.sort(key=lambda m: (-m.score, -len(m.shared), m.ask_title, m.offer_title, m.ask_pk, m.offer_pk))
    asked, offered = {m.ask_pk for m in matches}, {m.offer_pk for m in matches}
    return Matching(
        tuple(matches),
        tuple(ask.pk for ask in asks if ask.pk not in asked),
        tuple(offer.pk for offer in offers if offer.pk not in offered),
    )


def _match(ask: Challenge, offer: Challenge) -> Match | None:
    wanted, given = plain_themes(ask), plain_themes(offer)
    shared = tuple(theme for theme in wanted if theme in given)
    if not shared or ask.partner_id == offer.partner_id:
        return None
    return Match(
        ask.pk,
        ask.title,
        ask.partner.name,
        offer.pk,
        offer.title,
        offer.partner.name,
        shared,
        len(wanted),
        ask.invented or offer.invented,
    )


def plain_themes(entry: Challenge) -> tuple[str, ...]:
    """Return the themes of an entry without regard to case and spaces, each once."""
    return tuple(dict.fromkeys(" ".join(str(theme).split()).casefold() for theme in entry.themes))


def count_first_customers(entries: Sequence[Challenge]) -> FirstCustomers:
    """Count the asks that became a first purchase; a pair counts once."""
    asks = [entry for entry in entries if entry.side == "ask"]
    years = Counter(ask.became_customer_on.year for ask in asks if ask.became_customer_on is not None)
    waiting = sum(ask.matched_with_id is not None and ask.became_customer_on is None for ask in asks)
    return FirstCustomers(tuple(sorted(years.items())), sum(years.values()), waiting)
