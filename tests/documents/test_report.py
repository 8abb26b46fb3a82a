# SPDX-License-Identifier: EUPL-1.2
"""The report: same bytes twice, 8 to 12 accessible pages, one page of HTML, a workbook with the numbers."""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.made_up_dossier import MadeUpMeasurement, made_up_measurement, make_tiles

from schakel.documents.charts.stored import Surroundings
from schakel.documents.report import write_report
from schakel.documents.report.sheets import sheet_names
from schakel.documents.report.writing import UnknownReportFormat, date_of
from schakel.koers.label import LANGUAGES, Label

STORED = made_up_measurement(first_year=False)
AROUND = Surroundings(make_tiles(), {"1": Label("Ondernemen", "Enterprise")})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("report")
    for language in LANGUAGES:
        write_report(STORED, out / language, language, around=AROUND)
    return out


def file(folder, language, ending):
    return folder / language / f"made-up-2024-{language}.{ending}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_measurement_gives_the_same_bytes(folder, tmp_path, language):
    again = write_report(STORED, tmp_path, language, around=AROUND)
    assert [f.suffix for f in again] == [".pdf", ".html", ".xlsx"]
    for made in again:
        assert made.read_bytes() == (folder / language / made.name).read_bytes(), made.suffix


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_has_8_to_12_tagged_pages_in_its_language(folder, language):
    reader = PdfReader(file(folder, language, "pdf"))
    assert 8 <= len(reader.pages) <= 12
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith(language)
    assert "/StructTreeRoot" in root
    assert "Voorbeeldland" in reader.metadata.title
    xmp = root["/Metadata"].get_data().decode()
    assert re.search(r"pdfuaid:part(>|=\")1", xmp)


def figures_of(node, found):
    """Collect the structure elements that are figures."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            figures_of(child, found)
    elif hasattr(node, "get"):
        if node.get("/S") == "/Figure":
            found.append(node)
        if "/K" in node and not isinstance(node["/K"], int):
            figures_of(node["/K"], found)
    return found


def test_every_figure_of_the_pdf_has_a_text_alternative(folder):
    reader = PdfReader(file(folder, "nl", "pdf"))
    figures = figures_of(reader.trailer["/Root"]["/StructTreeRoot"], [])
    assert len(figures) >= 11
    assert all(len(str(f.get("/Alt", ""))) > 10 for f in figures)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_says_the_answer(folder, language):
    text = " ".join(PdfReader(file(folder, language, "pdf")).pages[0].extract_text().split())
    assert {"nl": "op plaats 31 van 41", "en": "at place 31 of 41"}[language] in text


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.addresses, self.ids, self.language = [], [], None

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.language = found.get("lang", self.language) if tag == "html" else self.language
        self.addresses += [found[k] for k in ("href", "src") if k in found]
        self.ids += [found["id"]] if "id" in found else []
        assert tag not in ("script", "iframe", "link")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_html_stands_on_its_own(folder, language):
    page = file(folder, language, "html").read_text()
    links = Links()
    links.feed(page)
    assert links.language == language
    assert all(address.startswith("#") for address in links.addresses)
    assert {a[1:] for a in links.addresses} <= set(links.ids)
    assert len(links.ids) == len(set(links.ids))
    assert "@import" not in page and "url(" not in page
    assert page.count("<h1>") == 1
    for drawing in re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL):
        ElementTree.fromstring(drawing)


def test_the_workbook_holds_the_numbers_of_the_tables(folder):
    book = load_workbook(file(folder, "en", "xlsx"))
    assert book.sheetnames[0] == "Read me"
    sheet = book["element_scores"]
    head = [c.value for c in sheet[3]]
    frame = STORED.table("element_scores")
    assert head == frame.columns
    rows = [tuple(row) for row in sheet.iter_rows(min_row=4, values_only=True)]
    for row, expected in zip(rows, frame.rows(), strict=True):
        assert row[:5] == expected[:5]
        for shown, value in zip(row[5:], expected[5:], strict=True):
            assert shown == (None if value is None else pytest.approx(value, rel=1e-14))


def test_unknown_is_an_empty_cell_and_never_zero(folder):
    book = load_workbook(file(folder, "en", "xlsx"))
    frame = STORED.table("element_scores")
    where = frame.columns.index("score")
    empty = sum(row[where] is None for row in book["element_scores"].iter_rows(min_row=4, values_only=True))
    assert empty == frame["score"].null_count() > 0


def test_sheet_names_are_valid_and_unique():
    found = sheet_names(
        [
            "A/B: a very long title that goes on and on",
            "A B a very long title that goes on?",
            "A B a very long title that goes on!",
        ],
        {"x"},
    )
    assert len({n.lower() for n in found}) == 3
    assert all(len(n) <= 31 and not set("[]:*?/\\") & set(n) for n in found)


def hostile_measurement():
    """A dossier whose names try to be markup."""
    bad = Label(
        "<script>alert(1)</script> #set page(width: 1cm) =SUM(A1) & \"'", "<b>$x$ \\ *bold* @cite</b>"
    )
    dossier = STORED.dossier
    region = replace(dossier.region, label=bad)
    return MadeUpMeasurement(id="hostile", dossier=replace(dossier, region=region, course_label=bad))


def test_names_that_look_like_markup_stay_text(tmp_path):
    pdf, html, xlsx = write_report(hostile_measurement(), tmp_path, "nl", around=AROUND)
    assert "<script>" not in html.read_text()
    assert "#set page" in " ".join(PdfReader(pdf).pages[0].extract_text().split())
    book = load_workbook(BytesIO(xlsx.read_bytes()))
    assert all(c.data_type != "f" for sheet in book for row in sheet.iter_rows() for c in row)


def test_a_report_without_comparisons_still_says_what_it_can(tmp_path):
    dossier = replace(
        STORED.dossier,
        comparisons=(),
        weakest=(),
        changes=(),
        contradictions=(),
        strong_points=(),
        attention_points=(),
    )
    written = write_report(MadeUpMeasurement(id="bare", dossier=dossier), tmp_path, "en")
    assert all(f.stat().st_size > 1000 for f in written)


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(UnknownReportFormat, match="docx"):
        write_report(STORED, tmp_path, "nl", ("docx",))


def test_the_date_in_the_files_is_that_of_the_newest_source():
    assert date_of(STORED.dossier) == date(2025, 11, 3)
