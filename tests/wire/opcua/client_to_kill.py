"""A client that owns the outputs and subscribes, until it is killed.

Usage: client_to_kill.py URL. Prints a line once it has written.
"""

from __future__ import annotations

import asyncio
import sys

from asyncua import Client, ua


class Notes:
    """Takes what is told."""

    def datachange_notification(self, node: object, value: object, data: object) -> None:
        """A value."""


async def live(url: str) -> None:
    async with Client(url) as client:
        namespace = await client.get_namespace_index("trainlab://station")
        valve = client.get_node(f"ns={namespace};s=lab.Outputs.valve")
        subscription = await client.create_subscription(50, Notes())
        await subscription.subscribe_data_change(valve)
        await valve.write_value(ua.Variant(77, ua.VariantType.Int16))
        print("written", flush=True)  # noqa: T201  the test waits for it
        while True:
            await valve.read_value()
            await asyncio.sleep(0.05)


asyncio.run(live(sys.argv[1]))
