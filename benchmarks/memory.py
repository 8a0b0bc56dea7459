"""What many interactions cost the server: its memory, and how many of ten sessions it answers in a second.

Spoken over the websocket as the browser does, without a browser: choices of an indicator on the comparison page.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from statistics import median

from servers import Server
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox
from websockets.sync.client import ClientConnection, connect

INTERACTIONS, STEP = 3000, 250
SESSIONS, SECONDS = 10, 10.0
GROWTH = 0.10  # of the memory after the first step, the most that 3,000 interactions may add


@dataclass(frozen=True)
class Choice:
    """One option of a select box; `fragment` is empty where choosing runs the whole page."""

    page: str
    widget: str
    fragment: str
    option: str


@dataclass(frozen=True)
class Footprint:
    """Memory at the start and after every step, and the time of each interaction."""

    rss_mb: list[float] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """From the first step on: before it libraries are loaded and every choice is computed for the first time."""
        return self.rss_mb[-1] / self.rss_mb[1] - 1


def measure(server: Server, page: str, label: str, interactions: int = INTERACTIONS) -> Footprint:
    """Memory of a server over many choices.

    page, label   the page and the select box on it
    """
    found = Footprint()
    with _session(server) as socket:
        choices = cycle(_first_run(socket, page, label))
        found.rss_mb.append(server.rss_mb)
        for _ in range(interactions // STEP):
            found.milliseconds.extend(_choose(socket, next(choices)) for _ in range(STEP))
            found.rss_mb.append(server.rss_mb)
    return found


def per_second(server: Server, page: str, label: str, sessions: int = SESSIONS, seconds: float = SECONDS) -> float:
    """How many choices a second the server answers when that many sessions each make one after the other."""
    start = threading.Barrier(sessions)

    def visit() -> int:
        with _session(server) as socket:
            choices = _first_run(socket, page, label)
            for choice in choices:  # as on a warm server
                _choose(socket, choice)
            start.wait()
            made, end, turns = 0, time.perf_counter() + seconds, cycle(choices)
            while time.perf_counter() < end:
                _choose(socket, next(turns))
                made += 1
            return made

    with ThreadPoolExecutor(sessions) as pool:
        return sum(pool.map(lambda _: visit(), range(sessions))) / seconds


def _session(server: Server) -> ClientConnection:
    return connect(server.url.replace("http", "ws", 1) + "/_stcore/stream", subprotocols=["streamlit"], max_size=None)


def _first_run(socket: ClientConnection, page: str, label: str) -> list[Choice]:
    """Open the page; every option of its select box.

    raises   RuntimeError where the page has no such select box
    """
    message = BackMsg()
    message.rerun_script.page_name = page
    for box, fragment in _run(socket, message):
        if box.label == label:
            return [Choice(page, box.id, fragment, option) for option in box.options]
    raise RuntimeError(f"page {page!r}: no select box {label!r}")


def _choose(socket: ClientConnection, choice: Choice) -> float:
    """Milliseconds from the choice until the script has finished."""
    message = BackMsg()
    message.rerun_script.page_name = choice.page
    message.rerun_script.fragment_id = choice.fragment
    message.rerun_script.widget_states.widgets.add(id=choice.widget, string_value=choice.option)
    start = time.perf_counter()
    _run(socket, message)
    return (time.perf_counter() - start) * 1000


def _run(socket: ClientConnection, message: BackMsg) -> list[tuple[Selectbox, str]]:
    """Send, wait for the end of the run; the select boxes it showed, with their fragments.

    raises   RuntimeError where the page shows an exception: a page that fails is fast
    """
    socket.send(message.SerializeToString())
    boxes = []
    while True:
        answer = ForwardMsg.FromString(socket.recv(timeout=60))
        element = answer.delta.new_element
        match answer.WhichOneof("type"), element.WhichOneof("type"):
            case "delta", "selectbox":
                boxes.append((element.selectbox, answer.delta.fragment_id))
            case "delta", "exception":
                raise RuntimeError(element.exception.message)
            # A page may ask for another run, with which only the answer ends.
            case "script_finished", _ if answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return boxes


def table(found: Footprint) -> str:
    """Memory by step, then its growth and the times."""
    lines = [f"{'interactions':>14}{'RSS, MB':>10}"]
    lines += [f"{number * STEP:>14,}{value:>10.1f}" for number, value in enumerate(found.rss_mb)]
    times = ", ".join(f"{name} {value(found.milliseconds):.1f} ms" for name, value in (("median", median), ("max", max)))
    return "\n".join([*lines, f"growth {found.growth:.1%} (no more than {GROWTH:.0%}), {times}"])
