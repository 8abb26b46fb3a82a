# SPDX-License-Identifier: EUPL-1.2
"""A paper as PDF/UA-1 through Typst, with the fonts that Typst carries itself."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, cast

import typst

from schakel.documents.cycle_papers.paper import Grid, Head, Paper, PaperPart, Points, lines_of

TEMPLATE = Path(__file__).with_name("paper.typ")


def paper_pdf(paper: Paper, made_on: date) -> bytes:
    """Return the PDF; the same paper and day give the same bytes."""
    data = {
        "language": paper.language,
        "region": "NL" if paper.language == "nl" else "GB",
        "title": paper.title,
        "above": paper.above,
        "facts": paper.facts,
        "foot": paper.foot,
        "page_words": paper.page_words,
        "is_wide": paper.is_wide,
        "parts": [_as_data(part) for part in paper.parts],
    }
    files = {"main": TEMPLATE.read_bytes(), "data.json": json.dumps(data, ensure_ascii=False).encode()}
    return bytes(
        typst.compile(
            cast(Any, files),
            format="pdf",
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,
            timestamp=datetime.combine(made_on, time(), tzinfo=UTC),
        )
    )


def _as_data(part: PaperPart) -> dict[str, object]:
    if isinstance(part, Head):
        return {"kind": "head", "text": part.text, "level": part.level}
    if isinstance(part, Points):
        return {"kind": "points", "items": part.items}
    if isinstance(part, Grid):
        return {
            "kind": "grid",
            "caption": part.caption,
            "columns": part.columns,
            "widths": part.widths,
            "rows": part.rows,
        }
    return {"kind": "text", "lines": lines_of(part.text), "style": part.style, "mark": part.mark}
