"""証拠書類の保存: until when the papers are kept. No database, no web."""

from datetime import date

from otameshi.core.period import APRIL, fiscal_year

LAST_OF_MARCH = 31


def kept_until(completed_on: date, years: int) -> date:
    """Return the last day of keeping: so many years from the end of the 年度 of completion.

    Completed on 31 March 2027 (令和8年度): that 年度 ends the same day, 5 years later is 31 March
    2032. Completed a day later (令和9年度): 31 March 2033.
    """
    return date(fiscal_year(completed_on) + 1 + years, APRIL - 1, LAST_OF_MARCH)
