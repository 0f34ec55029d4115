"""The applicant's pages of an application."""

from otameshi.applications.pages import filling, members, submitting, whole
from otameshi.applications.pages.blueprint import pages

__all__ = ["filling", "members", "pages", "submitting", "whole"]
