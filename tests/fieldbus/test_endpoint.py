"""HOST:PORT as a person writes it."""

import errno

import pytest

from trainlab.core.message import LANGUAGES
from trainlab.core.problem import ProblemsFound
from trainlab.fieldbus.endpoint import cannot_listen, format_endpoint, parse_endpoint


@pytest.mark.parametrize(
    ("endpoint", "host", "port"),
    [
        ("127.0.0.1:1502", "127.0.0.1", 1502),
        ("localhost:0", "localhost", 0),
        ("[::1]:1502", "::1", 1502),
        ("[fe80::1%eth0]:502", "fe80::1%eth0", 502),
        (" plc-3.lab:65535 ", "plc-3.lab", 65535),
    ],
)
def test_host_and_port(endpoint, host, port):
    assert parse_endpoint(endpoint) == (host, port)
    assert format_endpoint(host, port) == endpoint.strip()


@pytest.mark.parametrize(
    "endpoint",
    ["", "1502", ":1502", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "::1:1502",
     "[::1]", "a b:1", "tcp://127.0.0.1:1502", "127.0.0.1:١٥٠٢", "127.0.0.1:1502x"],
)  # fmt: skip
def test_what_is_no_endpoint_is_a_problem_at_itself(endpoint):
    with pytest.raises(ProblemsFound) as found:
        parse_endpoint(endpoint)
    (problem,) = found.value.problems
    assert problem.kind.code == "TL5001"
    assert (problem.position.file, problem.position.line) == (endpoint, 0)
    assert all(endpoint in problem.message(language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errno.EADDRINUSE, "TL5002"),
        (errno.EACCES, "TL5003"),
        (errno.EADDRNOTAVAIL, "TL5004"),
        (-2, "TL5004"),
    ],
)
def test_what_the_system_refuses_is_said_in_both_languages(error, code):
    (problem,) = cannot_listen("10.0.0.9:502", error, "reason").problems
    assert problem.kind.code == code
    for language in LANGUAGES:
        assert "10.0.0.9" in problem.message(language)
        assert problem.help(language)
