"""What a receipt says beside the sum."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.claims.proof import is_corporate, registration_number
from otameshi.core.states import Refused


@pytest.mark.parametrize(
    "typed",
    ["T7000012050002", "t7000012050002", "Ｔ７０００－０１２０－５０００２", " 7000012050002 "],
)
def test_a_registration_number_is_read_as_it_stands_on_receipts(typed):
    assert registration_number(typed) == "T7000012050002"


def test_no_number_is_no_fault_and_another_form_is():
    assert registration_number(" 　") == ""
    for wrong in ("T700001205000", "T70000120500021", "S7000012050002", "T70000120500O2"):
        with pytest.raises(Refused, match="Tに続く13桁"):
            registration_number(wrong)


def test_the_check_digit_tells_a_corporation_from_what_may_be_a_slip():
    # 国税庁: 7000012050002. 0·2+0·1+0·2+0·1+1·2+2·1+0·2+5·1+0·2+0·1+0·2+2·1 = 11; 9 − 11 mod 9 = 7
    assert is_corporate("T7000012050002")
    assert not is_corporate("T7000012050003")


@given(st.text(alphabet="T0123456789-‐ Ｔ１", max_size=20))
def test_whatever_is_typed_is_refused_or_kept_in_one_form(typed):
    try:
        found = registration_number(typed)
    except Refused:
        return
    assert found == "" or registration_number(found) == found
