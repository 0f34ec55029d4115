"""Two versions side by side: what is new, what is gone, what must be answered anew."""

from dataclasses import dataclass, replace

from otameshi.core.questions.judge import most
from otameshi.core.questions.question import CHOSEN, WRITTEN, Accepts, Kind, Question
from otameshi.core.questions.whole import Questionnaire


@dataclass(frozen=True, slots=True)
class Change:
    """One question in both versions, and in words what differs."""

    before: Question
    after: Question
    words: tuple[str, ...]

    @property
    def anew(self) -> bool:
        return anew(self.before, self.after)

    @property
    def told(self) -> bool:
        """Say whether somebody who answered the earlier version should look at it again."""
        return self.anew or self.before.label != self.after.label


@dataclass(frozen=True, slots=True)
class Difference:
    added: tuple[Question, ...]
    removed: tuple[Question, ...]
    changed: tuple[Change, ...]
    moved: bool  # the order alone

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.moved)

    @property
    def new(self) -> tuple[Question, ...]:
        """Return what somebody who answered the earlier version has not seen or must look at."""
        return (*self.added, *(one.after for one in self.changed))


def compare(before: Questionnaire, after: Questionnaire) -> Difference:
    kept = [one.key for one in after.questions if one.key in before.by_key]
    pairs = [(before.by_key[key], after.by_key[key]) for key in kept]
    return Difference(
        added=tuple(one for one in after.questions if one.key not in before.by_key),
        removed=tuple(one for one in before.questions if one.key not in after.by_key),
        changed=tuple(
            Change(old, new, tuple(_words(old, new))) for old, new in pairs if old != new
        ),
        moved=kept != [one.key for one in before.questions if one.key in after.by_key],
    )


def _words(old: Question, new: Question) -> list[str]:
    more, gone = _gone(new, old), _gone(old, new)
    told = (
        (old.label != new.label, f"質問の文：「{old.label}」→「{new.label}」"),
        (old.kind is not new.kind, f"答え方：{old.kind.label} → {new.kind.label}"),
        (new.required and not old.required, "任意 → 必須"),
        (old.required and not new.required, "必須 → 任意"),
        (more, f"加えた選択肢：{'、'.join(more)}"),
        (gone, f"なくした選択肢：{'、'.join(gone)}"),
        (not more and not gone and old.options != new.options, "選択肢の順"),
        (_limits(old) != _limits(new), f"最小・最大：{_limits(old)} → {_limits(new)}"),
        (old.accepts != new.accepts, f"ファイルの種類：{_taken(new)}"),
        (old.condition != new.condition, "答える人の条件"),
        (old.page != new.page, "置くページ"),
        (old.help != new.help, "説明の文"),
        (new.to_reviewers and not old.to_reviewers, "選考委員に見せる"),
        (old.to_reviewers and not new.to_reviewers, "選考委員に見せない"),
    )
    return [text for differs, text in told if differs]


def _gone(of: Question, other: Question) -> list[str]:
    return [one for one in of.options if one not in other.options]


def _taken(one: Question) -> str:
    return next((each.label for each in Accepts if each == one.accepts), "")


def _limits(one: Question) -> str:
    least, top = ("" if x is None else f"{x:,}" for x in (one.least, one.most))
    return f"{least}～{top}" if least or top else "なし"


def anew(old: Question, new: Question) -> bool:
    """Say whether an answer that was good for `old` may not do for `new`."""
    harder = new.required and not old.required
    asked_of_more = new.condition != old.condition and new.required
    return harder or asked_of_more or not _as_wide(old, new)


def _as_wide(old: Question, new: Question) -> bool:
    """Say whether `new` takes every answer that `old` took."""
    if old.kind is not new.kind and (old.kind, new.kind) != (Kind.TEXT, Kind.LONG):
        return False
    if _gone(old, new) or old.accepts != new.accepts:
        return False
    if old.kind is Kind.SCALE:
        return old.steps == new.steps  # 5 of 10 says something else than 5 of 5
    if old.kind is Kind.CHOICE:
        return True
    lower = new.least is None or (old.least is not None and old.least >= new.least)
    return lower and most(_limited(old)) <= most(_limited(new))


def _limited(one: Question) -> Question:
    """Count options added as room: most of several is their number unless it is set."""
    if one.kind in CHOSEN and one.most is None:
        return replace(one, most=10**6)
    return one if one.kind not in WRITTEN or one.most is not None else replace(one, most=most(one))
