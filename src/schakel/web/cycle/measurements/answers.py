# SPDX-License-Identifier: EUPL-1.2
"""The first sentences of the pages of measurements."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.documents import formats
from schakel.web.cycle.measurements.known import Known, counting_adoptions
from schakel.web.cycle.measurements.words import adoption_words
from schakel.web.reading import Reading


def list_answer(reading: Reading, known: tuple[Known, ...]) -> list[str]:
    """Return which diagnosis the board works with, and what is newer or not kept."""
    counting = counting_adoptions(known)
    adopted = [(a, k) for k in known for a in k.adoptions if a.pk in counting]
    sentences = []
    if adopted:
        adoption, one = max(adopted, key=lambda pair: pair[0].cycle.year)
        sentences.append(
            _("In %(cycle)s the board works with the diagnosis of %(year)s, adopted on %(day)s.")
            % {
                "cycle": adoption.cycle.year,
                "year": one.year,
                "day": formats.day(adoption.on, reading.language),
            }
        )
    else:
        sentences.append(_("The board has not adopted a diagnosis yet."))
    newer = [k for k in known if k.is_current and not k.is_shown]
    if newer:
        sentences.append(
            ngettext(
                "Of one year there is a newer computation that was not adopted.",
                "Of %(n)s years there is a newer computation that was not adopted.",
                len(newer),
            )
            % {"n": len(newer)}
        )
    loose = [k for k in known if k.kept is None]
    if loose:
        sentences.append(
            ngettext(
                "One measurement was computed but is not kept yet.",
                "%(n)s measurements were computed but are not kept yet.",
                len(loose),
            )
            % {"n": len(loose)}
        )
    return sentences


def state_answer(reading: Reading, one: Known, counting: frozenset[int], numbers: Mapping[int, str]) -> str:
    """Return in one sentence what the board did with a measurement."""
    counted = [a for a in one.adoptions if a.pk in counting]
    if counted:
        told = "; ".join(adoption_words(reading, a, numbers.get(a.decision_id, "")) for a in counted)
        return f"{told}."
    if one.adoptions:
        return _("The board adopted this measurement once; a later adoption replaced it.")
    if one.kept is not None:
        return _("Kept, and not adopted by the board.")
    return _("Computed, but not kept yet: it stands on this computer only, and the board cannot adopt it.")
