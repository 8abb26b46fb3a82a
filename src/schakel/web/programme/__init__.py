# SPDX-License-Identifier: EUPL-1.2
"""The pages of the programme, a folder for each subject; here is what all of them share."""
