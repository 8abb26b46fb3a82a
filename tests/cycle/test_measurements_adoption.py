# SPDX-License-Identifier: EUPL-1.2
"""The board adopts a diagnosis: what was known of each link is written down, and the pages follow."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from tests.cycle.factories import AdoptionFactory, AgendaItemFactory, CycleYearFactory, DecisionFactory
from tests.cycle.made_up_stored import first_dossier, store
from tests.made_up_dossier import YEAR

from schakel.cycle.actions import adoption as module
from schakel.cycle.actions.adoption import LinkChoice, adopt_diagnosis
from schakel.cycle.actions.measuring import store_measurement_row
from schakel.cycle.actions.putting_back import settle_adopted
from schakel.cycle.adopted_mark import AdoptedMark, read_marks, write_mark
from schakel.cycle.archive import FolderState, folder_state
from schakel.cycle.marking import marks_that_differ, settle_marks
from schakel.cycle.models import ChosenLink, DiagnosisAdoption, Measurement
from schakel.cycle.queries.weakness import elements_of, probability_in, weakness_of
from schakel.cycle.queries.years import adoption_of, chosen_links
from schakel.programme.models import AuditEntry

KEY = ("made-up", YEAR)
FINANCE = LinkChoice("finance", "Het vaakst de zwakste")


@pytest.fixture
def home(tmp_path):
    with override_settings(SCHAKEL_HOME=tmp_path):
        yield tmp_path


@pytest.fixture
def stored(home):
    return store(home)


@pytest.fixture
def adopt(stored, by, now):
    """Adopt the invented measurement; each part can be another one."""

    def adopted(**parts):
        given = {
            "decision": parts.pop("decision", None) or DecisionFactory(),
            "cycle": parts.pop("cycle", None) or CycleYearFactory(),
            "measurement": stored,
            "links": [FINANCE],
        }
        return adopt_diagnosis(**given | parts, by=by, at=now)

    return adopted


def test_each_chosen_link_says_what_was_measured_of_it_then(adopt):
    links = [FINANCE, LinkChoice("leadership", "Niet gemeten"), LinkChoice("talent", " Past bij de koers ")]
    adoption = adopt(links=links)
    dossier = first_dossier()
    stated = {link.element: link.probability for link in dossier.weakest[0].links}
    finance, leadership, talent = ChosenLink.objects.filter(adoption=adoption)
    assert (finance.comparison, finance.probability) == ("european", stated["finance"])
    assert (leadership.comparison, leadership.probability) == ("", None)
    expected = max(probability_in(c, "talent") for c in dossier.comparisons)
    assert talent.probability == expected and talent.reason == "Past bij de koers"
    assert adoption.on == adoption.decision.on
    assert list(chosen_links(adoption.cycle)) == [finance, leadership, talent]
    actions = list(AuditEntry.objects.values_list("action", flat=True))
    assert actions == ["measurement.keep", "diagnosis.adopt", *["diagnosis.choose_link"] * 3]


def test_the_probability_outside_the_set_is_the_mean_over_the_areas_worked_by_hand():
    comparison = first_dossier().comparison("dutch")
    shares = [e.probability_weakest[0] for e in comparison.elements if e.element == "culture" and e.measured]
    assert len(shares) == 3
    assert probability_in(comparison, "culture") == pytest.approx(sum(shares) / 3, abs=1e-9)
    together = [probability_in(comparison, e) for e in elements_of(first_dossier())]
    assert sum(p for p in together if p is not None) == pytest.approx(1, abs=1e-6)


def test_the_comparison_that_has_an_element_in_its_set_goes_first():
    found = weakness_of(first_dossier(), "knowledge")
    stated = {
        v.comparison: link.probability
        for v in first_dossier().weakest
        for link in v.links
        if link.element == "knowledge"
    }
    assert set(stated) == {"european", "dutch"}
    assert (found.comparison, found.probability) == max(stated.items(), key=lambda pair: pair[1])
    assert found.in_set


def test_a_measurement_in_its_folder_is_kept_by_the_adoption(adopt, stored):
    assert not Measurement.objects.exists()
    assert adopt().measurement.identity == stored.id


def test_a_kept_measurement_is_adopted_without_its_folder(adopt, stored, by, now):
    row = store_measurement_row(stored=stored, by=by, at=now)
    assert adopt(measurement=row).measurement == row


@pytest.mark.parametrize(
    ("links", "failure", "details"),
    [
        ([], "NoLinkChosen", {}),
        ([LinkChoice("weather", "x")], "UnknownElement", {"element": "weather"}),
        ([FINANCE, FINANCE], "LinkChosenTwice", {"element": "finance"}),
        ([LinkChoice("finance", "  ")], "LinkWithoutReason", {"element": "finance"}),
    ],
)
def test_links_that_cannot_be_chosen_are_refused(adopt, links, failure, details):
    with pytest.raises(getattr(module, failure)) as refused:
        adopt(links=links)
    assert details.items() <= refused.value.details.items()
    assert not DiagnosisAdoption.objects.exists() and not Measurement.objects.exists()


def test_a_closed_year_gets_no_other_diagnosis(adopt):
    with pytest.raises(module.YearIsClosed) as refused:
        adopt(cycle=CycleYearFactory(year=2031, closed_on=date(2032, 1, 5)))
    assert refused.value.details == {"year": 2031}


def test_a_diagnosis_of_a_later_year_is_refused(adopt):
    with pytest.raises(module.LaterThanTheYear) as refused:
        adopt(cycle=CycleYearFactory(year=YEAR - 1))
    assert refused.value.details == {"measured": str(YEAR), "year": str(YEAR - 1)}


def test_the_last_adoption_of_a_year_counts(adopt, stored, home):
    cycle = CycleYearFactory()
    adopt(cycle=cycle)
    other = store(home, replace(first_dossier(), coverage_holes=()))
    assert other.id != stored.id
    second = adopt(cycle=cycle, measurement=other, links=[LinkChoice("talent", "Nu deze")])
    assert adoption_of(cycle) == second
    assert [link.element for link in chosen_links(cycle)] == ["talent"]


def test_the_mark_for_the_pages_is_written_when_the_transaction_is_over(
    adopt, home, stored, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        held = DecisionFactory(item__meeting__state="closed")
        adoption = adopt(cycle=CycleYearFactory(year=2031), decision=held)
        assert read_marks(home) == {}
    mark = AdoptedMark(stored.id, "2031-03-12", adoption.decision.number, 2031)
    assert read_marks(home) == {KEY: mark}
    assert marks_that_differ(home) == ()


def test_an_adoption_that_is_undone_leaves_no_mark(adopt, home, django_capture_on_commit_callbacks):
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(ZeroDivisionError),
        transaction.atomic(),
    ):
        adopt()
        raise ZeroDivisionError
    assert read_marks(home) == {} and not DiagnosisAdoption.objects.exists()


def test_the_number_of_a_confidential_decision_stays_out_of_the_mark(
    adopt, home, django_capture_on_commit_callbacks
):
    secret = DecisionFactory(item=AgendaItemFactory(is_confidential=True))
    with django_capture_on_commit_callbacks(execute=True):
        adopt(decision=secret)
    assert read_marks(home)[KEY].decision == ""
    assert secret.number not in (home / "measurements" / "made-up" / str(YEAR) / "adopted.json").read_text()


def test_the_database_is_the_truth_about_marks(adopt, home, stored):
    adoption = adopt()
    assert marks_that_differ(home) == (KEY,)
    assert settle_marks(home) == (KEY,)
    assert settle_marks(home) == ()
    write_mark(home, "made-up", 1999, AdoptedMark("f" * 16, "1999-01-01", "1999-001", 1999))
    write_mark(home, *KEY, AdoptedMark("e" * 16, "2031-03-12", "", 2031))
    assert set(marks_that_differ(home)) == {KEY, ("made-up", 1999)}
    assert settle_marks(home) == (("made-up", 1999), KEY)
    assert read_marks(home)[KEY].identity == adoption.measurement.identity == stored.id


@pytest.mark.parametrize("content", ["", "[]", '{"identity": "x"}', "{"])
def test_a_mark_that_cannot_be_read_counts_as_none_and_is_mended(adopt, home, content):
    adopt()
    path = home / "measurements" / "made-up" / str(YEAR) / "adopted.json"
    path.write_text(content)
    assert read_marks(home) == {}
    assert settle_marks(home) == (KEY,) and KEY in read_marks(home)


def test_an_empty_home_gets_back_what_was_adopted(adopt, home, stored, tmp_path_factory):
    adopt()
    empty = Path(tmp_path_factory.mktemp("empty-home"))
    assert settle_adopted(empty) == ()
    assert read_marks(empty)[KEY].identity == stored.id
    folder = empty / "measurements" / "made-up" / str(YEAR) / stored.id
    assert folder_state(replace(stored, folder=folder)) is FolderState.WHOLE


def test_a_file_that_cannot_be_opened_does_not_keep_the_others_from_being_put_back(home):
    AdoptionFactory()
    (refusal,) = settle_adopted(home)
    assert refusal.details["reason"] == "its bytes do not fit the hash that was kept"


def test_an_invented_adoption_leaves_no_mark(stored, home, now, django_capture_on_commit_callbacks):
    from schakel.programme.demonstration.scene import DEMONSTRATOR

    with django_capture_on_commit_callbacks(execute=True):
        adopt_diagnosis(decision=DecisionFactory(), cycle=CycleYearFactory(), measurement=stored, links=[FINANCE], by=DEMONSTRATOR, at=now)  # fmt: skip
    assert DiagnosisAdoption.objects.get().invented
    assert read_marks(home) == {} and marks_that_differ(home) == ()
