"""A look of its own for each page: random style sheets for the house's controls and for every page's layout."""

# ruff: noqa: E501 - a control's whole markup or style stands on one line, where it can be read
from __future__ import annotations

import colorsys
from dataclasses import dataclass
from random import Random

LATIN_FONTS = "inter roboto open-sans lato montserrat poppins nunito source-sans-3 ibm-plex-sans raleway ubuntu merriweather fira-sans".split()
UNSEEN_FONTS = "work-sans rubik".split()
_SYSTEM = [
    "Liberation Sans",
    "DejaVu Sans",
    "Liberation Serif",
    "Arial",
    "sans-serif",
    "Liberation Sans Narrow",
    "DejaVu Sans Mono",
]
THEMES = {"light": 66, "dark": 26, "contrast": 8}


@dataclass(frozen=True)
class Look:
    """Colours (CSS), sizes in px, and the shape of the controls."""

    theme: str
    font: str
    size: int
    radius: int
    pad: float
    accent: str
    on_accent: str
    page: str
    surface: str
    ink: str
    soft: str
    line: str
    gap: int


def _colour(
    rng: Random, light: tuple[float, float], full: tuple[float, float] = (0.4, 0.95), hue: float | None = None
) -> str:
    red, green, blue = colorsys.hls_to_rgb(
        rng.random() if hue is None else hue, rng.uniform(*light), rng.uniform(*full)
    )
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def any_look(rng: Random, *, phone: bool, fonts: list[str], theme: str = "") -> Look:
    theme = theme or rng.choices(list(THEMES), list(THEMES.values()))[0]
    hue = rng.random()
    tint = (0.0, rng.choice([0.0, 0.1, 0.3]))
    if theme == "light":
        page, surface = (
            _colour(rng, (0.93, 1.0), tint, hue),
            rng.choice(["#fff", "#fff", "#fff", _colour(rng, (0.95, 1), tint, hue)]),
        )
        ink, soft = _colour(rng, (0.05, 0.25), (0, 0.3), hue), _colour(rng, (0.4, 0.55), (0, 0.2), hue)
        line = _colour(rng, (0.78, 0.92), (0, 0.2), hue)
    elif theme == "dark":
        page, surface = _colour(rng, (0.04, 0.14), tint, hue), _colour(rng, (0.09, 0.2), tint, hue)
        ink, soft = _colour(rng, (0.82, 0.97), (0, 0.2), hue), _colour(rng, (0.5, 0.68), (0, 0.2), hue)
        line = _colour(rng, (0.22, 0.36), (0, 0.2), hue)
    else:
        page, ink = rng.choice([("#000", "#fff"), ("#fff", "#000"), ("#000", "#ff0")])
        surface, soft, line = page, ink, ink
    strong = (0.3, 0.55) if theme == "light" else (0.45, 0.7)
    accent = _colour(rng, strong) if theme != "contrast" else ink
    return Look(
        theme=theme, font=rng.choice([*fonts, *_SYSTEM]), size=rng.choices([10, 11, 12, 13, 14, 15, 16, 18], [3, 6, 12, 22, 30, 10, 14, 3])[0] + (2 if phone else 0),
        radius=rng.choice([0, 0, 2, 3, 4, 4, 6, 8, 10, 14, 999]), pad=rng.uniform(0.2, 0.85), accent=accent,
        on_accent=page if theme == "contrast" else rng.choice(["#fff", "#fff", "#fff", "#111"]), page=page, surface=surface, ink=ink, soft=soft, line=line,
        gap=rng.choice([4, 6, 8, 8, 12, 16, 20]),
    )  # fmt: skip


def layout_css(look: Look, *, paint: bool) -> str:
    """The layout classes (l-*), which every page has; `paint` also colours the page and sets its text."""
    painted = (
        f"html{{font-size:16px}}body{{background:{look.page};color:{look.ink};font:{look.size}px/1.45 {family(look)};margin:0}}"
        if paint
        else "body{margin:0}"
    )
    return painted + (
        f":root{{--gap:{look.gap}px;--line:{look.line if paint else 'rgba(128,128,128,.35)'};--bar:{look.surface if paint else 'transparent'}}}"
        "*{box-sizing:border-box}.ic{vertical-align:-.15em;flex:none;max-width:none;display:inline-block;fill:currentColor}"
        ".l-row{display:flex;gap:var(--gap);align-items:center}.l-wrap{display:flex;gap:var(--gap);flex-wrap:wrap;align-items:center}"
        ".l-col{display:flex;flex-direction:column;gap:var(--gap)}.l-start{align-items:flex-start}.l-end{display:flex;gap:var(--gap);justify-content:flex-end;align-items:center}"
        ".l-between{display:flex;justify-content:space-between;align-items:center;gap:var(--gap)}.l-grow{flex:1 1 0;min-width:0}.l-auto{width:auto!important}"
        ".l-pad{padding:calc(var(--gap)*1.2) calc(var(--gap)*1.6)}.l-bar{padding:6px 14px;border-bottom:1px solid var(--line);background:var(--bar);min-height:40px}"
        ".l-foot{padding:10px 14px;border-top:1px solid var(--line)}.l-side{border-right:1px solid var(--line);background:var(--bar);padding:10px 6px;flex:none;min-height:100vh}"
        ".l-deep .h-nav{color:inherit}.l-cut{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}.l-line{border-bottom:1px solid var(--line)}.l-box{border:1px solid var(--line)}"
        ".l-wide{width:100%!important}.l-mid{max-width:var(--mid,440px);margin:6vh auto}.l-soft{opacity:.7}.l-tiny{font-size:.85em}.l-big{font-size:1.5em;font-weight:600;line-height:1.25}"
        ".l-mark{font-weight:600}.l-photo{display:block;object-fit:cover}.l-round{border-radius:50%}.l-nowrap{white-space:nowrap}.l-pop{position:absolute;z-index:40}"
        "h1,h2,h3,h4{margin:.2em 0 .4em}p{margin:.3em 0 .6em}ul{margin:0}td .l-row{gap:4px}"
    )


def family(look: Look) -> str:
    return f"'{look.font.replace('-', ' ').title() if look.font.islower() else look.font}',sans-serif"


def font_face(font: str) -> str:
    title = font.replace("-", " ").title()
    return "".join(
        f"@font-face{{font-family:'{title}';font-weight:{weight};src:url(/@fontsource/{font}/files/{font}-latin-{weight}-normal.woff2) format('woff2')}}"
        for weight in (400, 700)
    )


def house_css(rng: Random, look: Look) -> str:
    """The h-* classes, drawn anew for each page."""
    kinds = [_buttons, _fields, _toggles, _range, _tabs, _menus, _surfaces, _small]
    return "".join(kind(rng, look) for kind in kinds)


def _buttons(rng: Random, look: Look) -> str:
    pad = f"{0.35 * look.pad + 0.12:.2f}em {0.9 * look.pad + 0.35:.2f}em"
    shape = f"border-radius:{look.radius}px;padding:{pad};font:inherit;font-weight:{rng.choice([400, 400, 500, 600, 700])};cursor:pointer;display:inline-flex;gap:.45em;align-items:center;justify-content:center;white-space:nowrap;"
    shape += rng.choice(["", "", "", "text-transform:uppercase;letter-spacing:.05em;font-size:.88em;"])
    raised = rng.choice(
        [
            "",
            "",
            "box-shadow:0 1px 2px rgba(0,0,0,.3);",
            "box-shadow:0 2px 0 rgba(0,0,0,.35);",
            "background-image:linear-gradient(rgba(255,255,255,.18),rgba(0,0,0,.08));",
        ]
    )
    flat = rng.choice([f"background:{look.line};color:{look.ink};border:0;", f"background:{look.surface};color:{look.ink};border:1px solid {look.line};",
                       f"background:transparent;color:{look.ink};border:1px solid {look.soft};"])  # fmt: skip
    ghost = rng.choice([f"color:{look.accent}", f"color:{look.ink}", f"color:{look.accent};text-decoration:underline"])
    plain = rng.choice(
        [
            "background:transparent;border:0;",
            "background:transparent;border:0;",
            f"background:{look.surface};border:1px solid {look.line};",
            f"background:{look.line};border:0;",
        ]
    )
    side = rng.choice([22, 26, 28, 32, 36, 40])
    return (
        f".h-btn{{{shape}border:1px solid transparent;line-height:1.4}}.h-btn.p{{background:{look.accent};color:{look.on_accent};border-color:{look.accent};{raised}}}"
        f".h-btn.s,.h-btn.{{{flat}}}.h-btn.o{{background:transparent;color:{look.accent};border:{rng.choice([1, 1, 2])}px solid {look.accent}}}"
        f".h-btn.d{{background:#c62f3b;color:#fff}}.h-btn.k{{background:#2a8a50;color:#fff}}.h-btn.g{{background:transparent;{ghost};border-color:transparent;padding-inline:.4em}}"
        f".h-btn:disabled,.h-btn[aria-disabled=true],.h-ibtn:disabled{{opacity:{rng.choice([.38, .5, .6])};cursor:not-allowed}}"
        f".h-ibtn{{{plain}color:{rng.choice([look.ink, look.soft, look.accent])};width:{side}px;height:{side}px;border-radius:{rng.choice([look.radius, 999])}px;display:inline-flex;align-items:center;justify-content:center;padding:0;font-size:{rng.choice([14, 16, 18, 20])}px;cursor:pointer;flex:none}}"
        f".h-ibtn.p{{background:{look.accent};color:{look.on_accent}}}.h-ibtn[aria-pressed=true]{{background:{look.line}}}"
        f".h-close{{background:none;border:0;color:inherit;font-size:1.2em;line-height:1;padding:2px 5px;cursor:pointer;opacity:.75}}"
        f".h-link,.h-crumbs a{{color:{rng.choice([look.accent, look.accent, look.ink])};text-decoration:{rng.choice(['none', 'none', 'underline'])}}}"
        f".h-group{{display:inline-flex}}.h-group>*{{border-radius:0;margin-left:-1px}}"
    )  # fmt: skip


def _fields(rng: Random, look: Look) -> str:
    edge = look.soft if rng.random() < 0.3 else look.line
    frame = rng.choice([f"border:1px solid {edge}", f"border:1px solid {edge}", f"border:1px solid {edge}", f"border:0;border-bottom:{rng.choice([1, 2])}px solid {edge};border-radius:0",
                        f"border:0;background:{look.line}", f"border:2px solid {edge}", f"border:0;box-shadow:inset 0 1px 3px rgba(0,0,0,.25),0 0 0 1px {edge}", "border:0;background:transparent"])  # fmt: skip
    chevron = "url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='none' stroke='gray' stroke-width='2'%3E%3Cpath d='m3 6 5 5 5-5'/%3E%3C/svg%3E\")"
    select = (
        ""
        if rng.random() < 0.35
        else f"select.h-field{{appearance:none;background-image:{chevron};background-repeat:no-repeat;background-position:right .5em center;background-size:{rng.choice([10, 12, 16])}px;padding-right:1.9em}}"
    )
    return (
        f".h-field{{font:inherit;color:inherit;background:{rng.choice([look.surface, look.page, 'transparent'])};border-radius:{min(look.radius, rng.choice([4, 8, 24]))}px;"
        f"padding:{0.3 * look.pad + 0.15:.2f}em {0.6 * look.pad + 0.3:.2f}em;width:100%;min-width:0;{frame}}}.h-field::placeholder{{color:{look.soft};opacity:{rng.choice([1, .8, .6])}}}"
        f".h-field:disabled{{opacity:.6;background:{look.line}}}.h-field:focus{{outline:{rng.choice([1, 2, 2, 3])}px solid {look.accent};outline-offset:{rng.choice([-1, 0, 1])}px}}"
        f".h-field.is-invalid{{{rng.choice(['border-color:#d33', 'box-shadow:0 0 0 1px #d33', 'border:1px solid #e04848;background:rgba(220,50,50,.08)'])}}}{select}"
        f".h-in{{position:relative;display:flex;align-items:center;width:100%}}.h-in>.ic{{position:absolute;{rng.choice(['left', 'left', 'right'])}:.5em;color:{look.soft};pointer-events:none}}"
        f".h-in>.h-field{{padding-left:2.2em;padding-right:2.2em}}.h-in>.h-ibtn{{position:absolute;right:2px;width:26px;height:26px;border:0;background:none}}"
        f".h-label{{display:block;font-weight:{rng.choice([400, 500, 600])};font-size:{rng.choice(['1em', '.92em', '.85em'])};color:{rng.choice([look.ink, look.soft])};margin-bottom:.2em}}"
        f".h-hint{{display:block;font-size:.85em;color:{look.soft};margin-top:.2em}}.h-hint.is-invalid{{color:#d64545}}"
        f".h-combo{{display:flex;align-items:center;justify-content:space-between;cursor:pointer;text-align:start}}.h-combo .ic{{color:{look.soft}}}"
        f".h-float{{position:relative;padding-top:.5em}}.h-float .h-label{{position:absolute;top:0;left:.7em;background:{look.surface};padding:0 .3em;font-size:.78em;z-index:1;color:{look.soft}}}"
        f".h-spin{{display:inline-flex;border:1px solid {edge};border-radius:{min(look.radius, 8)}px;overflow:hidden}}.h-spin input{{width:3.4em;text-align:center;border:0;background:transparent;font:inherit;color:inherit}}"
        f".h-spin button{{border:0;background:{look.line};color:inherit;width:2em;font:inherit;cursor:pointer}}"
    )  # fmt: skip


def _toggles(rng: Random, look: Look) -> str:
    side, edge = (
        rng.choice([12, 13, 14, 15, 16, 16, 18, 20, 22]),
        rng.choice([look.soft, look.soft, look.line, look.ink]),
    )
    css = ".h-check,.h-switch{display:inline-flex;gap:.5em;align-items:center;cursor:pointer}.h-check input{margin:0;flex:none}"
    if rng.random() < 0.3:
        css += f".h-check input{{accent-color:{look.accent};width:{side}px;height:{side}px}}"
    else:
        fill = (
            f"background-color:{look.accent};border-color:{look.accent}"
            if rng.random() < 0.8
            else f"border-color:{look.accent}"
        )
        ink = look.on_accent if "background" in fill else look.accent
        tick = rng.choice(
            [
                f"border:solid {ink};border-width:0 2px 2px 0;width:28%;height:55%;transform:rotate(45deg);margin-top:-10%",
                f"width:50%;height:50%;background:{ink}",
            ]
        )
        css += (
            f".h-check input{{appearance:none;width:{side}px;height:{side}px;border:{rng.choice([1, 1, 2])}px solid {edge};background-color:{look.surface};border-radius:{rng.choice([0, 2, 3, 4, 6])}px;display:inline-flex;align-items:center;justify-content:center}}"
            f".h-check input[type=radio]{{border-radius:50%}}.h-check input:checked{{{fill}}}.h-check input[type=checkbox]:checked::before{{content:'';{tick}}}"
            f".h-check input[type=radio]:checked::before{{content:'';width:46%;height:46%;border-radius:50%;background:{ink}}}"
        )
    css += ".h-check input:disabled,.h-check input:disabled+span,.h-switch input:disabled~*{opacity:.45}"
    high = rng.choice([14, 16, 18, 20, 22, 24, 28, 30])
    wide = round(high * rng.uniform(1.6, 2.1))
    inset = rng.choice([1, 2, 2, 3, -2])
    on = rng.choice([look.accent, look.accent, "#34c759", look.ink])
    css += (
        f".h-switch input{{position:absolute;opacity:0;width:1px;height:1px;margin:0}}.h-switch i,.h-toggle{{width:{wide}px;height:{high}px;border-radius:{rng.choice([high, high, 4])}px;background:{rng.choice([look.line, look.soft])};position:relative;flex:none;display:inline-block;border:0;padding:0;vertical-align:middle}}"
        f".h-switch i::after,.h-toggle::after{{content:'';position:absolute;left:{inset}px;top:{inset}px;width:{high - 2 * inset}px;height:{high - 2 * inset}px;border-radius:{rng.choice(['50%', '50%', '3px'])};background:#fff;box-shadow:0 1px 2px rgba(0,0,0,.35)}}"
        f".h-switch input:checked+i,.h-toggle[aria-checked=true]{{background:{on}}}.h-switch input:checked+i::after,.h-toggle[aria-checked=true]::after{{left:{wide - high + inset}px}}"
        f".h-box{{width:{side}px;height:{side}px;border:1px solid {edge};border-radius:3px;display:inline-flex;align-items:center;justify-content:center;flex:none;font-size:{side - 3}px;line-height:1}}.h-box[role=radio]{{border-radius:50%}}"
        f".h-box[aria-checked=true]{{background:{look.accent};border-color:{look.accent};color:{look.on_accent}}}.h-box[role=radio][aria-checked=true]{{background:none;border-width:{max(3, side // 3)}px}}"
    )
    return css


def _range(rng: Random, look: Look) -> str:
    thick, thumb = rng.choice([2, 3, 4, 6, 8]), rng.choice([10, 12, 14, 16, 18, 22])
    own = (
        f".h-range{{appearance:none;background:transparent;height:{thumb + 4}px}}.h-range::-webkit-slider-runnable-track{{height:{thick}px;border-radius:9px;background:{rng.choice([look.line, look.soft, look.accent])}}}"
        f".h-range::-webkit-slider-thumb{{appearance:none;width:{rng.choice([thumb, thumb, 8])}px;height:{thumb}px;margin-top:{(thick - thumb) / 2}px;border-radius:{rng.choice(['50%', '50%', '3px'])};background:{rng.choice([look.accent, '#fff'])};border:{rng.choice([0, 1, 2])}px solid {look.accent}}}"
    )
    return (
        f".h-range{{width:100%;margin:0;accent-color:{look.accent}}}"
        + (own if rng.random() < 0.65 else "")
        + (
            f".h-slide{{position:relative;height:{thumb}px;width:100%;cursor:pointer}}.h-slide::before{{content:'';position:absolute;left:0;right:0;top:calc(50% - {thick / 2}px);height:{thick}px;border-radius:9px;background:{look.line}}}"
            f".h-slide i{{position:absolute;left:0;top:calc(50% - {thick / 2}px);height:{thick}px;background:{look.accent};border-radius:9px}}.h-slide b{{position:absolute;top:0;width:{thumb}px;height:{thumb}px;margin-left:-{thumb // 2}px;border-radius:50%;background:{rng.choice([look.accent, look.surface])};border:{rng.choice([0, 2])}px solid {look.accent}}}"
        )
    )


def _tabs(rng: Random, look: Look) -> str:
    base = f".h-tabs{{display:flex;gap:{rng.choice([0, 2, 4, 12])}px;flex-wrap:wrap;border-bottom:{rng.choice([0, 1, 1])}px solid {look.line}}}.h-tab{{padding:{rng.choice(['.35em .7em', '.5em 1em', '.3em .5em', '.6em 1.2em'])};color:{rng.choice([look.ink, look.soft])};text-decoration:none;display:inline-flex;gap:.4em;align-items:center}}"
    return base + rng.choice([
        f".h-tab.active{{color:{look.accent};box-shadow:inset 0 -2px {look.accent}}}", f".h-tab.active{{background:{look.accent};color:{look.on_accent};border-radius:{look.radius}px}}",
        f".h-tab.active{{border:1px solid {look.line};border-bottom-color:{look.surface};background:{look.surface};margin-bottom:-1px}}",
        f".h-tabs{{background:{look.line};padding:3px;border-radius:8px;display:inline-flex;border:0}}.h-tab.active{{background:{look.surface};border-radius:6px}}",
        ".h-tab.active{font-weight:700}", f".h-tab{{border:1px solid {look.line};margin-right:-1px}}.h-tab.active{{color:{look.accent};border-color:{look.accent}}}",
    ])  # fmt: skip


def _menus(rng: Random, look: Look) -> str:
    on = rng.choice(
        [
            f"background:{look.accent};color:{look.on_accent}",
            f"background:{look.line}",
            f"color:{look.accent};font-weight:600",
        ]
    )
    return (
        f".h-menu{{display:inline-block;background:{look.surface};border:{rng.choice([0, 1])}px solid {look.line};box-shadow:0 4px 16px rgba(0,0,0,.25);border-radius:{min(look.radius, 12)}px;padding:{rng.choice([0, 4, 8])}px;min-width:{rng.choice([120, 150, 180, 220])}px}}"
        f".h-item{{display:flex;gap:.6em;align-items:center;padding:{rng.choice(['.25em .6em', '.4em .9em', '.55em 1em'])};color:inherit;text-decoration:none;border-radius:{rng.choice([0, 4])}px;cursor:pointer;white-space:nowrap}}"
        f".h-item.active,.h-item[aria-selected=true]{{{on}}}.h-item[aria-disabled=true]{{opacity:.4}}.h-item .ic:last-child{{margin-left:auto}}"
        f".h-nav{{display:flex;gap:.6em;align-items:center;padding:{rng.choice(['.3em .6em', '.45em .8em', '.6em 1em'])};color:{rng.choice([look.ink, look.soft])};text-decoration:none;border-radius:{rng.choice([0, 4, 8, 999])}px;white-space:nowrap}}.h-nav.active{{{rng.choice([on, f'background:{look.line};color:{look.accent}'])}}}"
        f".h-nav .h-badge{{margin-left:auto}}"
    )  # fmt: skip


def _surfaces(rng: Random, look: Look) -> str:
    radius = min(look.radius, 16)
    edge = rng.choice(
        [
            f"border:1px solid {look.line}",
            f"border:1px solid {look.line}",
            "box-shadow:0 1px 4px rgba(0,0,0,.2)",
            "",
            "box-shadow:0 6px 24px rgba(0,0,0,.14)",
        ]
    )
    return (
        f".h-card{{background:{look.surface};{edge};border-radius:{radius}px;padding:{rng.choice([8, 12, 16, 20])}px;min-width:0}}.h-title{{font-weight:600;font-size:{rng.choice(['1em', '1.1em', '1.25em'])};margin-bottom:.5em}}.h-foot{{margin-top:.8em}}"
        f".h-back{{position:fixed;inset:0;background:rgba(0,0,0,{rng.choice([.25, .4, .5, .6])});display:flex;align-items:center;justify-content:center;z-index:60}}.h-dialog{{background:{look.surface};border-radius:{radius}px;padding:{rng.choice([14, 20, 24])}px;width:{rng.choice([300, 360, 420, 520, 640])}px;max-width:92vw;box-shadow:0 8px 30px rgba(0,0,0,.4)}}.h-dialog .h-title{{justify-content:space-between}}"
        f".h-alert{{display:flex;gap:.6em;align-items:center;padding:.6em .9em;border-radius:{radius}px;border:1px solid {look.line};background:{rng.choice([look.surface, 'rgba(80,140,240,.14)', 'rgba(240,180,40,.16)', 'rgba(60,170,90,.16)'])}}}.h-alert .h-close{{margin-left:auto}}"
        f".h-table{{width:100%;border-collapse:collapse}}.h-table th,.h-table td{{padding:{rng.choice(['.15em .4em', '.3em .6em', '.5em .8em', '.7em 1em'])};text-align:start;border-bottom:{rng.choice([0, 1, 1, 1])}px solid {look.line};font-weight:400}}.h-table th{{font-weight:{rng.choice([500, 600, 700])};{rng.choice(['', f'background:{look.line}', f'color:{look.soft}', 'text-transform:uppercase;font-size:.82em'])}}}{rng.choice(['', '.h-table tr:nth-child(even){background:rgba(128,128,128,.08)}', f'.h-table td,.h-table th{{border:1px solid {look.line}}}'])}"
    )  # fmt: skip


def _small(rng: Random, look: Look) -> str:
    return (
        f".h-badge{{font-size:.8em;padding:.1em .55em;border-radius:{rng.choice([2, 4, 99])}px;background:{rng.choice([look.line, 'rgba(70,130,240,.2)', 'rgba(40,160,90,.22)', 'rgba(220,60,60,.2)'])};white-space:nowrap}}"
        f".h-progress{{height:{rng.choice([3, 6, 8, 12])}px;background:{look.line};border-radius:9px;overflow:hidden;min-width:60px}}.h-progress div{{height:100%;background:{look.accent}}}"
        f".h-pages{{display:flex;gap:{rng.choice([0, 2, 4, 6])}px;flex-wrap:wrap}}.h-page{{min-width:{rng.choice([20, 24, 28, 32, 36])}px;text-align:center;padding:.25em .4em;border:{rng.choice([0, 1])}px solid {look.line};border-radius:{min(look.radius, 99)}px;color:inherit;text-decoration:none}}.h-page.active{{background:{look.accent};color:{look.on_accent}}}"
        f".h-crumbs{{display:flex;gap:.4em;flex-wrap:wrap;font-size:.92em}}.h-sep{{color:{look.soft}}}"
    )  # fmt: skip
