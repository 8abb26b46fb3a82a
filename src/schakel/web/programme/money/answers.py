# SPDX-License-Identifier: EUPL-1.2
"""The answers of the pages about money: sentences that are never more certain than the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.documents.formats import UNKNOWN
from schakel.koers.label import Language
from schakel.programme.queries.contributions import ContributionCheck
from schakel.programme.queries.funding import MoneyUntil
from schakel.programme.queries.ledger import ZERO, Steps, of_stream, steps_of
from schakel.programme.queries.money_flow import MoneyWarning, ProgrammeAccount
from schakel.programme.queries.place_money import PlaceStream
from schakel.web.programme.money.books import Books
from schakel.web.programme.money.check_tables import difference_sentence
from schakel.web.programme.money.words import stream_words, warning_words
from schakel.web.programme.words import money_words
from schakel.web.reading import Reading


@dataclass(frozen=True, slots=True)
class Point:
    """Something that does not add up, with the page where it can be seen."""

    sentence: str
    link: str


def money_answer(books: Books, points: Sequence[Point]) -> str:
    """Return how many kinds of money there are, and how many things do not add up."""
    n = len(books.streams)
    kinds = ngettext(
        "Money comes in as %(n)d kind.",
        "Money comes in as %(n)d kinds, which are kept apart and never added together here.",
        n,
    ) % {"n": n}
    if not points:
        return f"{kinds} {_('Nothing in the ledger contradicts itself.')}"
    told = ngettext("%(n)d point does not add up.", "%(n)d points do not add up.", len(points))
    return f"{kinds} {told % {'n': len(points)}}"


def stream_sentences(books: Books) -> list[str]:
    """Return a sentence for each kind of money."""
    return [
        f"{stream_words(stream).capitalize()}: {steps_sentence(_steps(books, stream), books.reading)}"
        for stream in books.streams
    ]


def _steps(books: Books, stream: str) -> Steps:
    return steps_of(of_stream(books.flows, stream), {stream})


def steps_sentence(steps: Steps, reading: Reading) -> str:
    """Return the four steps of one kind of money as the end of a sentence."""
    amounts = {
        "pledged": money_words(steps.pledged, reading.language),
        "received": money_words(steps.received_net, reading.language),
        "granted": money_words(steps.granted_net, reading.language),
        "spent": money_words(steps.spent, reading.language),
    }
    return _("pledged %(pledged)s, received %(received)s, granted %(granted)s, spent %(spent)s.") % amounts


def source_answer(account: ProgrammeAccount, reading: Reading) -> str:
    """Return what one source amounts to, and whether its steps can be right."""
    told = steps_sentence(account.steps, reading)
    told = told[0].upper() + told[1:]
    over = [g for g in account.gaps if g.state == "over"]
    if over:
        wrong = warning_words(f"{over[0].lower}_over_{over[0].upper}")
        amount = money_words(abs(over[0].difference_eur or ZERO), reading.language)
        said = _("It does not add up: %(wrong)s (%(amount)s).") % {"wrong": wrong, "amount": amount}
        return f"{told} {said}"
    if account.available_eur is not None:
        free = money_words(account.available_eur, reading.language)
        return f"{told} {_('%(amount)s of what came in can still be granted.') % {'amount': free}}"
    return told


def points_of(
    books: Books, warnings: Sequence[MoneyWarning], checks: Sequence[ContributionCheck]
) -> list[Point]:
    """Return everything that does not add up, as sentences with a link."""
    found = []
    for warning in warnings:
        programme = books.programme_name(warning.programme)
        name = f"{warning.initiative_name} ({programme})" if warning.initiative else programme
        amount = money_words(warning.excess_eur, books.reading.language)
        link = books.reading.url("money-source", warning.programme)
        if warning.initiative:
            link = books.reading.url("initiative-funding", warning.initiative)
        found.append(Point(f"{name}: {warning_words(warning.kind)} ({amount}).", link))
    for check in checks:
        if check.verdict in ("short", "over"):
            link = books.ledger_url(bron=check.programme, jaar=check.year, gemeente=check.municipality)
            found.append(Point(difference_sentence(check, books), link))
    return found


def place_sentences(books: Books, streams: Sequence[PlaceStream], place: str) -> list[str]:
    """Return for each kind of money what a municipality put in, and what landed in it and in the region."""
    return [_place_sentence(books, item, place) for item in streams]


def _place_sentence(books: Books, item: PlaceStream, place: str) -> str:
    language = books.reading.language
    paid = item.here.received_net
    details = {
        "kind": stream_words(item.stream).capitalize(),
        "place": books.place_name(place),
        "paid": money_words(paid if paid is not None else item.here.pledged, language),
        "here": _recorded(item.here.granted_net, language),
        "whole": _recorded(item.whole.granted_net, language),
    }
    if item.here.pledged is None and paid is None:
        return _("%(kind)s: granted in %(place)s %(here)s, for the region as a whole %(whole)s.") % details
    if paid is None:
        return (
            _(
                "%(kind)s: %(place)s promised %(paid)s; granted in %(place)s %(here)s, for the region as a "
                "whole %(whole)s."
            )
            % details
        )
    return (
        _(
            "%(kind)s: %(place)s paid %(paid)s; granted in %(place)s %(here)s, for the region as a whole "
            "%(whole)s."
        )
        % details
    )


def _recorded(amount: Decimal | None, language: Language) -> str:
    return _("nothing recorded") if amount is None else money_words(amount, language)


def until_answer(rows: Sequence[MoneyUntil], language: str) -> str:
    """Return how many initiatives come to the end of their money, and of how many it is not known."""
    if not rows:
        return _("No initiative runs, or none is in the register yet.")
    cliffs = sum(item.is_cliff for item in rows)
    unknown = sum(item.state in ("none", "open") for item in rows)
    told = ngettext(
        "Of %(total)d running initiative %(n)d comes to the end of its money within twelve months, or has "
        "come there, while it is not arranged what comes after.",
        "Of %(total)d running initiatives %(n)d come to the end of their money within twelve months, or have "
        "come there, while it is not arranged what comes after.",
        len(rows),
    ) % {"total": len(rows), "n": cliffs}
    if not unknown:
        return told
    rest = ngettext(
        "Of %(n)d it is not known until when it is paid.",
        "Of %(n)d it is not known until when they are paid.",
        unknown,
    )
    return f"{told} {rest % {'n': unknown}}"


def initiative_answer(item: MoneyUntil | None, until: str, language: str) -> str:
    """Return until when one initiative is paid."""
    if item is None or item.state == "none":
        return _("It is not recorded who pays this initiative.")
    if item.state == "structural":
        return _("It is paid with permanent money.")
    if item.state == "open":
        return _("It is not known until when it is paid: one of its sources has no end date.")
    if item.state == "ended":
        return _("The last known money ended on %(day)s.") % {"day": until or UNKNOWN[language]}
    return _("It is paid until %(day)s.") % {"day": until or UNKNOWN[language]}
