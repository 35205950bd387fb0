"""HOST:PORT as a person writes it."""

import errno

import pytest

from trainlab.core.message import LANGUAGES
from trainlab.core.problem import ProblemsFound
from trainlab.exchange.endpoint import cannot_listen, format_endpoint, parse_endpoint, read_endpoint


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
     "[::1]", "a b:1", "tcp://127.0.0.1:1502", "127.0.0.1:١٥٠٢", "127.0.0.1:1502x", "a" * 64 + ":1502", "a." * 127 + "aa:1502", "a..b:1502", "\udce4:1502"],
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
    (problem,) = cannot_listen(read_endpoint("10.0.0.9:502"), error, "reason").problems
    assert problem.kind.code == code
    for language in LANGUAGES:
        assert "10.0.0.9" in problem.message(language)
        assert problem.help(language)


@pytest.mark.parametrize(
    ("text", "scheme", "place"),
    [
        ("127.0.0.1:1502", "", ("127.0.0.1", 1502, "")),
        ("localhost:1502", "", ("localhost", 1502, "")),
        ("udp://127.0.0.1:1502", "udp", ("127.0.0.1", 1502, "")),
        ("opc.tcp://[::1]:4840/", "opc.tcp", ("::1", 4840, "")),
        ("rtu:/dev/ttyUSB0", "rtu", ("", 0, "/dev/ttyUSB0")),
        ("rtu:COM3", "rtu", ("", 0, "COM3")),
    ],
)
def test_scheme_and_place(text, scheme, place):
    endpoint = read_endpoint(text)
    assert endpoint.scheme == scheme
    assert (endpoint.host, endpoint.port, endpoint.path) == place
    assert endpoint.options == {}


def test_options_follow_a_question_mark():
    endpoint = read_endpoint("127.0.0.1:1502?stale=1.5s&word_order=low_first")
    assert endpoint.stale_after_ns == 1_500_000_000
    assert endpoint.choice("word_order", ("high_first", "low_first")) == "low_first"
    assert read_endpoint("127.0.0.1:1502").stale_after_ns is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("udp://127.0.0.1:1502?speed=3&stal=1s", ["TL5005", "TL5006", "TL5006"]),
        ("127.0.0.1:1502?stale=soon", ["TL5007"]),
        ("127.0.0.1:1502?stale=-1s", ["TL5007"]),
    ],
)
def test_what_a_link_does_not_know_is_said_all_at_once(text, codes):
    def understood():
        endpoint = read_endpoint(text)
        endpoint.check(("", "tcp"), ("word_order",))
        return endpoint.stale_after_ns

    with pytest.raises(ProblemsFound) as found:
        understood()
    assert [problem.kind.code for problem in found.value.problems] == codes


@pytest.mark.parametrize(
    ("text", "alone"),
    [("127.0.0.1:1", True), ("127.8.8.8:1", True), ("[::1]:1", True), ("localhost:1", True),
     ("rtu:/dev/ttyS0", True), ("0.0.0.0:1", False), ("192.0.2.1:1", False), ("[::]:1", False)],
)  # fmt: skip
def test_whether_other_computers_reach_it(text, alone):
    assert read_endpoint(text).on_loopback is alone
