"""What an officer sets of the papers that a year's application asks for."""

from dataclasses import asdict
from datetime import datetime

from otameshi import history
from otameshi.db import db, locked
from otameshi.people import Person
from otameshi.programme.asked import (
    WORDS,
    PaperSettings,
    check_count,
    check_paper,
    new_key,
)
from otameshi.programme.models import ProgrammeYear, YearPaper
from otameshi.programme.settings import apply


def add_paper(year: ProgrammeYear, settings: PaperSettings, by: Person, at: datetime) -> YearPaper:
    year = locked(ProgrammeYear, year.id)
    check_count(len(year.papers))
    check_paper(settings, [one.label for one in year.papers])
    paper = YearPaper(key=new_key({one.key for one in year.papers}), **asdict(settings))
    year.papers.append(paper)
    history.record(year, "add_paper", f"添付を求める書類「{paper.label}」を追加", by=by, at=at)
    return paper


def edit_paper(
    year: ProgrammeYear, paper: YearPaper, settings: PaperSettings, by: Person, at: datetime
) -> None:
    """Change a kind, also while the call is open: applications are judged by what stands then."""
    year = locked(ProgrammeYear, year.id)
    check_paper(settings, [one.label for one in year.papers if one is not paper])
    label = f"添付を求める書類「{paper.label}」を変更"
    changed = apply(paper, settings, WORDS)
    db.session.flush()
    history.record(year, "edit_paper", label, by=by, at=at, changes=changed)
