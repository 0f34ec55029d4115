"""The part of the survey's page about addresses and consent: empty unless something changes.

What is known is shown only so that its owner knows it: the link may have reached another mailbox.
"""

from dataclasses import replace
from datetime import datetime

from wtforms import BooleanField

from otameshi.accounts.forms import address_if_any
from otameshi.followup.answering.extra import EXTRAS
from otameshi.followup.asking.letters import addressee
from otameshi.followup.contacts import actions
from otameshi.followup.contacts.forms import address_field, code_field, phone_field
from otameshi.followup.contacts.reading import known_of
from otameshi.followup.contacts.rules import PURPOSE, Address, How, masked
from otameshi.followup.models import Invitation
from otameshi.participation.models import Participant
from otameshi.web.forms import PageForm

FIELDS = ("email", "phone", "postal_code", "address")


class ContactPart:
    """Adds to the survey what the person may tell of themselves besides the answers."""

    template = "contacts/survey_part.html"

    def add(self, form: PageForm, invitation: Invitation) -> None:
        who = addressee(invitation)
        if who is None:
            return
        made = (
            address_if_any("新しいメールアドレス"),
            phone_field(),
            code_field(),
            address_field(),
        )
        for name, unbound in zip(FIELDS, made, strict=True):
            form.add(f"contact_{name}", unbound)
        known = _known(who)
        form["contact_email"].known = masked(known.email)
        contact = actions.contact_of(who)
        if contact is not None and contact.consent is not None:
            form.add("contact_withdraw", BooleanField("ご案内の受け取りを取りやめる"))
        else:
            form.add("contact_consent", BooleanField("ご案内を受け取ることに同意する"))
            form["contact_consent"].purpose = PURPOSE

    def keep(self, form: PageForm, invitation: Invitation, at: datetime) -> None:
        who = addressee(invitation)
        if who is None:
            return
        before = _known(who)
        told = {name: form[f"contact_{name}"].data for name in FIELDS}
        after = replace(before, **{name: text for name, text in told.items() if text})
        if after != before:
            actions.change(who, after, How.LINK, None, at)
        contact = actions.contact_of(who)
        standing = contact.consent if contact else None
        if "contact_consent" in form and form["contact_consent"].data and standing is None:
            actions.consent(who, How.LINK, None, at)
        if contact and standing and "contact_withdraw" in form and form["contact_withdraw"].data:
            actions.withdraw(contact, How.LINK, None, at)


def _known(who: Participant) -> Address:
    return known_of([who.group]).of[who.id]


PART = ContactPart()
EXTRAS.append(PART)
