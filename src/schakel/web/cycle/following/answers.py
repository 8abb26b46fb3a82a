# SPDX-License-Identifier: EUPL-1.2
"""The sentences with which the pages that follow delivery answer, never more certain than what is known."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.cycle.queries.deviations import DeviationCounts
from schakel.cycle.queries.escalation import Delivery
from schakel.cycle.sight import Sight
from schakel.documents import formats
from schakel.programme.queries.updates import RoundLine
from schakel.web.reading import Reading


def delivery_sentences(delivery: Delivery, sight: Sight) -> list[str]:
    """Return how many initiatives run, ask for attention, and were not taken up by anybody."""
    if not delivery.n_running and not delivery.n_unknown:
        return [_("No initiative runs, as far as the register knows.")]
    found = [_running(delivery.n_running, delivery.n_unknown)]
    asking, left = len(delivery.asking()), len(delivery.not_taken_up())
    if not asking:
        return [*found, _("None asks for attention, by the rules and by what is known.")]
    text = ngettext("%(n)s asks for attention.", "%(n)s ask for attention.", asking)
    found.append(text % {"n": asking})
    if not left:
        text = _("Each of them was taken up.")
    elif sight.closed:
        text = ngettext(
            "Of %(n)s something was not taken up by anybody yet.",
            "Of %(n)s something was not taken up by anybody yet.",
            left,
        )
    else:
        text = ngettext(
            "Of %(n)s it is not public that somebody took everything up.",
            "Of %(n)s it is not public that somebody took everything up.",
            left,
        )
    return [*found, text % {"n": left} if left else text]


def _running(n_running: int, n_unknown: int) -> str:
    text = ngettext("%(n)s initiative runs.", "%(n)s initiatives run.", n_running) % {"n": n_running}
    if n_unknown:
        text += " " + ngettext(
            "Of %(n)s it is not known whether it runs.",
            "Of %(n)s it is not known whether they run.",
            n_unknown,
        ) % {"n": n_unknown}
    return text


def round_sentence(lines: tuple[RoundLine, ...]) -> str:
    """Return how many answered the newest round."""
    sent = sum(line.sent_on is not None for line in lines)
    overdue = sum(line.state == "overdue" for line in lines)
    text = ngettext(
        "%(sent)s of %(all)s initiative sent an update.",
        "%(sent)s of %(all)s initiatives sent an update.",
        len(lines),
    ) % {"sent": sent, "all": len(lines)}
    if overdue:
        text += " " + ngettext("%(n)s is overdue.", "%(n)s are overdue.", overdue) % {"n": overdue}
    return text


def deviations_sentence(counts: DeviationCounts, reading: Reading) -> str:
    """Return how many deviations are open, and since when the oldest."""
    if not counts.n:
        return _("No deviation was noted.")
    n_open = counts.n_noted + counts.n_escalated
    if not n_open:
        return ngettext(
            "The one deviation that was noted is settled.", "All %(n)s deviations are settled.", counts.n
        ) % {"n": counts.n}
    text = ngettext("%(n)s deviation is open", "%(n)s deviations are open", n_open) % {"n": n_open}
    if counts.n_escalated:
        text += ", " + ngettext(
            "%(n)s of which is before the board", "%(n)s of which are before the board", counts.n_escalated
        ) % {"n": counts.n_escalated}
    if counts.oldest_since is None:
        return text + "."
    return _("%(text)s. The oldest runs since %(day)s.") % {
        "text": text,
        "day": formats.day(counts.oldest_since, reading.language),
    }
