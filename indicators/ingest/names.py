"""Names of uploaded files: what a browser or a command line sends, as it may stand in a log, a table and a terminal."""

LONGEST = 150  # letters


def tidy_file_name(name: str) -> str:
    """The last part of a path, without signs that steer a terminal, break a line or turn the reading direction.

    >>> tidy_file_name("../../etc/zahlen\\n2024.csv")
    'zahlen 2024.csv'
    """
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in last).split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST // 2]}…{plain[-LONGEST // 2 + 1 :]}"
