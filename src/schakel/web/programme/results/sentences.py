# SPDX-License-Identifier: EUPL-1.2
"""The first sentences of these pages, never more certain than what was entered."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.koers.label import Language
from schakel.programme.models import ClaimStep
from schakel.programme.queries.claim_sums import ResultsOverview
from schakel.programme.queries.claims import ClaimState
from schakel.programme.queries.leverage import LeverageRow
from schakel.programme.queries.verdicts import verdict_of
from schakel.web.programme.results.amounts import bracket_words, ratio_words, step_in_words
from schakel.web.programme.results.words import rule_words, verdict_words

FURTHEST_FIRST = (ClaimStep.VERIFIED, ClaimStep.REALISED, ClaimStep.EXPECTED, ClaimStep.PROMISED)


def overview_sentences(found: ResultsOverview) -> list[str]:
    """Return the answer of the page with all results."""
    if not found.n_results:
        return [_("No result has been claimed yet, so nothing can be said about promises kept.")]
    told = [_promised(found)] if found.n_promised else []
    if found.never_back:
        n = len(found.never_back)
        told.append(
            ngettext(
                "One promise of more than two years ago never came back.",
                "%(n)d promises of more than two years ago never came back.",
                n,
            )
            % {"n": n}
        )
    return [" ".join(part) for part in (told, _remarks(found)) if part]


def _promised(found: ResultsOverview) -> str:
    sentence = ngettext(
        "Of the one promised result, %(back)d came back with what became of it and %(verified)d was "
        "verified by another.",
        "Of the %(n)d promised results, %(back)d came back with what became of them and %(verified)d "
        "were verified by another.",
        found.n_promised,
    )
    return sentence % {"n": found.n_promised, "back": found.n_came_back, "verified": found.n_verified}


def _remarks(found: ResultsOverview) -> list[str]:
    told = []
    if found.n_unpromised:
        told.append(
            ngettext(
                "One result was reported that nobody had promised.",
                "%(n)d results were reported that nobody had promised.",
                found.n_unpromised,
            )
            % {"n": found.n_unpromised}
        )
    if found.n_contested:
        told.append(
            ngettext(
                "Of one result the versions contradict each other.",
                "Of %(n)d results the versions contradict each other.",
                found.n_contested,
            )
            % {"n": found.n_contested}
        )
    return told


def claim_sentences(claim: ClaimState, language: Language) -> list[str]:
    """Return the answer of the page of one claim: how far it is, and the verdict with its reason."""
    told = []
    for step, sentence in (
        (ClaimStep.PROMISED, _("Promised: %(amount)s.")),
        (ClaimStep.EXPECTED, _("Expected: %(amount)s.")),
        (ClaimStep.REALISED, _("Realised, says the claimant: %(amount)s.")),
        (ClaimStep.VERIFIED, _("Verified by another: %(amount)s.")),
    ):
        if claim.at(step).versions:
            told.append(sentence % {"amount": step_in_words(claim.at(step), claim.unit, language)})
    verdict = verdict_of(claim)
    judged = _("Contribution: %(verdict)s.") % {"verdict": verdict_words(verdict.verdict)}
    return (
        [" ".join(told), f"{judged} {rule_words(verdict.because)}"] if told else [rule_words(verdict.because)]
    )


def leverage_sentences(total: LeverageRow, n_suspected: int, language: Language) -> list[str]:
    """Return the answer of the page about elicited investment."""
    told = [s for s in (_elicited(total, investor, language) for investor in ("private", "public")) if s]
    if not told and not total.n_left_out:
        return [_("No elicited investment has been registered yet.")]
    more = []
    if total.own.amount_eur is None:
        more.append(_("How much own money stands against it is not in the ledger, so there is no ratio."))
    if total.n_left_out:
        more.append(
            ngettext(
                "One claim is not in this, since no own money stands against it.",
                "%(n)d claims are not in this, since no own money stands against them.",
                total.n_left_out,
            )
            % {"n": total.n_left_out}
        )
    if n_suspected:
        more.append(
            ngettext(
                "One pair of claims may be about the same euro.",
                "%(n)d pairs of claims may be about the same euro.",
                n_suspected,
            )
            % {"n": n_suspected}
        )
    return [" ".join(part) for part in (told, more) if part]


def _elicited(total: LeverageRow, investor: str, language: Language) -> str:
    step = next((s for s in FURTHEST_FIRST if total.elicited(investor, s).n_claims), None)
    if step is None:
        return ""
    private = investor == "private"
    sentence = {
        "verified": _("Verified private investment: %(amount)s")
        if private
        else _("Verified public investment: %(amount)s"),
        "realised": _("Private investment that claimants say was realised, not verified: %(amount)s")
        if private
        else _("Public investment that claimants say was realised, not verified: %(amount)s"),
        "expected": _("Private investment that is only expected: %(amount)s")
        if private
        else _("Public investment that is only expected: %(amount)s"),
        "promised": _("Private investment that is only promised: %(amount)s")
        if private
        else _("Public investment that is only promised: %(amount)s"),
    }[step.value]
    told = sentence % {"amount": bracket_words(total.elicited(investor, step), "EUR", language)}
    ratio = total.ratio(investor, step)
    if ratio is None:
        return f"{told}."
    each = _("%(ratio)s for each own euro") % {"ratio": ratio_words(ratio, language)}
    return f"{told}, {each}."
