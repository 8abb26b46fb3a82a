# SPDX-License-Identifier: EUPL-1.2
"""The pages of the yearly cycle, under the word Board in the menu."""
