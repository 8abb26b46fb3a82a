# SPDX-License-Identifier: EUPL-1.2
"""What two measurements say together, in a few sentences that are never more certain than they are."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.cycle.queries.comparing import Compared, Moved
from schakel.documents.formats import enumeration
from schakel.documents.sentences.names import lower_first
from schakel.web.reading import Reading

SHORT = 6


def measurement_title(year: int, identity: str) -> str:
    """Return what a measurement is called beside another one."""
    return _("diagnosis of %(year)s (%(identity)s)") % {"year": year, "identity": identity[:SHORT]}


def comparison_answer(reading: Reading, compared: Compared, comparison: str) -> list[str]:
    """Return what moved, what is weakest then and now, and how far the parts can be told apart."""
    if compared.old_id == compared.new_id:
        return [_("These are one and the same measurement.")]
    sentences = [
        _moved_answer(compared),
        _links_answer(reading, compared, comparison),
        _split_answer(compared),
    ]
    return [s for s in sentences if s]


def _both(moved: tuple[Moved, ...]) -> list[Moved]:
    return [m for m in moved if m.split.total is not None]


def _moved_answer(compared: Compared) -> str:
    both = _both(compared.moved)
    if not both:
        return _("These two measurements have no value in common.")
    n = sum(m.is_beyond_noise is True for m in both)
    unsure = sum(m.is_beyond_noise is None and m.split.total != 0 for m in both)
    if n:
        text = ngettext(
            "Of the %(all)s values that both hold, one moved more than noise.",
            "Of the %(all)s values that both hold, %(n)s moved more than noise.",
            n,
        ) % {"all": len(both), "n": n}
    else:
        text = _("Of the %(all)s values that both hold, none is known to have moved more than noise.")
        text %= {"all": len(both)}
    if unsure:
        text += " " + ngettext(
            "Of one that moved, the noise is not known.",
            "Of %(n)s that moved, the noise is not known.",
            unsure,
        ) % {"n": unsure}
    return text


def _links_answer(reading: Reading, compared: Compared, comparison: str) -> str:
    rows = [link for link in compared.links if link.comparison == comparison]
    then = [lower_first(reading.text(r.label)) for r in rows if r.in_then]
    now = [lower_first(reading.text(r.label)) for r in rows if r.in_now]
    details = {
        "then": enumeration(then, reading.language),
        "now": enumeration(now, reading.language),
        "comparison": reading.names.comparison(comparison),
    }
    if not then and not now:
        return ""
    if not then or not now:
        return _("Only one of the two says which links may be the weakest.")
    if set(then) == set(now):
        return _("The possible weakest links are the same: %(now)s (%(comparison)s).") % details
    return _("Possible weakest links then: %(then)s; now: %(now)s (%(comparison)s).") % details


def _split_answer(compared: Compared) -> str:
    """Return how far real change, revision of old figures and change of method can be told apart."""
    if not _both(compared.moved):
        return ""
    hows = {m.how for m in compared.moved if m.split.total is not None}
    if compared.is_predecessor:
        return _(
            "The newer one was made with the older as its predecessor: real change, revision of old figures "
            "and change of method are told apart."
        )
    if hows == {"same_figures"}:
        return _(
            "Both are about the same year and rest on the same files: every difference is one of method."
        )
    return _(
        "Real change, revision and method cannot be split for all of them, since the newer one was not made "
        "with the older as its predecessor."
    )
