"""Where a station's links shall be, as the command line says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import click

from trainlab.core import catalog
from trainlab.core.message import Language, Text
from trainlab.core.problem import Problem, ProblemsFound
from trainlab.exchange.client_url import no_such_client, read_client_url
from trainlab.exchange.endpoint import Endpoint, read_endpoint
from trainlab.exchange.link import ClientType, LinkType

Verb = TypeVar("Verb", bound=Callable[..., Any])

LINK = Text(
    "Where to serve {name}, as {usual}; port 0 lets the system choose. May be repeated.",
    "{name} 的监听地址，例如 {usual}；端口 0 表示由系统选择。可重复使用。",
)
USUAL_LINK = "modbus"


def link_options(language: Language) -> Callable[[Verb], Verb]:
    """An option for every link that the catalog has."""

    def add(verb: Verb) -> Verb:
        for name in reversed(catalog.names("links")):
            link_type: LinkType = catalog.load("links", name)
            usual = link_type.usual_endpoint
            text = LINK.fill(name=name, usual=usual).render(language)
            option = click.option(f"--{name}", metavar="ENDPOINT", multiple=True, help=text)
            verb = option(verb)
        return verb

    return add


def clients_at(urls: Sequence[str]) -> list[tuple[str, Endpoint]]:
    """The name of the client for each URL, by its scheme, and where the PLC is."""
    by_scheme = {scheme: name for name in catalog.names("clients") for scheme in _schemes_of(name)}
    found: list[tuple[str, Endpoint]] = []
    problems: list[Problem] = []
    for url in urls:
        try:
            place = read_client_url(url)
        except ProblemsFound as wrong:
            problems += wrong.problems
            continue
        if place.scheme in by_scheme:
            found.append((by_scheme[place.scheme], place))
            continue
        problems.append(no_such_client(place, tuple(by_scheme)))
    if problems:
        raise ProblemsFound(problems)
    return found


def _schemes_of(name: str) -> tuple[str, ...]:
    client_type: ClientType = catalog.load("clients", name)
    return client_type.schemes


def endpoints_of(links: Mapping[str, tuple[str, ...]], polls: bool) -> dict[str, list[Endpoint]]:
    """Where each link shall be; where none is asked for, and no PLC is polled, the usual one."""
    asked = {
        name: [read_endpoint(text) for text in texts] for name, texts in links.items() if texts
    }
    if asked or polls:
        return asked
    return {USUAL_LINK: [read_endpoint(catalog.load("links", USUAL_LINK).usual_endpoint)]}
