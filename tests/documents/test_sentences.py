# SPDX-License-Identifier: EUPL-1.2
"""Sentences are made for every part of a dossier, in both languages, and never surer than it."""

import re
from dataclasses import replace

import pytest
from tests.made_up_dossier import made_up_measurement

from schakel.diagnosis.dossier import Note
from schakel.documents.failures_in_words import explain_failure
from schakel.documents.sentences import answers, findings, limits, moved, notes, points, ranking, weakest
from schakel.documents.sentences.finding_list import finding_lines
from schakel.documents.sentences.note_texts import NOTE_TEXTS
from schakel.koers.failures import Failure
from schakel.koers.label import LANGUAGES

UNFILLED = re.compile(r"\{\w*\}|\bNone\b|\bnan\b|NaN|\binf\b")


@pytest.fixture(scope="module", params=[True, False], ids=["first year", "later year"])
def dossier(request):
    return made_up_measurement(first_year=request.param).dossier


def all_sentences(dossier, language):
    for answer in (
        answers.answer_overview,
        answers.answer_region,
        answers.answer_course,
        answers.answer_figures,
        answers.answer_accountability,
        answers.report_answer,
    ):
        yield from answer(dossier, language)
    for comparison in dossier.comparisons:
        yield from answers.answer_ecosystem(dossier, comparison, language)
        yield from (ranking.rank_sentence(dossier, comparison, r, language) for r in comparison.ranks)
        yield from (ranking.element_answer(dossier, e, language) for e in comparison.elements)
        yield from (weakest.flip_sentence(dossier, f, language) for f in comparison.flips)
    yield from (weakest.weakest_paragraph(dossier, v, language) for v in dossier.weakest)
    yield from (
        points.point_sentence(p, dossier, language) for p in dossier.strong_points + dossier.attention_points
    )
    yield from (moved.change_sentence(c, dossier, language) for c in dossier.changes)
    yield from (findings.contradiction_sentence(c, dossier, language) for c in dossier.contradictions)
    yield from (findings.printed_sentence(p, dossier, language) for i in dossier.picture for p in i.printed)
    yield from (
        notes.note_sentence(n, dossier, language) for n in dossier.cannot_say + dossier.coverage_holes
    )
    yield from limits.limit_sentences(dossier, language)
    yield from finding_lines(dossier.contradictions, language, everything=True)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_whole(dossier, language):
    made = list(all_sentences(dossier, language))
    assert len(made) > 80
    for sentence in made:
        assert sentence.strip()
        assert not UNFILLED.search(sentence), sentence


def test_dutch_and_english_differ(dossier):
    pairs = zip(all_sentences(dossier, "nl"), all_sentences(dossier, "en"), strict=True)
    assert all(nl != en for nl, en in pairs)


def test_one_weakest_link_is_named_only_when_the_data_support_it(dossier):
    several, single = dossier.weakest
    assert not several.is_single
    sentence = weakest.weakest_sentence(dossier, several, "en")
    assert "is the weakest link" not in sentence
    assert "one of these" in sentence
    for link in several.links:
        assert link.label.en.lower() in sentence
    assert "knowledge is the weakest link" in weakest.weakest_sentence(dossier, single, "en")
    alone = replace(several, links=several.links[:1])
    assert "is the weakest link" not in weakest.weakest_sentence(dossier, alone, "en")
    assert "cannot be said" in weakest.weakest_sentence(dossier, replace(several, links=()), "en")


def test_elements_that_are_not_measured_are_always_named(dossier):
    text = weakest.not_measured_sentence(dossier, dossier.weakest[1], "nl")
    for name in ("formele instituties", "netwerken", "financiering", "leiderschap"):
        assert name in text


def test_an_area_larger_than_the_region_is_never_called_the_region(dossier):
    european = dossier.comparison("european")
    sentence = ranking.comparison_answer(dossier, european, "en")
    assert sentence.startswith("There is no place for Voorbeeldland (invented) itself")
    assert "Noordstreek" not in sentence
    assert "North District: 114" in sentence


def test_the_first_year_says_that_there_is_no_predecessor():
    assert "eerste meting" in moved.changes_answer(made_up_measurement(first_year=True).dossier, "nl")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(NOTE_TEXTS))
def test_every_code_gives_a_sentence(code, language, dossier):
    fields = re.findall(r"{(\w+)}", NOTE_TEXTS[code])
    sentence = notes.note_sentence(
        Note(code, {name: 2020 if "period" in name else 7 for name in fields}), dossier, language
    )
    assert code not in sentence
    assert not UNFILLED.search(sentence)


def test_a_remark_without_a_sentence_is_shown_not_hidden(dossier):
    assert (
        notes.note_sentence(Note("never_heard_of", {"n": 3}), dossier, "en")
        == "Remark never_heard_of (n: 3)."
    )


def test_a_failure_is_one_sentence_with_its_cure():
    class Broken(Failure):
        template = "There is no region with code '{code}'."
        cure = "Use one of its {n_units} regions."

    assert (
        explain_failure(Broken(code="XX", n_units=3), "nl")
        == "Er is geen regio met code 'XX'. Gebruik een van de 3 regio’s."
    )
    assert (
        explain_failure(Broken(code="XX"), "en")
        == "There is no region with code 'XX'. Use one of its {n_units} regions."
    )
    assert "KeyError" in explain_failure(KeyError("x"), "nl")
