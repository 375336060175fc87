"""Files that come and go: exports, downloads, uploads."""
# ruff: noqa: E501 - word lists and patterns

from __future__ import annotations

import re

from agent.planners.context import Missing
from agent.planners.fields import raise_if_opened
from agent.planners.rows import row_of
from agent.planners.sight import PRESS, PRONOUN, Sight, bare_name, one
from agent.words import fold
from codegen.steps import Click, Download, DownloadExpect, Step, Upload
from perception.types import Element

_EXPORT = re.compile(r"\bexport\b|\bdownload\b|导出|下载", re.IGNORECASE)
_WORD_OF = {
    "excel": r"excel|xlsx?|电子表格",
    "xlsx": r"excel|xlsx",
    "xls": r"excel|xls\b",
    "spreadsheet": r"excel|xlsx?|csv|spreadsheet",
    "word": r"word|docx?",
}
_SUFFIX = {
    "csv": ".csv", "tsv": ".tsv", "xlsx": ".xlsx", "xls": ".xls", "pdf": ".pdf", "json": ".json", "xml": ".xml", "txt": ".txt", "docx": ".docx",
    "doc": ".doc", "zip": ".zip", "png": ".png", "svg": ".svg", "html": ".html", "md": ".md",
}  # fmt: skip
_ANY_FORMAT = re.compile(
    r"(?<![a-z])(csv|tsv|excel|xlsx?|pdf|json|xml|txt|docx?|word|zip|png|jpe?g|svg|html)(?![a-z])", re.IGNORECASE
)


def export(sight: Sight) -> list[Step]:
    """The button that gives the file, with the download that it must start."""
    sight.must_be_here()
    wanted = sight.intent.detail or next(iter(_ANY_FORMAT.findall(sight.target)), "")
    button = _export_button(sight, wanted)
    own = next(iter(_ANY_FORMAT.findall(button.name)), "")
    suffix = suffix_of(wanted) or suffix_of(own)
    return [sight.step(Click, button, signal=Download(expect=DownloadExpect(suffix=suffix)))]


def suffix_of(form: str) -> str | None:
    """The suffix of files of this form: "csv", "Excel"."""
    return _SUFFIX.get(form.lower())


def _export_button(sight: Sight, wanted: str) -> Element:
    target = re.sub(r"^(?:all|the|whole|entire|this|current)\s+", "", sight.target, flags=re.IGNORECASE)
    pressing = [e for e in sight.acting(PRESS) if _EXPORT.search(e.name) or _ANY_FORMAT.fullmatch(bare_name(e))]
    if wanted:
        pattern = _WORD_OF.get(wanted.lower(), re.escape(wanted))
        exact = [e for e in pressing if re.search(rf"(?<![a-z])(?:{pattern})(?![a-z])", e.name, re.IGNORECASE)]
        if not exact and (other := [e for e in pressing if _ANY_FORMAT.search(e.name)]) and len(other) == len(pressing):
            raise Missing(f"nothing on this screen exports as {wanted.upper()}", other)
        pressing = exact or [e for e in pressing if not _ANY_FORMAT.search(e.name)]
    if (match := re.match(r"^(.*?)\s*\b(?:for|of|from|in|with)\b\s+(.+)$", target)) and (
        row := row_of(sight, match[2])
    ):
        inside = [e for e in sight.acting(PRESS) if e.box.inside(row.box) > 0.8]
        return one([e for e in inside if e in pressing or _shares(e, match[1])], f"download in the row {row.name!r}")
    if len(pressing) == 1 and (wanted or PRONOUN.match(target) or _general(target) or _shares(pressing[0], target)):
        return pressing[0]
    verb = next((word for word in ("download", "下载", "导出") if word in sight.why.lower()), "export")
    said = f"{verb} {target}"
    if (
        target
        and not PRONOUN.match(target)
        and (found := sight.seek(said, PRESS))
        and (_EXPORT.search(found.name) or not pressing)
    ) and (_EXPORT.search(found.name) or re.search(r"^(?:\W*)$", found.name)):
        return found
    return one(pressing, f"control that exports{' as ' + wanted.upper() if wanted else ''}")


def _general(target: str) -> bool:
    return (
        re.fullmatch(
            r"(?:(?:list|table|data|results?|rows?|file|report|orders?|records?|users?|items?|them|everything|all|csv|excel|pdf|filtered|visible)\s*)*|(?:结果|数据|表格|列表|订单|报表|全部|记录|文件|它|当前|筛选|的|用户|这些)*",
            target,
            re.IGNORECASE,
        )
        is not None
    )


def _shares(button: Element, target: str) -> bool:
    return any(word in fold(button.name) for word in re.findall(r"[a-z]{3,}|[\u4e00-\u9fff]{2}", fold(target)))


def upload(sight: Sight) -> list[Step]:
    raise_if_opened(sight)
    target = sight.target
    press = (*PRESS, "textbox", "img")
    element = sight.seek(f"upload {target}" if target.isascii() else f"上传{target}", press) if target else None
    if element is None and target:
        element = sight.seek(target, press)
    if element is None:
        element = one(
            sight.holding(
                r"\b(?:upload|attach|browse|choose files?|select files?|drop files?|add files?)\b|上传|选择文件|添加附件|浏览|附件",
                press,
            ),
            "place to upload a file",
        )
    value = sight.context.value("file", sight.value)
    return [sight.step(Upload, element, value=value)]
