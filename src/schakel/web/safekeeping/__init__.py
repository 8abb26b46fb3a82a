# SPDX-License-Identifier: EUPL-1.2
"""Backup and restore: everything that cannot be made again, in one file that proves itself."""
