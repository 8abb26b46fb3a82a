# SPDX-License-Identifier: EUPL-1.2
"""The same index under other choices and other draws of the data."""
