"""The public edition: complete, the same for the same inputs, and whole whatever goes wrong while it is written."""

import csv
import errno
import io
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest

from indicators import monitor as ask
from indicators.__main__ import main
from indicators.errors import Fault
from indicators.monitor import Monitor
from indicators.monitor.folder import LIST, STAGE, Updated, update
from indicators.present.report.blocks import Report
from indicators.present.report.forms import Form
from indicators.present.report.view import Title
from indicators.present.site.address import place, relative, safe, series_name
from indicators.present.site.links import Held, led
from indicators.present.words import Words, words
from indicators.store import Store, operator
from tests.conftest import NOW, PROJECT, TODAY

BASE = "https://ziele.example/"
MOST = 150_000  # bytes of a page with all it loads
HOSTILE = "<script>alert('x')</script> <b>\"'&"
ANNA = operator("anna")
LINK = re.compile(r'(?:href|src)="([^"]*)"')
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, shipped: Monitor) -> Path:
    folder = tmp_path_factory.mktemp("site")
    ask.publish(shipped, folder, base_url=BASE)
    return folder


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def targets(page: Path, folder: Path) -> Iterator[tuple[str, Path, str]]:
    """Every address a page names inside the edition: as written, the file it means, the place on it."""
    for found in LINK.findall(page.read_text(encoding="utf-8")):
        address = unescape(found)
        if address.startswith(BASE):
            path, _, mark = address.removeprefix(BASE).partition("#")
            file = folder / path
        elif ":" in address.split("/")[0]:
            continue
        else:
            path, _, mark = address.partition("#")
            file = page.parent / path if path else page
        yield address, file / "index.html" if file.is_dir() else file, mark


# -- what is there


def test_every_link_leads_to_a_file_and_to_a_place_that_is_there(site):
    texts = {page: page.read_text(encoding="utf-8") for page in pages(site)}
    broken = [
        f"{page.relative_to(site)}: {address}"
        for page in texts
        for address, file, mark in targets(page, site)
        if not file.is_file() or (mark and f'id="{mark}"' not in texts[file.resolve()])
    ]
    assert broken == []


def test_every_goal_has_a_page_an_embeddable_figure_and_a_file_in_its_place(site, shipped):
    goals = ask.goals(shipped, today=TODAY)
    for view in goals:
        name = view.goal.id.lower()
        assert (site / f"ziele/{name}.html").is_file() and (site / f"en/goals/{name}.html").is_file()
        assert json.loads((site / f"data/goals/{name}.json").read_text())["id"] == view.goal.id
    drawn = {path.stem for path in (site / "embed").glob("*.html")}
    assert drawn == {view.goal.id.lower() for view in goals if view.assessment.demand and view.assessment.current}


def test_a_goal_page_holds_figure_table_calculation_and_the_words_of_the_council(site):
    text = (site / "ziele/do-1.html").read_text(encoding="utf-8")
    for part in ("dauerhaft auf unter 8 Prozent", "So gerechnet", "12,0", 'role="img"', "<table", "dl-de/by-2-0", "Stand: "):
        assert part in text, part


def test_every_german_page_has_its_english_twin(site):
    german = [page for page in pages(site) if page.relative_to(site).parts[0] != "en"]
    english = [page for page in pages(site) if page.relative_to(site).parts[0] == "en"]
    assert len(german) == len(english) > 90
    assert all('<html lang="de">' in page.read_text(encoding="utf-8") for page in german)
    assert all('<html lang="en">' in page.read_text(encoding="utf-8") for page in english)


def test_no_page_needs_a_script_a_style_attribute_or_another_host(site):
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        assert "default-src 'none'; style-src 'self'" in unescape(text)
        assert not re.search(r"<script|<iframe|<img|<form|<style| style=\"| on[a-z]+=\"", text), page
        loaded = re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', text)
        assert all(not address.startswith("http") or page.name == "404.html" for address in loaded)
    assert not re.search(r"url\(['\"]?https?:|@import", (site / "style.css").read_text(encoding="utf-8"))


def test_no_page_is_heavier_than_a_reader_on_the_move_can_bear(site):
    font = (site / "ibm-plex-sans.woff2").stat().st_size
    for page in pages(site):
        styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.read_text(encoding="utf-8"))
        files = [site / one.removeprefix(BASE) if one.startswith(BASE) else page.parent / one for one in styles]
        assert page.stat().st_size + sum(file.stat().st_size for file in files) + font < MOST, page


def test_nobody_is_asked_to_work_on_pages_for_readers(site):
    assert not [page for page in pages(site) if re.search(r'href="[^"]*(upkeep|upload|history)', page.read_text())]


# -- data


def test_the_package_describes_files_that_are_there_with_the_columns_they_have(site, shipped):
    package = json.loads((site / "datapackage.json").read_text(encoding="utf-8"))
    keys = shipped.store.series().groupby(["area", "indicator", "group"]).ngroups
    assert all(one["title"] and one["path"] for one in package["licenses"]) and package["created"].endswith("Z")
    assert len(package["resources"]) == keys == len({resource["name"] for resource in package["resources"]})
    for one in package["resources"]:
        columns = [field["name"] for field in json.loads((site / one["schema"]).read_text())["fields"]]
        assert re.fullmatch(r"[a-z0-9_.-]+", one["name"])
        assert (site / one["path"]).read_text(encoding="utf-8").splitlines()[0].split(",") == columns


def test_a_figure_has_the_same_value_in_both_files_as_published(site):
    base = site / "data/05913/unemployment_rate/total"
    rows = {row["period"]: row for row in csv.DictReader(io.StringIO(base.with_suffix(".csv").read_text("utf-8")))}
    told = json.loads(base.with_suffix(".json").read_text("utf-8"))
    assert rows["2025"]["value"] == "12.0" and rows["2025"]["unit"] == "percent"
    assert {one["period"]: str(one["value"]) for one in told["figures"]} == {key: row["value"] for key, row in rows.items()}
    assert told["indicator"]["unit"] == {"de": "%", "en": "%"} and told["sources"][0]["licence"]


# -- feed and map


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_feed_tells_every_delivery_once_the_newest_first(site, shipped, language):
    root = ET.parse(site / place("feed", language)).getroot()  # noqa: S314 - our own file
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == len(shipped.store.batches())
    times = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert times == sorted(times, reverse=True) and len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    assert all(link.get("href", "").startswith(BASE) for link in root.iter(f"{ATOM}link"))


def test_the_map_lists_pages_that_are_there_and_no_part_of_a_page(site):
    listed = [one.text or "" for one in ET.parse(site / "sitemap.xml").getroot().iter() if one.tag.endswith("loc")]  # noqa: S314
    files = {site / address.removeprefix(BASE) for address in listed}
    assert all((file / "index.html" if file.is_dir() else file).is_file() for file in files)
    assert not [address for address in listed if "embed/" in address or "404" in address]
    assert f"Sitemap: {BASE}sitemap.xml" in (site / "robots.txt").read_text()


def test_without_an_address_no_map_is_written_and_every_link_still_leads_somewhere(shipped, tmp_path):
    ask.publish(shipped, tmp_path)
    assert not (tmp_path / "sitemap.xml").exists() and "Sitemap" not in (tmp_path / "robots.txt").read_text()
    assert [page for page in pages(tmp_path) for _, file, _ in targets(page, tmp_path) if not file.is_file()] == []
    assert "iframe" not in (tmp_path / "ziele/do-1.html").read_text(encoding="utf-8")


# -- the same inputs, the same bytes


def test_what_has_not_changed_keeps_its_bytes_and_its_time(site, shipped):
    times = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    done = ask.publish(shipped, site, base_url=BASE)
    assert (done.written, done.removed) == (0, 0) and done.kept == len(times) - 1  # the list of files is none of them
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()} == times


def test_another_process_in_another_time_zone_writes_the_same_bytes(shipped_folder, tmp_path):
    for zone in ("UTC", "Pacific/Auckland"):
        command = [sys.executable, "-m", "indicators", "--data", str(shipped_folder), "publish", "-o", str(tmp_path / zone)]
        environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": str(len(zone))}
        subprocess.run(command, cwd=PROJECT, env=environment, check=True, capture_output=True)
    assert contents(tmp_path / "UTC") == contents(tmp_path / "Pacific/Auckland")


def test_deadlines_are_judged_by_the_day_that_is_asked_for(shipped, tmp_path):
    ask.publish(shipped, tmp_path, today=date(2031, 6, 1))
    assert "1. Juni 2031" in (tmp_path / "massnahmen/index.html").read_text(encoding="utf-8")


# -- drafts, comments


def comment(monitor: Monitor, text: str) -> int:
    content = {"goal": "DO-1", "period": "2026-Q3", "text": text, "on": "2026-11-22"}
    preview = ask.prepare_record(monitor, "comment", "DO-1:2026-Q3", content, actor=ANNA, today=TODAY)
    return ask.commit_record(monitor, preview, reason="Bericht", actor=ANNA, now=NOW)


def test_a_draft_is_no_part_of_it_until_somebody_releases_it(monitor, tmp_path, monkeypatch):
    monkeypatch.setenv("ZIELMONITOR_FOUR_EYES", "1")
    ask.publish(monitor, tmp_path)
    before = contents(tmp_path)
    batch = comment(monitor, "Noch nicht freigegeben.")
    assert ask.publish(monitor, tmp_path).written == 0 and contents(tmp_path) == before
    ask.approve(monitor, batch, actor=operator("berta"), now=NOW)
    ask.publish(monitor, tmp_path)
    changed = {name for name, data in contents(tmp_path).items() if before.get(name) != data} - {LIST}
    assert {"ziele/do-1.html", "en/goals/do-1.html", "feed.xml", "en/feed.xml"} == changed


def test_markup_in_a_comment_is_text_everywhere(monitor, tmp_path):
    comment(monitor, f"{HOSTILE} \x0b\x1f" * 3)
    ask.publish(monitor, tmp_path)
    text = (tmp_path / "ziele/do-1.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(" in text and "<script" not in text
    ET.parse(tmp_path / "feed.xml")  # noqa: S314 - our own file


def plainly(_: Report, form: Form, __: Words) -> bytes:
    """A form that needs no library."""
    return f"{form} of a report".encode()


def test_a_released_report_is_offered_as_it_was_frozen_and_a_withdrawn_one_only_named(shipped_folder, tmp_path):
    later, site = datetime(2026, 12, 1, 9, 0, tzinfo=UTC), tmp_path / "site"
    monitor = ask.open_monitor(Path(shutil.copytree(shipped_folder, tmp_path / "store")), now=NOW)
    with monitor.store:
        title = Title(number="2")
        built = ask.prepare_edition(monitor, "dortmund", words("de"), title=title, actor=ANNA, now=later, write=plainly)
        batch = ask.store_edition(monitor, built, actor=ANNA, now=later)
        ask.publish(monitor, site)
        assert not list(site.glob("berichte/dortmund-*"))
        ask.release_edition(monitor, batch, actor=ANNA, now=later)
        ask.publish(monitor, site)
        assert (site / "berichte/dortmund-1.pdf").read_bytes() == ask.edition_file(monitor, batch, "pdf")
        assert "dortmund-1.docx" in (site / "berichte/index.html").read_text(encoding="utf-8")
        assert "Bericht: Dortmund" in (site / "feed.xml").read_text(encoding="utf-8")
        ask.withdraw_edition(monitor, batch, reason="Tippfehler im Titel", actor=ANNA, now=later)
        ask.publish(monitor, site)
    assert not list(site.glob("berichte/dortmund-*"))
    assert "Zurückgezogen: Tippfehler im Titel" in (site / "berichte/index.html").read_text(encoding="utf-8")


# -- links


HELD = Held(frozenset({"DO-1"}), frozenset({"dortmund"}), frozenset(), frozenset({("unemployment_rate", "total")}),
            {("05913", "unemployment_rate", "total"): "DO-1"})  # fmt: skip


@pytest.mark.parametrize(
    ("href", "made"),
    [
        ("goal?goal=DO-1", '<a href="do-1.html">x</a>'),
        ("goal?goal=XX-1", "x"),
        ("?city=dortmund&amp;verdict=missed", '<a href="../orte/dortmund.html">x</a>'),
        (".", '<a href="../index.html">x</a>'),
        ("compare?indicator=unemployment_rate&amp;group=total&amp;city=dortmund",
         '<a href="../vergleich/unemployment_rate.html">x</a>'),
        ("provenance?area=05913&amp;indicator=unemployment_rate&amp;group=total&amp;period=2025",
         '<a href="do-1.html#zahlen">x</a>'),
        ("glossary#gap", '<a href="../glossar.html#gap">x</a>'),
        ("#dortmund", '<a href="#dortmund">x</a>'),
        ("/data/x.csv", '<a href="../data/x.csv">x</a>'),
        ("https://www.destatis.de/?a=1&amp;b=2", '<a href="https://www.destatis.de/?a=1&amp;b=2">x</a>'),
        ("javascript:alert(1)", "x"),
        ("upkeep?kind=measure", ""),
        ("gaps", "x"),
    ],
)  # fmt: skip
def test_a_link_of_the_dashboard_leads_to_the_file_that_answers_it(href, made):
    assert led(f'<a href="{href}">x</a>', "ziele/do-1.html", "de", HELD) == (made, "")


def test_style_attributes_become_rules_each_once():
    markup = '<i style="left:1%"></i><i style="left:2%"></i><i class="b" style="left:1%"></i>'
    assert led(markup, "x.html", "de", HELD) == (
        '<i data-s="1"></i><i data-s="2"></i><i class="b" data-s="1"></i>',
        '[data-s="1"]{left:1%}\n[data-s="2"]{left:2%}\n',
    )


def test_no_id_leaves_the_folder():
    assert "/" not in safe("../../etc/passwd") and not safe("..").startswith(".")
    assert relative(place("goal", "en", "../../x"), "style.css") == "../../style.css"
    assert series_name("a", "women") == "a-women"


# -- the folder


def test_what_is_no_longer_part_goes_and_what_is_not_ours_stays(tmp_path):
    update(tmp_path, [("a/one.html", b"1"), ("a/two.html", b"2"), ("b/three.html", b"3")])
    (tmp_path / "a/own.txt").write_text("of somebody else")
    (tmp_path / "a/two.html").write_text("changed by somebody else")
    assert update(tmp_path, [("four.html", b"4")]) == Updated(1, 0, 2)
    assert sorted(contents(tmp_path)) == [LIST, "a/own.txt", "a/two.html", "four.html"]


def test_a_file_of_somebody_else_is_never_replaced(tmp_path):
    (tmp_path / "index.html").write_text("of somebody else")
    with pytest.raises(Fault, match=r"publish\.foreign"):
        update(tmp_path, [("a.html", b"1"), ("index.html", b"2")])
    assert sorted(contents(tmp_path)) == ["index.html"] and (tmp_path / "index.html").read_text() == "of somebody else"


def test_a_failure_on_the_way_leaves_the_former_site_whole(tmp_path):
    update(tmp_path, [("a.html", b"1"), ("b.html", b"2")])
    before = contents(tmp_path)

    def full() -> Iterator[tuple[str, bytes]]:
        yield "a.html", b"new"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(Fault, match=r"publish\.not_written"):
        update(tmp_path, full())
    assert contents(tmp_path) == before


def test_a_disk_that_takes_no_more_is_told_in_one_sentence(tmp_path):
    update(tmp_path, [("a.html", b"1")])
    before, limits = contents(tmp_path), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
    try:
        with pytest.raises(Fault, match=r"publish\.not_written") as fault:
            update(tmp_path, [("a.html", b"2"), ("b.html", b"x" * 5000)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert contents(tmp_path) == before
    assert words("de").fault(fault.value).startswith("Die öffentliche Ausgabe lässt sich nicht")


def test_two_runs_at_once_do_not_mix(tmp_path):
    def during() -> Iterator[tuple[str, bytes]]:
        yield "a.html", b"1"
        with pytest.raises(Fault, match=r"publish\.busy"):
            update(tmp_path, [("a.html", b"2")])

    update(tmp_path, during())
    assert (tmp_path / "a.html").read_bytes() == b"1" and not (tmp_path / STAGE).exists()


def test_a_run_that_was_cut_off_while_moving_can_be_taken_up_again(tmp_path):
    update(tmp_path, [("a.html", b"1")])
    listed = json.loads((tmp_path / LIST).read_text())
    (tmp_path / "b.html").write_bytes(b"half of the next state")
    (tmp_path / LIST).write_text(json.dumps(listed | {"b.html": "0"}))
    assert update(tmp_path, [("a.html", b"1"), ("b.html", b"2")]) == Updated(1, 1, 0)


def test_two_pages_of_one_address_are_refused(tmp_path):
    with pytest.raises(Fault, match=r"publish\.twice"):
        update(tmp_path, [("a.html", b"1"), ("a.html", b"2")])
    assert contents(tmp_path) == {}


def test_a_damaged_list_is_told(tmp_path):
    (tmp_path / LIST).write_text("{")
    with pytest.raises(Fault, match=r"publish\.list_damaged"):
        update(tmp_path, [("a.html", b"1")])


def test_an_empty_store_has_nothing_to_publish(catalogue, store: Store, tmp_path):
    with pytest.raises(Fault, match=r"publish\.empty"):
        ask.publish(Monitor(catalogue, store), tmp_path / "site")
    assert not (tmp_path / "site").exists()


# -- the command


def test_the_command_tells_what_it_wrote(shipped_folder, tmp_path, capsys):
    arguments = ["--data", str(shipped_folder), "publish", "-o", str(tmp_path / "site"), "--base-url", BASE]
    assert main(arguments) == 0
    assert re.search(r"\d+ Dateien neu oder geändert, 0 unverändert, 0 entfernt", capsys.readouterr().out)
    assert main([*arguments, "--language", "en"]) == 0
    assert "0 files new or changed" in capsys.readouterr().out


def test_a_folder_that_cannot_be_is_told_in_one_sentence(shipped_folder, tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    assert main(["--data", str(shipped_folder), "publish", "-o", str(tmp_path / "file")]) == 1
    assert "lässt sich nicht in den Ordner" in capsys.readouterr().err and (tmp_path / "file").read_text() == "x"


def test_an_address_that_is_none_is_refused(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["publish", "-o", "x", "--base-url", "ziele"])
    assert ended.value.code == 1 and "ziele" in capsys.readouterr().err


def test_four_cities_are_written_in_no_time(shipped, tmp_path):
    start = time.perf_counter()
    ask.publish(shipped, tmp_path)
    assert time.perf_counter() - start < 30  # bound of the benchmark is 10 on a quiet machine
