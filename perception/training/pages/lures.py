"""What looks like a control and is none: badges, avatars, coloured tiles, headings of side bars, dots, steps, keys."""

# ruff: noqa: E501 - a part's whole markup and style stands on one line, where it can be read
from __future__ import annotations

from collections.abc import Callable
from html import escape

from perception.training.pages.blocks import Blocks


class Lures:
    """Draws them in one page's style, with the page's words and icons."""

    def __init__(self, b: Blocks) -> None:
        rng = self.rng = b.rng
        self.b = b
        self.hues = [rng.randrange(360) for _ in range(4)]
        self.solid = rng.random() < 0.6  # white on a strong colour, or the colour's own ink on a pale ground
        self.radius = rng.choice([2, 3, 4, 6, 99])
        self.loud = rng.choice(["", "", "text-transform:uppercase;letter-spacing:.04em;"])
        self.size = rng.choice([0.7, 0.75, 0.8, 0.85, 0.9])
        self.tile_side, self.tile_radius = rng.choice([28, 32, 36, 40, 48, 56]), rng.choice([3, 4, 8, 10, 99])
        self.heading_style = rng.choice(
            [
                "text-transform:uppercase;font-weight:700;font-size:.72em;opacity:.6;letter-spacing:.06em",
                "text-transform:uppercase;font-size:.78em;opacity:.75",
                "font-weight:600;font-size:.85em;opacity:.8",
                f"font-weight:600;color:hsl({self.hues[0]} 60% 50%)",
                "font-weight:700",
            ]
        )

    def colour(self) -> str:
        """The ground and the ink of something coloured."""
        hue = self.rng.choice(self.hues)
        if self.solid:
            return f"background:hsl({hue} {self.rng.choice([55, 70])}% {self.rng.choice([35, 42, 50])}%);color:#fff"
        return f"background:hsl({hue} 60% 60% / .2);color:hsl({hue} 60% 45%)"

    def pill(self, text: str = "") -> str:
        words = self.b.words
        text = text or self.rng.choice([words.one("states"), words.one("options"), words.number(), words.one("things")])
        return f'<span style="{self.colour()};border-radius:{self.radius}px;padding:.25em .65em;font-size:{self.size}em;font-weight:{self.rng.choice([400, 600, 700])};line-height:1.2;display:inline-block;white-space:nowrap;{self.loud}">{escape(text)}</span>'

    def pills(self) -> str:
        return (
            f'<div class="l-wrap" style="gap:6px">{"".join(self.pill() for _ in range(self.rng.randint(2, 6)))}</div>'
        )

    def tile(self) -> str:
        side = self.tile_side
        return f'<div style="{self.colour()};width:{side}px;height:{side}px;border-radius:{self.tile_radius}px;display:flex;align-items:center;justify-content:center;flex:none">{self.b.icons.any(f"{side * 0.5:.0f}px")}</div>'

    def heading(self) -> str:
        lead = f"{self.b.icons.any()} " if self.rng.random() < 0.12 else ""
        return f'<div style="padding:{self.rng.choice([6, 10, 14])}px 10px 4px;{self.heading_style}">{lead}{escape(self.b.words.one("things"))}</div>'

    def avatars(self) -> str:
        names = self.b.words.some("names", self.rng.randint(2, 4))
        size = self.rng.choice([20, 24, 28, 32])
        some = "".join(f'<span style="margin-left:-6px">{self.b.avatar(name, size)}</span>' for name in names)
        more = f'<span class="l-tiny" style="margin-left:4px">+{self.rng.randint(2, 40)}</span>'
        return f'<div style="display:flex;align-items:center;padding-left:6px">{some}{more if self.rng.random() < 0.4 else ""}</div>'

    def status(self) -> str:
        dot = f'<i style="width:8px;height:8px;border-radius:50%;background:hsl({self.rng.choice(self.hues)} 65% 50%);flex:none"></i>'
        return (
            f'<span class="l-row" style="gap:6px;display:inline-flex">{dot}{escape(self.b.words.one("states"))}</span>'
        )

    def growth(self) -> str:
        arrow = self.b.icons.of(self.rng.choice(["up", "down"]), "12px")
        return f'<span class="l-tiny" style="color:hsl({self.rng.choice([0, 130])} 60% 42%)">{arrow} {self.rng.uniform(0, 40):.1f}%</span>'

    def stat(self) -> str:
        """A card of a dashboard: a name, a number, a tile with an icon, how it grew; now and then a link below."""
        b, rng = self.b, self.rng
        said = f'<div><div class="{rng.choice(["l-soft", "l-tiny l-soft", "l-mark"])}" style="{self.loud}">{escape(b.words.one("things"))}</div><div class="l-big">{escape(b.words.number())}</div></div>'
        tile = self.tile() if rng.random() < 0.75 else ""
        parts = [said, tile] if rng.random() < 0.6 else [tile, said]
        below = (
            f'<div style="margin-top:4px">{self.growth()} <span class="l-tiny l-soft">{escape(b.words.one("options"))}</span></div>'
            if rng.random() < 0.6
            else ""
        )
        more = (
            f'<div class="l-line" style="padding-top:4px">{b.link(b.words.one("actions"))}</div>'
            if rng.random() < 0.25
            else ""
        )
        style = f' style="{self.colour()};border-radius:6px;padding:12px"' if rng.random() < 0.2 else ""
        inner = f'<div class="{rng.choice(["l-between", "l-row"])}">{"".join(parts)}</div>{below}{more}'
        return f"<div{style}>{inner}</div>" if style else b.card(inner)

    def facts(self, count: int) -> str:
        """Names of things and what they are, some of it links and badges."""
        b, rng = self.b, self.rng
        lines = []
        for name in b.words.some("fields", count):
            values: list[Callable[[], str]] = [
                lambda: escape(b.words.one("options")), b.words.date, b.words.number, self.pill,
                lambda: b.link(b.words.email()), self.status, lambda: escape(b.words.one("names")),
            ]  # fmt: skip
            value = rng.choice(values)()
            lines.append(
                f'<div class="l-between l-line" style="padding:5px 0"><span class="l-soft">{escape(name)}</span><span>{value}</span></div>'
            )
        return "".join(lines)

    def happenings(self, count: int) -> str:
        """A list of what happened: a tile, an avatar or a dot before each, a time behind it."""
        b, rng = self.b, self.rng
        ring = '<i style="width:10px;height:10px;border-radius:50%;border:2px solid currentColor;flex:none"></i>'
        leads: list[Callable[[], str]] = [
            self.tile, lambda: b.avatar(b.words.one("names"), rng.choice([28, 36])), lambda: ring
        ]  # fmt: skip
        lead = rng.choice(leads)
        linked = rng.random() < 0.5
        rows = []
        for _ in range(count):
            who = b.link(b.words.one("names")) if linked else f"<b>{escape(b.words.one('names'))}</b>"
            rows.append(
                f'<div class="l-row l-line" style="padding:8px 4px;align-items:flex-start">{lead()}<div class="l-grow">{who} <span>{escape(b.words.sentence())}</span><div class="l-tiny l-soft">{b.words.time()}</div></div>{self.pill() if rng.random() < 0.3 else ""}</div>'
            )
        return "".join(rows)

    def steps(self) -> str:
        b, here = self.b, self.rng.randint(0, 3)
        round_ = "width:24px;height:24px;border-radius:50%;display:inline-flex;align-items:center;justify-content:center;font-size:.85em"
        rule = '<i style="flex:1;height:1px;background:var(--line)"></i>'
        marks = [f'<span class="l-row" style="gap:6px"><span style="{round_};{self.colour() if i <= here else "border:1px solid var(--line)"}">{i + 1}</span>{escape(t)}</span>' for i, t in enumerate(b.words.some("things", 4))]  # fmt: skip
        return f'<div class="l-row">{rule.join(marks)}</div>'

    def keys(self) -> str:
        one = "border:1px solid var(--line);border-radius:4px;padding:1px 5px;font:.85em monospace;box-shadow:0 1px 0 var(--line)"
        return " + ".join(f'<kbd style="{one}">{key}</kbd>' for key in self.rng.sample(["Ctrl", "Shift", "Alt", "K", "P", "F5", "Esc", "Enter"], 2))  # fmt: skip

    def code(self) -> str:
        ground = self.rng.choice(
            ["background:rgba(128,128,128,.15)", "background:#1e2430;color:#cdd6e4", "border:1px solid var(--line)"]
        )
        lines = "\n".join(
            f"{self.rng.choice(['const', 'let', 'return', 'import', 'npm i'])} {self.b.words.code()} = {self.rng.randint(0, 99)};"
            for _ in range(self.rng.randint(1, 6))
        )
        copy = (
            f'<span style="position:absolute;top:4px;right:4px">{self.b.icon_button("copy")}</span>'
            if self.rng.random() < 0.5
            else ""
        )
        return f'<div style="position:relative"><pre style="{ground};padding:10px;border-radius:4px;font:.88em monospace;margin:.4em 0;overflow:hidden">{escape(lines)}</pre>{copy}</div>'

    def stars(self) -> str:
        return f'<span style="color:#e8a318">{"".join(self.b.icons.of("star", "14px") for _ in range(5))}</span> <span class="l-tiny">{self.rng.uniform(1, 5):.1f}</span>'
