"""What many interactions cost the server: its memory, and the time of one, with and without a collection after every run.

Spoken over the websocket as the browser does, without a browser: 3,000 choices of an indicator on the comparison page.
"""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from statistics import median

from servers import Server, serving
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox
from websockets.sync.client import ClientConnection, connect

INTERACTIONS, STEP = 3000, 250


@dataclass(frozen=True)
class Footprint:
    """One server over the interactions: memory at the start and after every step, and the time of each interaction."""

    collects: bool
    rss_mb: list[float] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)


def measure(script: Path, page: str, label: str, interactions: int = INTERACTIONS) -> Sequence[Footprint]:
    """Two servers take turns, a step each, so that drift of the machine hits both.

    page, label   the page and the select box on it
    """
    with ExitStack() as stack:
        runs = []
        for collects in (True, False):
            server = stack.enter_context(serving(script, {"runner.postScriptGC": str(collects).lower()}))
            socket = stack.enter_context(_session(server))
            runs.append((Footprint(collects), server, socket, cycle(_first_run(socket, page, label))))
        for footprint, server, _, _ in runs:
            footprint.rss_mb.append(server.rss_mb)
        for _ in range(interactions // STEP):
            for footprint, server, socket, choices in runs:
                footprint.milliseconds.extend(_choose(socket, page, *next(choices)) for _ in range(STEP))
                footprint.rss_mb.append(server.rss_mb)
        return [footprint for footprint, *_ in runs]


def _session(server: Server) -> ClientConnection:
    return connect(server.url.replace("http", "ws", 1) + "/_stcore/stream", subprotocols=["streamlit"], max_size=None)


def _first_run(socket: ClientConnection, page: str, label: str) -> list[tuple[str, str]]:
    """Open the page; the widget's id with each of its options.

    raises   RuntimeError where the page has no such select box
    """
    message = BackMsg()
    message.rerun_script.page_name = page
    for box in _run(socket, message):
        if box.label == label:
            return [(box.id, option) for option in box.options]
    raise RuntimeError(f"page {page!r}: no select box {label!r}")


def _choose(socket: ClientConnection, page: str, widget: str, option: str) -> float:
    """Milliseconds from the choice until the script has finished."""
    message = BackMsg()
    message.rerun_script.page_name = page
    message.rerun_script.widget_states.widgets.add(id=widget, string_value=option)
    start = time.perf_counter()
    _run(socket, message)
    return (time.perf_counter() - start) * 1000


def _run(socket: ClientConnection, message: BackMsg) -> list[Selectbox]:
    """Send, wait for the end of the run; the select boxes it showed.

    raises   RuntimeError where the page shows an exception: a page that fails is fast
    """
    socket.send(message.SerializeToString())
    boxes = []
    while True:
        answer = ForwardMsg.FromString(socket.recv(timeout=60))
        element = answer.delta.new_element
        match answer.WhichOneof("type"), element.WhichOneof("type"):
            case "delta", "selectbox":
                boxes.append(element.selectbox)
            case "delta", "exception":
                raise RuntimeError(element.exception.message)
            # A page may ask for another run, with which only the answer ends.
            case "script_finished", _ if answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return boxes


def table(footprints: Sequence[Footprint]) -> str:
    """Memory by step, then the times."""
    names = [f"postScriptGC={str(footprint.collects).lower()}" for footprint in footprints]
    lines = ["Memory of the server (RSS, MB)", f"{'interactions':>14}" + "".join(f"{name:>22}" for name in names)]
    for number, row in enumerate(zip(*(footprint.rss_mb for footprint in footprints), strict=True)):
        lines.append(f"{number * STEP:>14,}" + "".join(f"{value:>22.1f}" for value in row))
    for name, value in (("median ms", median), ("min ms", min), ("max ms", max)):
        lines.append(f"{name:>14}" + "".join(f"{value(footprint.milliseconds):>22.1f}" for footprint in footprints))
    return "\n".join(lines)
