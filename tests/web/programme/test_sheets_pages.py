# SPDX-License-Identifier: EUPL-1.2
"""The pages of the spreadsheets: down, up, look, apply, undo."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.programme.factories import PartnerFactory

from schakel.programme.models import Partner, SheetUpload
from schakel.programme.sheets.definitions import SHEETS


@pytest.fixture
def base(reader):
    return f"/{reader.get('/').url.strip('/')}/programma/rekenbladen"


def sent(content, name="blad.csv"):
    return {"file": SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)}


def test_down_edit_up_look_apply_and_undo(bureau, base):
    PartnerFactory(code="oud", name="Oud")
    book = openpyxl.load_workbook(io.BytesIO(bureau.get(f"{base}/partners.xlsx").content))
    page = book.worksheets[0]
    headings = [cell.value for cell in page[1]]
    assert headings[:2] == ["Code", "Naam"]
    page.cell(2, 2).value = "Oudst"
    page.append(["", "Nieuw"] + [None] * (len(headings) - 2))
    page.cell(3, headings.index("Helix") + 1).value = "bedrijven"
    out = io.BytesIO()
    book.save(out)
    answer = bureau.post(f"{base}/partners/aanleveren/", sent(out.getvalue(), "blad.xlsx"), follow=True)
    text = answer.content.decode()
    if "klopt niet" in text:
        raise AssertionError(text)
    assert "1 nieuw, 1 veranderd" in text
    assert "Oud → Oudst" in text
    assert Partner.objects.count() == 1
    pk = SheetUpload.objects.get().pk
    applied = bureau.post(f"{base}/controle/{pk}/toepassen/", follow=True).content.decode()
    assert "2 rijen toegepast" in applied
    assert set(Partner.objects.values_list("name", flat=True)) == {"Oudst", "Nieuw"}
    bureau.post(f"{base}/controle/{pk}/terugdraaien/")
    assert list(Partner.objects.values_list("name", flat=True)) == ["Oud"]


@pytest.mark.parametrize("name", list(SHEETS))
@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
def test_every_sheet_comes_in_every_form(bureau, base, name, form):
    answer = bureau.get(f"{base}/{name}.{form}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    back = bureau.post(f"{base}/{name}/aanleveren/", sent(answer.content, f"blad.{form}"), follow=True)
    assert "geen rijen" in back.content.decode() or "gelijk aan het register" in back.content.decode()


def test_errors_are_told_by_row_in_plain_words_and_nothing_is_kept(bureau, base):
    answer = bureau.post(f"{base}/partners/aanleveren/", sent("Naam;Helix\nX;wind\n;bedrijven\n"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "2 rijen kloppen niet" in text
    assert "Helix: “wind” is niet" in text
    assert "“Naam” is leeg" in text
    assert not SheetUpload.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("blad.exe", "x", "alleen .xlsx, .ods en .csv"),
        ("blad.xlsx", "geen werkboek", "geen rij met de koppen"),
        ("blad.csv", "a;b\n1;2\n", "geen rij met de koppen"),
        ("blad.csv", "Code;Naam\nx;y\n", "Helix"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(bureau, base, name, content, told):
    answer = bureau.post(f"{base}/partners/aanleveren/", sent(content, name))
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_only_the_office_comes_here(reader, sign_in, base):
    assert reader.get(f"{base}/").status_code == 302
    board = sign_in("board")
    assert board.get(f"{base}/partners.xlsx").status_code == 403
    assert board.post(f"{base}/partners/aanleveren/", sent("x")).status_code == 403
