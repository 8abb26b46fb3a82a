# SPDX-License-Identifier: EUPL-1.2
"""Plain sentences in Dutch and English, made from a stored dossier and never surer than it.

Each function takes the dossier (or one part of it) and a language and returns text without markup.
"""
