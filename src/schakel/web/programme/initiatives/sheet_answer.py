# SPDX-License-Identifier: EUPL-1.2
"""What the sheet of an initiative says first: where it stands, its lights, money and best evidence."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.documents import formats
from schakel.koers.label import Language
from schakel.programme.models import InitiativeRelation, LineageKind, Stage
from schakel.programme.queries.funding import MoneyUntil
from schakel.programme.queries.initiative_sheet import InitiativeSheet
from schakel.programme.queries.lineage import LineageStep
from schakel.programme.queries.stage_evidence import Evidence
from schakel.web.programme.initiatives.words import stage_words, step_words
from schakel.web.programme.words import money_words


def answer_sentences(sheet: InitiativeSheet, language: Language) -> list[str]:
    """Return the one or two sentences that answer where the initiative stands."""
    initiative = sheet.initiative
    if initiative.relation == InitiativeRelation.EXTERNAL:
        return [_("This is a structure of others. It is shown as a link and not counted as a result here.")]
    gone = sheet.lineage.present(initiative.pk)
    found = [gone_words(initiative.name, gone)] if gone is not None else []
    if gone is None or initiative.stage != Stage.UNKNOWN:
        found.append(_stage_sentence(sheet, language))
    late = initiative.exit_on is not None and initiative.exit_on < sheet.today
    if initiative.stage == Stage.QUARTERMASTER and initiative.exit_on is not None:
        words = (
            _("The preparation should have ended on %(day)s.")
            if late
            else _("The preparation ends on %(day)s.")
        )
        found.append(words % {"day": formats.day(initiative.exit_on, language)})
    return found


def gone_words(name: str, step: LineageStep) -> str:
    """Return what an initiative is now; ``step`` is the last step on the way there."""
    if step.kind == LineageKind.RENAMED:
        told = _("%(name)s is now called %(other)s.")
    elif step.kind == LineageKind.MERGED:
        told = _("%(name)s merged into %(other)s.")
    else:
        told = _("%(name)s was succeeded by %(other)s.")
    return told % {"name": name, "other": step.to_name}


def _stage_sentence(sheet: InitiativeSheet, language: Language) -> str:
    initiative = sheet.initiative
    if initiative.stage == Stage.UNKNOWN:
        return _("It is not recorded in which stage it is.")
    stage = stage_words(initiative.stage)
    if sheet.stage_since is None:
        return _("Its stage is: %(stage)s; since when is not known.") % {"stage": stage}
    told = _("Its stage is: %(stage)s, since %(day)s (%(time)s).")
    n_days = (sheet.today - sheet.stage_since).days
    return told % {
        "stage": stage,
        "day": formats.day(sheet.stage_since, language),
        "time": duration_words(n_days),
    }


def duration_words(n_days: int) -> str:
    """Return a number of days as people say it: days, months or years."""
    if n_days < 60:
        return ngettext("%(n)s day", "%(n)s days", n_days) % {"n": n_days}
    months = round(n_days / 30.44)
    if months < 24:
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    years = months // 12
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


def age_words(sheet: InitiativeSheet, language: Language) -> str:
    """Return the age; a whole year where only the year of the start is known."""
    age = sheet.age
    if age is None:
        return formats.UNKNOWN[language]
    if age.n_days is not None:
        return duration_words(age.n_days)
    return _("about %(time)s") % {
        "time": ngettext("%(n)s year", "%(n)s years", age.n_years) % {"n": age.n_years}
    }


def paid_words(money: MoneyUntil, language: Language) -> str:
    """Return until when there is money, and whether what comes after is arranged."""
    day = formats.day(money.until_on, language)
    told = {
        "structural": _("structural, without an end"),
        "ended": _("ended on %(day)s") % {"day": day},
        "soon": _("until %(day)s, within a year") % {"day": day},
        "later": _("until %(day)s") % {"day": day},
        "open": _("one of the sources has no end date"),
        "none": _("not known: no source of money is recorded"),
    }[money.state]
    return _("%(until)s; what comes after is not arranged") % {"until": told} if money.is_cliff else told


def evidence_words(evidence: Evidence | None, language: Language) -> str:
    """Return the best evidence in words, and how far it is."""
    if evidence is None:
        return _("none: no result is recorded")
    step = step_words(evidence.step)
    if evidence.amount is None:
        return f"{evidence.title} ({step}, {formats.day(evidence.on, language)})"
    if evidence.unit == "EUR":
        amount = money_words(evidence.amount, language)
    else:
        amount = f"{formats.plain_number(float(evidence.amount), language)} {evidence.unit}"
    told = f"{evidence.title}: {amount} ({step}, {formats.day(evidence.on, language)})"
    return told if evidence.is_enough else _("%(result)s; so nothing is shown yet") % {"result": told}
