# SPDX-License-Identifier: EUPL-1.2
"""Initiatives: the list, the sheet of one, its life, activities, milestones, outputs; new topics."""
