# SPDX-License-Identifier: EUPL-1.2
"""Charts of a dossier as SVG, each with a title, a text alternative and its table.

Built with Altair on pixel positions, rendered to SVG by vl-convert; one accent colour for the
region, grey for all others, light and dark by a style sheet inside the SVG.
"""
