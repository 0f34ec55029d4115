"""What each kind of request asks, and what each state says to whom. No database, no web."""

from dataclasses import dataclass

from otameshi.grants.changes.rules import Kind, State


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page of a kind asks for, in its words; `help` says what it is for."""

    help: str
    what: str
    why: str
    considered: str
    day: str


ASKS = {
    Kind.EARLY: Asked(
        "交付決定より前に契約や支払を始めるときに届け出ます。承認された日以後の経費が対象になります。",
        "先に始めること",
        "交付決定を待てない理由",
        "待った場合にどうなるか、ほかに検討したこと",
        "着手する日",
    ),
    Kind.PLAN: Asked(
        "経費の配分、交付決定額、期間、事業の内容を変えるときに申請します。",
        "何を変えるか",
        "なぜ変えるか",
        "変えずに済ませる方法など、検討したこと",
        "変更後の実施期間の末日",
    ),
    Kind.SUSPEND: Asked(
        "補助事業を途中で止め、その日までの経費で精算するときに申請します。",
        "どこまで実施したか",
        "なぜ中止するか",
        "続けるために検討したこと",
        "中止する日",
    ),
    Kind.ABOLISH: Asked(
        "補助事業をやめ、その日までの経費で精算するときに申請します。",
        "どこまで実施したか",
        "なぜ廃止するか",
        "続けるために検討したこと",
        "廃止する日",
    ),
    Kind.ACCIDENT: Asked(
        "期間内に完了できない見込みになったとき、事業を続けるのが難しくなったときに報告します。",
        "何が起きたか",
        "なぜ起きたか",
        "とった対応と、これからの見込み",
        "起きた日",
    ),
}


BEING_CHECKED = "県が内容を確認しています。結果は、メールとこのページでお知らせします。"


NEXT = {
    State.DRAFT: "書き上げて提出してください。",
    State.ASKED: BEING_CHECKED,
    State.RETURNED: "差戻しの理由を確かめて直し、もう一度提出してください。",
    State.CHECKED: BEING_CHECKED,
    State.APPROVED: "承認されました。通知書を確かめてください。",
    State.REFUSED: "承認されませんでした。理由を確かめてください。いまの交付決定のまま続きます。",
    State.RECORDED: "承認は要りません。実績報告のときに、実際にかかった額を報告してください。",
    State.ACKNOWLEDGED: "県が受理しました。指示を確かめてください。",
    State.WITHDRAWN: "取り下げられています。",
}


NEXT_AT_THE_DESK = {
    State.DRAFT: "参加者が作成中です。提出を待ってください。",
    State.ASKED: (
        "担当者が理由と変更前後を確かめ、決裁に上げるか（事故報告は受理するか）、差し戻してください。"
    ),
    State.RETURNED: "参加者が直しています。再提出を待ってください。",
    State.CHECKED: "決裁者（確認した人とは別の人）が承認するか、担当者に戻してください。",
    State.APPROVED: "承認済みです。",
    State.REFUSED: "不承認で終わっています。",
    State.RECORDED: "承認の要らない変更です。実績報告で確かめてください。",
    State.ACKNOWLEDGED: "受理済みです。",
    State.WITHDRAWN: "取下げで終わっています。",
}


TONE = {
    State.DRAFT: "neutral",
    State.ASKED: "info",
    State.RETURNED: "warn",
    State.CHECKED: "info",
    State.APPROVED: "good",
    State.REFUSED: "bad",
    State.RECORDED: "good",
    State.ACKNOWLEDGED: "good",
    State.WITHDRAWN: "neutral",
}
