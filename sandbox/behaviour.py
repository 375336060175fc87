"""What a control of a replica does when it is used, guessed from its name in English or Chinese, or told by a hint."""

from __future__ import annotations

import re

from perception.types import Element
from sandbox.hints import Hints

# The first that fits holds. Boundaries are those of ASCII words: in "导出Excel" Excel is a word, 出 no part of it.
_VERBS = {
    "next": r"\bnext\b|^[›»>→]+$|下一[页步]|后一页",
    "previous": r"\bprev(ious)?\b|^[‹«<←]+$|上一[页步]|前一页",
    "download": r"\b(export|download)\b|\bsave as\b|导出|下载|汇出",
    "delete": r"\b(delete|remove|trash|discard)\b|删除|移除",
    "close": r"\b(close|cancel|dismiss|ok|okay|got it|confirm|apply|save|submit|done|yes|no)\b|^[×✕✖xX]$"
    r"|关闭|取消|确定|确认|保存|提交|完成|知道了",
    "dialog": r"^\+|\b(add|new|create|invite)\b|新增|新建|添加|创建|邀请",
}  # fmt: skip
_SEARCH = re.compile(r"\b(search|find|filter|query|keywords?)\b|搜索|查找|查询|筛选|关键[字词]", re.I | re.A)
_SUFFIXES = {
    ".csv": r"\bcsv\b", ".xlsx": r"\b(excel|xlsx?|spreadsheet)\b|表格", ".pdf": r"\bpdf\b", ".json": r"\bjson\b",
    ".txt": r"\b(txt|text)\b|文本", ".zip": r"\bzip\b", ".png": r"\b(png|image)\b|图片",
}  # fmt: skip
_PRESSED = frozenset({"button", "link", "menuitem"})


def behaviour(element: Element, hints: Hints) -> dict[str, str]:
    """Attributes for the page's script: `data-do` with one verb, and what the verb needs."""
    found: dict[str, str] = {}
    if element.id in hints.dialogs:
        found["data-dialog"] = hints.dialogs[element.id]
    if element.id in hints.hovers:
        found["data-hover"] = "1"
    verb = _verb(element, hints)
    if verb == "download":
        found["data-suffix"] = hints.downloads.get(element.id) or suffix(element.name)
    if verb == "navigate":
        found["data-goto"] = hints.navigations[element.id] or f"/{slug(element.name)}"
    return found | ({"data-do": verb} if verb else {})


def _verb(element: Element, hints: Hints) -> str:
    told = {
        "download": hints.downloads, "popup": hints.popups, "navigate": hints.navigations, "upload": hints.files,
        "menu": hints.options if element.role not in ("combobox", "listbox") else (),
    }  # fmt: skip
    for verb, ids in told.items():
        if element.id in ids:
            return verb
    if element.role in ("searchbox", "textbox"):
        hidden = f"{element.name} {element.state.placeholder or ''}"
        return "search" if element.role == "searchbox" or _SEARCH.search(hidden) else ""
    if element.role == "columnheader":
        return "sort"
    if element.role in ("combobox", "listbox"):
        return "filter"
    if element.role in ("tab", "option"):
        return "choose"
    if element.role not in _PRESSED:
        return ""
    return next((verb for verb, words in _VERBS.items() if re.search(words, element.name, re.I | re.A)), "")


def suffix(name: str) -> str:
    """The suffix of the file that an export with this name gives; a table without a word is CSV."""
    return next((found for found, words in _SUFFIXES.items() if re.search(words, name, re.I | re.A)), ".csv")


def slug(name: str) -> str:
    """A part of an address: letters and digits of any language, the rest as hyphens."""
    return re.sub(r"[\W_]+", "-", name).strip("-").lower()[:60] or "page"
