"""The reviewer's pages: own sheets only, beside the application, without names where the year says.

They are the only pages on which somebody who judges reads an application.
"""

from otameshi.selection.review import copies, files, sheets
from otameshi.selection.review.blueprint import pages

__all__ = ["copies", "files", "pages", "sheets"]
