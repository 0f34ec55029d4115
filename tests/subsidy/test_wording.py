"""What two rulebooks say differently, in the sentences that people read."""

from importlib.resources import files

from otameshi.subsidy import read, wording

TEXT = (files("otameshi.subsidy") / "examples/nagano-otameshi.toml").read_text("utf-8")


def test_the_same_rules_differ_in_nothing():
    assert wording(read(TEXT), read(TEXT)) == ()


def test_a_changed_limit_is_one_sentence_gone_and_one_come():
    changed = TEXT.replace("amount = 300000", "amount = 200000").replace(
        "amount = 240000", "amount = 180000"
    )
    gone, come = wording(read(TEXT), read(changed))
    assert (gone.section, gone.new) == (come.section, not come.new) == ("補助率と上限", False)
    assert "300,000円" in gone.text
    assert "200,000円" in come.text
    assert str(gone).startswith("－ 補助率と上限: ")
    assert str(come).startswith("＋ 補助率と上限: ")
