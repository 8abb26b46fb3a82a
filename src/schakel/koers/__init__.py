# SPDX-License-Identifier: EUPL-1.2
"""The strategic course of a region as data, and the vocabulary that every room shares.

In: a course folder (course.yaml, register.yaml, sources.yaml, framework.yaml).
Out: frozen models with labels in Dutch and English, or every problem with its file and line.

Public: `read_course`, `check_course`, `cover`, `compare_courses`, `resolve_initiative`,
`load_framework`, `read_located_yaml`, `validate_entry`, `Label`, `Failure`, `Problem`.
"""
