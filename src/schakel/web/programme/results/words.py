# SPDX-License-Identifier: EUPL-1.2
"""The codes of claimed results in words: kinds, levels, steps, methods, verdicts and their reasons."""

from django.utils.translation import gettext as _


def kind_words(code: str) -> str:
    """Return what is claimed."""
    words = {
        "jobs": _("jobs"),
        "investment": _("elicited investment"),
        "firms": _("firms"),
        "people": _("people trained or reached"),
        "reach": _("reach or awareness"),
        "other": _("another result"),
    }
    return words.get(code, code)


def level_words(code: str) -> str:
    """Return the level of impact that the course distinguishes."""
    words = {
        "direct": _("direct economic"),
        "strategic": _("strategic"),
        "societal": _("societal"),
    }
    return words.get(code, code)


def step_words(code: str) -> str:
    """Return how far a claimed result is."""
    words = {
        "": _("nothing said yet"),
        "promised": _("promised"),
        "expected": _("expected"),
        "realised": _("realised, says the claimant"),
        "verified": _("verified by another"),
    }
    return words.get(code, code)


def method_words(code: str) -> str:
    """Return how an amount was found."""
    words = {
        "unknown": _("not said how"),
        "stated": _("stated, not counted"),
        "counted": _("counted from own records"),
        "register": _("from a public register"),
        "independent": _("established by an independent party"),
    }
    return words.get(code, code)


def investor_words(code: str) -> str:
    """Return whose money an investment is."""
    words = {"public": _("public"), "private": _("private")}
    return words.get(code, code)


def verdict_words(code: str) -> str:
    """Return what may be said about the contribution to a result."""
    words = {
        "contributed": _("contributed"),
        "plausible": _("plausible"),
        "not_shown": _("not shown"),
    }
    return words.get(code, code)


def rule_words(code: str) -> str:
    """Return the reason of a verdict as a sentence; one for each rule of ``queries.verdicts``."""
    words = {
        "external": _("It is a result of others; it is shown here and counts nowhere."),
        "brand": _("A brand or campaign brings reach and awareness; jobs and firms do not follow from that."),
        "nothing_said": _("Nothing was said about it yet."),
        "only_promised": _("It was promised or expected, and nobody said what became of it."),
        "nothing_found": _("It was looked into, and there turned out to be nothing."),
        "independent": _("An independent party established it, with evidence and without another version."),
        "verified": _("Another found it, but nobody established that it came about through this initiative."),
        "counted": _("The claimant counted it; nobody else looked."),
        "only_stated": _("The claimant states it and did not say how it was counted."),
    }
    return words.get(code, code)


def evidence_level_words(code: str) -> str:
    """Return how well the results of an initiative are shown."""
    words = {
        "none": _("no evidence"),
        "promised": _("promised only"),
        "stated": _("stated only"),
        "counted": _("counted"),
        "verified": _("verified by another"),
    }
    return words.get(code, code)


def grouping_words(code: str) -> str:
    """Return by what results are grouped."""
    words = {
        "kind": _("kind"),
        "line": _("line"),
        "place": _("municipality"),
        "programme": _("source of money"),
        "level": _("level of impact"),
    }
    return words.get(code, code)


def basis_words(code: str) -> str:
    """Return what own money was read from."""
    words = {
        "spent": _("spent; what was granted is not in the ledger"),
        "mixed": _("partly granted, partly spent"),
    }
    return words.get(code, code)
