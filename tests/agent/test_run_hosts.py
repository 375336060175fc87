"""Whatever a page does with a step, nothing is opened outside of the site that the run began on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.following import Followed
from agent.policy import addresses
from sandbox.browser import PageError, session
from tests.agent.runs import follow
from tests.agent.web import Web, redirect, web

pytestmark = pytest.mark.slow
OUTSIDE = "localhost"  # to a browser another host than 127.0.0.1
Follow = Callable[..., Followed]
WAYS = {
    "a link": "<a href={out}>Go on</a>",
    "a redirect": "<a href=/away>Go on</a>",
    "a new tab": "<a href={out} target=_blank>Go on</a>",
    "a script": "<button onclick=\"location.href='{out}'\">Go on</button>",
    "a script's new tab": "<button onclick=\"window.open('{out}')\">Go on</button>",
    "a form": "<form action={out}><button>Go on</button></form>",
    "a posted form": "<form action={out} method=post><button>Go on</button></form>",
    "a refresh": "<button onclick=\"document.head.insertAdjacentHTML('beforeend', "
    "'<meta http-equiv=refresh content=\\'0;url={out}\\'>')\">Go on</button>",
    "a button's own address": "<form><button formaction={out}>Go on</button></form>",
}


@pytest.fixture(scope="module")
def pages() -> Iterator[Web]:
    with web() as made:
        yield made


@pytest.fixture
def run(tmp_path: Path, request: pytest.FixtureRequest) -> Follow:
    browser = request.getfixturevalue("browser")
    return lambda url, goal, *allowed, **more: follow(browser, tmp_path, url, goal, allowed, **more)


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """Finds the hosts *.test on this machine, and no other."""
    with pytest.MonkeyPatch.context() as patch:
        rules = "--host-resolver-rules=MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
        patch.setattr("sandbox.browser.LOOPBACK_ONLY", rules)
        with session(loopback_only=True) as context:
            yield context.browser


def as_if(*public: str) -> Callable[[str], tuple[str, ...]]:
    """These names stand for public addresses."""
    return lambda host: ("93.184.216.34",) if host in public else addresses(host)


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_to_another_host(pages: Web, run: Follow, way: str) -> None:
    out = pages.at("/stolen", OUTSIDE)
    pages.pages = {"/": WAYS[way].format(out=out), "/away": redirect(out)}
    pages.log.clear()
    followed = run(pages.at(), "click Go on")
    assert [item.clause for item in followed.plan.unresolved] == ["click Go on"]
    assert f"--allow-host {OUTSIDE} permits it" in followed.plan.unresolved[0].reason
    assert pages.hosts() == {"127.0.0.1"}
    assert not followed.plan.steps


def test_a_new_tab_that_the_site_sends_elsewhere_is_not_acted_on(pages: Web, run: Follow) -> None:
    pages.pages = {"/": "<a href=/away target=_blank>Go on</a>", "/away": redirect(pages.at("/x", OUTSIDE)),
                   "/x": "<button>Save</button>"}  # fmt: skip
    followed = run(pages.at(), "click Go on, then click Save")
    assert [item.clause for item in followed.plan.unresolved] == ["click Go on", "click Save"]


def test_an_allowed_host_is_gone_to(pages: Web, run: Follow) -> None:
    pages.pages = {"/": WAYS["a link"].format(out=pages.at("/next", OUTSIDE)), "/next": "<button>Save</button>"}
    followed = run(pages.at(), "click Go on, then click Save", OUTSIDE)
    assert not followed.plan.unresolved
    assert OUTSIDE in pages.hosts()


def test_a_page_may_load_its_own_things_from_elsewhere(pages: Web, run: Follow) -> None:
    outside = pages.at("/name.js", OUTSIDE)
    pages.pages = {"/": f"<button id=b>Wait</button><script src={outside}></script>", "/name.js": ""}
    pages.pages["/name.js"] = lambda request: script(request, "b.textContent = 'Save'")
    assert not run(pages.at(), "click Save").plan.unresolved


def script(request: object, source: str) -> None:
    body = source.encode()
    request.send_response(200)  # type: ignore[attr-defined]
    request.send_header("Content-Type", "text/javascript")  # type: ignore[attr-defined]
    request.send_header("Content-Length", str(len(body)))  # type: ignore[attr-defined]
    request.end_headers()  # type: ignore[attr-defined]
    request.wfile.write(body)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("way", "inner"),
    [
        ("a link", "inner.test"),
        ("a redirect", "2130706433"),
        ("a new tab", "0x7f.1"),
        ("a posted form", "127.0.0.1.nip.test"),
        ("a link", "127.0.0.1"),
    ],
)
def test_a_public_site_leads_into_no_private_network(pages: Web, run: Follow, way: str, inner: str) -> None:
    out = pages.at("/admin", inner)
    pages.pages = {"/": WAYS[way].format(out=out), "/away": redirect(out)}
    pages.log.clear()
    resolve = lambda host: ("10.0.0.7",) if host.endswith((".nip.test", "inner.test")) else as_if("shop.test")(host)  # noqa: E731
    followed = run(pages.at("/", "shop.test"), "click Go on", inner, "*.nip.test", "127.0.0.1", resolve=resolve)
    assert "private network" in followed.plan.unresolved[0].reason
    assert pages.hosts() == {"shop.test"}


def test_a_public_page_loads_nothing_from_a_private_network(pages: Web, run: Follow) -> None:
    image = pages.at("/router.png", "127.0.0.1")
    pages.pages = {"/": f"<img src={image}><iframe src={image}></iframe><button>Save</button>"}
    pages.log.clear()
    followed = run(pages.at("/", "shop.test"), "click Save", resolve=as_if("shop.test"))
    assert not followed.plan.unresolved
    assert pages.hosts() == {"shop.test"}


def test_a_start_that_redirects_to_another_host_is_refused(pages: Web, run: Follow) -> None:
    pages.pages = {"/": redirect(pages.at("/x", OUTSIDE)), "/x": "<button>Save</button>"}
    pages.log.clear()
    with pytest.raises(PageError, match=f"was not opened.*--allow-host {OUTSIDE}"):
        run(pages.at(), "click Save")
    assert pages.hosts() == {"127.0.0.1"}


@pytest.mark.parametrize("address", ["http://evil.test/", "file:///etc/passwd", "http://localhost:1/"])
def test_an_address_in_the_goal_is_no_permission(pages: Web, run: Follow, address: str) -> None:
    pages.pages = {"/": "<p>Nothing here</p>"}
    followed = run(pages.at(), f"go to {address}")
    assert followed.plan.unresolved
    assert not followed.plan.steps
