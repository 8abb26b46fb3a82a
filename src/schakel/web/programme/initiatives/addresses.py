# SPDX-License-Identifier: EUPL-1.2
"""The addresses of these pages, below the year."""

from django.urls import URLPattern, path

from schakel.web.programme.initiatives import (
    editing_pages,
    embedding_pages,
    history_page,
    listing_page,
    name_pages,
    responsibility_pages,
    sheet,
    stage_page,
    tie_pages,
)

_ALL = "programma/initiatieven/"
_ONE = f"{_ALL}<slug:initiative>/"
_ROLES = "programma/verantwoordelijkheden/"

PAGES: list[URLPattern] = [
    path(_ALL, listing_page.show_initiatives, name="initiatives"),
    path(f"{_ALL}nieuw/", editing_pages.add_initiative, name="initiative-new"),
    path(_ONE, sheet.show_initiative, name="initiative"),
    path(f"{_ONE}wijzigen/", editing_pages.edit_initiative, name="initiative-edit"),
    path(f"{_ONE}stadium/", stage_page.show_stage, name="initiative-stage"),
    path(f"{_ONE}namen/", name_pages.show_names, name="initiative-names"),
    path(f"{_ONE}namen/<int:pk>/weg/", name_pages.drop_name, name="initiative-name-remove"),
    path(f"{_ONE}herkomst/", name_pages.show_lineage, name="initiative-lineage"),
    path(f"{_ONE}herkomst/<int:pk>/weg/", name_pages.drop_lineage, name="initiative-lineage-remove"),
    path(f"{_ONE}partners/", tie_pages.show_partners, name="initiative-partners"),
    path(f"{_ONE}partners/<int:pk>/einde/", tie_pages.end_partner, name="initiative-partner-end"),
    path(f"{_ONE}verbanden/", tie_pages.show_links, name="initiative-links"),
    path(f"{_ONE}verbanden/<int:pk>/weg/", tie_pages.drop_link, name="initiative-link-remove"),
    path(
        f"{_ONE}verantwoordelijken/",
        responsibility_pages.show_initiative_roles,
        name="initiative-responsibilities",
    ),
    path(
        f"{_ONE}verantwoordelijken/<int:pk>/einde/",
        responsibility_pages.end_initiative_role,
        name="initiative-responsibility-end",
    ),
    path(f"{_ONE}inbedding/", embedding_pages.show_embedding, name="initiative-embedding"),
    path(f"{_ONE}techniek/", embedding_pages.show_readiness, name="initiative-readiness"),
    path(f"{_ONE}geschiedenis/", history_page.show_history, name="initiative-history"),
    path(_ROLES, responsibility_pages.show_responsibilities, name="responsibilities"),
    path(f"{_ROLES}toewijzen/", responsibility_pages.assign_role, name="responsibility-assign"),
    path(f"{_ROLES}<int:pk>/einde/", responsibility_pages.end_role, name="responsibility-end"),
]
