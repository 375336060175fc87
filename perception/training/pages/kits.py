"""The component kits that are plain CSS (and at most a script of their own)."""

# ruff: noqa: E501 - a control's whole markup or style stands on one line, where it can be read
from __future__ import annotations

from perception.training.pages.kit import Kit

_BOOTSWATCH = (
    "cerulean cosmo cyborg darkly flatly journal litera lumen lux materia minty morph pulse quartz sandstone simplex "
    "sketchy slate solar spacelab superhero united vapor yeti zephyr brite"
).split()

_BOOTSTRAP = {
    "button": '<button type="button" class="btn $v $s" $a>$icon $text</button>',
    "icon_button": '<button type="button" class="btn $v $s" aria-label="$name" $a>$icon</button>',
    "link": '<a href="#" $a>$text</a>',
    "input": '<input class="form-control $s2 $bad" $a>',
    "textarea": '<textarea class="form-control $bad" $a>$text</textarea>',
    "select": '<select class="form-select $bad" $a>$items</select>',
    "checkbox": '<div class="form-check"><input class="form-check-input $bad" type="checkbox" id="$id" $a>'
    '<label class="form-check-label" for="$id">$text</label></div>',
    "radio": '<div class="form-check"><input class="form-check-input $bad" type="radio" id="$id" $a>'
    '<label class="form-check-label" for="$id">$text</label></div>',
    "switch": '<div class="form-check form-switch"><input class="form-check-input" type="checkbox" role="switch" id="$id" $a>'
    '<label class="form-check-label" for="$id">$text</label></div>',
    "slider": '<input type="range" class="form-range" $a>',
    "label": '<label class="form-label" for="$id">$text</label>',
    "hint": '<div class="form-text">$text</div>',
    "tabs": '<ul class="nav nav-tabs" role="tablist">$items</ul>',
    "tab": '<li class="nav-item"><a href="#" role="tab" aria-selected="$chosen" class="nav-link $on" $a>$icon $text</a></li>',
    "menu": '<div class="dropdown-menu show" style="position:static;display:inline-block" role="menu">$items</div>',
    "menuitem": '<a href="#" role="menuitem" class="dropdown-item $on" $a>$icon $text</a>',
    "card": '<div class="card">$title<div class="card-body">$body</div>$foot</div>',
    "card_title": '<div class="card-header">$text</div>',
    "card_foot": '<div class="card-footer">$text</div>',
    "dialog": '<div class="modal-backdrop show" style="z-index:50"></div><div class="modal d-block" style="z-index:60" role="dialog" '
    'aria-modal="true"><div class="modal-dialog"><div class="modal-content"><div class="modal-header"><h5 class="modal-title">'
    '$title</h5>$close</div><div class="modal-body">$body</div><div class="modal-footer">$foot</div></div></div></div>',
    "close": '<button type="button" class="btn-close" aria-label="Close"></button>',
    "alert": '<div class="alert alert-$level alert-dismissible" role="alert">$icon $text $close</div>',
    "badge": '<span class="badge text-bg-$level">$text</span>',
    "progress": '<div class="progress"><div class="progress-bar" style="width:$value%"></div></div>',
    "table": '<table class="table $t"><thead><tr>$title</tr></thead><tbody>$items</tbody></table>',
    "pagination": '<ul class="pagination">$items</ul>',
    "page": '<li class="page-item $on"><a class="page-link" href="#" $cur>$text</a></li>',
    "crumbs": '<ol class="breadcrumb">$items</ol>',
    "crumb": '<li class="breadcrumb-item"><a href="#">$text</a></li>',
    "crumb_last": '<li class="breadcrumb-item active">$text</li>',
    "group": '<div class="btn-group" role="group">$items</div>',
}
_BTN = {"primary": "btn-primary", "secondary": "btn-secondary", "outline": "btn-outline-secondary", "danger": "btn-danger",
        "ghost": "btn-link", "success": "btn-success"}  # fmt: skip

BOOTSTRAP = Kit(
    "bootstrap", [("bootstrap", "dist/css/bootstrap.min.css")],
    themes=[("bootswatch", f"dist/{theme}/bootstrap.min.css") for theme in _BOOTSWATCH],
    templates=_BOOTSTRAP, variants=_BTN, sizes=("", "", "btn-sm", "btn-lg"),
    html={"light": 'data-bs-theme="light"', "dark": 'data-bs-theme="dark"'}, weight=4,
)  # fmt: skip

BULMA = Kit(
    "bulma", [("bulma", "css/bulma.min.css")], variants={"primary": "is-primary", "secondary": "is-light", "outline": "is-outlined is-info",
    "danger": "is-danger", "ghost": "is-text", "success": "is-success"}, sizes=("", "", "is-small", "is-medium"),
    on="is-active", bad="is-danger", html={"light": 'data-theme="light"', "dark": 'data-theme="dark"'}, weight=1.5,
    templates={
        "button": '<button class="button $v $s" $a>$icon<span>$text</span></button>',
        "icon_button": '<button class="button $v $s" aria-label="$name" $a>$icon</button>',
        "link": '<a href="#" $a>$text</a>',
        "input": '<input class="input $bad" $a>', "textarea": '<textarea class="textarea $bad" $a>$text</textarea>',
        "select": '<div class="select is-fullwidth $bad"><select $a>$items</select></div>',
        "checkbox": '<label class="checkbox"><input type="checkbox" $a> $text</label>',
        "radio": '<label class="radio"><input type="radio" $a> $text</label>',
        "label": '<label class="label" for="$id">$text</label>', "hint": '<p class="help $bad">$text</p>',
        "tabs": '<div class="tabs"><ul role="tablist">$items</ul></div>',
        "tab": '<li class="$on"><a href="#" role="tab" aria-selected="$chosen" $a>$icon&nbsp;$text</a></li>',
        "menu": '<div class="dropdown-content" role="menu" style="display:inline-block">$items</div>',
        "menuitem": '<a href="#" role="menuitem" class="dropdown-item $on" $a>$icon $text</a>',
        "card": '<div class="card">$title<div class="card-content">$body</div>$foot</div>',
        "card_title": '<header class="card-header"><p class="card-header-title">$text</p></header>',
        "card_foot": '<div class="p-3">$text</div>',
        "dialog": '<div class="modal is-active"><div class="modal-background"></div><div class="modal-card" role="dialog"><header class="modal-card-head">'
        '<p class="modal-card-title">$title</p>$close</header><section class="modal-card-body">$body</section>'
        '<footer class="modal-card-foot"><div class="buttons">$foot</div></footer></div></div>',
        "close": '<button class="delete" aria-label="Close"></button>',
        "alert": '<div class="notification is-$level">$close$text</div>', "badge": '<span class="tag is-$level">$text</span>',
        "progress": '<progress class="progress is-primary" value="$value" max="100"></progress>',
        "table": '<table class="table is-fullwidth is-hoverable"><thead><tr>$title</tr></thead><tbody>$items</tbody></table>',
        "pagination": '<nav class="pagination"><ul class="pagination-list">$items</ul></nav>',
        "page": '<li><a class="pagination-link $on" href="#" $cur>$text</a></li>',
        "crumbs": '<nav class="breadcrumb"><ul>$items</ul></nav>', "crumb": '<li><a href="#">$text</a></li>',
        "crumb_last": '<li class="is-active"><a>$text</a></li>',
    },
)  # fmt: skip

UIKIT = Kit(
    "uikit", [("uikit", "dist/css/uikit.min.css")], variants={"primary": "uk-button-primary", "secondary": "uk-button-secondary",
    "outline": "uk-button-default", "danger": "uk-button-danger", "ghost": "uk-button-text", "success": "uk-button-primary"},
    sizes=("", "", "uk-button-small", "uk-button-large"), on="uk-active", bad="uk-form-danger", weight=1.2,
    templates={
        "button": '<button class="uk-button $v $s" $a>$icon $text</button>',
        "icon_button": '<button class="uk-icon-button" aria-label="$name" $a>$icon</button>',
        "link": '<a href="#" $a>$text</a>', "input": '<input class="uk-input $bad" $a>',
        "textarea": '<textarea class="uk-textarea $bad" $a>$text</textarea>',
        "select": '<select class="uk-select $bad" $a>$items</select>',
        "checkbox": '<label><input class="uk-checkbox" type="checkbox" $a> $text</label>',
        "radio": '<label><input class="uk-radio" type="radio" $a> $text</label>',
        "slider": '<input class="uk-range" type="range" $a>', "label": '<label class="uk-form-label" for="$id">$text</label>',
        "tabs": '<ul class="uk-tab" role="tablist">$items</ul>',
        "tab": '<li class="$on"><a href="#" role="tab" aria-selected="$chosen" $a>$text</a></li>',
        "menu": '<div class="uk-card uk-card-default uk-card-small uk-card-body uk-width-small"><ul class="uk-nav uk-dropdown-nav" role="menu">$items</ul></div>',
        "menuitem": '<li class="$on"><a href="#" role="menuitem" $a>$icon&nbsp;$text</a></li>',
        "card": '<div class="uk-card uk-card-default uk-card-small">$title<div class="uk-card-body">$body</div>$foot</div>',
        "card_title": '<div class="uk-card-header">$text</div>', "card_foot": '<div class="uk-card-footer">$text</div>',
        "dialog": '<div class="uk-modal uk-open" style="display:block"><div class="uk-modal-dialog" role="dialog">$close<div class="uk-modal-header"><h2 '
        'class="uk-modal-title">$title</h2></div><div class="uk-modal-body">$body</div><div class="uk-modal-footer uk-text-right">$foot</div></div></div>',
        "badge": '<span class="uk-label">$text</span>', "alert": '<div class="uk-alert-primary uk-alert">$text</div>',
        "progress": '<progress class="uk-progress" value="$value" max="100"></progress>',
        "table": '<table class="uk-table uk-table-divider uk-table-small"><thead><tr>$title</tr></thead><tbody>$items</tbody></table>',
        "pagination": '<ul class="uk-pagination">$items</ul>', "page": '<li class="$on"><a href="#" $cur>$text</a></li>',
        "crumbs": '<ul class="uk-breadcrumb">$items</ul>', "crumb": '<li><a href="#">$text</a></li>', "crumb_last": "<li><span>$text</span></li>",
        "close": '<button class="uk-close uk-icon" type="button" aria-label="Close">$icon</button>',
    },
)  # fmt: skip

FOUNDATION = Kit(
    "foundation", [("foundation-sites", "dist/css/foundation.min.css")], variants={"primary": "", "secondary": "secondary",
    "outline": "hollow", "danger": "alert", "ghost": "clear", "success": "success"}, sizes=("", "", "small", "tiny"),
    on="is-active", bad="is-invalid-input", weight=1,
    templates={
        "button": '<button class="button $v $s" $a>$icon $text</button>',
        "icon_button": '<button class="button $v $s" aria-label="$name" $a>$icon</button>',
        "link": '<a href="#" $a>$text</a>', "input": '<input class="$bad" $a>', "textarea": "<textarea $a>$text</textarea>",
        "select": "<select $a>$items</select>",
        "checkbox": '<div><input type="checkbox" id="$id" $a><label for="$id">$text</label></div>',
        "radio": '<div><input type="radio" id="$id" $a><label for="$id">$text</label></div>',
        "switch": '<div class="l-row"><div class="switch small" style="margin:0"><input class="switch-input" type="checkbox" role="switch" aria-label="$name" id="$id" $a>'
        '<label class="switch-paddle" for="$id"></label></div><span>$text</span></div>',
        "label": '<label for="$id">$text</label>',
        "tabs": '<ul class="tabs" role="tablist">$items</ul>',
        "tab": '<li class="tabs-title $on"><a href="#" role="tab" aria-selected="$chosen" $a>$text</a></li>',
        "menu": '<ul class="vertical menu" role="menu" style="border:1px solid #ccc;background:#fff;display:inline-block">$items</ul>',
        "menuitem": '<li class="$on"><a href="#" role="menuitem" $a>$icon <span>$text</span></a></li>',
        "card": '<div class="card">$title<div class="card-section">$body</div>$foot</div>',
        "card_title": '<div class="card-divider">$text</div>', "card_foot": '<div class="card-section">$text</div>',
        "dialog": '<div class="reveal-overlay" style="display:block"><div class="reveal" style="display:block" role="dialog"><h4>$title</h4>$body<p></p>$foot '
        "$close</div></div>", "close": '<button class="close-button" aria-label="Close"><span aria-hidden="true">&times;</span></button>',
        "alert": '<div class="callout $level">$text $close</div>', "badge": '<span class="label $level">$text</span>',
        "progress": '<div class="progress"><div class="progress-meter" style="width:$value%"></div></div>',
        "table": '<table class="hover"><thead><tr>$title</tr></thead><tbody>$items</tbody></table>',
        "pagination": '<ul class="pagination">$items</ul>', "page": '<li><a href="#" class="$on" $cur>$text</a></li>',
        "crumbs": '<ul class="breadcrumbs">$items</ul>', "crumb": '<li><a href="#">$text</a></li>', "crumb_last": "<li>$text</li>",
        "group": '<div class="button-group">$items</div>',
    },
)  # fmt: skip

FOMANTIC = Kit(
    "fomantic", [("fomantic-ui-css", "semantic.min.css")], variants={"primary": "primary", "secondary": "", "outline": "basic",
    "danger": "red", "ghost": "tertiary", "success": "green"}, sizes=("", "", "small", "mini", "large"), bad="error", weight=1,
    templates={
        "button": '<button class="ui $v $s button" $a>$icon $text</button>',
        "icon_button": '<button class="ui icon $v $s button" aria-label="$name" $a>$icon</button>',
        "link": '<a href="#" $a>$text</a>', "input": '<div class="ui fluid input $bad"><input $a></div>',
        "textarea": '<div class="ui form"><div class="field $bad"><textarea $a>$text</textarea></div></div>',
        "select": '<div class="ui form"><div class="field $bad"><select $a>$items</select></div></div>',
        "checkbox": '<div class="ui checkbox"><input type="checkbox" id="$id" $a><label for="$id">$text</label></div>',
        "radio": '<div class="ui radio checkbox"><input type="radio" id="$id" $a><label for="$id">$text</label></div>',
        "switch": '<div class="ui toggle checkbox"><input type="checkbox" role="switch" id="$id" $a><label for="$id">$text</label></div>',
        "tabs": '<div class="ui top attached tabular menu" role="tablist">$items</div>',
        "tab": '<a href="#" role="tab" aria-selected="$chosen" class="item $on" $a>$text</a>',
        "menu": '<div class="ui vertical menu" role="menu">$items</div>',
        "menuitem": '<a href="#" role="menuitem" class="item $on" $a>$icon $text</a>',
        "card": '<div class="ui segment">$title $body $foot</div>', "card_title": '<h4 class="ui header">$text</h4>', "card_foot": "<div>$text</div>",
        "dialog": '<div class="ui dimmer active" style="display:flex !important;position:fixed"><div class="ui modal active" role="dialog" '
        'style="position:static"><div class="header">$title</div><div class="content">$body</div><div class="actions">$foot</div></div></div>',
        "alert": '<div class="ui $level message">$text</div>', "badge": '<span class="ui $colour label">$text</span>',
        "progress": '<div class="ui indicating progress" data-percent="$value"><div class="bar" style="width:$value%"></div></div>',
        "table": '<table class="ui celled table"><thead><tr>$title</tr></thead><tbody>$items</tbody></table>',
        "pagination": '<div class="ui pagination menu">$items</div>', "page": '<a href="#" class="item $on" $cur>$text</a>',
        "crumbs": '<div class="ui breadcrumb">$items</div>', "crumb": '<a href="#" class="section">$text</a><span class="divider"> / </span>',
        "crumb_last": '<span class="active section">$text</span>', "group": '<div class="ui buttons">$items</div>',
    },
)  # fmt: skip

PICO = Kit(
    "pico", [("@picocss/pico", "css/pico.min.css")],
    themes=[("@picocss/pico", f"css/pico.{colour}.min.css") for colour in
            "amber azure blue cyan fuchsia green grey indigo jade lime orange pink pumpkin purple red sand slate violet yellow zinc".split()],
    variants={"primary": "", "secondary": "secondary", "outline": "outline", "danger": "contrast", "ghost": "outline secondary", "success": ""},
    html={"light": 'data-theme="light"', "dark": 'data-theme="dark"'}, weight=1.5, bad='" aria-invalid="true',
    templates={
        "button": '<button class="$v l-auto" $a>$icon $text</button>', "icon_button": '<button class="$v l-auto" aria-label="$name" $a>$icon</button>',
        "link": '<a href="#" $a>$text</a>', "input": "<input $a>", "textarea": "<textarea $a>$text</textarea>",
        "select": "<select $a>$items</select>", "checkbox": '<label><input type="checkbox" $a>$text</label>',
        "radio": '<label><input type="radio" $a>$text</label>', "switch": '<label><input type="checkbox" role="switch" $a>$text</label>',
        "slider": '<input type="range" $a>', "label": '<label for="$id">$text</label>', "hint": "<small>$text</small>",
        "card": "<article>$title$body$foot</article>", "card_title": "<header>$text</header>", "card_foot": "<footer>$text</footer>",
        "dialog": "<dialog open><article><header>$close<p><strong>$title</strong></p></header>$body<footer>$foot</footer></article></dialog>",
        "close": '<button aria-label="Close" rel="prev"></button>', "progress": '<progress value="$value" max="100"></progress>',
        "table": "<table><thead><tr>$title</tr></thead><tbody>$items</tbody></table>", "badge": "<mark>$text</mark>",
        "crumbs": '<nav aria-label="breadcrumb"><ul>$items</ul></nav>', "crumb": '<li><a href="#">$text</a></li>', "crumb_last": "<li>$text</li>",
        "group": '<div role="group">$items</div>',
    },
)  # fmt: skip

MATERIALIZE = Kit(
    "materialize", [("materialize-css", "dist/css/materialize.min.css")], variants={"primary": "", "secondary": "blue lighten-1",
    "outline": "white black-text", "danger": "red", "ghost": "btn-flat", "success": "green"}, sizes=("", "", "btn-small", "btn-large"),
    bad="invalid", weight=1,
    templates={
        "button": '<button class="btn waves-effect $v $s" $a>$icon $text</button>',
        "icon_button": '<button class="btn-floating $v" aria-label="$name" $a>$icon</button>',
        "link": '<a href="#" $a>$text</a>', "input": '<div class="input-field" style="margin:0"><input class="$bad" $a></div>',
        "textarea": '<textarea class="materialize-textarea $bad" $a>$text</textarea>',
        "select": '<select class="browser-default" $a>$items</select>',
        "checkbox": '<p><label><input type="checkbox" $fill $a><span>$text</span></label></p>',
        "radio": '<p><label><input type="radio" $gap $a><span>$text</span></label></p>',
        "switch": '<div class="switch"><label>$text <input type="checkbox" role="switch" aria-label="$name" $a><span class="lever"></span></label></div>',
        "slider": '<p class="range-field"><input type="range" $a></p>', "label": '<label for="$id">$text</label>',
        "tabs": '<ul class="tabs" role="tablist">$items</ul>',
        "tab": '<li class="tab"><a href="#" role="tab" aria-selected="$chosen" class="$on" $a>$text</a></li>',
        "menu": '<ul class="dropdown-content" style="display:inline-block;opacity:1;position:static" role="menu">$items</ul>',
        "menuitem": '<li class="$on"><a href="#" role="menuitem" $a>$icon $text</a></li>',
        "card": '<div class="card"><div class="card-content">$title $body</div>$foot</div>',
        "card_title": '<span class="card-title">$text</span>', "card_foot": '<div class="card-action">$text</div>',
        "dialog": '<div class="modal-overlay" style="display:block;opacity:.5;z-index:50"></div><div class="modal open" role="dialog" style="display:block;opacity:1;top:10%;z-index:60">'
        '<div class="modal-content"><h4>$title</h4>$body</div><div class="modal-footer">$foot</div></div>',
        "badge": '<span class="badge new blue" data-badge-caption="">$text</span>', "progress": '<div class="progress"><div class="determinate" style="width:$value%"></div></div>',
        "table": '<table class="highlight"><thead><tr>$title</tr></thead><tbody>$items</tbody></table>',
        "pagination": '<ul class="pagination">$items</ul>', "page": '<li class="waves-effect $on"><a href="#" $cur>$text</a></li>',
    },
)  # fmt: skip

SPECTRE = Kit(
    "spectre", [("spectre.css", "dist/spectre.min.css")], variants={"primary": "btn-primary", "secondary": "", "outline": "",
    "danger": "btn-error", "ghost": "btn-link", "success": "btn-success"}, sizes=("", "", "btn-sm", "btn-lg"), bad="is-error",
    templates={
        "button": '<button class="btn $v $s" $a>$icon $text</button>', "icon_button": '<button class="btn btn-action $v $s" aria-label="$name" $a>$icon</button>',
        "link": '<a href="#" $a>$text</a>', "input": '<input class="form-input $bad" $a>', "textarea": '<textarea class="form-input" $a>$text</textarea>',
        "select": '<select class="form-select $bad" $a>$items</select>',
        "checkbox": '<label class="form-checkbox"><input type="checkbox" $a><i class="form-icon"></i> $text</label>',
        "radio": '<label class="form-radio"><input type="radio" $a><i class="form-icon"></i> $text</label>',
        "switch": '<label class="form-switch"><input type="checkbox" role="switch" $a><i class="form-icon"></i> $text</label>',
        "slider": '<input class="slider" type="range" $a>', "label": '<label class="form-label" for="$id">$text</label>',
        "tabs": '<ul class="tab" role="tablist">$items</ul>', "tab": '<li class="tab-item $on"><a href="#" role="tab" aria-selected="$chosen" $a>$text</a></li>',
        "menu": '<ul class="menu" role="menu" style="display:inline-block">$items</ul>', "menuitem": '<li class="menu-item"><a href="#" role="menuitem" class="$on" $a>$icon $text</a></li>',
        "card": '<div class="card">$title<div class="card-body">$body</div>$foot</div>', "card_title": '<div class="card-header"><div class="card-title h5">$text</div></div>',
        "card_foot": '<div class="card-footer">$text</div>',
        "dialog": '<div class="modal active"><a class="modal-overlay"></a><div class="modal-container" role="dialog"><div class="modal-header">$close<div class="modal-title h5">$title</div></div>'
        '<div class="modal-body">$body</div><div class="modal-footer">$foot</div></div></div>',
        "close": '<button class="btn btn-clear float-right" aria-label="Close"></button>', "badge": '<span class="label label-$level">$text</span>',
        "alert": '<div class="toast toast-$level">$close $text</div>', "table": '<table class="table table-striped"><thead><tr>$title</tr></thead><tbody>$items</tbody></table>',
        "pagination": '<ul class="pagination">$items</ul>', "page": '<li class="page-item $on"><a href="#" $cur>$text</a></li>',
        "crumbs": '<ul class="breadcrumb">$items</ul>', "crumb": '<li class="breadcrumb-item"><a href="#">$text</a></li>', "crumb_last": '<li class="breadcrumb-item">$text</li>',
        "group": '<div class="btn-group">$items</div>',
    },
)  # fmt: skip

PURE = Kit(
    "pure", [("purecss", "build/pure-min.css")], variants={"primary": "pure-button-primary", "secondary": "", "outline": "", "danger": "", "ghost": "", "success": ""},
    templates={
        "button": '<button class="pure-button $v" $a>$icon $text</button>', "icon_button": '<button class="pure-button $v" aria-label="$name" $a>$icon</button>',
        "link": '<a href="#" $a>$text</a>', "input": '<span class="pure-form"><input class="l-wide" $a></span>', "textarea": '<span class="pure-form"><textarea class="l-wide" $a>$text</textarea></span>',
        "select": '<span class="pure-form"><select class="l-wide" $a>$items</select></span>', "checkbox": '<label class="pure-checkbox"><input type="checkbox" $a> $text</label>',
        "radio": '<label class="pure-radio"><input type="radio" $a> $text</label>', "slider": '<input type="range" $a>',
        "table": '<table class="pure-table l-wide"><thead><tr>$title</tr></thead><tbody>$items</tbody></table>',
    }, weight=0.6,
)  # fmt: skip

MILLIGRAM = Kit(
    "milligram", [("milligram", "dist/milligram.min.css")], variants={"primary": "", "secondary": "button-clear", "outline": "button-outline",
    "danger": "", "ghost": "button-clear", "success": ""},
    templates={
        "button": '<button class="button $v" $a>$icon $text</button>', "icon_button": '<button class="button $v" aria-label="$name" $a>$icon</button>',
        "link": '<a href="#" $a>$text</a>', "input": "<input $a>", "textarea": "<textarea $a>$text</textarea>", "select": "<select $a>$items</select>",
        "checkbox": '<div><input type="checkbox" id="$id" $a> <label class="label-inline" for="$id">$text</label></div>',
        "radio": '<div><input type="radio" id="$id" $a> <label class="label-inline" for="$id">$text</label></div>',
        "slider": '<input type="range" $a>', "label": '<label for="$id">$text</label>', "table": "<table><thead><tr>$title</tr></thead><tbody>$items</tbody></table>",
    }, weight=0.6,
)  # fmt: skip

# What has no stylesheet at all: the browser's own controls.
PLAIN = Kit(
    "plain", weight=0.7,
    templates={
        "button": "<button $a>$icon $text</button>", "icon_button": '<button aria-label="$name" $a>$icon</button>', "link": '<a href="#" $a>$text</a>',
        "input": "<input $a>", "textarea": "<textarea $a>$text</textarea>", "select": "<select $a>$items</select>",
        "checkbox": '<label><input type="checkbox" $a> $text</label>', "radio": '<label><input type="radio" $a> $text</label>',
        "slider": '<input type="range" $a>', "label": '<label for="$id">$text</label>',
        "table": '<table border="1" cellpadding="4"><thead><tr>$title</tr></thead><tbody>$items</tbody></table>', "card": "<fieldset>$title$body$foot</fieldset>",
        "card_title": "<legend>$text</legend>",
    },
)  # fmt: skip

HOUSE_KIT = Kit("house", weight=12)
