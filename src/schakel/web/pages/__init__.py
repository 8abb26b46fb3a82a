# SPDX-License-Identifier: EUPL-1.2
"""One file per page: a view that reads a stored measurement and shows it."""
