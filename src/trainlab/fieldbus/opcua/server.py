"""The process of an OPC UA server: `python -m trainlab.fieldbus.opcua.server`."""

from __future__ import annotations

import asyncio
import gc
import logging
import socket
from datetime import UTC, datetime

from asyncua import ua
from asyncua.crypto.validator import CertificateValidator, CertificateValidatorOptions

from trainlab import __version__
from trainlab.exchange.endpoint import format_endpoint
from trainlab.exchange.server_process import receive_setup, send_report, when_bench_ends
from trainlab.exchange.setup import StationSetup
from trainlab.fieldbus.listen import listening_sockets
from trainlab.fieldbus.opcua.certificate import Identity, Unusable, identity
from trainlab.fieldbus.opcua.companion import open_models
from trainlab.fieldbus.opcua.events import Events
from trainlab.fieldbus.opcua.limits import MOST_KEPT, MOST_QUEUED, bound_decoding, tell_limits
from trainlab.fieldbus.opcua.link import OpcUaSetup
from trainlab.fieldbus.opcua.listening import ListeningServer
from trainlab.fieldbus.opcua.logins import Users
from trainlab.fieldbus.opcua.monitoring import sample
from trainlab.fieldbus.opcua.points import LOCALES
from trainlab.fieldbus.opcua.sessions import House
from trainlab.fieldbus.opcua.station import StationView

PRODUCT = "urn:trainlab"
NAME = "trainlab"
MAX_CONNECTIONS = 100
MAX_SUBSCRIPTIONS = 100
SESSION_TIMEOUT_MS = 60_000.0
ACTIVATION_TIMEOUT_S = 10.0

POLICIES = [
    ua.SecurityPolicyType.Basic256Sha256_SignAndEncrypt,
    ua.SecurityPolicyType.Basic256Sha256_Sign,
    ua.SecurityPolicyType.Aes128Sha256RsaOaep_SignAndEncrypt,
    ua.SecurityPolicyType.Aes128Sha256RsaOaep_Sign,
    ua.SecurityPolicyType.Aes256Sha256RsaPss_SignAndEncrypt,
    ua.SecurityPolicyType.Aes256Sha256RsaPss_Sign,
]


async def serve(setup: OpcUaSetup, who: Identity, sockets: list[socket.socket]) -> None:
    """Answer the clients of the stations until the bench has gone."""
    loop = asyncio.get_running_loop()
    bench_gone = asyncio.Event()
    when_bench_ends(lambda: loop.call_soon_threadsafe(bench_gone.set))
    stations = _views(setup.stations)
    port = sockets[0].getsockname()[1]
    server = await _server(setup, who, stations, port)
    house = server.iserver
    nodes = house.nodes
    events = Events(server, nodes, house.languages)
    house.refreshing.events = events
    await events.prepare()
    gc.collect()
    gc.freeze()  # thousands of nodes that stay
    listening = await server.listen(sockets)
    sampler = asyncio.create_task(sample(server, stations, nodes, events))
    send_report({"port": port})
    gone = asyncio.create_task(bench_gone.wait())
    await asyncio.wait([gone, sampler], return_when=asyncio.FIRST_COMPLETED)
    for listener in listening:
        listener.close()
    if sampler.done():
        sampler.result()


async def _server(
    setup: OpcUaSetup, who: Identity, stations: list[StationView], port: int
) -> ListeningServer:
    """The server with its stations, not yet listening."""
    house = House(stations, Users(setup.users, setup.anonymous))
    house.max_connections = MAX_CONNECTIONS
    house.max_subscriptions = MAX_SUBSCRIPTIONS
    house.max_monitored_item_queue_size = MOST_QUEUED
    house.max_unacked_messages_per_subscription = MOST_KEPT
    house.max_session_timeout_ms = SESSION_TIMEOUT_MS
    house.max_pending_activation_seconds = ACTIVATION_TIMEOUT_S
    house.certificate_validator = CertificateValidator(
        CertificateValidatorOptions.BASIC_VALIDATION | CertificateValidatorOptions.PEER_CLIENT
    )
    server = ListeningServer(house)
    await server.init()
    server.set_server_name(NAME)
    server.product_uri = PRODUCT
    server.application_type = ua.ApplicationType.Server
    await server.set_application_uri(who.uri)
    await server.set_build_info(PRODUCT, NAME, NAME, __version__, "", datetime.now(UTC))
    server.set_endpoint(f"opc.tcp://{format_endpoint(setup.host, port)}/")
    server.set_security_policy(
        [ua.SecurityPolicyType.NoSecurity, *POLICIES] if setup.insecure else POLICIES
    )
    tokens = [ua.AnonymousIdentityToken] if setup.anonymous else []
    server.set_identity_tokens([*tokens, ua.UserNameIdentityToken] if setup.users else tokens)
    await server.load_certificate(who.certificate, "der")
    await server.load_private_key(who.key, None, "pem")
    locales = server.get_node(ua.NodeId(ua.ObjectIds.Server_ServerCapabilities_LocaleIdArray))
    await locales.write_value(list(LOCALES), ua.VariantType.String)
    await tell_limits(server)
    await house.nodes.build(server, stations)
    await open_models(server, house.nodes)
    return server


def _views(setups: tuple[StationSetup, ...]) -> list[StationView]:
    """The stations, each under a name of its own."""
    views: list[StationView] = []
    for setup in setups:
        count = sum(view.name.partition("#")[0] == setup.name for view in views)
        views.append(StationView(setup, f"{setup.name}#{count + 1}" if count else setup.name))
    return views


def main() -> None:
    """Serve as the setup on the standard input says; report where, or why not."""
    # asyncua logs every mistake of a client, with tracebacks; the client is told, that is enough.
    logging.getLogger("asyncua").setLevel(logging.CRITICAL)
    bound_decoding()
    setup: OpcUaSetup = receive_setup()
    try:
        sockets = listening_sockets(setup.host, setup.port)
        who = identity(setup.pki, at=setup.host)
    except OSError as error:
        send_report({"error": error.errno or 0, "reason": error.strerror or str(error)})
        return
    except Unusable as error:
        send_report({"problem": "pki", "path": str(setup.pki), "reason": str(error)})
        return
    asyncio.run(serve(setup, who, sockets))


if __name__ == "__main__":
    main()
