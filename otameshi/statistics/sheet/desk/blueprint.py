"""The blueprint that the pages of this room share."""

from flask import Blueprint

from otameshi.core.roles import Role
from otameshi.core.wareki import short_fiscal_year

pages = Blueprint("statistics", __name__, url_prefix="/desk/statistics")

ENTERING = {Role.OFFICER, Role.MANAGER}
YEARS = range(2000, 2100)
pages.add_app_template_filter(short_fiscal_year, "short_fiscal")
