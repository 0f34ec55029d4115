"""Where a new link comes from, when the one of a letter that was sent is kept nowhere."""

from otameshi.documents.post import Letter

_SURVEY = "「追跡調査」のその組のページの「新しいリンクを送る」から送れます"
_INTERVIEW = "面談のその組のページの「案内をもう一度送る」から送れます"
_BOOKING = "本人が同じメールアドレスでもう一度申し込むと、届きます"
NEW_LINK = {
    "sign_up": "本人が、利用登録をもう一度申し込むと、届きます",
    "reset": "本人が、パスワードの再設定をもう一度申し込むと、届きます",
    "new_address": "本人が、メールアドレスの変更をもう一度申し込むと、届きます",
    "invite": "管理者が、「職員・権限」のページの「もう一度送る」から送れます",
    "member_invited": "代表者が、応募のメンバーのページの「依頼を送り直す」から送れます",
    "panel_invited": "選考委員のその人のページの「招待をもう一度送る」から送れます",
    "contact_consented": "送れません。ご案内の取りやめは、連絡先のページで記録できます",
    **dict.fromkeys(
        (
            "followup_invitation",
            "followup_reminder",
            "followup_last_reminder",
            "followup_thanks",
        ),
        _SURVEY,
    ),
    **dict.fromkeys(
        (
            "interview_invited",
            "interview_chased",
            "interview_booked",
            "interview_moved",
            "interview_reminder",
        ),
        _INTERVIEW,
    ),
    **dict.fromkeys(("visit_booked", "visit_again"), _BOOKING),
}


def instead(letter: Letter) -> str:
    """Say why a letter without its link is not sent again, and where a new link comes from."""
    return (
        "このメールのリンクは、送信したあとシステムに残していないため、同じものは送り直せません。"
        f"新しいリンクは、{NEW_LINK[letter.kind]}。"
    )
