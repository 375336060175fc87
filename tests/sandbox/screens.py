"""Screens drawn by hand, for the replica's tests."""

from __future__ import annotations

from perception.types import INTERACTIVE_ROLES, BBox, Element, Screen, State

WIDTH, HEIGHT = 1200, 800


def element(
    ident: str, role: str, name: str, at: tuple[int, int, int, int], *, text: str | None = None,
    parent: str | None = None, **state: bool | str,
) -> Element:  # fmt: skip
    """`at` is x, y, width, height."""
    x, y, width, height = at
    fields = role in ("textbox", "searchbox", "combobox", "checkbox", "radio", "switch", "spinbutton", "slider", "img")
    return Element(
        ident, role, name, BBox(x, y, x + width, y + height), parent=parent, state=State(**state),  # type: ignore[arg-type]
        text=text if text is not None else "" if fields else name, interactive=role in INTERACTIVE_ROLES,
    )  # fmt: skip


def screen(*elements: Element) -> Screen:
    return Screen(WIDTH, HEIGHT, elements)


def table(rows: list[list[str]], top: int = 200, ident: str = "t", button: str = "") -> list[Element]:
    """A table with a header row; `button` stands in the last cell of every row."""
    columns = len(rows[0])
    step, found = 900 // columns, [element(ident, "table", "", (20, top, 900, 40 * len(rows)))]
    for r, cells in enumerate(rows):
        y, row = top + 40 * r, f"{ident}r{r}"
        found.append(element(row, "row", " ".join(cells), (20, y, 900, 40), text="", parent=ident))
        for c, words in enumerate(cells):
            role = "cell" if r else "columnheader"
            found.append(element(f"{row}c{c}", role, words, (30 + c * step, y, 80, 40), parent=row))
        if r and button:
            found.append(element(f"{row}b", "button", button, (840, y + 6, 70, 28), parent=row))
    return found


ORDERS = [
    ["Order", "Customer", "Status", "Total"],
    ["1042", "Ada", "Open", "1,200.50"],
    ["1043", "Grace", "Shipped", "9.00"],
    ["1044", "Linus", "Open", "80.25"],
]


def orders() -> Screen:
    """A list of orders with a filter, a search, an export, and a button in every row."""
    return screen(
        element("h", "heading", "Orders", (20, 20, 200, 30)),
        element("l1", "text", "Status", (20, 80, 60, 16)),
        element("status", "combobox", "Status", (20, 100, 160, 34), value="All"),
        element("search", "searchbox", "Search orders", (220, 100, 200, 34), placeholder="Search orders"),
        element("export", "button", "Export CSV", (700, 100, 120, 34)),
        element("new", "button", "New order", (840, 100, 120, 34)),
        *table(ORDERS, button="Delete"),
        element("prev", "button", "Previous", (700, 400, 90, 30)),
        element("next", "button", "下一页", (800, 400, 90, 30)),
    )


def form() -> Screen:
    """One of every field, labels above, beside and inside."""
    return screen(
        element("f1l", "text", "Full name", (20, 20, 90, 16)),
        element("f1", "textbox", "Full name", (20, 40, 300, 34), value='Ada "A" O\'Neil'),
        element("f2", "textbox", "Password", (20, 90, 300, 34), placeholder="Password"),
        element("f3l", "text", "备注", (20, 140, 40, 16)),
        element("f3", "textbox", "备注", (20, 160, 300, 90), value="two\nlines"),
        element("f4", "spinbutton", "Quantity", (20, 270, 120, 34), value="3"),
        element("f5", "slider", "Volume", (20, 320, 200, 20), value="40"),
        element("f6", "combobox", "Country", (20, 350, 200, 34), value="France", disabled=True),
        element("f7", "checkbox", "Remember me", (20, 400, 16, 16), checked=True),
        element("f7l", "text", "Remember me", (44, 400, 100, 16)),
        element("f8", "switch", "Dark mode", (20, 430, 40, 20), checked=False),
        element("r1", "radio", "Card", (20, 460, 16, 16), checked=True),
        element("r1l", "text", "Card", (44, 460, 60, 16)),
        element("r2", "radio", "Cash", (20, 490, 16, 16), checked=False),
        element("r2l", "text", "Cash", (44, 490, 60, 16)),
        element("t1", "tab", "Profile", (400, 20, 90, 30), selected=True),
        element("t2", "tab", "Billing", (500, 20, 90, 30), selected=False),
        element("a1", "link", "Terms & <conditions>", (400, 80, 160, 20)),
        element("a2", "link", "Terms & <conditions>", (400, 120, 160, 20)),
        element("i1", "button", "Settings", (600, 80, 30, 30), text=""),
        element("m1", "menuitem", "Log out", (700, 80, 120, 30)),
        element("lb", "listbox", "Colours", (700, 200, 120, 100)),
        element("o1", "option", "Red", (705, 205, 110, 28), selected=True),
        element("o2", "option", "Green", (705, 240, 110, 28)),
        element("cb", "combobox", "Size", (850, 200, 120, 34), value="M", expanded=True),
        element("s1", "option", "S", (850, 236, 120, 28), parent="cb"),
        element("s2", "option", "M", (850, 266, 120, 28), parent="cb"),
        element("save", "button", "Save", (400, 600, 90, 34)),
        element("save2", "button", "Save all", (395, 595, 110, 44)),
    )


def nasty() -> Screen:
    """Names that are HTML, script, templates and control characters."""
    names = [
        "</script><script>window.hacked = 1</script>", '"><img src=x onerror="window.hacked=2">', "{{ 7 * 7 }}",
        "a\x00b\x07c", "&amp; &lt;", "' onclick='window.hacked=3", "中文 “quotes”", "]]>", "<!--", "javascript:hacked",
    ]  # fmt: skip
    roles = ["button", "link", "textbox", "combobox", "checkbox", "tab"]
    found = []
    for i, name in enumerate(names):
        for j, role in enumerate(roles):
            at = (20 + 190 * j, 20 + 60 * i, 180, 34)
            found.append(element(f"{role}{i}", role, name, at, value=name if role == "combobox" else None))  # type: ignore[arg-type]
    return screen(*found)
