# SPDX-License-Identifier: EUPL-1.2
"""The answer of the page Programma in sentences, never more certain than the register."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.documents import formats
from schakel.programme.queries.coverage import EffortShare, Matrix
from schakel.web.programme.steering.diagnosis import Aim, element_name, enumerate_elements
from schakel.web.programme.words import money_words
from schakel.web.reading import Reading


def aim_sentences(reading: Reading, aim: Aim, matrix: Matrix) -> list[str]:
    """Return whether the work is aimed at the weak links."""
    known = matrix.everything.n + matrix.without_element.n
    if not known:
        return [
            _("That cannot be said yet: no initiative or activity of the programme is registered."),
        ]
    if not matrix.everything.n:
        text = ngettext(
            "That cannot be said yet: the one initiative or activity that is registered does not say which "
            "element of the ecosystem it strengthens.",
            "That cannot be said yet: of the %(n)s initiatives and activities that are registered none says "
            "which element of the ecosystem it strengthens.",
            known,
        )
        return [text % {"n": formats.number(known, reading.language, 0)}]
    if not aim.weak:
        return [
            _(
                "The diagnosis of %(year)s does not say which element is the weakest link, so it cannot be "
                "said whether the work is aimed right."
            )
            % {"year": reading.year}
        ]
    return [s for s in (_covered(reading, aim, matrix), *_details(reading, matrix)) if s]


def _covered(reading: Reading, aim: Aim, matrix: Matrix) -> str:
    uncovered = matrix.uncovered
    values = {
        "n": len(aim.weak),
        "k": len(uncovered),
        "elements": enumerate_elements(reading, uncovered),
    }
    if not uncovered:
        return (
            ngettext(
                "Something is registered for the element that may be the weakest link.",
                "Something is registered for each of the %(n)s elements that may be the weakest link.",
                len(aim.weak),
            )
            % values
        )
    if len(uncovered) == len(aim.weak):
        return _("Nothing is registered for what may be the weakest link: %(elements)s.") % values
    return (
        ngettext(
            "Of the %(n)s elements that may be the weakest link, nothing is registered for one: "
            "%(elements)s.",
            "Of the %(n)s elements that may be the weakest link, nothing is registered for %(k)s: "
            "%(elements)s.",
            len(uncovered),
        )
        % values
    )


def _details(reading: Reading, matrix: Matrix) -> list[str]:
    found = []
    if matrix.without_cause:
        found.append(
            _("There is work for %(elements)s, but none of it names the cause that it removes.")
            % {"elements": enumerate_elements(reading, matrix.without_cause)}
        )
    if matrix.uncovered_unmeasured:
        found.append(
            _("Not measured, so possibly weaker still, and nothing registered: %(elements)s.")
            % {"elements": enumerate_elements(reading, matrix.uncovered_unmeasured)}
        )
    if matrix.without_element.n:
        found.append(
            ngettext(
                "One initiative or activity does not say which element it strengthens.",
                "%(n)s initiatives and activities do not say which element they strengthen.",
                matrix.without_element.n,
            )
            % {"n": formats.number(matrix.without_element.n, reading.language, 0)}
        )
    return found


def cost_sentences(reading: Reading, matrix: Matrix) -> list[str]:
    """Return what all work for the elements costs, each initiative and activity once."""
    work, language = matrix.everything, reading.language
    hours = work.planned_hours.known
    found = [
        _("Granted: %(granted)s. Spent: %(spent)s. Planned hours: %(hours)s. Each is counted once.")
        % {
            "granted": money_words(work.granted_eur.known, language),
            "spent": money_words(work.spent_eur.known, language),
            "hours": formats.number(None if hours is None else float(hours), language, 0),
        }
    ]
    n_unknown = work.granted_eur.n_unknown
    if n_unknown:
        found.append(
            ngettext(
                "Of one initiative it is not known what was granted.",
                "Of %(n)s initiatives it is not known what was granted.",
                n_unknown,
            )
            % {"n": n_unknown}
        )
    return found


def hole_sentences(reading: Reading, matrix: Matrix) -> list[str]:
    """Return which elements the lines of the course leave out, or only touch."""
    by_word: dict[str, tuple[str, ...]] = {}
    for row in matrix.rows:
        by_word[row.said] = (*by_word.get(row.said, ()), row.element)
    texts = {
        "no": _("Covered by no line: %(elements)s."),
        "possibly": _("Only possibly: %(elements)s."),
        "implicit": _("Only indirectly, through an action: %(elements)s."),
    }
    return [
        text % {"elements": enumerate_elements(reading, by_word[said])}
        for said, text in texts.items()
        if said in by_word
    ]


def effort_sentence(reading: Reading, shares: tuple[EffortShare, ...], measure: str) -> str:
    """Return where most of the effort goes and where the weakest link most probably is."""
    known = [(s, part) for s in shares if (part := share_of(s, measure)) is not None]
    weakest = max(
        (s for s in shares if s.probability is not None), key=lambda s: s.probability or 0, default=None
    )
    if not known or weakest is None:
        return _("How the effort is spread cannot be said: too little is registered.")
    most, part = max(known, key=lambda pair: pair[1])
    theirs = share_of(weakest, measure)
    return _(
        "Most of it goes to %(most)s (%(share)s). The most probable weakest link in any comparison is "
        "%(weakest)s; its share of the effort: %(its_share)s."
    ) % {
        "most": element_name(reading, most.element),
        "share": formats.percent(float(part), reading.language),
        "weakest": element_name(reading, weakest.element),
        "its_share": formats.percent(None if theirs is None else float(theirs), reading.language),
    }


def share_of(share: EffortShare, measure: str) -> float | None:
    """Return the share in one measure."""
    value = {"hours": share.share_hours, "money": share.share_money}.get(measure, share.share_work)
    return None if value is None else float(value)
