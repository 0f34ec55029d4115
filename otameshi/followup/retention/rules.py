"""The indicator 「県内に拠点を維持・活動するとした者の割合」, as the year counts it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from otameshi.core.questions import Condition, Kind, Question, Questionnaire
from otameshi.core.states import Refused
from otameshi.followup.retention.interval import Interval, wilson
from otameshi.followup.retention.meaning import Denominator, Members, Rounding, Unit
from otameshi.followup.retention.rounding import rounded
from otameshi.followup.rules import Answer, Retention, percent

NOBODY = Retention(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Counting:
    """拠点維持の数え方 of a year; any of `undecided` is neither a base nor none."""

    keeps: tuple[Condition, ...] = ()
    members: Members = Members.ANY
    unit: Unit = Unit.GROUP
    denominator: Denominator = Denominator.ALL
    rounding: Rounding = Rounding.HALF_UP
    undecided: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """Everybody who took part by what they said, in 組 and in 名; and of them the subsidised."""

    groups: Retention = NOBODY
    people: Retention = NOBODY
    subsidised_groups: Retention = NOBODY
    subsidised_people: Retention = NOBODY

    def of(self, counting: Counting) -> Retention:
        """Return those whom the year's indicator is about, in its unit."""
        subsidised = counting.denominator is Denominator.SUBSIDISED
        if counting.unit is Unit.PERSON:
            return self.subsidised_people if subsidised else self.people
        return self.subsidised_groups if subsidised else self.groups


@dataclass(frozen=True, slots=True)
class Figure:
    """The year's indicator: `part` of `whole`, and what the unknown ones could make of it.

    Who gave no answer, refused to answer or has not decided yet counts in `whole`, unless the year
    counts only those who answered; nobody of them counts in `part`.
    """

    said: Retention
    counting: Counting = field(default_factory=Counting)

    @property
    def part(self) -> int:
        return self.said.stayed

    @property
    def whole(self) -> int:
        if self.counting.denominator is Denominator.ANSWERED:
            return self.said.stayed + self.said.left
        return self.said.groups

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.part, self.whole) if self.whole else None

    @property
    def tenths(self) -> int | None:
        """Return the figure in tenths of a percent, rounded in the year's way."""
        return None if self.rate is None else rounded(self.rate, self.counting.rounding)

    @property
    def lowest(self) -> Fraction | None:
        """Return the share if nobody of whom nothing is known keeps a base."""
        return Fraction(self.said.stayed, self.said.groups) if self.said.groups else None

    @property
    def highest(self) -> Fraction | None:
        """Return the share if everybody of whom nothing is known keeps a base."""
        kept = self.said.stayed + self.said.unknown
        return Fraction(kept, self.said.groups) if self.said.groups else None

    @property
    def interval(self) -> Interval | None:
        return wilson(self.part, self.whole)

    @property
    def words(self) -> str:
        """Return 15/19 = 78.9, which anybody can reckon again."""
        if self.tenths is None:
            return "—"
        return f"{self.part}/{self.whole} = {percent(self.tenths)}"


@dataclass(frozen=True, slots=True)
class YearFigure:
    """A 年度: who took part, what they said in the wave that decides, and how it is counted."""

    fiscal_year: int
    counts: Counts
    counting: Counting
    wave_id: int | None
    closes_on: date | None

    @property
    def figure(self) -> Figure:
        return Figure(self.counts.of(self.counting), self.counting)

    @property
    def retention(self) -> Retention:
        """Return the groups (組) by answer, whatever the year's unit is."""
        return self.counts.groups

    @property
    def people(self) -> int:
        """Return how many people (名) took part, whether or not they stayed to the end."""
        return self.counts.people.groups

    @property
    def asked(self) -> bool:
        return self.wave_id is not None

    def running(self, today: date) -> bool:
        """Return whether answers may still come in."""
        return self.closes_on is not None and today <= self.closes_on


def total(each: Iterable[Retention]) -> Retention:
    """Return the sum over groups: figures by kind, origin or office add up to the whole."""
    found = list(each)
    names = ("stayed", "left", "silent", "refused", "undecided")
    return Retention(*(sum(getattr(one, name) for one in found) for name in names))


def of_whole(whole: int, said: Mapping[Answer, int]) -> Retention:
    """Count by answer; whoever is not known to have said anything is silent, asked or not."""
    known = (Answer.STAYED, Answer.LEFT, Answer.REFUSED, Answer.UNDECIDED)
    stayed, left, refused, undecided = (said.get(one, 0) for one in known)
    silent = whole - stayed - left - refused - undecided
    return Retention(stayed, left, silent, refused, undecided)


def check_counting(counting: Counting, asked: Questionnaire) -> None:
    """Refuse a way of counting by which nobody could keep a base, or nobody could leave."""
    if not any(one.values for one in counting.keeps):
        raise Refused("拠点を維持・活動すると数える回答を、1つ以上選んでください。")
    for one in (*counting.keeps, *counting.undecided):
        question = asked.by_key.get(one.source)
        if question is None or set(one.values) - set(question.options):
            raise Refused("調査票にない回答が選ばれています。選び直してください。")
    for question in asked.questions:
        _check_question(question, counting)


def _check_question(question: Question, counting: Counting) -> None:
    kept, open_ = (
        {value for one in some if one.source == question.key for value in one.values}
        for some in (counting.keeps, counting.undecided)
    )
    if kept & open_:
        raise Refused(
            f"「{question.label}」の同じ回答を、維持すると数え、まだ決めていないとも数えています。"
            "どちらか一方にしてください。"
        )
    if question.kind is Kind.CHOICE and kept and set(question.options) <= kept | open_:
        raise Refused(
            f"「{question.label}」の全ての回答を数えると、維持しない組がなくなります。"
            "数えない回答を残してください。"
        )


def check_reason(note: str, *, answered: bool) -> None:
    """Refuse a change without a reason once somebody has answered: it changes the figure."""
    if answered and not note.strip():
        raise Refused("すでに回答があり、指標が変わります。数え方を変える理由を記入してください。")
