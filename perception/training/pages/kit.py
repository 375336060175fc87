"""A component kit: how its buttons, fields, menus, ... are written, and which files draw them.

A kit is a table of HTML templates ($name is filled in). `HOUSE` is complete; other kits replace what they draw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from string import Template

# Names in templates: $a attributes (disabled, value, placeholder, aria-...), $v variant, $s size, $icon, $text, $name,
# $id, $bad (class of an invalid field), $on (class of what is chosen), $items, $body, $foot, $title.
HOUSE: dict[str, str] = {
    "button": '<button type="button" class="h-btn $v $s" $a>$icon<span>$text</span></button>',
    "icon_button": '<button type="button" class="h-ibtn $v" aria-label="$name" $a>$icon</button>',
    "link": '<a href="#" class="h-link" $a>$text</a>',
    "input": '<input class="h-field $bad" $a>',
    "textarea": '<textarea class="h-field $bad" $a>$text</textarea>',
    "select": '<select class="h-field h-select $bad" $a>$items</select>',
    "checkbox": '<label class="h-check"><input type="checkbox" $a><span>$text</span></label>',
    "radio": '<label class="h-check"><input type="radio" $a><span>$text</span></label>',
    "switch": '<label class="h-switch"><input type="checkbox" role="switch" $a><i></i><span>$text</span></label>',
    "slider": '<input type="range" class="h-range" $a>',
    "label": '<label class="h-label" for="$id">$text</label>',
    "hint": '<small class="h-hint $bad">$text</small>',
    "tabs": '<div class="h-tabs" role="tablist">$items</div>',
    "tab": '<a href="#" role="tab" aria-selected="$chosen" class="h-tab $on" $a>$icon$text</a>',
    "menu": '<div class="h-menu" role="menu">$items</div>',
    "menuitem": '<a href="#" role="menuitem" class="h-item $on" $a>$icon<span>$text</span></a>',
    "listbox": '<div class="h-menu" role="listbox">$items</div>',
    "option": '<div role="option" aria-selected="$chosen" class="h-item $on" $a>$text$mark</div>',
    "card": '<div class="h-card">$title$body$foot</div>',
    "card_title": '<div class="h-title">$text</div>',
    "card_foot": '<div class="h-foot">$text</div>',
    "dialog": '<div class="h-back"><div class="h-dialog" role="dialog" aria-modal="true">'
    '<div class="h-title l-row">$title$close</div>$body<div class="h-foot l-end">$foot</div></div></div>',
    "close": '<button type="button" class="h-close" aria-label="Close">$icon</button>',
    "alert": '<div class="h-alert $v" role="alert">$icon<span>$text</span>$close</div>',
    "badge": '<span class="h-badge $v">$text</span>',
    "progress": '<div class="h-progress"><div style="width:$value%"></div></div>',
    "table": '<table class="h-table"><thead><tr>$title</tr></thead><tbody>$items</tbody></table>',
    "pagination": '<nav class="h-pages">$items</nav>',
    "page": '<a href="#" class="h-page $on" $cur $a>$text</a>',
    "crumbs": '<nav class="h-crumbs">$items</nav>',
    "crumb": '<a href="#">$text</a><span class="h-sep">$sep</span>',
    "crumb_last": "<span>$text</span>",
    "navlink": '<a href="#" class="h-nav $on" $cur>$icon<span>$text</span>$badge</a>',
    "group": '<div class="h-group">$items</div>',
}
_EMPTY = (
    "a v s icon text name id bad on items body foot title close cur badge mark sep p val status frame shape"
    " level2 level3"
).split()
VARIANTS = {"primary": "p", "secondary": "s", "outline": "o", "danger": "d", "ghost": "g", "success": "k"}


@dataclass(frozen=True)
class Kit:
    """`files`: (package, file) of stylesheets and scripts; `themes`: more stylesheets, one of which replaces the first.

    `templates` replace the house's. `html` are attributes of <html> by "light" and "dark"; `house` says that the
    house's random styles draw what the kit does not.
    """

    name: str
    files: Sequence[tuple[str, str]] = ()
    themes: Sequence[tuple[str, str]] = ()
    dark_themes: Sequence[tuple[str, str]] = ()
    templates: Mapping[str, str] = field(default_factory=dict)
    variants: Mapping[str, str] = field(default_factory=dict)
    sizes: Sequence[str] = ("",)
    on: str = "active"
    bad: str = "is-invalid"
    html: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    script: str = ""
    weight: float = 1.0
    phone: bool = False
    needs: str = ""  # "vue": it compiles the templates
    paints: bool = False  # the house's look colours the page
    follows: bool = False  # light or dark as its theme's name says
    wrap: Mapping[str, str] = field(default_factory=dict)  # what goes around the body, by "light" and "dark"

    @property
    def own(self) -> bool:
        """Whether the house draws all of it."""
        return not self.files

    @property
    def packages(self) -> set[str]:
        return {package for package, _ in (*self.files, *self.themes, *self.dark_themes)}

    def write(self, what: str, **values: str) -> str:
        """The template filled in; values are HTML already, except the attributes' escaping done by `attributes`."""
        template = self.templates[what] if what in self.templates else HOUSE[what]
        defaults = dict.fromkeys(
            _EMPTY,
            "",
        )
        return Template(template).safe_substitute(
            {
                **defaults,
                "chosen": "false",
                "kind": "text",
                "wrong": "false",
                "chk": "false",
                "opts": "[]",
                "first": "",
                **values,
            }
        )

    def variant(self, name: str) -> str:
        return (self.variants or VARIANTS).get(name, "")


def attributes(**values: str | bool | int | None) -> str:
    """HTML attributes; True is a bare one, False and None are left out; "aria_label" is written aria-label."""
    parts = []
    for name, value in values.items():
        name = name.rstrip("_").replace("_", "-")
        if value is True:
            parts.append(name)
        elif value is not False and value is not None:
            parts.append(f'{name}="{escape(str(value))}"')
    return " ".join(parts)
