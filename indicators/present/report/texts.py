"""What people wrote, ready for paper."""

import unicodedata


def paragraphs(text: str) -> tuple[str, ...]:
    """A paragraph a line that is not empty; signs no paper can show are left out, every other one stays as it is.

    >>> paragraphs("First.\\r\\n\\r\\n Second. ")
    ('First.', 'Second.')
    """
    lines = ("".join(sign for sign in line if _is_printable(sign)).strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def _is_printable(sign: str) -> bool:
    """No control sign and no half of a pair; a tab is a blank to every writer."""
    return sign == "\t" or unicodedata.category(sign) not in ("Cc", "Cs")
