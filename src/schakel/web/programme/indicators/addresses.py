# SPDX-License-Identifier: EUPL-1.2
"""The addresses of these pages, below the year."""

from django.urls import URLPattern, path

from schakel.web.programme.indicators import pages, periods, values

OF_INITIATIVE = "programma/initiatieven/<slug:initiative>/"
PAGES: list[URLPattern] = [
    path("programma/indicatoren/", pages.show_indicators, name="indicators"),
    path("programma/indicatoren/nieuw/", pages.add_indicator, name="indicator-new"),
    path("programma/indicatoren/waarde/<int:pk>/", values.show_value, name="value"),
    path("programma/indicatoren/waarde/<int:pk>/verbeteren/", values.replace_value, name="value-correct"),
    path("programma/indicatoren/waarde/<int:pk>/wijzigen/", values.edit_value, name="value-edit"),
    path("programma/indicatoren/waarde/<int:pk>/<slug:step>/", values.step_value, name="value-step"),
    path("programma/indicatoren/<slug:indicator>/", pages.show_indicator, name="indicator"),
    path("programma/indicatoren/<slug:indicator>/wijzigen/", pages.edit_indicator, name="indicator-edit"),
    path(
        "programma/indicatoren/<slug:indicator>/definitie/",
        pages.redefine_indicator,
        name="indicator-definition",
    ),
    path("programma/indicatoren/<slug:indicator>/doel/", pages.add_target, name="indicator-target"),
    path("programma/indicatoren/<slug:indicator>/waarde/", values.add_value, name="value-new"),
    path(
        f"{OF_INITIATIVE}indicatoren/<slug:indicator>/waarde/", values.add_value, name="initiative-value-new"
    ),
    path(f"{OF_INITIATIVE}waarde/<int:pk>/", values.show_value, name="initiative-value"),
    path(f"{OF_INITIATIVE}waarde/<int:pk>/wijzigen/", values.edit_value, name="initiative-value-edit"),
    path(f"{OF_INITIATIVE}waarde/<int:pk>/<slug:step>/", values.step_value, name="initiative-value-step"),
    path("programma/perioden/nieuw/", periods.add_period, name="period-new"),
    path("programma/perioden/<slug:period>/", periods.show_period, name="period"),
    path("programma/perioden/<slug:period>/sluiten/", periods.shut_period, name="period-close"),
    path("programma/perioden/<slug:period>/heropenen/", periods.unlock_period, name="period-reopen"),
]
