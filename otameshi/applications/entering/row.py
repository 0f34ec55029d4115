"""One row of a table read through the very forms that applicants fill."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from email_validator import EmailNotValidError, validate_email
from werkzeug.datastructures import MultiDict

from otameshi.applications import costs
from otameshi.applications.answers import (
    BusinessAnswers,
    CostAnswers,
    KindAnswers,
    MemberAnswers,
    PlanAnswers,
)
from otameshi.applications.entering import columns
from otameshi.applications.entering.entry import Entry, Problem
from otameshi.applications.forms import (
    BusinessForm,
    CostRow,
    KindForm,
    MemberForm,
    PlanForm,
    works_of,
)
from otameshi.applications.rules import Kind
from otameshi.core.clock import japan
from otameshi.programme.models import Host
from otameshi.subsidy import Rulebook
from otameshi.web.forms import options

MARKS = {"○": "y", "〇": "y", "はい": "y", "有": "y", "1": "y", "true": "y", "希望する": "y"}
DATE = re.compile(r"(.{1,6}?)[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
MOMENT = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?")


class Row:
    """Reads the cells of one row, collecting every problem rather than the first."""

    def __init__(
        self, number: int, cells: Mapping[str, str], hosts: Sequence[Host], rules: Rulebook | None
    ) -> None:
        self.number, self.cells, self.hosts, self.rules = number, cells, hosts, rules
        self.problems: list[Problem] = []

    def cell(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def entry(self, people: int) -> Entry | None:
        """Return the row as an application of at most so many people, or None with problems."""
        read: dict[str, Any] = {
            "received_at": self._moment(),
            "email": self._email(),
            "kind": self._kind(),
            "members": tuple(self._members(people)),
            "business": self._business(),
            "plan": self._plan(),
            "costs": tuple(self._costs()),
        }
        if self.problems:
            return None
        pledged, consented = (self._marked(name) for name in (columns.PLEDGED, columns.CONSENTED))
        return Entry(row=self.number, pledged=pledged, consented=consented, **read)

    def _wrong(self, column: str, text: str) -> None:
        self.problems.append(Problem(self.number, column, text))

    def _marked(self, column: str) -> bool:
        return self.cell(column).lower() in MARKS

    def _moment(self) -> datetime | None:
        found = MOMENT.fullmatch(unicodedata.normalize("NFKC", self.cell(columns.RECEIVED)))
        try:
            year, month, day, hour, minute, second = (
                (int(part or 0) for part in found.groups()) if found else (0,) * 6
            )
            return japan(year, month, day, hour, minute).replace(second=second)
        except ValueError:
            self._wrong(columns.RECEIVED, "届いた日時を「2026-05-10 14:30」の形で書いてください。")
            return None

    def _email(self) -> str:
        try:
            return validate_email(
                self.cell(columns.EMAIL), check_deliverability=False
            ).normalized.lower()
        except EmailNotValidError:
            self._wrong(columns.EMAIL, "メールアドレスの形で書いてください。")
            return ""

    def _form(self, form: Any, named: Mapping[str, str]) -> Any:
        """Validate a form and name its errors by the columns they came from, each column once."""
        told = {problem.column for problem in self.problems}
        if not form.validate():
            for field, errors in form.errors.items():
                for error in errors if named.get(str(field)) not in told else ():
                    self._wrong(named.get(str(field), str(field)), str(error))
        return form

    def _kind(self) -> KindAnswers:
        word = self.cell(columns.KIND)
        kind = next((one for one in Kind if one.label == word), None)
        if kind is None:
            labels = "、".join(one.label for one in Kind)
            self._wrong(columns.KIND, f"{labels}のどれかを書いてください。")
            return KindAnswers(None)
        name = {Kind.COMPANY: "company", Kind.SOLE: "shop", Kind.EMPLOYEE: "employer"}.get(kind, "")
        typed = {
            "kind": kind.value,
            name: self.cell(columns.TRADE_NAME),
            "corporate_number": self.cell(columns.CORPORATE_NUMBER),
            "leader": self.cell(columns.LEADER),
        }
        if self._marked(columns.EMPLOYER_CONSENT):
            typed["employer_consent"] = "y"
        named = {
            name: columns.TRADE_NAME,
            "corporate_number": columns.CORPORATE_NUMBER,
            "leader": columns.LEADER,
        }
        answers: KindAnswers = self._form(KindForm(formdata=MultiDict(typed)), named).answers()
        return answers

    def _members(self, people: int) -> Iterator[MemberAnswers]:
        last = 0
        for position in range(1, people + 1):
            named = {key: columns.of_member(position, word) for key, word in columns.MEMBER.items()}
            if any(self.cell(column) for column in named.values()):
                if position > last + 1:
                    self._wrong(named["name"], f"{last + 1}人目から順に書いてください。")
                last = position
                yield self._form(MemberForm(formdata=self._typed(named)), named).answers()

    def _typed(self, named: Mapping[str, str]) -> MultiDict[str, str]:
        """Return cells as a form sends them: dates in three fields, marks as check boxes."""
        typed: MultiDict[str, str] = MultiDict()
        for key, column in named.items():
            word = self.cell(column)
            if key in {"birth_date", "stay_from", "stay_to"}:
                found = DATE.fullmatch(unicodedata.normalize("NFKC", word))
                parts = found.groups() if found else (word, "", "")
                for part, value in zip(("year", "month", "day"), parts, strict=True):
                    typed[f"{key}-{part}"] = value
            elif key == "has_base":
                if self._marked(column):
                    typed[key] = "y"
            else:
                typed[key] = word
        return typed

    def _business(self) -> BusinessAnswers:
        typed = self._typed(columns.BUSINESS)
        works = works_of(self.hosts[0].year) if self.hosts else []
        typed["work"] = self._chosen(columns.BUSINESS["work"], {one: one for one in works})
        form = BusinessForm(formdata=typed)
        form.offer(works)
        answers: BusinessAnswers = self._form(form, columns.BUSINESS).answers()
        return answers

    def _plan(self) -> PlanAnswers:
        typed = self._typed(columns.PLAN)
        help_ = self.cell(columns.PLAN["housing_help"])
        typed["housing_help"] = ("yes" if help_.lower() in MARKS else "no") if help_ else ""
        towns = {host.name: str(host.id) for host in self.hosts}
        for number, column in enumerate(columns.WISHES, start=1):
            typed[f"wish{number}"] = self._chosen(column, towns)
        offices = {office.name: str(office.id) for host in self.hosts for office in host.offices}
        typed["office_id"] = self._chosen(columns.PLAN["office_id"], offices)
        form = PlanForm(formdata=typed)
        form.offer(self.hosts)
        wishes = {f"wish{number}": name for number, name in enumerate(columns.WISHES, start=1)}
        answers: PlanAnswers = self._form(form, {**columns.PLAN, **wishes}).answers()
        return answers

    def _chosen(self, column: str, known: Mapping[str, str]) -> str:
        word = self.cell(column)
        if word and word not in known:
            listed = "、".join(known) or "（登録がありません）"
            self._wrong(column, f"「{word[:40]}」はありません。使えるのは、{listed}です。")
            return ""
        return known.get(word, "")

    def _costs(self) -> Iterator[CostAnswers]:
        choices = costs.choices(self.rules) if self.rules else []
        by_label = {one.label: one.key for one in choices}
        numbers = sorted(
            {int(found[1]) for name in self.cells if (found := columns.COST.fullmatch(name))}
        )
        for number in numbers:
            named = {
                "what": f"経費{number}：種類",
                "amount": f"経費{number}：金額",
                "note": f"経費{number}：内容",
            }
            typed = {key: self.cell(column) for key, column in named.items()}
            typed["what"] = self._chosen(named["what"], by_label)
            form = CostRow(formdata=MultiDict(typed))
            form.what.choices = options((one.key, one.label) for one in choices)
            if not form.empty:
                self._form(form, named)
                if not self.problems:
                    yield form.answers()


def read(
    rows: Sequence[Sequence[str]],
    hosts: Sequence[Host],
    rulebook: Rulebook | None,
    people: int,
) -> tuple[list[Entry], list[Problem]]:
    """Return the applications of a table whose first row names the columns, and its problems."""
    names = [name.strip() for name in rows[0]]
    entries: list[Entry] = []
    problems: list[Problem] = []
    for number, cells in enumerate(rows[1:], start=2):
        one = Row(number, dict(zip(names, cells, strict=False)), hosts, rulebook)
        entry = one.entry(people)
        problems += one.problems
        if entry is not None:
            entries.append(entry)
    return entries, problems
