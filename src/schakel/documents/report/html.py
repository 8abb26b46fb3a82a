# SPDX-License-Identifier: EUPL-1.2
"""The report as one HTML file that stands on its own: inline SVG, no script, nothing from elsewhere."""

from html import escape
from pathlib import Path

from schakel.documents.charts.chart import ChartTable
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

STYLE = Path(__file__).with_name("report.css").read_text(encoding="utf-8").strip()


def report_html(content: ReportContent) -> str:
    """Return the whole page as text."""
    headings = [b.text for b in content.blocks if isinstance(b, Heading) and b.level == 1]
    contents = "".join(f'<li><a href="#s{k}">{escape(text)}</a></li>' for k, text in enumerate(headings))
    body = "\n".join(_blocks(content))
    answer = "".join(f'<p class="lead">{escape(s)}</p>' for s in content.answer)
    details = "".join(f'<p class="small">{escape(s)}</p>' for s in content.details)
    words = content.words
    return (
        f'<!doctype html>\n<html lang="{content.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(content.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<p class="kicker">{escape(content.subtitle)}</p>\n<h1>{escape(content.title)}</h1>\n'
        f"{answer}\n{details}\n"
        f'<nav aria-label="{escape(words["contents"])}"><ol>{contents}</ol></nav>\n'
        f"{body}\n</main>\n</body>\n</html>\n"
    )


def _blocks(content: ReportContent) -> list[str]:
    found, section = [], 0
    for block in content.blocks:
        if isinstance(block, Heading) and block.level == 1:
            found.append(f'<h2 id="s{section}">{escape(block.number + block.text)}</h2>')
            section += 1
        else:
            found.append(_block(block, content))
    return found


def _block(block: Block, content: ReportContent) -> str:
    if isinstance(block, Heading):
        return f"<h3>{escape(block.text)}</h3>"
    if isinstance(block, Paragraph):
        style = "" if block.style == "normal" else f' class="{block.style}"'
        return f"<p{style}>{escape(block.text)}</p>"
    if isinstance(block, Bullets):
        return _bullets(block)
    if isinstance(block, Picture):
        return _picture(block, content)
    if isinstance(block, Fold):
        inner = "".join(_block(each, content) for each in block.blocks)
        return f"<details><summary>{escape(block.summary)}</summary>{inner}</details>"
    table = f'<div class="scroll" tabindex="0">{_table(block, content.language)}</div>'
    return table + _file(block.file, content)


def _bullets(block: Bullets) -> str:
    marks = block.marks or ("",) * len(block.items)
    bold = [f"<strong>{escape(mark)}</strong> " if mark else "" for mark in marks]
    return (
        "<ul>" + "".join(f"<li>{m}{escape(i)}</li>" for m, i in zip(bold, block.items, strict=True)) + "</ul>"
    )


def _file(file: str, content: ReportContent) -> str:
    """Return a link to the numbers beside the document."""
    if not file:
        return ""
    words = f"{escape(content.words['file'])}: {escape(file.rpartition('/')[2])}"
    return f'<p class="small"><a href="{escape(file, quote=True)}" download>{words}</a></p>'


def _picture(picture: Picture, content: ReportContent) -> str:
    chart = picture.chart
    table = _table(Table(chart.title, chart.table), content.language)
    drawing = chart.svg
    if picture.narrow is not None:
        drawing = f'<div class="wide">{chart.svg}</div><div class="narrow">{picture.narrow.svg}</div>'
    return (
        f'<figure><p class="title">{escape(chart.title)}</p>{drawing}'
        f"<figcaption>{escape(chart.how)}</figcaption>"
        f"<details><summary>{escape(content.words['table'])}: {escape(chart.title)}</summary>"
        f'<div class="scroll" tabindex="0">{table}</div></details>{_file(picture.file, content)}</figure>'
    )


def _table(table: Table, language: str) -> str:
    data: ChartTable = table.data
    head = "".join(f'<th scope="col"{_align(c.kind)}>{escape(c.label)}</th>' for c in data.columns)
    rows = []
    for row in data.in_words(language):
        cells = zip(row, data.columns, strict=True)
        rows.append(
            "<tr>" + "".join(f"<td{_align(c.kind)}>{escape(text)}</td>" for text, c in cells) + "</tr>"
        )
    caption = f"<caption>{escape(table.caption)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _align(kind: str) -> str:
    return "" if kind == "text" else ' class="n"'
