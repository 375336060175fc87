"""Where a run may go: whatever way an address is spelt."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.policy import Hosts, host_of, is_host, is_private

PUBLIC = "93.184.216.34"
NAMES = {"shop.example": PUBLIC, "www.shop.example": PUBLIC, "cdn.example": PUBLIC, "inner.example": "10.0.0.7",
         "intranet.corp": "192.168.1.5", "both.example": PUBLIC}  # fmt: skip


def names(host: str) -> tuple[str, ...]:
    return (NAMES[host], "fe80::1") if host == "both.example" else (NAMES[host],) if host in NAMES else ()


def refusal(start: str, url: str, *allowed: str) -> str:
    return Hosts(start, allowed, names).refusal(url)


def spellings(number: int) -> list[str]:
    a, b, c, d = number.to_bytes(4, "big")
    return [
        f"{a}.{b}.{c}.{d}", str(number), hex(number), f"0x{a:x}.{b}.{c}.0{d:o}", f"{a}.{(b << 16) + (c << 8) + d}",
        f"[::ffff:{a}.{b}.{c}.{d}]", f"[::ffff:{a << 8 | b:x}:{c << 8 | d:x}]", f"{a}.{b}.{c}.{d}.",
        f"[64:ff9b::{a << 8 | b:x}:{c << 8 | d:x}]", f"{a}。{b}。{c}。{d}",
    ]  # fmt: skip


PRIVATE = ["10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"]


@given(st.sampled_from(PRIVATE), st.integers(min_value=0), st.integers(0, 9))
def test_no_spelling_of_a_private_address_is_opened(network: str, place: int, spelling: int) -> None:
    inside = ipaddress.IPv4Network(network)
    host = spellings(int(inside[place % inside.num_addresses]))[spelling]
    assert "private network" in refusal("https://shop.example/", f"http://{host}:8080/x", "*.example")


@given(st.integers(0x01000000, 0x09FFFFFF), st.integers(0, 9))
def test_every_spelling_of_a_public_address_is_one_host(number: int, spelling: int) -> None:
    host = spellings(number)[spelling]
    assert not is_private(host_of(f"http://{host}/"), names)
    plain = str(ipaddress.IPv4Address(number))
    if not host.startswith("["):
        assert refusal(f"http://{plain}/", f"http://{host}/") == ""


@pytest.mark.parametrize(
    "host", ["localhost", "app.localhost", "LOCALHOST.", "[::1]", "[fe80::1%25eth0]", "[fc00::1]", "0", "0.0.0.0",
             "[::]", "inner.example", "both.example", "１２７.0.0.1", "127.1"],
)  # fmt: skip
def test_this_machine_and_private_networks_are_known_by_any_name(host: str) -> None:
    assert "private network" in refusal("https://shop.example/", f"http://{host}/", host.strip("[]"))


@pytest.mark.parametrize("start", ["http://localhost:3000/", "http://intranet.corp/", "http://10.1.2.3/"])
def test_a_run_that_starts_in_a_private_network_may_stay_there(start: str) -> None:
    assert refusal(start, start + "orders") == ""
    assert "--allow-host 10.0.0.9" in refusal(start, "http://10.0.0.9/")
    assert refusal(start, "http://10.0.0.9/", "10.0.0.9") == ""


@pytest.mark.parametrize(
    ("url", "allowed", "passes"),
    [
        ("https://shop.example/orders", (), True),
        ("https://www.shop.example/orders", (), True),
        ("http://shop.example:8080/", (), True),
        ("https://pay.shop.example/", (), False),
        ("https://pay.shop.example/", ("pay.shop.example",), True),
        ("https://pay.shop.example/", ("*.shop.example",), True),
        ("https://evilshop.example/", ("*.shop.example",), False),
        ("https://shop.example.evil.test/", (), False),
        ("https://shop.example@evil.test/", (), False),
        ("https://evil.test/?shop.example", (), False),
        ("https://evil.test\\@shop.example/", (), False),
        ("https://cdn.example/", ("CDN.example.",), True),
        ("file:///etc/passwd", (), False),
        ("data:text/html,hello", (), False),
        ("javascript:alert(1)", (), False),
        ("JaVaScRiPt:alert(1)", (), False),
        ("ftp://shop.example/", (), False),
        ("http://", (), False),
        ("http://[::1", (), False),
    ],
)
def test_the_site_and_what_is_allowed_besides(url: str, allowed: tuple[str, ...], passes: bool) -> None:
    assert (refusal("https://shop.example/", url, *allowed) == "") is passes


@given(st.text(), st.text(max_size=3))
def test_any_text_gets_an_answer(text: str, path: str) -> None:
    hosts = Hosts("https://shop.example/", (), names)
    assert isinstance(hosts.refusal(text), str)
    assert isinstance(hosts.refusal(f"http://{text}/{path}"), str)


@pytest.mark.parametrize("text", ["shop.example", "*.shop.example", "10.0.0.1", "::1", "localhost", "商店.example"])
def test_what_can_be_allowed(text: str) -> None:
    assert is_host(text)


@pytest.mark.parametrize("text", ["", "https://shop.example", "shop.example/x", "a b", "*", "*.", "shop.example:80"])
def test_what_is_no_host(text: str) -> None:
    assert not is_host(text)
