# SPDX-License-Identifier: EUPL-1.2
"""The addresses of the versions of the course and of drafts of a new one."""

from django.urls import URLPattern, path

from schakel.web.cycle.recalibration import (
    change_pages,
    draft_changes,
    draft_page,
    files,
    mapping_pages,
    version_pages,
)

DRAFT = "board/koers/ontwerp/<slug:draft>/"
CHANGE = f"{DRAFT}wijziging/<int:change>/"
PAGES: list[URLPattern] = [
    path("board/koers/", version_pages.show_versions, name="course-versions"),
    path("board/koers/bewaren/", version_pages.keep_version, name="course-version-keep"),
    path("board/koers/<int:pk>/", version_pages.show_version, name="course-version"),
    path("board/koers/<int:pk>/course.yaml", files.send_version, name="course-version-file"),
    path("board/koers/ontwerp-nieuw/", draft_changes.new_draft, name="course-draft-new"),
    path(DRAFT, draft_page.show_draft, name="course-draft"),
    path(f"{DRAFT}course.yaml", files.send_draft, name="course-draft-file"),
    path(f"{DRAFT}skelet.docx", files.send_skeleton, name="course-draft-skeleton"),
    path(f"{DRAFT}wijzigen/", draft_changes.edit_draft, name="course-draft-edit"),
    path(f"{DRAFT}bijwerken/", draft_changes.move_draft, name="course-draft-move"),
    path(f"{DRAFT}intrekken/", draft_changes.withdraw_draft, name="course-draft-withdraw"),
    path(f"{DRAFT}wijziging/nieuw/", change_pages.new_change, name="course-change-new"),
    path(CHANGE, change_pages.edit_change, name="course-change-edit"),
    path(f"{CHANGE}weg/", change_pages.remove_change, name="course-change-remove"),
    path(f"{DRAFT}gaat-door/<str:item>/", mapping_pages.map_item, name="course-mapping"),
]
