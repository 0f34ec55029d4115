"""How tables that people send are encoded."""


def decoded(content: bytes) -> str:
    """Return a file's text, UTF-8 or the Shift_JIS of older Excel; else UnicodeDecodeError."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp932")
