# SPDX-License-Identifier: EUPL-1.2
"""The pages of the measurements: which there are, what one says, keeping, files and two side by side."""

import csv
import io
import json
import shutil
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from tests.cycle.factories import CycleYearFactory, DecisionFactory, MeasurementFactory, MeetingFactory
from tests.web.cycle.test_measurements_site import COURSE, compute_anew
from tests.web.site import site_settings

from schakel.cycle.actions.adoption import LinkChoice, adopt_diagnosis
from schakel.cycle.actions.measuring import store_measurement_row
from schakel.cycle.models import Measurement
from schakel.diagnosis.storage import list_measurements, load_measurement
from schakel.programme.models import AuditEntry
from schakel.programme.recording import Actor
from schakel.programme.sealing import seal_tables, unseal_tables

AT = datetime(2031, 3, 12, 12, tzinfo=UTC)
BY = Actor("account:1")
PAGES = ["board/diagnose/", "board/diagnose/vergelijken/", "board/diagnose/{id}/"]


@pytest.fixture
def home(reader, traced_home, tmp_path):
    folder = tmp_path / "home"
    shutil.copytree(traced_home, folder)
    with site_settings(folder):
        yield folder


@pytest.fixture
def stored(home):
    return load_measurement(home, COURSE)


@pytest.fixture
def root(stored):
    return f"/{stored.dossier.year}/board/diagnose/"


@pytest.fixture
def get(home):
    """Return a page as text, in English."""
    browser = Client()
    browser.cookies["schakel_language"] = "en"

    def text(address, status=200, client=browser):
        client.cookies["schakel_language"] = "en"
        response = client.get(address)
        assert response.status_code == status, response.content[:400]
        return response.content.decode()

    return text


def adopt(stored, state="closed", **decision):
    meeting = MeetingFactory(state=state, on=date(2031, 3, 12))
    return adopt_diagnosis(
        decision=DecisionFactory(number="2031-004", on=date(2031, 3, 12), item__meeting=meeting, **decision),
        cycle=CycleYearFactory(year=2040),
        measurement=stored,
        links=[LinkChoice(stored.dossier.weakest[0].links[0].element, "Omdat het zo is")],
        by=BY,
        at=AT,
    )


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_in_both_languages(home, stored, page, language):
    client = Client()
    client.cookies["schakel_language"] = language
    adopt(stored)
    compute_anew(home, stored)
    response = client.get(f"/{stored.dossier.year}/{page.format(id=stored.id)}")
    html = response.content.decode()
    assert response.status_code == 200 and html.count("<h1") == 1
    assert f'<html lang="{language}">' in html
    assert "%(" not in html and "{{" not in html and "could not be drawn" not in html


def test_the_list_says_what_is_computed_kept_and_adopted(get, root, home, stored):
    html = get(root)
    assert "The board has not adopted a diagnosis yet." in html
    assert "2 measurements were computed but are not kept yet." in html
    adopt(stored)
    newer = compute_anew(home, stored)
    html = get(root)
    assert f"the diagnosis of {stored.dossier.year}, adopted on 12 March 2031." in html
    assert "Of one year there is a newer computation that was not adopted." in html
    assert "Adopted by the board on 12 March 2031 for 2040 (decision 2031-004)" in html
    assert stored.id in html and newer in html


def test_the_number_of_a_decision_is_for_those_who_may_see_it(get, root, stored, sign_in):
    adopt(stored, state="in_session")
    assert "2031-004" not in get(root)
    assert "Adopted by the board on 12 March 2031 for 2040" in get(root)
    assert "2031-004" in get(root, client=sign_in("board"))


def test_a_confidential_decision_stays_out_of_every_page_and_file(get, root, stored, sign_in):
    adopt(stored, is_confidential=True)
    for page in ("", f"{stored.id}/", "?file=measurements.csv"):
        assert "2031-004" not in get(root + page)
        assert "2031-004" not in get(root + page, client=sign_in("partner"))
    assert "2031-004" in get(root, client=sign_in("bureau"))


def test_a_measurement_tells_what_it_says_and_what_it_was_made_of(get, root, stored):
    adopt(stored)
    html = get(f"{root}{stored.id}/")
    provenance = stored.dossier.provenance
    for told in (provenance.code_version, provenance.framework_sha256, "Omdat het zo is", "Proved just now"):
        assert told in html
    assert provenance.previous_measurement_id in html
    for snapshot in provenance.snapshots:
        assert snapshot.source_table in html


def test_keeping_is_for_the_bureau(get, root, stored, sign_in, bureau):
    address = f"{root}{stored.id}/bewaren/"
    assert "Keep this measurement" not in get(f"{root}{stored.id}/")
    assert Client().post(address).status_code == 302
    for role in ("board", "partner", "administrator"):
        assert sign_in(role).post(address).status_code == 403
    assert not Measurement.objects.exists()
    assert "Keep this measurement" in get(f"{root}{stored.id}/", client=bureau)
    assert bureau.get(address).status_code in (403, 405)
    assert bureau.post(address).headers["Location"] == f"{root}{stored.id}/"
    assert Measurement.objects.get().identity == stored.id
    assert bureau.post(address).status_code == 302 and Measurement.objects.count() == 1
    assert AuditEntry.objects.filter(action="measurement.keep").count() == 1
    assert bureau.post(f"{root}{'f' * 16}/bewaren/").status_code == 404


def test_a_folder_that_was_changed_is_not_kept_and_that_is_said(root, stored, bureau):
    with (stored.folder / "dossier.json").open("a") as file:
        file.write(" ")
    bureau.cookies["schakel_language"] = "en"
    bureau.post(f"{root}{stored.id}/bewaren/")
    html = bureau.get(root).content.decode()
    assert "was changed after it was written" in html and not Measurement.objects.exists()
    assert bureau.get(f"{root}{stored.id}/").status_code == 409


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_measurement_can_be_taken_away_as_files(root, stored, is_kept):
    if is_kept:
        store_measurement_row(stored=stored, by=BY, at=AT)
    client = Client()
    whole = client.get(f"{root}{stored.id}/meting.zip")
    with zipfile.ZipFile(io.BytesIO(whole.content)) as archive:
        assert archive.read("dossier.json") == (stored.folder / "dossier.json").read_bytes()
        assert len(archive.namelist()) == 1 + len(stored.table_names)
    assert stored.id in whole.headers["Content-Disposition"]
    facts = json.loads(client.get(f"{root}{stored.id}/herkomst.json").content)
    assert facts["measurement"] == stored.id and facts["seed"] == stored.dossier.provenance.seed
    rows = list(
        csv.reader(io.StringIO(client.get(f"{root}{stored.id}/tabellen/changes.csv").content.decode()))
    )
    assert len(rows) == 1 + stored.table("changes").height
    assert client.get(f"{root}{stored.id}/tabellen/nothing.csv").status_code == 404


def test_a_kept_measurement_opens_without_its_folder(get, root, stored):
    store_measurement_row(stored=stored, by=BY, at=AT)
    before = get(f"{root}{stored.id}/")
    shutil.rmtree(stored.folder)
    year = stored.dossier.year - 1
    after = get(f"/{year}/board/diagnose/{stored.id}/")
    assert "its folder is gone" in get(f"/{year}/board/diagnose/")
    assert "the folder is gone" in after and "Proved just now" in before
    assert stored.dossier.provenance.framework_sha256 in after


def test_damage_is_said_in_one_sentence(get, root, stored):
    kept = store_measurement_row(stored=stored, by=BY, at=AT)
    unseal_tables()
    Measurement.objects.filter(pk=kept.pk).update(archive=b"damaged", archive_sha256="1" * 64)
    seal_tables()
    html = get(f"{root}{stored.id}/")
    assert "The file in the database is damaged; the folder is whole." in html
    assert "is damaged: its bytes do not fit" in get(f"{root}{stored.id}/meting.zip", status=409)


@pytest.mark.parametrize("page", ["{}/", "{}/meting.zip", "{}/herkomst.json", "vergelijken/?old={}"])
def test_what_is_not_there_is_not_found(get, root, page):
    get(root + page.format("f" * 16), status=404)


def test_two_years_are_compared_by_default_with_the_predecessor(get, root, stored):
    html = get(f"{root}vergelijken/")
    assert f'value="{stored.dossier.provenance.previous_measurement_id}" selected' in html
    assert f'value="{stored.id}" selected' in html
    assert "real change, revision of old figures and change of method are told apart" in html
    assert "Only the year up to which figures are used" in html


def test_two_of_one_year_are_compared_and_what_went_in_is_named(get, root, home, stored):
    newer = compute_anew(home, stored)
    html = get(f"{root}vergelijken/?old={stored.id}&new={newer}")
    assert "moved more than noise" in html
    assert "every difference is one of method" in html
    seed = list(csv.DictReader(io.StringIO(get(f"{root}vergelijken/?old={stored.id}&new={newer}&file=inputs.csv").lstrip("\ufeff"))))  # fmt: skip
    assert [(r["then"], r["now"]) for r in seed] == [(str(stored.dossier.provenance.seed), "77")]
    same = get(f"{root}vergelijken/?old={stored.id}&new={stored.id}")
    assert "These are one and the same measurement." in same


def test_the_older_year_is_always_then(get, root, stored):
    previous = stored.dossier.provenance.previous_measurement_id
    html = get(f"{root}vergelijken/?old={stored.id}&new={previous}")
    assert html.index(f'value="{previous}" selected') < html.index(f'value="{stored.id}" selected')


def test_with_one_measurement_the_page_says_what_to_do(get, root, home, stored):
    (other,) = [e for e in list_measurements(home) if e.id != stored.id]
    shutil.rmtree(other.folder)
    html = get(f"{root}vergelijken/")
    assert "There is one measurement only." in html and "<table" not in html


def test_the_picture_of_the_comparison_is_sent(root, home):
    client = Client()
    response = client.get(f"{root}vergelijken/?picture=shift.phone")
    assert response.status_code == 200 and response.content.startswith(b"<svg")


@pytest.mark.parametrize("value", ["'\"><script>alert(1)</script>", "../../etc/passwd", "%00", "-1"])
def test_hostile_input_changes_nothing(root, home, value):
    for name in ("old", "new", "comparison", "sort", "file", "picture"):
        response = Client().get(f"{root}vergelijken/", {name: value})
        assert response.status_code in (200, 400, 404)
        assert "<script>alert" not in response.content.decode()


def test_many_measurements_take_few_queries(get, root, home, stored, django_assert_max_num_queries):
    adopt(stored)
    for year in range(1960, 2020):
        MeasurementFactory(course=COURSE, year=year)
    with django_assert_max_num_queries(12):
        html = get(root)
    assert html.count("/board/diagnose/0000") >= 60
    with django_assert_max_num_queries(15):
        get(f"{root}{stored.id}/")
    with django_assert_max_num_queries(15):
        get(f"{root}vergelijken/")
