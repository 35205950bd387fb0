"""IEC addresses in bytes, and the Modbus numbers made of them."""

from dataclasses import replace

import pytest

from trainlab.core.tag import DataType
from trainlab.exchange.addresses import AddressClash, Table, address_book, place, places


def test_numbers_follow_from_the_byte_addresses(station_tags):
    book = {
        row.tag.address: (row.table, row.number, row.count) for row in address_book(station_tags)
    }
    assert book["%IX0.3"] == (Table.DISCRETE_INPUT, 3, 1)
    assert book["%IX1.1"] == (Table.DISCRETE_INPUT, 9, 1)
    assert book["%QX1.0"] == (Table.COIL, 8, 1)
    assert book["%IW64"] == (Table.INPUT_REGISTER, 32, 1)
    assert book["%ID68"] == (Table.INPUT_REGISTER, 34, 2)
    assert book["%QW64"] == (Table.HOLDING_REGISTER, 32, 1)
    assert book["%QD68"] == (Table.HOLDING_REGISTER, 34, 2)


def test_the_book_is_sorted_by_table_and_number_and_names_tables_as_manuals_do(station_tags):
    rows = address_book(station_tags)
    assert [row.table.value for row in rows] == sorted(
        (row.table.value for row in rows),
        key=["coil", "discrete input", "input register", "holding register"].index,
    )
    assert [row.number for row in rows if row.table is Table.COIL] == [0, 1, 2, 3, 8, 9]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("%IX0.0", "%IX0.0"),
        ("%IX64.0", "%IW64"),
        ("%IX65.7", "%IW64"),
        ("%QD68", "%QW70"),
        ("%QD68", "%QD66"),
    ],
)
def test_two_tags_on_one_bit_are_a_clash(make_tag, first, second):
    with pytest.raises(AddressClash, match="overlaps"):
        places([make_tag("a", first), make_tag("b", second)])


def test_inputs_and_outputs_have_areas_of_their_own(make_tag):
    assert len(places([make_tag("a", "%IW64"), make_tag("b", "%QW64")])) == 2


@pytest.mark.parametrize(
    "address", ["%IX0.8", "%IX0", "IX0.0", "%IB0", "%IW-2", "%MW0", "", "%IW2 "]
)
def test_what_is_no_address_is_refused(make_tag, address):
    with pytest.raises(AddressClash, match="not an IEC address"):
        place(replace(make_tag("a", "%IX0.0"), address=address))


@pytest.mark.parametrize(
    ("address", "type"),
    [
        ("%IX0.0", DataType.INT),
        ("%IW0", DataType.BOOL),
        ("%IW0", DataType.REAL),
        ("%ID0", DataType.INT),
    ],
)
def test_an_address_of_another_width_than_its_tag_is_refused(make_tag, address, type):
    with pytest.raises(AddressClash, match=address):
        places([make_tag("a", address, type)])


def test_a_word_at_an_odd_byte_is_refused(make_tag):
    with pytest.raises(AddressClash, match="even byte"):
        places([make_tag("a", "%IW65")])


def test_what_modbus_cannot_number_is_refused(make_tag):
    assert address_book([make_tag("a", "%QX8191.7")])[0].number == 65535
    with pytest.raises(AddressClash, match="beyond"):
        address_book([make_tag("a", "%QX8192.0")])
    with pytest.raises(AddressClash, match="beyond"):
        address_book([make_tag("a", "%QD131070")])
