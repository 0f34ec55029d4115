"""How a seat on the panel (委嘱) moves, its term, what secrecy asks. No database, no web."""

from collections.abc import Sequence
from datetime import date, timedelta

from otameshi.core.labels import Labelled
from otameshi.core.period import Period
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused
from otameshi.core.wareki import wareki

LIFETIME = timedelta(days=30)  # of the personal link; another letter brings another link
LONGEST_WORDS = 100  # characters of one declared name
MOST_WORDS = 100  # declared names of one reviewer

# What a first year's reviewers consent to; the office publishes its own wording.
SECRECY = (
    "選考委員として知った、応募者の氏名、応募の内容、評価、審議の内容などを、"
    "在任中も退任した後も、ほかの人に話さず、選考のほかの目的に使いません。\n"
    "応募の資料を写したり、ほかの人に見せたりせず、手元に残したものは選考の後に消去します。\n"
    "自分、家族、勤務先、取引先などが関わる応募を見つけたときは、採点せずに、すぐに事務局に申し出ます。"
)


class SeatState(Labelled):
    NEW = "new", "招待の前"  # before it is sent; never stored
    INVITED = "invited", "招待中"
    ACCEPTED = "accepted", "承諾済み"
    DECLINED = "declined", "招待を辞退"
    WITHDRAWN = "withdrawn", "招待を取消し"
    LEFT = "left", "退任"


INVITED = frozenset({SeatState.INVITED})
ACCEPTED = frozenset({SeatState.ACCEPTED})
LIVING = INVITED | ACCEPTED
SERVED = ACCEPTED | {SeatState.LEFT}  # who was on the panel at some time

SEAT = Machine(
    Move("invite", "招待する", frozenset({SeatState.NEW}), SeatState.INVITED, Role.OFFICER),
    Move("again", "招待をもう一度送る", INVITED, SeatState.INVITED, Role.OFFICER),
    Move("withdraw", "招待を取り消す", INVITED, SeatState.WITHDRAWN, Role.OFFICER, needs_note=True),
    # Whoever holds the personal link, or the account that was invited.
    Move("accept", "委嘱を承諾する", INVITED, SeatState.ACCEPTED, Role.REVIEWER),
    Move("decline", "委嘱を辞退する", INVITED, SeatState.DECLINED, Role.REVIEWER),
    Move("resign", "退任を申し出る", ACCEPTED, SeatState.LEFT, Role.REVIEWER, needs_note=True),
    Move("leave", "退任とする", ACCEPTED, SeatState.LEFT, Role.OFFICER, needs_note=True),
)
TONE = {
    SeatState.INVITED: "warn",
    SeatState.ACCEPTED: "good",
    SeatState.DECLINED: "neutral",
    SeatState.WITHDRAWN: "neutral",
    SeatState.LEFT: "neutral",
}


class TieKind(Labelled):
    """What a reviewer declares (利害関係の申告), in words: no list of the applicants is shown."""

    COMPANY = "company", "会社・団体"
    PERSON = "person", "人"
    TOWN = "town", "市町村"


class Verdict(Labelled):
    """What an officer says of one reviewer and one candidate."""

    ADDED = "added", "利害関係がある"
    LIFTED = "lifted", "利害関係に当たらない"


def must_be_a_term(first: date, last: date, today: date) -> None:
    if last < first:
        raise Refused("任期の終わりは、始まり以降の日にしてください。")
    if last < today:
        raise Refused("任期の終わりは、今日以降の日にしてください。")


def must_be_consented(*, consented: bool) -> None:
    if not consented:
        raise Refused("守秘義務の文を読み、同意のチェックを付けてください。")


def off_term(term: Period, today: date) -> str:
    """Say why a reviewer may not judge today by the term, or "" when the term covers today."""
    if today in term:
        return ""
    return f"任期（{wareki(term.first)}から{wareki(term.last)}まで）の外です"


def names_in(text: str) -> list[str]:
    """Return the names of a text field: one a line, each once; too long or too many is refused."""
    found = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if any(len(one) > LONGEST_WORDS for one in found):
        raise Refused(f"申告は、1行に1つずつ、{LONGEST_WORDS}文字以内で書いてください。")
    return found


def must_not_be_too_many(words: Sequence[str]) -> None:
    if len(words) > MOST_WORDS:
        raise Refused(
            f"申告できるのは{MOST_WORDS}件までです。多いときは、事務局に相談してください。"
        )


def must_be_invited(*, mine: bool) -> None:
    if not mine:
        raise Refused("ほかの人への招待です。招待された人のアカウントで開いてください。")


def must_be_reasoned(note: str) -> None:
    if not note.strip():
        raise Refused("理由を記入してください。")


def shortfall(
    title: str,
    counts: tuple[int, int],
    out: Sequence[tuple[str, str]],
    full: Sequence[tuple[str, int]],
) -> str:
    """Say why a candidate does not get all its reviewers.

    `counts` are how many are possible and how many are wanted; `out` who is left out, with the
    reason; `full` who takes no more, with the most sheets (枚) that each takes.
    """
    possible, wanted = counts
    few = f"{possible}名だけ割り当てられます" if possible else "だれにも割り当てられません"
    left_out = "、".join(f"{name}委員は{why}" for name, why in out)
    no_more = "、".join(f"{name}委員（{most}枚）" for name, most in full)
    reasons = [f"除いた委員：{left_out}。"] if out else []
    reasons += [f"上限に達した委員：{no_more}。"] if full else []
    if not reasons:
        reasons = ["ほかに割り当てられる委員がいません。"]
    return f"{title}：{wanted}名のうち{few}。{''.join(reasons)}"
