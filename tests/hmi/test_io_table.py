"""The I/O table: where a tag is on each protocol, and who wrote it last."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from pymodbus.client import ModbusTcpClient

from hmi.served import SCENARIO, SOLUTION, Served, opened, serving
from trainlab.core.image import IOImage
from trainlab.exchange.data_blocks import block_addresses
from trainlab.exchange.writers import FAIL_SAFE, Writer, Writers
from trainlab.scenario.load import load_scenario

Until = Callable[[Callable[[], object], str], None]
LAMP = "lamp_green"


@pytest.fixture(scope="module")
def station() -> Iterator[Served]:
    with serving("--program", str(SOLUTION), "--modbus", "127.0.0.1:0") as served:
        yield served


def state(served: Served) -> Any:
    return next(served.told("state"))


def test_each_output_has_the_writer_whose_bytes_it_has() -> None:
    image = IOImage(load_scenario(SCENARIO).plant.tags)
    first, second = image.outputs[0].name, image.outputs[1].name
    writers = Writers(image)
    assert set(writers.last().values()) == {Writer(FAIL_SAFE, "", 0)}
    slot = image.slots[first]
    writers.wrote("s7 10.0.0.7:102", 50, slot.offset, slot.tag.type.size)
    writers.driven(second, "ada", 70)
    assert writers.last()[first] == Writer("s7 10.0.0.7:102", "", 50)
    assert writers.last()[second] == Writer("hand", "ada", 70)
    writers.clock_begins()
    assert writers.last()[second] == Writer("hand", "ada", 0)
    writers.set_all(FAIL_SAFE, 90)
    assert set(writers.last().values()) == {Writer(FAIL_SAFE, "", 90)}


def test_addresses_in_data_blocks_follow_the_order_of_the_tags() -> None:
    # docs/reference/wire.md: bit by bit, all else from the next even byte
    tags = load_scenario(SCENARIO).plant.tags
    found = block_addresses(tags)
    inputs = [found[tag.name] for tag in tags if tag.direction.value == "input"]
    assert inputs[:2] == ["DB1.DBX0.0", "DB1.DBX0.1"]
    assert inputs[-2:] == ["DB1.DBW2", "DB1.DBW4"]


@pytest.mark.wire
@pytest.mark.browser
def test_the_table_tells_who_wrote_last_and_where_a_tag_is(
    browser: Browser, station: Served, until: Until
) -> None:
    with opened(browser, station.url + "/#station=0&page=io") as seen:
        page = seen.page
        lamp = page.locator(f"tr[data-tag={LAMP}]")
        writer = lamp.locator("td.writer")
        expect(writer).to_have_text("fail-safe · 0:00.0")
        expect(lamp.locator("td.protocol").nth(1)).to_have_text(
            re.compile(r"DB2\.DBX\d\.\d, Q\d\.\d")
        )
        page.click(".run")
        expect(writer).to_have_text("soft PLC · now")
        expect(page.locator("tr[data-tag=estop_ok] td.writer")).to_have_text("plant, panel")
        page.click("button:has-text('Drive by hand')")
        page.click(f"[aria-label='1 Set {LAMP}']")
        expect(writer).to_have_text(re.compile(r"^by hand · page( \d+)? · 0:\d\d\.\d$"))
        page.click("button:has-text('Leave to the wire')")
        expect(writer).to_have_text(re.compile(r"^fail-safe · "))
        host, _, port = station.places["modbus"].rpartition(":")
        with ModbusTcpClient(host, port=int(port)) as client:
            byte, bit = map(int, station_tag().removeprefix("%QX").split("."))
            until(lambda: not client.write_coil(8 * byte + bit, True).isError(), "the seat is free")
            expect(writer).to_have_text(re.compile(r"^modbus 127\.0\.0\.1:\d+ · "))
        expect(writer).to_have_text(re.compile(r"^fail-safe · "))  # who wrote has gone
        station.ask(do="force", tag=LAMP, value=1)
        expect(writer).to_have_text(re.compile(r"^forced · page( \d+)? · \d+:\d\d\.\d$"))
        station.ask(do="reset")
        expect(writer).to_have_text("fail-safe · 0:00.0")
        assert state(station)["forced"] == {}
        assert seen.complaints == []


def station_tag() -> str:
    (tag,) = (tag for tag in load_scenario(SCENARIO).plant.tags if tag.name == LAMP)
    return tag.address
