# SPDX-License-Identifier: EUPL-1.2
"""Bring indicators onto one scale."""
