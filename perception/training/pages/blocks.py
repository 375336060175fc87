"""Building blocks of screens: controls and small groups of them, each drawn with choices of its own."""

# ruff: noqa: E501 - a control's whole markup or style stands on one line, where it can be read
from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape
from random import Random

from perception.training.pages.icons import CONCEPTS, Icons
from perception.training.pages.kit import Kit, attributes
from perception.training.pages.words import Words

_CONCEPTS = tuple(CONCEPTS)
_LEVELS = ("primary", "success", "warning", "danger", "info", "secondary")


class Blocks:
    """Writes HTML in one kit, one language and one icon set. Styles that stay the same on a page are drawn once."""

    def __init__(self, rng: Random, words: Words, icons: Icons, kit: Kit) -> None:
        self.rng, self.words, self.icons, self.kit = rng, words, icons, kit
        self._ids = 0
        self.with_icons = rng.choice([0.0, 0.2, 0.5, 0.9])
        self.labels = rng.choice(["above", "above", "left", "placeholder", "float"])
        self.custom = rng.random() < 0.3  # controls made of <div>s
        self.variants = rng.sample(["primary", "secondary", "outline", "ghost"], 4)
        self.sep = rng.choice("/›>·»")
        self.frame = rng.choice(["outlined", "filled", "standout", "", "outlined dense", "dense", "filled dense"])
        self.shape = " ".join(
            [
                rng.choice(['variant="outlined"', 'variant="filled"', 'variant="underlined"', 'variant="solo"']),
                rng.choice(['density="compact"', ""]),
            ]
        )

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def next_id(self) -> str:
        self._ids += 1
        return f"c{self._ids}"

    def write(self, what: str, **values: str) -> str:
        return self.kit.write(what, level=self.rng.choice(_LEVELS), colour=self.rng.choice("red blue green teal".split()),
                              level2=self.rng.choice("success warning primary".split()), level3=self.rng.choice("success warning danger primary".split()), frame=self.frame, shape=self.shape,
                              **{"s2": "", "t": self.rng.choice(["", "table-striped", "table-hover", "table-sm", "table-bordered"]), "fill": "", "gap": "", **values})  # fmt: skip

    # ---- acting
    def button(
        self, text: str = "", variant: str = "", *, icon: str | None = None, off: bool | None = None, more: str = ""
    ) -> str:
        rng = self.rng
        text = text or self.words.one("actions")
        off = self.chance(0.06) if off is None else off
        if icon is None:
            icon = self.icons.of(rng.choice(_CONCEPTS)) if self.chance(self.with_icons * 0.6) else ""
        variant = variant or rng.choice([*self.variants[:2], *self.variants, "danger", "success"])
        return self.write("button", text=escape(text), icon=icon, v=self.kit.variant(variant), s=self._size(),
                          a=attributes(disabled=off) + " " + more, p=attributes(disabled=off))  # fmt: skip

    def _size(self) -> str:
        return self.rng.choice(self.kit.sizes) if self.chance(0.4) else ""

    def icon_button(
        self, concept: str = "", *, off: bool | None = None, variant: str = "", pressed: bool | None = None
    ) -> str:
        off = self.chance(0.05) if off is None else off
        concept = concept or self.rng.choice(_CONCEPTS)
        if self.chance(0.2):
            drawn = self.icons.any()
            name = drawn.split('data-icon="')[1].split('"')[0].split(":")[1].replace("-", " ")
        else:
            drawn, name = self.icons.of(concept), self.words.icon_name(concept)
        state = attributes(disabled=off, aria_pressed=None if pressed is None else str(pressed).lower())
        return self.write(
            "icon_button",
            icon=drawn,
            name=escape(name),
            v=self.kit.variant(variant or self.variants[3]),
            s=self._size(),
            a=state,
            p=attributes(disabled=off),
        )

    def link(self, text: str = "") -> str:
        return self.write("link", text=escape(text or self.words.one("things")))

    # ---- fields
    def field(self, label: str = "", *, kind: str = "", labels: str = "") -> str:
        """A labelled field of some kind: text, number, search, password, date, choice, text area."""
        rng = self.rng
        label = label or self.words.one("fields")
        labels = labels or (self.labels if self.chance(0.9) else "above")
        kind = (
            kind
            or rng.choices(
                ["text", "number", "search", "password", "date", "choice", "area", "stepper"],
                [40, 9, 5, 6, 8, 20, 6, 5],
            )[0]
        )
        identity, bad, off = self.next_id(), self.chance(0.08), self.chance(0.08)
        control = self.control(
            kind, identity, label, bad=bad, off=off, hint=labels == "placeholder" or self.chance(0.3)
        )
        if labels == "placeholder" and kind not in ("choice", "stepper", "date"):
            return f"<div>{control}</div>"
        caption = self.write(
            "label",
            text=escape(label) + (' <span style="color:#d33">*</span>' if self.chance(0.15) else ""),
            id=identity,
        )
        note = (
            self.write("hint", text=escape(self.words.sentence()), bad=self.kit.bad if bad else "")
            if bad or self.chance(0.1)
            else ""
        )
        if labels == "left":
            return f'<div class="l-row"><div style="width:{rng.choice([80, 100, 120, 150])}px;flex:none;text-align:{rng.choice(["start", "end"])}">{caption}</div><div class="l-grow">{control}{note}</div></div>'
        if labels == "float" and kind in ("text", "number", "password", "choice"):
            return f'<div class="h-float">{caption}{control}{note}</div>'
        return f"<div>{caption}{control}{note}</div>"

    def control(
        self, kind: str, identity: str, label: str, *, bad: bool = False, off: bool = False, hint: bool = False
    ) -> str:
        rng, name = self.rng, {"aria_label": label} if self.labels == "placeholder" else {}
        state = {"id": identity, "disabled": off, "aria_invalid": "true" if bad else None, **name}
        shown = {"placeholder": label} if hint else {}
        broken = self.kit.bad if bad else ""
        if kind == "choice":
            return self.choice(identity, label, bad=bad, off=off)
        if kind == "area":
            text = "\n".join(self.words.sentence()[:40] for _ in range(rng.randint(0, 2)))
            return self.write(
                "textarea",
                text=escape(text),
                a=attributes(**state, rows=rng.randint(2, 5), **shown),
                bad=broken,
                p=attributes(disabled=off, rows=rng.randint(2, 4), **shown),
            )
        if kind == "stepper" and "stepper" in self.kit.templates:
            return self.write("stepper", value=str(rng.randint(0, 99)), p=attributes(disabled=off))
        if kind == "stepper" and self.kit.own:
            field = f'<input type="text" role="spinbutton" value="{rng.randint(0, 99)}" aria-label="{escape(label)}">'
            return (
                f'<div class="h-spin"><button aria-label="-">−</button>{field}<button aria-label="+">+</button></div>'
            )
        types = {
            "number": "number",
            "stepper": "number",
            "search": "search",
            "password": "password",
            "date": rng.choice(["date", "date", "time", "datetime-local", "month"]),
        }
        value = self._value(kind) if self.chance(0.45) and not (hint and self.chance(0.5)) else None
        html = self.write(
            "input",
            a=attributes(
                type=types.get(kind, rng.choice(["text", "text", "email", "tel", "url"])), value=value, **state, **shown
            ),
            bad=broken,
            p=attributes(disabled=off, **shown),
            val=escape(value or ""),
            kind="password" if kind == "password" else "text",
            wrong=str(bad).lower(),
            status='status="error"' if bad else "",
        )
        if self.chance(0.18) and kind in ("text", "search", "password") and self.kit.name == "house":
            extra = (
                self.write("icon_button", icon=self.icons.of("eye"), name="Show", a="") if kind == "password" else ""
            )
            return f'<div class="h-in">{self.icons.of(rng.choice(["search", "user", "mail", "lock", "calendar"]))}{html}{extra}</div>'
        return html

    def _value(self, kind: str) -> str:
        words, rng = self.words, self.rng
        if kind in ("number", "stepper"):
            return str(rng.randint(0, 999))
        if kind == "date":
            return f"{rng.randint(2019, 2027)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        return rng.choice(
            [words.one("names"), words.email(), words.phone(), words.code(), words.one("options"), words.one("items")]
        )

    def choice(self, identity: str, label: str, *, bad: bool = False, off: bool = False) -> str:
        options = self.words.some("options", 5)
        broken = self.kit.bad if bad else ""
        if self.custom and self.kit.own:
            state = attributes(
                tabindex=0, id=identity, aria_label=label, aria_expanded="false", aria_disabled="true" if off else None
            )
            return f'<div class="h-field h-combo {broken}" role="combobox" {state}><span>{escape(options[0])}</span>{self.icons.of("down")}</div>'
        items = "".join(f"<option>{escape(option)}</option>" for option in options)
        return self.write(
            "select",
            items=items,
            a=attributes(id=identity, disabled=off, aria_label=label, aria_invalid="true" if bad else None),
            bad=broken,
            p=attributes(disabled=off),
            first=escape(options[0]),
            opts=escape(json.dumps([{"label": option, "value": option} for option in options], ensure_ascii=False)),
        )

    def toggle(self, kind: str, text: str = "", *, on: bool | None = None, group: str = "") -> str:
        """A checkbox, radio or switch; `group` is the name that radios share."""
        on = self.chance(0.45) if on is None else on
        off, text = self.chance(0.1), self.words.one("checks") if text == "" else text
        if self.custom and self.kit.own:
            drawn = {"switch": "h-toggle"}.get(kind, "h-box")
            mark = self.icons.of("check", "1em") if kind == "checkbox" and on else ""
            state = attributes(
                tabindex=0, aria_checked=str(on).lower(), aria_label=text, aria_disabled="true" if off else None
            )
            return f'<div class="h-check"><span class="{drawn}" role="{kind}" {state}>{mark}</span><span>{escape(text.strip())}</span></div>'
        extra = {"name": group or self.next_id()} if kind == "radio" else {}
        if not text.strip():
            extra["aria_label"] = self.words.one("actions")
        return self.write(kind, text=escape(text.strip()), name=escape(text), id=self.next_id(), a=attributes(checked=on, disabled=off, **extra), chk=str(on).lower(), p=attributes(disabled=off),
                          fill='class="filled-in"' if self.chance(0.5) else "", gap='class="with-gap"' if self.chance(0.5) else "")  # fmt: skip

    def slider(self, label: str = "") -> str:
        value, label = self.rng.randint(0, 100), label or self.words.one("fields")
        if self.custom and self.kit.name == "house":
            thumb = f'<b role="slider" tabindex="0" aria-valuenow="{value}" aria-label="{escape(label)}" style="left:{value}%"></b>'
            return f'<div class="h-slide"><i style="width:{value}%"></i>{thumb}</div>'
        return self.write(
            "slider",
            a=attributes(min=0, max=100, value=value, aria_label=label, disabled=self.chance(0.06)),
            value=str(value),
            p="",
        )

    def choices(self, kind: str, count: int) -> str:
        """A group of radios or checkboxes, in a column or a row."""
        group, chosen = self.next_id(), self.rng.randrange(count)
        items = [
            self.toggle(kind, text, on=i == chosen if kind == "radio" else None, group=group)
            for i, text in enumerate(self.words.some("options", count))
        ]
        return f'<div class="{self.rng.choice(["l-col l-start", "l-wrap"])}">{"".join(items)}</div>'

    # ---- groups
    def tabs(self, count: int = 0) -> str:
        names = self.words.some("things", count or self.rng.randint(2, 6))
        chosen, icons = self.rng.randrange(len(names)), self.chance(self.with_icons * 0.4)
        items = [self.write("tab", text=escape(name), icon=self.icons.of(self.rng.choice(_CONCEPTS)) if icons else "", on=self.kit.on if i == chosen else "",
                            chosen=str(i == chosen).lower()) for i, name in enumerate(names)]  # fmt: skip
        return self.write("tabs", items="".join(items))

    def menu(self, count: int = 0, icons: bool | None = None) -> str:
        icons = self.chance(0.5) if icons is None else icons
        off = self.rng.randrange(14)
        items = [self.write("menuitem", text=escape(text), icon=self.icons.of(self.rng.choice(_CONCEPTS)) if icons else "",
                            a='aria-disabled="true"' if i == off else "", on="disabled" if i == off else "")
                 for i, text in enumerate(self.words.some("actions", count or self.rng.randint(3, 8)))]  # fmt: skip
        return self.write("menu", items="".join(items))

    def listbox(self) -> str:
        names, chosen = self.words.some("options", self.rng.randint(3, 8)), self.rng.randrange(4)
        return self.write("listbox", items="".join(
            self.write("option", text=escape(name), chosen=str(i == chosen).lower(), on=self.kit.on if i == chosen else "",
                       mark=self.icons.of("check") if i == chosen and self.chance(0.5) else "") for i, name in enumerate(names)))  # fmt: skip

    def card(self, body: str, title: str = "", foot: str = "") -> str:
        return self.write("card", body=body, title=self.write("card_title", text=title) if title else "",
                          foot=self.write("card_foot", text=foot) if foot else "")  # fmt: skip

    def dialog(self, title: str, body: str, foot: str) -> str:
        return self.write("dialog", title=escape(title), body=body, foot=foot, close=self.close())

    def close(self) -> str:
        return self.write("close", icon=self.rng.choice(["×", "✕", self.icons.of("close")]))

    def alert(self) -> str:
        return self.write(
            "alert",
            text=escape(self.words.sentence()),
            icon=self.icons.of("info") if self.chance(0.6) else "",
            close=self.close() if self.chance(0.7) else "",
        )

    def badge(self, text: str = "") -> str:
        return self.write("badge", text=escape(text or self.words.one("states")))

    def progress(self) -> str:
        return self.write("progress", value=str(self.rng.randint(5, 100)))

    def pagination(self) -> str:
        last, here = self.rng.randint(3, 9), self.rng.randint(1, 3)
        ends = self.rng.choice(
            [("‹", "›"), ("«", "»"), (self.words.one("actions"), self.words.one("actions")), ("<", ">")]
        )
        pages = [ends[0], *map(str, range(1, last)), ends[1]]
        return self.write("pagination", items="".join(
            self.write("page", text=escape(page), on=self.kit.on if page == str(here) else "", cur='aria-current="page"' if page == str(here) else "") for page in pages))  # fmt: skip

    def crumbs(self) -> str:
        *way, last = self.words.some("things", self.rng.randint(2, 4))
        items = [self.write("crumb", text=escape(text), sep=self.sep) for text in way]
        return self.write("crumbs", items="".join(items) + self.write("crumb_last", text=escape(last)))

    def navlinks(self, count: int, *, icons: bool, text: bool = True) -> list[str]:
        here, badge = self.rng.randrange(count), self.rng.randrange(count * 2)
        return [self.write("navlink", text=escape(name) if text else "", icon=self.icons.of(self.rng.choice(_CONCEPTS)) if icons else "", on="active" if i == here else "",
                           cur='aria-current="page"' if i == here else "", badge=self.badge(str(self.rng.randint(1, 99))) if i == badge and text else "")
                for i, name in enumerate(self.words.some("things", count))]  # fmt: skip

    def photo(self, width: int | str, height: int | str, *, round_: bool = False, alt: str = "") -> str:
        """A picture that nobody took: colours that run into each other, some noise, some shapes."""
        style = f"width:{width}{'px' if isinstance(width, int) else ''};height:{height}{'px' if isinstance(height, int) else ''}"
        return f'<img class="l-photo {"l-round" if round_ else ""}" style="{style}" alt="{escape(alt or self.words.one("items"))}" src="{fake_photo(self.rng)}">'

    def avatar(self, name: str, size: int = 32) -> str:
        if self.chance(0.6):
            return self.photo(size, size, round_=self.chance(0.8), alt=name)
        hue = self.rng.randrange(360)
        return f'<span style="width:{size}px;height:{size}px;border-radius:50%;background:hsl({hue} 45% 45%);color:#fff;display:inline-flex;align-items:center;justify-content:center;flex:none;font-size:{size * 0.42:.0f}px">{escape(name[0])}</span>'

    def table(self, rows: int, columns: int, *, select: bool = False, act: bool = True) -> str:
        """Rows of one kind of value per column, with a box to tick and things to do in each row."""
        words, rng = self.words, self.rng
        makers: list[Callable[[], str]] = [rng.choice([
            lambda: escape(words.one("names")), words.email, words.price, words.date, words.number, words.code, lambda: escape(words.one("items")), lambda: self.badge(),
            lambda: self.link(words.one("names")), lambda: self.link(words.code()), lambda: self.progress(), self._person,
            lambda: self.toggle("switch", " "), lambda: escape(words.file())]) for _ in range(columns)]  # fmt: skip
        sort = self.icons.of("down", "12px") if self.chance(0.25) else ""
        heads = [f"<th>{escape(head)}{sort}</th>" for head in words.some("heads", columns)]
        box = '<td style="width:1px">' + "{}</td>"
        body, style = [], rng.choice(["icons", "buttons", "links", "more"])
        concepts = rng.sample(["edit", "delete", "eye", "copy", "download", "share", "more", "star"], rng.randint(1, 3))
        captions = words.some("actions", rng.randint(1, 3))
        for _ in range(rows):
            cells = [f"<td>{make()}</td>" for make in makers]
            if select:
                cells.insert(0, box.format(self.toggle("checkbox", " ")))
            if act:
                cells.append(f'<td><div class="l-row">{self._row_actions(style, concepts, captions)}</div></td>')
            body.append(f"<tr>{''.join(cells)}</tr>")
        first = "<th>" + self.toggle("checkbox", " ", on=False) + "</th>" if select else ""
        return self.write("table", title=first + "".join(heads) + ("<th></th>" if act else ""), items="".join(body))

    def _person(self) -> str:
        name = self.words.one("names")
        return f'<div class="l-row">{self.avatar(name, self.rng.choice([20, 24, 28, 32]))}<span class="l-nowrap">{escape(name)}</span></div>'

    def _row_actions(self, style: str, concepts: Sequence[str], captions: Sequence[str]) -> str:
        if style == "more":
            return self.icon_button("more")
        if style == "icons":
            return "".join(self.icon_button(concept) for concept in concepts)
        if style == "links":
            return "".join(self.link(text) for text in captions)
        return "".join(self.button(text, icon="") for text in captions)


def fake_photo(rng: Random) -> str:
    """A data URL of a small SVG."""
    hue, other = rng.randrange(360), rng.randrange(360)
    shapes = "".join(
        f'<circle cx="{rng.randrange(100)}" cy="{rng.randrange(100)}" r="{rng.randint(5, 40)}" fill="hsl({rng.randrange(360)} 50% {rng.randint(20, 80)}%)" opacity=".6"/>'
        if rng.random() < 0.5 else
        f'<path d="M0 {rng.randint(40, 95)} L{rng.randint(10, 90)} {rng.randint(10, 80)} L100 {rng.randint(40, 95)} V100 H0Z" fill="hsl({rng.randrange(360)} 40% {rng.randint(15, 70)}%)" opacity=".8"/>'
        for _ in range(rng.randint(1, 6))
    )  # fmt: skip
    noise = (
        f'<filter id="n"><feTurbulence baseFrequency="{rng.uniform(0.02, 0.9):.2f}" numOctaves="2" seed="{rng.randrange(99)}"/></filter><rect width="100" height="100" filter="url(#n)" opacity=".35"/>'
        if rng.random() < 0.4
        else ""
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" preserveAspectRatio="none"><linearGradient id="g" x2="{rng.random():.1f}" y2="1"><stop stop-color="hsl({hue} 55% 60%)"/><stop offset="1" stop-color="hsl({other} 50% 30%)"/></linearGradient><rect width="100" height="100" fill="url(#g)"/>{shapes}{noise}</svg>'
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()
