# SPDX-License-Identifier: EUPL-1.2
"""The answer on top of each page: one to three sentences from the stored result."""

from collections import Counter

from schakel.diagnosis.dossier import Comparison, Dossier
from schakel.documents.formats import enumeration, is_known, number, percent
from schakel.documents.sentences.coverage_words import firmest
from schakel.documents.sentences.moved import changes_answer
from schakel.documents.sentences.names import Names, lower_first
from schakel.documents.sentences.points import standing_words
from schakel.documents.sentences.ranking import comparison_answer, measured_sentence
from schakel.documents.sentences.weakest import not_measured_sentence, weakest_sentence

OLD_AFTER_YEARS = 4


def answer_overview(dossier: Dossier, language: str) -> list[str]:
    """Return where the region stands and which links are weakest, in the closest comparison."""
    comparison = closest_comparison(dossier)
    if comparison is None:
        return [Names(dossier, language).say("There is no comparison with other regions yet.")]
    verdict = next((w for w in dossier.weakest if w.comparison == comparison.code), None)
    sentences = [comparison_answer(dossier, comparison, language)]
    if verdict:
        sentences += [
            weakest_sentence(dossier, verdict, language),
            not_measured_sentence(dossier, verdict, language),
        ]
    return [s for s in sentences if s]


def closest_comparison(dossier: Dossier) -> Comparison | None:
    """Return the comparison that ranks the region itself, else the one with most measured elements."""
    own = [
        c for c in dossier.comparisons if any(r.area_code == dossier.region.code and r.rank for r in c.ranks)
    ]
    ranked = [c for c in dossier.comparisons if c.ranks]
    by_coverage = sorted(ranked, key=lambda c: -max(r.elements_measured for r in c.ranks))
    return next(iter(own or by_coverage or dossier.comparisons), None)


def answer_region(dossier: Dossier, language: str) -> list[str]:
    """Return the first item of the picture in words and how the printed figures fared."""
    names = Names(dossier, language)
    say = names.say
    known = [i for i in dossier.picture if is_known(i.standing.value)]
    if not known:
        return [say("There are no figures for the economic picture yet.")]
    lead = next((i for i in known if i.code == "industry_share"), known[0])
    sentences = [f"{lead.label.in_language(language)}: {standing_words(lead, names)}."]
    own = sum(i.is_region_exact for i in known)
    sentences.append(
        say(
            "Of the {n} items, {own} can be measured for {region} itself; the others are about "
            "the nearest area, which is named.",
            n=number(len(dossier.picture), language, 0),
            own=number(own, language, 0),
            region=names.region,
        )
    )
    checks = Counter(p.verdict for i in dossier.picture for p in i.printed)
    if checks:
        sentences.append(printed_answer(dossier, language))
    return sentences


def printed_answer(dossier: Dossier, language: str) -> str:
    """Return how many printed figures were confirmed and how many were not."""
    checks = Counter(p.verdict for i in dossier.picture for p in i.printed)
    return Names(dossier, language).say(
        "Of the {n} figures in the course that were checked, {confirmed} are confirmed, {other} "
        "use another definition, {not_confirmed} are not confirmed and {none} cannot be checked "
        "with public figures.",
        n=sum(checks.values()),
        confirmed=checks["confirmed"],
        other=checks["other_definition"],
        not_confirmed=checks["not_confirmed"],
        none=checks["no_figure"],
    )


def answer_ecosystem(dossier: Dossier, comparison: Comparison, language: str) -> list[str]:
    """Return the place, the weakest links and on how much of the elements this rests."""
    sentences = [comparison_answer(dossier, comparison, language)]
    verdict = next((w for w in dossier.weakest if w.comparison == comparison.code), None)
    if verdict:
        sentences += [
            weakest_sentence(dossier, verdict, language),
            not_measured_sentence(dossier, verdict, language),
        ]
    if comparison.ranks:
        sentences.append(measured_sentence(comparison.ranks[0], language, dossier))
    return [s for s in sentences if s]


def answer_course(dossier: Dossier, language: str) -> list[str]:
    """Return which elements no line of the course strengthens."""
    names = Names(dossier, language)
    say = names.say
    if not dossier.coverage:
        return [say("The course does not say which elements its lines strengthen.")]
    firm = firmest(dossier.coverage)
    missing = [element for element, strength in firm.items() if strength == "no"]
    doubtful = [element for element, strength in firm.items() if strength in ("possibly", "implicit")]
    weak = {link.element for verdict in dossier.weakest for link in verdict.links}
    if not missing and not doubtful:
        return [say("Every element is strengthened by at least one line of the course.")]
    sentences = []
    if missing:
        listed = names.elements(missing)
        sentences.append(say("No line of the course says that it strengthens: {elements}.", elements=listed))
    if doubtful:
        listed = names.elements(doubtful)
        sentences.append(say("Strengthened only possibly or indirectly: {elements}.", elements=listed))
    both = [e for e in (*missing, *doubtful) if e in weak]
    if both:
        sentences.append(
            say("Among these are possible weakest links: {elements}.", elements=names.elements(both))
        )
    return sentences


def answer_figures(dossier: Dossier, language: str) -> list[str]:
    """Return how many contradictions the figures hold, in the course and in the sources."""
    say = Names(dossier, language).say
    found = Counter((c.scope, c.severity) for c in dossier.contradictions)
    course, sources = found["course", "contradiction"], found["figures", "contradiction"]
    rest = len(dossier.contradictions) - course - sources
    if not dossier.contradictions:
        return [say("The checks found no contradictions in the figures.")]
    return [
        say(
            "The checks found {course} contradictions in the course's own figures and {sources} "
            "between the sources, and {rest} lighter remarks.",
            course=number(course, language, 0),
            sources=number(sources, language, 0),
            rest=number(rest, language, 0),
        )
    ]


def answer_accountability(dossier: Dossier, language: str) -> list[str]:
    """Return on how many sources the dossier rests, how old they are and what is not regional evidence."""
    say = Names(dossier, language).say
    provenance = dossier.provenance
    ages = [s.age_years for s in provenance.snapshots if s.age_years is not None]
    old = sum(age >= OLD_AFTER_YEARS for age in ages)
    sentences = [
        say(
            "This diagnosis rests on {n} source files; in {old} of them the newest figure is "
            "{years} years old or older.",
            n=number(len(provenance.snapshots), language, 0),
            old=number(old, language, 0),
            years=OLD_AFTER_YEARS,
        ),
        say(
            "Imputed: {imputed} of the values; national values repeated, which do not count as "
            "regional evidence: {national}; suppressed: {suppressed}.",
            imputed=percent(provenance.imputed_share, language, 1),
            national=percent(provenance.national_value_share, language, 1),
            suppressed=percent(provenance.suppressed_share, language, 1),
        ),
    ]
    return sentences


def report_answer(dossier: Dossier, language: str) -> list[str]:
    """Return the answer on the title page of the report."""
    moved = changes_answer(dossier, language)
    return [*answer_overview(dossier, language), moved]


def points_list(dossier: Dossier, language: str, kind: str) -> str:
    """Return the subjects of the strong or attention points as one enumeration."""
    points = dossier.strong_points if kind == "strong" else dossier.attention_points
    return enumeration([lower_first(p.label.in_language(language)) for p in points], language)
