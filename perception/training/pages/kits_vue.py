"""The component kits that a script draws: Vue libraries, and one of web components."""

# ruff: noqa: E501 - a control's whole markup or style stands on one line, where it can be read
from __future__ import annotations

from collections.abc import Mapping

from perception.training.pages.kit import Kit

_VUE = ("vue", "dist/vue.global.prod.js")


def _vue(plugin: str, use: str = "") -> str:
    """Compiles the page's body as a template of the library; `dark` is true in templates and scripts where asked."""
    return (
        "<script>const dark='dark' in document.documentElement.dataset;"
        "const app=Vue.createApp({template:document.getElementById('page').innerHTML,data:()=>({dark,"
        "naiveDark:window.naive?naive.darkTheme:null,antdDark:window.antd?antd.theme.darkAlgorithm:null})});"
        f"app.config.warnHandler=()=>0;{use or f'app.use({plugin})'};app.mount('#app')</script>"
    )


def _variants(*names: str) -> Mapping[str, str]:
    return dict(zip(("primary", "secondary", "outline", "danger", "ghost", "success"), names, strict=True))


NAIVE = Kit(
    "naive-ui", [_VUE, ("naive-ui", "dist/index.prod.js")], script=_vue("naive"), needs="vue", paints=True, weight=1,
    variants=_variants('type="primary"', "", 'type="info" ghost', 'type="error"', "quaternary", 'type="success"'), sizes=('size="medium"', 'size="small"', 'size="tiny"', 'size="large"'),
    wrap={"dark": '<n-config-provider :theme="naiveDark">$body</n-config-provider>'}, html={"dark": "data-dark"},
    templates={
        "button": "<n-button $v $s $p>$icon&nbsp;$text</n-button>", "icon_button": '<n-button $v $s $p aria-label="$name" style="padding:0 7px">$icon</n-button>',
        "input": '<n-input $p default-value="$val" type="$kind" $status/>', "textarea": '<n-input type="textarea" default-value="$text" $p/>',
        "select": '<n-select default-value="$first" :options="$opts" $p/>', "checkbox": '<n-checkbox :default-checked="$chk" $p>$text</n-checkbox>',
        "radio": '<n-radio :checked="$chk" value="x" $p>$text</n-radio>', "switch": '<div class="l-row"><n-switch :default-value="$chk" $p/><span>$text</span></div>',
        "slider": '<n-slider :default-value="$value" $p style="min-width:90px"/>', "stepper": '<n-input-number :default-value="$value" $p/>',
        "card": "<n-card>$title$body$foot</n-card>", "badge": '<n-tag size="small" type="$level2">$text</n-tag>', "progress": '<n-progress type="line" :percentage="$value" :show-indicator="false"/>',
    },
)  # fmt: skip

ARCO = Kit(
    "arco", [("@arco-design/web-vue", "dist/arco.min.css"), _VUE, ("@arco-design/web-vue", "dist/arco-vue.min.js")], script=_vue("", "if(dark)document.body.setAttribute('arco-theme','dark');app.use(ArcoVue)"), needs="vue", paints=True, weight=1,
    variants=_variants('type="primary"', 'type="secondary"', 'type="outline"', 'type="primary" status="danger"', 'type="text"', 'type="primary" status="success"'),
    sizes=('size="medium"', 'size="small"', 'size="mini"', 'size="large"'), html={"dark": "data-dark"},
    templates={
        "button": "<a-button $v $s $p>$icon&nbsp;$text</a-button>", "icon_button": '<a-button $v $s $p aria-label="$name" style="padding:0 8px">$icon</a-button>',
        "input": '<a-input default-value="$val" type="$kind" $p :error="$wrong"/>', "textarea": '<a-textarea default-value="$text" $p/>',
        "select": '<a-select default-value="$first" :options="$opts" $p/>', "checkbox": '<a-checkbox :default-checked="$chk" $p>$text</a-checkbox>',
        "radio": '<a-radio :default-checked="$chk" $p>$text</a-radio>', "switch": '<div class="l-row"><a-switch :default-checked="$chk" $p/><span>$text</span></div>',
        "slider": '<a-slider :default-value="$value" $p style="min-width:90px"/>', "stepper": '<a-input-number :default-value="$value" $p/>',
        "badge": '<a-tag color="$colour">$text</a-tag>', "card": "<a-card>$title$body$foot</a-card>", "progress": '<a-progress :percent="0.$value"/>',
    },
)  # fmt: skip

TDESIGN = Kit(
    "tdesign", [("tdesign-vue-next", "dist/tdesign.min.css"), _VUE, ("tdesign-vue-next", "dist/tdesign.min.js")], script=_vue("TDesign.default||TDesign"), needs="vue", paints=True, weight=1,
    variants=_variants('theme="primary"', 'theme="default"', 'theme="primary" variant="outline"', 'theme="danger"', 'variant="text"', 'theme="success"'),
    sizes=('size="medium"', 'size="small"', 'size="large"'), html={"dark": 'theme-mode="dark"'},
    templates={
        "button": "<t-button $v $s $p>$icon $text</t-button>", "icon_button": '<t-button $v $s $p shape="square" aria-label="$name">$icon</t-button>',
        "input": '<t-input default-value="$val" type="$kind" $p $status/>', "textarea": '<t-textarea default-value="$text" $p/>',
        "select": '<t-select default-value="$first" :options="$opts" $p/>', "checkbox": '<t-checkbox :default-checked="$chk" $p>$text</t-checkbox>',
        "radio": '<t-radio :default-checked="$chk" $p>$text</t-radio>', "switch": '<div class="l-row"><t-switch :default-value="$chk" $p role="switch" aria-checked="$chk"></t-switch><span>$text</span></div>',
        "slider": '<t-slider :default-value="$value" $p style="min-width:90px"/>', "stepper": '<t-input-number :default-value="$value" $p/>',
        "badge": '<t-tag theme="$level3">$text</t-tag>',
    },
)  # fmt: skip

QUASAR = Kit(
    "quasar", [("quasar", "dist/quasar.prod.css"), _VUE, ("quasar", "dist/quasar.umd.prod.js")], script=_vue("", "app.use(Quasar,{config:{dark}})"), needs="vue", paints=True, weight=1, html={"dark": "data-dark"},
    variants=_variants('color="primary"', 'color="grey-7" unelevated', 'outline color="primary"', 'color="negative"', "flat", 'color="positive" push'), sizes=("", "", 'size="sm"', "dense", 'size="lg"', "rounded", "no-caps"),
    templates={
        "button": "<q-btn $v $s $p>$icon&nbsp;$text</q-btn>", "icon_button": '<q-btn round $v $s $p aria-label="$name">$icon</q-btn>',
        "input": '<q-input $frame model-value="$val" type="$kind" $p :error="$wrong" hide-bottom-space/>', "textarea": '<q-input $frame type="textarea" model-value="$text" $p/>',
        "select": '<q-select $frame model-value="$first" :options="[]" $p dropdown-icon=""/>', "checkbox": '<q-checkbox :model-value="$chk" $p label="$text"/>',
        "radio": '<q-radio :model-value="$chk" :val="true" $p label="$text"/>', "switch": '<q-toggle :model-value="$chk" $p label="$text"/>',
        "slider": '<q-slider :model-value="$value" :min="0" :max="100" $p style="min-width:90px"/>', "badge": '<q-badge color="$colour">$text</q-badge>',
        "card": "<q-card bordered class=\"q-pa-md\">$title$body$foot</q-card>", "progress": '<q-linear-progress :value="0.$value"/>',
    },
)  # fmt: skip

_PRIME_THEMES = ("lara-light-blue lara-light-indigo lara-dark-teal lara-dark-purple aura-light-green aura-dark-amber aura-light-noir saga-blue saga-orange arya-green vela-purple md-light-indigo "
                 "md-dark-deeppurple mdc-light-indigo bootstrap4-light-blue bootstrap4-dark-purple nova fluent-light tailwind-light soho-light soho-dark viva-light mira nano luna-blue rhea").split()  # fmt: skip
_PRIME = (
    "button inputtext textarea checkbox radiobutton inputswitch slider dropdown inputnumber tag progressbar".split()
)
PRIME = Kit(
    "primevue", [("primevue", "resources/themes/lara-light-blue/theme.css"), ("primevue", "resources/primevue.min.css"), _VUE, ("primevue", "core/core.min.js"),
                 *(("primevue", f"{name}/{name}.min.js") for name in "checkbox radiobutton inputswitch slider inputnumber tag progressbar textarea".split())],
    themes=[("primevue", f"resources/themes/{name}/theme.css") for name in _PRIME_THEMES], needs="vue", paints=True, follows=True, weight=1.2,
    script=_vue("", "app.use(primevue.config.default);for(const [n,c] of Object.entries(primevue))if(c&&(c.render||c.name)&&n!=='config')app.component('P'+(c.name||n),c)"),
    variants=_variants("", 'severity="secondary"', "outlined", 'severity="danger"', "text", 'severity="success"'), sizes=("", "", 'size="small"', 'size="large"', "rounded", "raised"),
    templates={
        "button": "<p-button $v $s $p>$icon&nbsp;$text</p-button>", "icon_button": '<p-button $v $s $p aria-label="$name">$icon</p-button>',
        "input": '<p-input-text class="l-wide" model-value="$val" type="$kind" $p :invalid="$wrong"></p-input-text>', "textarea": '<p-textarea class="l-wide" model-value="$text" $p></p-textarea>',
        "select": '<p-dropdown class="l-wide" model-value="$first" :options="$opts" option-label="label" option-value="value" $p></p-dropdown>',
        "checkbox": '<div class="l-row"><p-checkbox :model-value="$chk" binary $p></p-checkbox><label>$text</label></div>',
        "radio": '<div class="l-row"><p-radio-button :model-value="$chk" :value="true" $p></p-radio-button><label>$text</label></div>',
        "switch": '<div class="l-row"><p-input-switch :model-value="$chk" $p></p-input-switch><label>$text</label></div>',
        "slider": '<p-slider :model-value="$value" $p style="min-width:90px"></p-slider>', "stepper": '<p-input-number :model-value="$value" show-buttons $p></p-input-number>',
        "badge": '<p-tag value="$text" severity="$level3"></p-tag>', "progress": '<p-progress-bar :value="$value" :show-value="false"></p-progress-bar>',
    },
)  # fmt: skip

SHOELACE = Kit(
    "shoelace", [("@shoelace-style/shoelace", "cdn/themes/light.css")], paints=True, weight=1.5, html={"dark": 'class="sl-theme-dark"'},
    script='<link rel="stylesheet" href="/@shoelace-style/shoelace/cdn/themes/dark.css"><script type="module" src="/@shoelace-style/shoelace/cdn/shoelace.js"></script>',
    variants=_variants('variant="primary"', 'variant="neutral"', 'variant="primary" outline', 'variant="danger"', 'variant="text"', 'variant="success"'), sizes=("", "", 'size="small"', "pill", 'size="large"'),
    templates={
        "button": "<sl-button $v $s $a>$icon $text</sl-button>", "icon_button": '<sl-button $v $s $a circle aria-label="$name">$icon</sl-button>',
        "input": "<sl-input $a $s></sl-input>", "textarea": '<sl-textarea value="$text" $a></sl-textarea>', "select": '<sl-select value="x" $a><sl-option value="x">$first</sl-option></sl-select>',
        "checkbox": "<sl-checkbox $a>$text</sl-checkbox>", "radio": '<sl-radio-group value="$chk"><sl-radio value="true" $a>$text</sl-radio></sl-radio-group>',
        "switch": "<sl-switch $a>$text</sl-switch>", "slider": "<sl-range $a></sl-range>", "card": "<sl-card style=\"width:100%\">$title$body$foot</sl-card>", "badge": '<sl-tag size="small" variant="$level3">$text</sl-tag>',
        "progress": '<sl-progress-bar value="$value"></sl-progress-bar>',
    },
)  # fmt: skip

ANTD = Kit(
    "antd", [("ant-design-vue", "dist/reset.css"), _VUE, ("dayjs", "dayjs.min.js"), *(("dayjs", f"plugin/{name}.js") for name in
             "customParseFormat weekday localeData weekOfYear weekYear advancedFormat quarterOfYear".split()), ("ant-design-vue", "dist/antd.min.js")],
    script=_vue("antd"), needs="vue", paints=True, weight=1.5,
    variants=_variants('type="primary"', 'type="default"', 'type="dashed"', 'type="primary" danger', 'type="text"', 'type="link"'), sizes=("", "", 'size="small"', 'size="large"'),
    wrap={"dark": '<a-config-provider :theme="{algorithm:antdDark}">$body</a-config-provider>'}, html={"dark": "data-dark"},
    templates={
        "button": "<a-button $v $s $p>$icon&nbsp;$text</a-button>", "icon_button": '<a-button $v $s $p shape="circle" aria-label="$name">$icon</a-button>',
        "input": '<a-input value="$val" type="$kind" $p $status/>', "textarea": '<a-textarea value="$text" $p/>', "select": '<a-select class="l-wide" value="$first" :options="$opts" $p/>',
        "checkbox": '<a-checkbox :checked="$chk" $p>$text</a-checkbox>', "radio": '<a-radio :checked="$chk" $p>$text</a-radio>',
        "switch": '<div class="l-row"><a-switch :checked="$chk" $p/><span>$text</span></div>', "slider": '<a-slider :value="$value" $p style="min-width:90px"/>',
        "stepper": '<a-input-number :value="$value" $p/>', "badge": '<a-tag color="$colour">$text</a-tag>', "card": "<a-card>$title$body$foot</a-card>", "progress": '<a-progress :percent="$value"/>',
    },
)  # fmt: skip

VUETIFY = Kit(
    "vuetify", [("vuetify", "dist/vuetify.min.css"), ("mdi-font", "css/materialdesignicons.min.css"), _VUE, ("vuetify", "dist/vuetify.min.js")], needs="vue", paints=True, weight=1.5,
    script=_vue("", "app.use(Vuetify.createVuetify({theme:{defaultTheme:dark?'dark':'light'}}))"), html={"dark": "data-dark"},
    wrap={"light": "<v-app>$body</v-app>", "dark": "<v-app>$body</v-app>"},
    variants=_variants('color="primary"', "", 'variant="outlined"', 'color="error"', 'variant="text"', 'color="success" variant="tonal"'), sizes=("", "", 'size="small"', 'size="x-small"', "rounded"),
    templates={
        "button": "<v-btn $v $s $p>$icon&nbsp;$text</v-btn>", "icon_button": '<v-btn icon $v size="small" $p aria-label="$name">$icon</v-btn>',
        "input": '<v-text-field model-value="$val" type="$kind" $p $shape hide-details :error="$wrong"/>', "textarea": '<v-textarea model-value="$text" $p $shape hide-details rows="2"/>',
        "select": '<v-select model-value="$first" :items="[]" $p $shape hide-details/>', "checkbox": '<v-checkbox :model-value="$chk" $p label="$text" hide-details density="compact"/>',
        "radio": '<v-radio-group :model-value="$chk" hide-details><v-radio :value="true" $p label="$text" density="compact"/></v-radio-group>', "switch": '<v-switch :model-value="$chk" $p label="$text" color="primary" hide-details/>',
        "slider": '<v-slider :model-value="$value" $p hide-details style="min-width:90px"/>', "badge": '<v-chip size="small" color="$colour">$text</v-chip>', "card": '<v-card class="pa-3">$title$body$foot</v-card>',
        "progress": '<v-progress-linear :model-value="$value"/>',
    },
)  # fmt: skip

VANT = Kit(
    "vant", [("vant", "lib/index.css"), _VUE, ("vant", "lib/vant.min.js")], needs="vue", paints=True, phone=True, weight=1.5, script=_vue("vant"), html={"dark": 'class="van-theme-dark"'},
    variants=_variants('type="primary"', 'type="default"', 'type="primary" plain', 'type="danger"', 'type="default" plain', 'type="success"'), sizes=('size="small"', 'size="small"', 'size="normal"', 'size="mini"', "round"),
    templates={
        "button": "<van-button $v $s $p>$icon $text</van-button>", "icon_button": '<van-button size="small" $v $p aria-label="$name">$icon</van-button>',
        "input": '<van-field model-value="$val" type="$kind" $p style="border:1px solid var(--line)"/>', "textarea": '<van-field type="textarea" model-value="$text" $p style="border:1px solid var(--line)"/>',
        "checkbox": '<van-checkbox :model-value="$chk" $p shape="square">$text</van-checkbox>', "radio": '<van-radio-group :model-value="$chk"><van-radio :name="true" $p>$text</van-radio></van-radio-group>',
        "switch": '<div class="l-row"><van-switch :model-value="$chk" $p size="22px"/><span>$text</span></div>', "slider": '<van-slider :model-value="$value" $p style="min-width:90px"/>',
        "stepper": '<van-stepper :model-value="$value" $p/>', "badge": '<van-tag type="$level2">$text</van-tag>', "progress": '<van-progress :percentage="$value"/>',
    },
)  # fmt: skip

KITS = (NAIVE, ARCO, TDESIGN, QUASAR, PRIME, SHOELACE, ANTD, VUETIFY, VANT)
