# SPDX-License-Identifier: EUPL-1.2
"""The audit of an index as a document: verdict first, every number leads to a table, all can read it."""

import ast
import re
import shutil
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from pypdf import PdfReader
from tests.made_up_index import made_up_index

from schakel.composite.audit import auditing
from schakel.composite.audit.auditing import audit_index
from schakel.composite.audit.supplied import Supplied
from schakel.composite.audit.thresholds import THRESHOLDS
from schakel.composite.building.build import build_index
from schakel.composite.building.steps import Aggregate, Normalise
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.indicator_data import hold_data
from schakel.composite.structure.reshaping import reweigh_tree
from schakel.composite.structure.tree import Branch, Indicator
from schakel.documents.index_audit import write_audit
from schakel.documents.index_audit.audit_names import AuditNames
from schakel.documents.index_audit.audit_tables import FOLDER
from schakel.documents.index_audit.column_labels import TABLE_TITLES
from schakel.documents.index_audit.content import audit_content
from schakel.documents.index_audit.count_texts import COUNT_TEXTS
from schakel.documents.index_audit.details import detail_in_words, share_in_words
from schakel.documents.index_audit.finding_sentences import FINDING_TEXTS, finding_sentence
from schakel.documents.index_audit.next_steps import NEXT_STEPS
from schakel.documents.index_audit.questions import HOW_WE_KNOW, LEADS, QUESTIONS
from schakel.documents.index_audit.sections import PICTURES
from schakel.documents.index_audit.threshold_words import THRESHOLD_WORDS
from schakel.documents.report.blocks import Bullets, Fold, Heading, Paragraph, Picture, Table
from schakel.documents.report.writing import UnknownReportFormat

LANGUAGES = ("nl", "en")
FIELD = re.compile(r"{(\w+)}")
REFERENCE = re.compile(r"\[(\d+)\]")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
BUILD = made_up_index()
SUPPLIED = Supplied(outside={"life expectancy": np.linspace(83, 79, 12)}, named_units=("Ef",))


def audit(build=BUILD, **options):
    return audit_index(build, rng=np.random.default_rng(1), n_runs=40, **options)


@pytest.fixture(scope="module")
def found():
    return audit(supplied=SUPPLIED)


@pytest.fixture(scope="module")
def folder(found, tmp_path_factory):
    out = tmp_path_factory.mktemp("audit")
    for language in LANGUAGES:
        write_audit(found, BUILD, out, language)
    return out


@pytest.fixture(scope="module")
def contents(found):
    return {language: audit_content(found, BUILD, language, ("print",)) for language in LANGUAGES}


def codes_in_the_room():
    """Return the codes of all findings that the room of composite indicators can make."""
    found = set()
    for file in Path(auditing.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "in_cell",
                "in_figure",
                "in_table",
            ):
                found |= {
                    each.value
                    for each in ast.walk(node.args[0])
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return found


def test_every_finding_has_words_and_every_text_a_finding():
    named_elsewhere = {
        "indicator_little_known",
        "mostly_zero",
        "few_different",
        "outliers_treated",
        "outliers_not_treated",
        "most_certain_unit",
        "most_uncertain_unit",
        "largest_rise",
        "largest_fall",
        "profile_strength",
        "profile_weakness",
    }
    codes = codes_in_the_room() | named_elsewhere
    assert codes >= set(FINDING_TEXTS), set(FINDING_TEXTS) - codes
    assert {code for code in codes if "_" in code} - {"profile_"} <= set(FINDING_TEXTS)
    assert set(NEXT_STEPS) <= set(FINDING_TEXTS) and set(COUNT_TEXTS) <= set(FINDING_TEXTS)
    assert {code for codes in LEADS.values() for code in codes} <= set(FINDING_TEXTS)


def test_every_part_table_and_limit_has_words(found):
    parts = set(found.parts)
    for words in (QUESTIONS, LEADS, HOW_WE_KNOW, PICTURES):
        assert set(words) == parts
    assert set(found.tables()) == set(TABLE_TITLES)
    assert {limit.name for limit in THRESHOLDS} == set(THRESHOLD_WORDS)


def test_a_text_asks_only_for_what_a_finding_knows(found):
    heavier = build_index(BUILD.raw, reweigh_tree(BUILD.tree, {"living": 6.0}), BUILD.steps)
    audits = (found, audit(made_up_index(with_errors=False)), audit(later=heavier))
    names = AuditNames(BUILD, "en")
    for finding in (f for each in audits for f in each.findings):
        texts = [FINDING_TEXTS[finding.code], *COUNT_TEXTS.get(finding.code, ("", {}))[1].values()]
        for text in texts:
            assert set(FIELD.findall(text)) <= set(finding.values), finding.code
        sentence = finding_sentence(finding, names)
        assert "{" not in sentence and sentence[0] == sentence[0].upper()


def test_the_verdict_comes_first_and_says_whether_the_ranking_holds(contents):
    answer = contents["en"].answer
    assert re.match(
        r"The ranking (holds|holds in part|does not hold place by place)\. \d+ of 12 units", answer[0]
    )
    assert isinstance(contents["en"].blocks[0], Table) and len(contents["en"].blocks[0].data.rows) == 11


def test_a_section_runs_from_answer_to_picture_table_proof_and_advice(contents):
    order = {Paragraph: 0, Bullets: 1, Picture: 2, Table: 3, Fold: 4, Heading: 5}
    sections = []
    for block in contents["en"].blocks[1:]:
        if isinstance(block, Heading) and block.level == 1:
            sections.append([])
        else:
            sections[-1].append(block)
    assert len(sections) == 11 + 2
    for section in sections[:11]:
        kinds = [order[type(block)] for block in section]
        advice = kinds.index(5) if 5 in kinds else len(kinds)
        assert kinds[:advice] == sorted(kinds[:advice])
        assert kinds[advice:] in ([], [5, 1])
        assert isinstance(section[0], Paragraph) and section[0].style == "lead"
        assert sum(isinstance(block, Fold) for block in section) == 1


def texts_of(blocks):
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Bullets):
            yield from block.items
        elif isinstance(block, Table) and block.data.columns[0].label != "No.":
            yield from (str(cell) for row in block.data.rows for cell in row)


def proofs_of(blocks):
    for block in blocks:
        if isinstance(block, Fold):
            for inner in block.blocks:
                if isinstance(inner, Table):
                    yield from inner.data.rows


def test_every_reference_in_the_text_leads_to_one_row_of_proof(contents):
    content = contents["en"]
    told = {int(n) for text in (*content.answer, *texts_of(content.blocks)) for n in REFERENCE.findall(text)}
    proofs = list(proofs_of(content.blocks))
    numbers = [int(row[0]) for row in proofs]
    assert told == set(numbers) == set(range(1, len(numbers) + 1))
    assert len(numbers) == len(set(numbers)) > 30


def test_every_proof_is_a_cell_of_a_table_beside_the_document(contents, folder):
    for _, file, row, column, value in proofs_of(contents["en"].blocks):
        table = pl.read_csv(folder / FOLDER / file, infer_schema_length=None)
        if column == "all columns":
            continue
        for part in row.split(", "):
            key, _, wanted = part.partition(" ")
            table = table.filter(pl.col(key).cast(pl.String) == wanted)
        assert table.height == 1, (file, row)
        cell = table[column][0]
        if isinstance(cell, float | int) and not isinstance(cell, bool):
            shown = float(value.replace(",", "").replace("−", "-"))
            assert shown == pytest.approx(cell, abs=max(0.005, 0.005 * abs(cell)))


def test_all_tables_stand_beside_the_document_with_unknown_as_an_empty_cell(found, folder):
    files = {file.stem for file in (folder / FOLDER).glob("*.csv")}
    assert files == set(found.tables())
    text = (folder / FOLDER / "availability_indicators.csv").read_text()
    assert "NaN" not in text and "null" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_audit_gives_the_same_bytes(found, folder, tmp_path, language):
    for file in write_audit(found, BUILD, tmp_path, language):
        assert file.read_bytes() == (folder / file.relative_to(tmp_path)).read_bytes(), file.name


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.addresses, self.ids, self.language, self.tags = [], [], None, []

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        self.tags.append(tag)
        self.language = held.get("lang", self.language) if tag == "html" else self.language
        self.addresses += [held[k] for k in ("href", "src") if k in held]
        self.ids += [held["id"]] if "id" in held else []
        assert tag not in ("script", "iframe", "link", "img")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_html_stands_on_its_own_and_its_links_lead_somewhere(folder, language):
    text = (folder / f"audit-{language}.html").read_text()
    page = Page()
    page.feed(text)
    assert page.language == language and page.tags.count("h1") == 1
    assert page.tags.count("table") == page.tags.count("caption")
    assert len(page.ids) == len(set(page.ids))
    inside = {a[1:] for a in page.addresses if a.startswith("#")}
    assert inside <= set(page.ids)
    outside = {a for a in page.addresses if not a.startswith("#")}
    assert outside and all((folder / address).exists() for address in outside)
    assert "@import" not in text and "url(" not in text
    for drawing in re.findall(r"<svg.*?</svg>", text, flags=re.DOTALL):
        ElementTree.fromstring(drawing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_in_its_language_and_every_figure_has_words(folder, language):
    reader = PdfReader(folder / f"audit-{language}.pdf")
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"].startswith(language)
    assert re.search(r"pdfuaid:part(>|=\")1", root["/Metadata"].get_data().decode())
    assert 8 <= len(reader.pages) <= 20
    figures = figures_of(root["/StructTreeRoot"], [])
    assert len(figures) >= 9
    assert all(len(str(figure.get("/Alt", ""))) > 10 for figure in figures)


def figures_of(node, found):
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


def test_numbers_follow_the_language(contents):
    dutch, english = (" ".join(texts_of(contents[language].blocks)) for language in LANGUAGES)
    assert re.search(r"\d,\d", dutch) and not re.search(r"\d\.\d+%", dutch)
    assert re.search(r"\d\.\d", english)
    names = AuditNames(BUILD, "nl")
    assert detail_in_words("coefficient", -0.456, names) == "−0,46"
    assert detail_in_words("p_value", 0.0001, names) == "<0,01"
    assert [share_in_words(share, "nl") for share in (0.2, 0.125, 0.6214)] == ["20%", "12,5%", "62%"]
    assert detail_in_words("share", None, names) == "niet bekend"


def test_what_cannot_be_judged_is_said_in_the_document():
    without = audit(made_up_index(with_errors=False), supplied=Supplied(period=2023))
    text = " ".join(texts_of(audit_content(without, BUILD, "en", ("print",)).blocks))
    assert "Cannot be judged" in text and "is not measurable" in text
    assert "For none of the 8 indicators it is stated how far the figures may be off" in text


def hostile_index():
    """An index whose names try to be markup."""
    bad = '<script>alert(1)</script> #set page(width: 1cm) "quoted" & {braces}'
    tree = grow_tree(
        [Indicator(code, "index", bad + code) for code in ("a", "b", "c")], [Branch("index", name=bad)]
    )
    data = hold_data(
        np.random.default_rng(1).normal(size=(9, 3)),
        units=[f"u{place}" for place in range(9)],
        unit_names=[f"=1+{place} <b>{bad}</b>" for place in range(9)],
        columns=("a", "b", "c"),
    )
    return build_index(data, tree, (Normalise(), Aggregate()))


def test_names_that_look_like_markup_stay_text(tmp_path):
    build = hostile_index()
    pdf, html, *_ = write_audit(audit(build), build, tmp_path, "en", ("pdf", "html"))
    assert "<script>" not in html.read_text()
    assert "#set page" in " ".join(PdfReader(pdf).pages[0].extract_text().split())


def test_an_index_of_one_indicator_is_audited_with_what_can_be_said(tmp_path):
    tree = grow_tree([Indicator("a", "index")], [Branch("index")])
    values = np.arange(6.0)[:, None]
    data = hold_data(values, units=list("pqrstu"), columns=("a",))
    build = build_index(data, tree, (Normalise(), Aggregate()))
    pdf, html, *_ = write_audit(audit(build), build, tmp_path, "nl", ("pdf", "html"))
    assert pdf.stat().st_size > 1000 and "<h1>" in html.read_text()


def test_an_unknown_format_or_language_is_refused(found, tmp_path):
    with pytest.raises(UnknownReportFormat, match="docx"):
        write_audit(found, BUILD, tmp_path, "nl", ("docx",))
    with pytest.raises(ValueError, match="fr"):
        write_audit(found, BUILD, tmp_path, "fr")


def test_a_failure_is_told_with_its_reason(found):
    names = AuditNames(BUILD, "en")
    unknown = next(f for f in found.findings if f.code == "sets_too_narrow")
    told = finding_sentence(replace(unknown, failure=UnknownReportFormat(found="x", expected=["y"])), names)
    assert "There is no report format" in told


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium on this machine")
@pytest.mark.parametrize(("language", "width"), [("nl", 360), ("en", 1280)])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(folder, language, width):
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = chromium.new_page(viewport={"width": width, "height": 900})
        page.goto((folder / f"audit-{language}.html").as_uri())
        found = Axe().run(page).response["violations"]
        assert not [(each["id"], each["nodes"][0]["html"][:200]) for each in found]
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        again = Axe().run(page).response["violations"]
        assert not [(each["id"], each["nodes"][0]["html"][:200]) for each in again]
        chromium.close()
