# SPDX-License-Identifier: EUPL-1.2
"""Versions and drafts of the course."""
