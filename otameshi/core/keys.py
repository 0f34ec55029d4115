"""Keys by which two spellings of one phone, mail address or name are known to be the same."""

import unicodedata

ABROAD, AT_HOME = "+81", "0"


def phone_key(typed: str) -> str:
    """Return the digits alone: ０２６－２３５－００００ and +81-26-235-0000 are the same line."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if plain.startswith(ABROAD):
        plain = AT_HOME + plain.removeprefix(ABROAD).lstrip(" -(0")
    return "".join(character for character in plain if character in "0123456789")


def mail_key(typed: str) -> str:
    """Fold case and drop what stands behind a plus sign: Hanako+nagano@… is hanako@…."""
    box, at, domain = unicodedata.normalize("NFKC", typed).strip().casefold().rpartition("@")
    return f"{box.partition('+')[0] or box}{at}{domain}"
