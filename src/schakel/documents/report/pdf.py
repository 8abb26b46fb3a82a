# SPDX-License-Identifier: EUPL-1.2
"""The report as PDF/UA-1 through Typst, with the fonts that Typst carries itself."""

import json
import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, cast

import typst

from schakel.documents.charts.svg import for_print
from schakel.documents.report.blocks import (
    Block,
    Bullets,
    Fold,
    Heading,
    Paragraph,
    Picture,
    ReportContent,
    Table,
)

TEMPLATE = Path(__file__).with_name("report.typ")
MOST_PAGES = 12
DENSITIES = (1.0, 0.94, 0.88)
_COUNT = re.compile(rb"/Type\s*/Pages\b.*?/Count (\d+)", re.DOTALL)


def report_pdf(content: ReportContent, made_on: date, *, most_pages: int = MOST_PAGES) -> bytes:
    """Return the PDF; the same content and date give the same bytes.

    A report of more than ``most_pages`` pages is set a little denser.

    Raises
    ------
    typst.TypstError
        When the document cannot be made, for instance when a text alternative is missing.
    """
    for density in DENSITIES:
        pdf = _compile(content, made_on, density)
        if count_pages(pdf) <= most_pages:
            break
    return pdf


def count_pages(pdf: bytes) -> int:
    """Return the number of pages that a PDF made by Typst says it has (0 when it cannot be found)."""
    return max((int(n) for n in _COUNT.findall(pdf)), default=0)


def _compile(content: ReportContent, made_on: date, density: float) -> bytes:
    files: dict[str, bytes] = {"main": TEMPLATE.read_bytes()}
    blocks = [_as_data(block, k, files, content) for k, block in enumerate(content.blocks)]
    data = {
        "language": content.language,
        "region": "NL" if content.language == "nl" else "GB",
        "title": content.title,
        "subtitle": content.subtitle,
        "details": content.details,
        "answer": content.answer,
        "words": content.words,
        "keywords": [content.subtitle],
        "density": density,
        "blocks": blocks,
    }
    files["data.json"] = json.dumps(data, ensure_ascii=False).encode()
    return bytes(
        typst.compile(
            cast(Any, files),
            format="pdf",
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,
            timestamp=datetime.combine(made_on, time(), tzinfo=UTC),
        )
    )


def _as_data(block: Block, k: int, files: dict[str, bytes], content: ReportContent) -> dict[str, object]:
    if isinstance(block, Heading):
        text = block.number + block.text
        return {"kind": "heading", "text": text, "level": block.level, "new_page": block.new_page}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text, "style": block.style}
    if isinstance(block, Bullets):
        marks = block.marks or ("",) * len(block.items)
        return {"kind": "bullets", "items": block.items, "marks": marks}
    if isinstance(block, Fold):
        inner = [_as_data(each, k, files, content) for each in block.blocks]
        return {"kind": "fold", "summary": block.summary, "blocks": inner}
    if isinstance(block, Picture):
        name = f"chart{k}.svg"
        files[name] = for_print(block.chart.svg).encode()
        chart = block.chart
        return {
            "kind": "picture",
            "file": name,
            "alt": chart.alt,
            "title": chart.title,
            "how": chart.how,
            "share": block.share,
            "numbers": _file(block.file, content),
        }
    return _table(block, content)


def _file(file: str, content: ReportContent) -> str:
    return f"{content.words['file']}: {file}" if file else ""


def _table(table: Table, content: ReportContent) -> dict[str, object]:
    columns = table.data.columns
    return {
        "kind": "table",
        "caption": table.caption,
        "columns": [c.label for c in columns],
        "numeric": [c.kind != "text" for c in columns],
        "widths": table.widths or [1.0] * len(columns),
        "rows": [[str(v) for v in row] for row in table.data.rows],
        "numbers": _file(table.file, content),
    }
