"""What is wrong with a questionnaire, before anybody is asked by it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from otameshi.core.graphemes import graphemes
from otameshi.core.questions.judge import CEILING
from otameshi.core.questions.question import CHOSEN, Accepts, Kind, Question, Source
from otameshi.core.questions.whole import Questionnaire

LONGEST_LABEL, LONGEST_OPTION, LONGEST_HELP = 100, 100, 500
FEWEST_OPTIONS, MOST_OPTIONS, MOST_QUESTIONS = 2, 50, 60


def faults(whole: Questionnaire, pages: Sequence[str], sources: Sequence[Source] = ()) -> list[str]:
    """Say in words what must be mended; `sources` are the facts that conditions may lean on."""
    found = [*_twice(whole), *_order(whole, pages)]
    if len(whole.questions) > MOST_QUESTIONS:
        found.append(f"質問は{MOST_QUESTIONS}問までです。")
    known = {one.key: one for one in sources}
    for one in whole.questions:
        wrong = (*_wording(one), *_limits(one), *_condition(one, known, pages))
        found += [f"「{one.label}」：{what}" for what in wrong]
        if one.source is not None:
            known[one.key] = one.source
    return found


def _twice(whole: Questionnaire) -> Iterator[str]:
    for label, count in Counter(one.label for one in whole.questions).items():
        if count > 1:
            yield f"「{label}」が{count}つあります。質問の文を変えてください。"
    if len(whole.by_key) < len(whole.questions):
        yield "同じ番号の質問があります。"


def _order(whole: Questionnaire, pages: Sequence[str]) -> Iterator[str]:
    places = [pages.index(one.page) for one in whole.questions if one.page in pages]
    if len(places) < len(whole.questions):
        yield "置くページのない質問があります。ページを選んでください。"
    if places != sorted(places):
        yield "質問が、ページの順に並んでいません。"


def _wording(one: Question) -> Iterator[str]:
    if not 0 < graphemes(one.label) <= LONGEST_LABEL:
        yield f"質問の文は、1文字から{LONGEST_LABEL}文字までで入力してください。"
    if graphemes(one.help) > LONGEST_HELP:
        yield f"説明は{LONGEST_HELP}文字以内で入力してください。"
    if one.kind not in CHOSEN:
        if one.options:
            yield "選択肢は、選ぶ質問だけに付けられます。"
        return
    if not FEWEST_OPTIONS <= len(one.options) <= MOST_OPTIONS:
        yield f"選択肢を{FEWEST_OPTIONS}つから{MOST_OPTIONS}個まで入力してください。"
    if len(set(one.options)) < len(one.options):
        yield "同じ選択肢があります。"
    if any(not 0 < graphemes(each) <= LONGEST_OPTION for each in one.options):
        yield f"選択肢は、1つ{LONGEST_OPTION}文字以内で入力してください。"


def _limits(one: Question) -> Iterator[str]:
    least, most = one.least, one.most
    if one.accepts not in set(Accepts):
        yield "受け付けるファイルの種類を選んでください。"
    if one.kind in {Kind.CHOICE, Kind.DATE, Kind.MUNICIPALITY}:
        if least is not None or most is not None:
            yield f"「{one.kind.label}」の質問には、最小と最大を付けられません。"
        return
    if one.kind is Kind.SCALE and len(one.steps) < FEWEST_OPTIONS:
        yield "段階は、最小より大きい最大を入力してください（空なら1から5まで）。"
    ceiling = CEILING.get(one.kind, len(one.options))
    if one.kind is not Kind.NUMBER and any(x is not None and x < 1 for x in (least, most)):
        yield "最小と最大は、1以上の数で入力してください。"
    if any(x is not None and abs(x) > ceiling for x in (least, most)):
        yield f"最小と最大は、{ceiling:,}以下の数で入力してください。"
    if least is not None and most is not None and least > most:
        yield "最小は、最大を超えないようにしてください。"


def _condition(one: Question, known: dict[str, Source], pages: Sequence[str]) -> Iterator[str]:
    if one.condition is None:
        return
    source = known.get(one.condition.source)
    if source is None:
        yield "条件にできるのは、前にある選ぶ質問だけです。並び順を確かめてください。"
        return
    if {one.page, source.page} <= set(pages) and pages.index(source.page) > pages.index(one.page):
        yield f"条件の「{source.label}」は、後のページで答えるものです。"
    possible = {value for value, _ in source.options}
    if not one.condition.values or set(one.condition.values) - possible:
        yield f"条件の「{source.label}」の答えを選び直してください。"
