# SPDX-License-Identifier: EUPL-1.2
"""The sentences with which the pages of the bureau answer: what its hours went to, and whether it fits."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from schakel.cycle.queries.bureau import BureauYear
from schakel.cycle.queries.bureau_room import Room
from schakel.documents import formats
from schakel.web.programme.words import money_words
from schakel.web.reading import Reading


def hours_words(hours: Decimal | None, reading: Reading) -> str:
    """Return a number of hours; unknown is said in words."""
    if hours is None:
        return formats.UNKNOWN[reading.language]
    whole = hours == hours.to_integral_value()
    return formats.number(float(hours), reading.language, 0 if whole else 1)


def year_sentences(year: BureauYear, tasks: Mapping[str, str], reading: Reading) -> list[str]:
    """Return what the bureau spent its hours on, and on which tasks none."""
    if not year.n_lines:
        return [
            _("Nobody wrote down hours of %(year)s yet, so it is not known what they went to.")
            % {"year": year.year}
        ]
    spent = hours_words(year.total.spent, reading)
    if year.total.planned is None:
        found = [
            _("%(spent)s hours were written down; there is no plan to compare them with.") % {"spent": spent}
        ]
    else:
        planned = hours_words(year.total.planned, reading)
        found = [
            _("%(spent)s of the %(planned)s planned hours were written down.")
            % {"spent": spent, "planned": planned}
        ]
    share = year.facilitating_share
    if share is not None:
        found.append(
            _(
                "%(share)s of them went to facilitating; the rest to connecting, initiating, helping to "
                "programme and putting on the agenda."
            )
            % {"share": formats.percent(float(share), reading.language)}
        )
    if year.without_hours:
        names = formats.enumeration([f"“{tasks.get(t, t)}”" for t in year.without_hours], reading.language)
        found.append(_("Nothing was written down for %(tasks)s.") % {"tasks": names})
    return found


def room_sentence(room: Room, reading: Reading, *, is_money: bool) -> str:
    """Return whether what is claimed fits in what there is."""
    if room.has is None:
        if is_money:
            return _(
                "It is not known how much seed money there is, so it cannot be said whether it is enough."
            )
        return _(
            "It is not known how many hours the bureau has, so it cannot be said whether they are enough."
        )

    def amount(value: Decimal | None) -> str:
        return money_words(value, reading.language) if is_money else hours_words(value, reading)

    claimed, has, left = amount(room.claimed), amount(room.has), room.left or Decimal(0)
    if room.verdict == "over":
        text = (
            _("Too much is claimed: %(claimed)s of the %(has)s seed money, %(over)s more than there is.")
            if is_money
            else _("Too much is claimed: %(claimed)s of the %(has)s hours, %(over)s more than there are.")
        )
        return text % {"claimed": claimed, "has": has, "over": amount(-left)}
    if room.verdict == "fits":
        text = (
            _("It fits: %(claimed)s of the %(has)s seed money is claimed, %(left)s is left.")
            if is_money
            else _("It fits: %(claimed)s of the %(has)s hours are claimed, %(left)s are left.")
        )
        return text % {"claimed": claimed, "has": has, "left": amount(left)}
    text = (
        _(
            "It cannot be said whether it fits: at least %(claimed)s of the %(has)s seed money is claimed, "
            "and not everything is known."
        )
        if is_money
        else _(
            "It cannot be said whether it fits: at least %(claimed)s of the %(has)s hours are claimed, "
            "and not everything is known."
        )
    )
    return text % {"claimed": claimed, "has": has}
