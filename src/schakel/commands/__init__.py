# SPDX-License-Identifier: EUPL-1.2
"""The commands of ``schakel``: what a person asks for in a terminal, one group a module.

In: arguments and files. Out: sentences and tables in Dutch or English, files in a folder, an exit
code. Nothing is computed here: a command calls the rooms below and says what they answer. Each
module with commands has one typer app, which ``schakel.__main__`` puts together; ``terminal`` has
the language, the progress bar and the options that they share.
"""
