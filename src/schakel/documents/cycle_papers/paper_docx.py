# SPDX-License-Identifier: EUPL-1.2
"""A paper as a Word document that reads and prints as it is, and can be taken over by a board system."""

import io
from datetime import UTC, date, datetime, time
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from schakel.documents.cycle_papers.paper import Grid, Head, Paper, PaperPart, Points, Text, lines_of

A4 = (Cm(21.0), Cm(29.7))
MARGIN = Cm(2.2)
QUIET = RGBColor(0x56, 0x60, 0x6B)
INK = RGBColor(0x1A, 0x1D, 0x21)
LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}
FONT = "Calibri"


def paper_docx(paper: Paper, made_on: date) -> bytes:
    """Return the document: real headings, tables with a header row that repeats, A4, and its language."""
    document = Document()
    _set_page(document, paper)
    _set_styles(document, paper)
    properties = document.core_properties
    moment = datetime.combine(made_on, time(), tzinfo=UTC)
    properties.title, properties.author = paper.title, "Schakel"
    properties.language = LANGUAGES[paper.language]
    properties.created = properties.modified = moment
    properties.comments = ""
    _quiet(document.add_paragraph(), paper.above)
    document.add_heading(paper.title, 0)
    for name, value in paper.facts:
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        _quiet(line, f"{name}: ")
        line.add_run(value)
    for part in paper.parts:
        _add(document, part)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_page(document: Any, paper: Paper) -> None:
    section = document.sections[0]
    width, height = A4
    section.page_width, section.page_height = (height, width) if paper.is_wide else (width, height)
    section.orientation = WD_ORIENT.LANDSCAPE if paper.is_wide else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    foot = section.footer.paragraphs[0]
    _quiet(foot, f"{paper.foot} · {paper.page_words[0]} ")
    _field(foot, "PAGE")
    _quiet(foot, f" {paper.page_words[1]} ")
    _field(foot, "NUMPAGES")


def _set_styles(document: Any, paper: Paper) -> None:
    for name, size, before, after in (
        ("Normal", 10.5, 0, 6),
        ("Title", 22, 0, 10),
        ("Heading 1", 14, 16, 6),
        ("Heading 2", 11, 10, 4),
        ("Caption", 9, 8, 4),
    ):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[theme]
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    border = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        document.styles["Title"].element.pPr.remove(border)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGES[paper.language])
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def _add(document: Any, part: PaperPart) -> None:
    if isinstance(part, Head):
        document.add_heading(part.text, part.level)
    elif isinstance(part, Points):
        for item in part.items:
            document.add_paragraph(item, style="List Bullet")
    elif isinstance(part, Grid):
        _add_grid(document, part)
    else:
        _add_text(document, part)


def _add_text(document: Any, text: Text) -> None:
    for number, line in enumerate(lines_of(text.text)):
        paragraph = document.add_paragraph()
        if number == 0 and text.mark:
            paragraph.add_run(f"{text.mark} ").bold = True
        if text.style == "quiet":
            _quiet(paragraph, line)
        else:
            run = paragraph.add_run(line)
            if text.style == "lead":
                run.font.size = Pt(12)


def _add_grid(document: Any, grid: Grid) -> None:
    caption = document.add_paragraph(grid.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(grid.columns))
    table.style = "Table Grid"
    table.autofit = False
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    widths = [int(room * share / sum(grid.widths)) for share in grid.widths]
    for cell, column in zip(table.rows[0].cells, grid.columns, strict=True):
        cell.paragraphs[0].add_run(column).bold = True
    _mark_row(table.rows[0], "w:tblHeader")
    for row in grid.rows:
        cells = table.add_row()
        _mark_row(cells, "w:cantSplit")
        for cell, text in zip(cells.cells, row, strict=True):
            cell.paragraphs[0].add_run(text)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(9.5)


def _mark_row(row: Any, mark: str) -> None:
    element = OxmlElement(mark)
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)


def _quiet(paragraph: Any, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.color.rgb, run.font.size = QUIET, Pt(9)


def _field(paragraph: Any, code: str) -> None:
    """Write a number that the word processor fills in."""
    run = paragraph.add_run()
    run.font.color.rgb, run.font.size = QUIET, Pt(9)
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
