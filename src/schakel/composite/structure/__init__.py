# SPDX-License-Identifier: EUPL-1.2
"""The structure of an index and its numbers."""
