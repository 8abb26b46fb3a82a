# SPDX-License-Identifier: EUPL-1.2
"""Uploaded files: the list of kinds, told from the content; no programs; kept whole and unchanged."""

import hashlib
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.programme import uploads
from schakel.programme.models import AuditEntry, EvidenceFile
from schakel.programme.recording import WrongEntry
from schakel.programme.upload_types import ContentDoesNotMatch, HoldsPrograms
from schakel.programme.uploads import (
    EmptyFile,
    EvidenceLost,
    FileTooLarge,
    TypeNotAccepted,
    clean_name,
    evidence_path,
    read_evidence,
    store_evidence,
)

OFFICE = "application/vnd.openxmlformats-officedocument"


def archive(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def office(kind, **parts):
    types = f'<Types><Override ContentType="{OFFICE}.{kind}.main+xml"/></Types>'
    return archive(**{"[Content_Types].xml": types, **parts})


def open_document(kind, **parts):
    return archive(
        **{"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<x/>", **parts}
    )


GOOD = {
    "rapport.pdf": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF", "application/pdf"),
    "foto.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "image/png"),
    "foto.JPG": (b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"),
    "foto.jpeg": (b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"),
    "cijfers.xlsx": (office("spreadsheetml.sheet"), f"{OFFICE}.spreadsheetml.sheet"),
    "verslag.docx": (office("wordprocessingml.document"), f"{OFFICE}.wordprocessingml.document"),
    "cijfers.ods": (open_document("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
    "verslag.odt": (open_document("text"), "application/vnd.oasis.opendocument.text"),
    "cijfers.csv": (b"jaar;aantal\r\n2031;7\r\n", "text/csv"),
    "oud.csv": ("gemeente;één\r\nx;1\r\n".encode("cp1252"), "text/csv"),
    "notitie.txt": ("\ufeffWat wij zagen.\n".encode(), "text/plain"),
}


@pytest.fixture
def store(tmp_path, by, now):
    def stored(name, content, **more):
        return store_evidence(name=name, content=content, by=by, at=now, folder=tmp_path, **more)

    return stored


@pytest.mark.parametrize("name", GOOD)
def test_every_kind_on_the_list_is_kept_and_comes_back_as_it_was(store, tmp_path, name):
    content, media_type = GOOD[name]
    file = store(name, content, description=" De bijlage ", is_public=True)
    assert (file.name, file.media_type, file.size_bytes) == (name, media_type, len(content))
    assert (file.description, file.is_public) == ("De bijlage", True)
    assert read_evidence(file, tmp_path) == content
    digest = hashlib.sha256(content).hexdigest()
    assert (tmp_path / "evidence" / digest[:2] / digest).read_bytes() == content


def test_the_record_is_in_the_log_with_its_hash(store):
    file = store("rapport.pdf", GOOD["rapport.pdf"][0])
    line = AuditEntry.objects.get()
    assert (line.action, line.object_id) == ("evidence.store", str(file.pk))
    assert line.details["added"]["sha256"] == file.sha256


@pytest.mark.parametrize(
    "name",
    [
        "virus.exe",
        "rapport.pdf.exe",
        "pagina.html",
        "plaatje.svg",
        "macro.xlsm",
        "macro.docm",
        "oud.xls",
        "pdf",
        ".pdf",
        "zip.zip",
        "script.js",
        "",
    ],
)
def test_other_kinds_are_refused_with_the_list(store, name):
    with pytest.raises(TypeNotAccepted) as caught:
        store(name, b"MZ\x90")
    assert "PDF" in str(caught.value) and "XLSX" in str(caught.value)


@pytest.mark.parametrize("name", [n for n in GOOD if n not in ("oud.csv", "notitie.txt", "cijfers.csv")])
@pytest.mark.parametrize(
    "content",
    [b"MZ\x90\x00\x03", b"\x7fELF\x02\x01", b"#!/bin/sh\necho x", b"<script>x</script>", b"PK\x03\x04kapot"],
)
def test_a_program_with_another_name_is_refused(store, name, content):
    with pytest.raises(ContentDoesNotMatch):
        store(name, content)


@pytest.mark.parametrize("name", ["cijfers.csv", "notitie.txt"])
@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02\x01",
        b"#!/bin/sh\necho x",
        b"  <!DOCTYPE html><p>",
        b"\xef\xbb\xbf<svg onload=x>",
        b"<?php system($x);",
        b"%PDF-1.7",
        "é€".encode("utf-16"),
        b"\x80\x81\x82\x83\x84",
    ],
)
def test_what_is_not_plain_text_is_refused_as_text(store, name, content):
    with pytest.raises(ContentDoesNotMatch):
        store(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("c.xlsx", office("spreadsheetml.sheet", **{"xl/vbaProject.bin": b"x"})),
        ("c.xlsx", office("spreadsheetml.sheet", **{"xl/macrosheets/sheet1.xml": b"x"})),
        ("c.xlsx", office("spreadsheetml.sheet", **{"xl/activeX/activeX1.bin": b"x"})),
        ("c.docx", office("wordprocessingml.document", **{"word/embeddings/oleObject1.bin": b"x"})),
        (
            "c.docx",
            archive(**{"[Content_Types].xml": f"{OFFICE}.wordprocessingml.document.main+xml macroEnabled"}),
        ),
        ("c.ods", open_document("spreadsheet", **{"Basic/Standard/Module1.xml": b"x"})),
        ("c.odt", open_document("text", **{"Scripts/python/x.py": b"x"})),
        ("r.pdf", b"%PDF-1.7 /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        ("r.pdf", b"%PDF-1.7 << /S /Launch /F (cmd.exe) >>"),
        ("r.pdf", b"%PDF-1.7 << /Type /EmbeddedFile >>"),
    ],
)
def test_documents_with_programs_inside_are_refused(store, name, content):
    with pytest.raises(HoldsPrograms):
        store(name, content)
    assert not EvidenceFile.objects.exists()


def test_a_spreadsheet_called_a_letter_is_refused(store):
    with pytest.raises(ContentDoesNotMatch) as caught:
        store("brief.docx", office("spreadsheetml.sheet"))
    assert "DOCX" in str(caught.value)


def test_a_small_archive_that_would_become_huge_is_not_unpacked(store):
    bomb = archive(**{"[Content_Types].xml": " " * 2_000_000 + f"{OFFICE}.spreadsheetml.sheet.main+xml"})
    with pytest.raises(ContentDoesNotMatch):
        store("c.xlsx", bomb)


def test_an_empty_and_a_large_file_are_refused(store, monkeypatch):
    with pytest.raises(EmptyFile):
        store("leeg.txt", b"")
    monkeypatch.setattr(uploads, "MOST_BYTES", 1024 * 1024)
    store("net.txt", b"x" * 1024 * 1024)
    with pytest.raises(FileTooLarge) as caught:
        store("groot.txt", b"x" * (1024 * 1024 + 200_000))
    assert caught.value.details == {"name": "groot.txt", "size_mb": 1.2, "most_mb": 1}


def test_a_refused_file_leaves_nothing_behind(store, tmp_path):
    with pytest.raises(ContentDoesNotMatch):
        store("foto.png", b"MZ")
    assert not list(tmp_path.iterdir())
    assert not AuditEntry.objects.exists()


def test_the_same_content_is_kept_once_under_two_names(store, tmp_path):
    content = GOOD["notitie.txt"][0]
    one, two = store("een.txt", content), store("twee.txt", content)
    assert one.pk != two.pk and one.sha256 == two.sha256
    assert len([p for p in (tmp_path / "evidence").rglob("*") if p.is_file()]) == 1


def test_a_half_written_file_is_written_again(store, tmp_path):
    content = GOOD["notitie.txt"][0]
    path = evidence_path(tmp_path, hashlib.sha256(content).hexdigest())
    path.parent.mkdir(parents=True)
    path.write_bytes(content[:3])
    assert read_evidence(store("een.txt", content), tmp_path) == content


def test_a_disk_that_is_full_leaves_no_part_of_a_file(store, tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError("geen ruimte")

    monkeypatch.setattr(uploads.os, "fsync", full)
    with pytest.raises(OSError, match="geen ruimte"):
        store("een.txt", b"x")
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]
    assert not EvidenceFile.objects.exists()


@pytest.mark.parametrize("damage", [lambda p: p.write_bytes(b"anders"), lambda p: p.unlink()])
def test_a_changed_or_lost_file_is_told_and_not_sent(store, tmp_path, damage):
    file = store("een.txt", b"zoals het was")
    damage(evidence_path(tmp_path, file.sha256))
    with pytest.raises(EvidenceLost):
        read_evidence(file, tmp_path)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\map\\rapport.pdf", "rapport.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("ra\x00p\u202epo\nrt.pdf", "rapport.pdf"),
        ("  een   naam .pdf", "een naam.pdf"),
        ('<a href="x">.pdf', "a href=x.pdf"),
        ("...", "file"),
        ("e\u0301e\u0301n.pdf", "één.pdf"),
    ],
)
def test_a_name_is_made_safe(given_name, kept):
    assert clean_name(given_name) == kept


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_no_name_ever_leaves_its_folder_or_grows_too_long(name):
    kept = clean_name(name)
    assert kept and len(kept) <= 300 and "/" not in kept and "\\" not in kept
    assert kept not in (".", "..") and not kept.startswith(".")
    assert clean_name(kept) == kept


def test_a_description_that_is_too_long_is_told(store):
    with pytest.raises(WrongEntry) as caught:
        store("een.txt", b"x", description="x" * 301)
    assert "description" in caught.value.fields
