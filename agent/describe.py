"""A description of an element, taken apart: "the second Edit in the row of order 1042", 密码下面的输入框."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from agent.words import CJK, fold

Side = Literal["right", "left", "above", "below", "near", "row", "in"]

PRESS = frozenset({"button", "link", "menuitem", "tab", "option", "img"})
FIELDS = frozenset({"textbox", "searchbox", "spinbutton", "combobox"})
CHECKS = frozenset({"checkbox", "radio", "switch"})


@dataclass(frozen=True)
class Description:
    """`words`: what is left for the name; `roles`: those named, the likeliest first; `nth` counts from 1, or from the
    end where negative; `anchor`: the element it stands in `side` relation to; `place`: parts of the screen;
    `states`: what must hold of its state; `value`: what its content must hold; `hints`: roles that the verb suggests; `proper`:
    names, by their capital letters."""

    words: str
    quoted: str = ""
    roles: tuple[str, ...] = ()
    nth: int | None = None
    side: Side | None = None
    anchor: Description | None = None
    place: frozenset[str] = frozenset()
    states: tuple[tuple[str, bool], ...] = ()
    value: str = ""
    hints: frozenset[str] = frozenset()
    proper: frozenset[str] = frozenset()
    corner: bool = field(default=False)

    @property
    def structured(self) -> bool:
        return bool(self.nth or self.anchor or self.place or self.states or self.value)


# Longer words first; each names its likeliest role first.
_ROLE_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"drop[- ]?downs?(?: (?:list|menu|box))?|combo ?box(?:es)?|select box|pick ?list|selector|下拉框|下拉菜单|下拉列表|选择框|选择器|下拉",
     ("combobox", "listbox", "button")),
    (r"check ?box(?:es)?|tick ?box(?:es)?|复选框|勾选框|多选框", ("checkbox", "switch", "radio")),
    (r"radio(?: button)?s?|单选框|单选按钮|单选", ("radio", "checkbox")),
    (r"toggle(?: switch)?|switch(?:es)?|开关", ("switch", "checkbox")),
    (r"sliders?|滑块|滑动条", ("slider",)),
    (r"search (?:field|box|bar|input)|搜索框|搜索栏", ("searchbox", "textbox", "combobox")),
    (r"(?:text|input|entry)[- ]?(?:fields?|box(?:es)?|area)|input|fields?|输入框|文本框|编辑框|文本域|输入栏",
     ("textbox", "searchbox", "spinbutton", "combobox")),
    (r"column header|table header|columnheader|表头|列头|列标题", ("columnheader", "button")),
    (r"menu ?items?|menu entry|菜单项", ("menuitem", "link", "button", "tab")),
    (r"hyperlinks?|links?|链接", ("link", "button", "menuitem", "tab")),
    (r"buttons?|btn|按钮|按键", ("button", "link", "menuitem", "tab")),
    (r"tabs?|tab page|标签页|选项卡|页签", ("tab", "link", "button", "menuitem")),
    (r"icons?|图标", ("img", "button", "link")),
    (r"images?|pictures?|图片", ("img",)),
    (r"headings?|headline|标题", ("heading", "text")),
    (r"box(?:es)?|框", ("textbox", "checkbox", "searchbox", "spinbutton", "combobox", "switch", "radio")),
    (r"option|选项", ("radio", "option", "checkbox", "menuitem", "link")),
)  # fmt: skip

_VERBS = re.compile(
    r"^(?:please |now |then |can you |could you |i want to |i'd like to |i need to )*"
    r"(?:(?:double|right|left)[- ]?)?(?:click|tap|press|hit|push)(?: (?:on|at|the))?\b ?"
    r"|^(?:请|帮我|麻烦)*(?:点击|单击|双击|点一下|按下|点(?!赞))", re.I)  # fmt: skip
_INTO = (
    re.compile(
        r"^(?:please )?(?:type|enter|write(?! to\b)|input|key in)\b (?:.+? )?(?:in|into|to)\b (?!to )(?P<where>.+?)$",
        re.I,
    ),
    re.compile(r"^(?:please )?(?:set|change|fill(?: in| out)?|update)\b (?P<where>.+?) (?:to|with|as)\b .+$", re.I),
    re.compile(
        r"^(?:please )?(?:select|choose|pick)\b .+? (?:in|from|under) (?P<where>.+(?:drop-?down|list|menu|box|field).*)$",
        re.I,
    ),
    re.compile(r"^请?(?:在|往|向)(?P<where>.+?)(?:里面|里|中|内|上)?(?:输入|填写|填入|写上|键入|选择|选中|选).*$"),
    re.compile(r"^请?(?:把|将)(?P<where>.+?)(?:设置为|设置成|设为|设成|改为|改成|填为|填成|切换到|换成).+$"),
)
_TYPE_HINT = re.compile(
    r"^(?:please )?(?:type|enter|write(?! to\b)|fill|key in)\b|^(?:请)?(?:输入|填写|填入)|输入", re.I
)
_CHECK_HINT = re.compile(
    r"\b(?:tick|untick|check|uncheck|toggle|turn (?:on|off)|switch (?:on|off)|ticking|checking)\b|勾选|勾上|取消勾选|打开.*开关|关闭.*开关",
    re.I,
)
_CHOOSE_HINT = re.compile(r"^(?:select|choose|pick)\b|^选择", re.I)
_SORT_HINT = re.compile(r"^(?:sort|order)\b|排序", re.I)

_SORT = re.compile(
    r"^(?:sort|order|arrange)\b(?: (?:the|all|these))?(?: (?:table|list|rows|results|items|column|entries))?(?: by| on)?"
    r"(?: (?:the )?column)?|\b(?:in )?(?:ascending|descending)(?: order)?$|^(?:请)?(?:按照?|根据|依)|(?:的?(?:升序|降序|顺序|倒序))?(?:进行)?排序.*$",
    re.I,
)
# What is said around its object: "pass it on" -> forward it. Small words may stand between.
_IDIOMS = tuple((re.compile(said, re.I), meant) for said, meant in (
    (r"\bpass (.+?) (?:on|along)\b(?: to)?", r"forward \1"),
    (r"\bask (.+?) to join\b", r"invite \1"),
    (r"\b(?:put|place|drop) (.+?) (?:in|into|to) (?:the |my )?(?:shopping )?(?:cart|basket|bag|trolley)\b", r"add to cart \1"),
    (r"\badd (.+?) to (?:the |my )?(?:shopping )?(?:cart|basket|bag|trolley)\b", r"add to cart \1"),
    (r"(?:把|将)(.+?)(?:加入|放进|放入|添加到|加到|放到)购物车", r"加入购物车 \1"),
    (r"\bsend (.+?) (?:an?|the) (e-?mail|message|mail|text)\b", r"\2 \1"),
    (r"\bwrite to (.+?) by (e-?mail|message|mail)\b", r"\2 \1"),
    (r"\bwrite (?:an? )?(e-?mail|message) to (.+)", r"\1 \2"),
    (r"\b(?:throw|take) (.+?) away\b", r"remove \1"),
    (r"\bcall (.+?) off\b", r"cancel \1"),
    (r"^(turn|switch) (?!on\b|off\b)(.+?) (on|off)\b", r"\1 \3 \2"),
    (r"\bget rid of\b", "remove"),
    (r"\b(log|sign) me (in|out|up)\b", r"\1 \2"),
    (r"\bsave (.+?) (?:as|to|into) (?:an? |the )?(?:(\w+) )?file\b", r"export \2 \1"),
    (r"\bgive (.+?) a (?:call|ring)\b", r"call \1"),
))  # fmt: skip
_NUMBERS = {w: i + 1 for i, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split())}
_CHINESE_NUMBERS = {c: i + 1 for i, c in enumerate("一二三四五六七八九十")}
# "last name", "first page", "second time": no ordinals.
_NOT_COUNTED = r"(?! (?:names?|pages?|months?|weeks?|years?|days?|hours?|quarters?|time|minutes?|step|\d|two|three|four|six|seven|twelve|of all\b))"
_ORDINAL = re.compile(
    rf"\b(?:the )?(?:(?P<word>{'|'.join(_NUMBERS)})|(?P<digits>\d+)(?:st|nd|rd|th))\b(?P<from_end>[- ](?:to|from)[- ](?:the )?(?:last|end))?{_NOT_COUNTED}"
    rf"|\b(?P<last>(?:very )?last|final|bottom-?most|lowest)\b{_NOT_COUNTED}|\b(?P<top>top-?most|very first)\b"
    rf"|\b(?:number|no\.?|#) ?(?P<number>\d+)$", re.I)  # fmt: skip
_ORDINAL_CHINESE = re.compile(
    r"(?P<end>倒数)?第(?P<n>[一二三四五六七八九十]|\d+)(?:个|条|项|行|张|只|位|次)(?!步|页|章)|(?P<last>最后|最末)(?:一)?(?:个|条|项|行|张|位)"
)

_SIDES: tuple[tuple[Side, str], ...] = (
    ("row", r"(?:in|on|of|from|at) (?:the |that |this )?(?:same )?(?:table )?(?:row|line|entry|record)(?: (?:of|for|with|containing|that (?:has|says|contains)|where|named|labell?ed|called|reading))?"),
    ("right", r"(?:just |directly |immediately )?(?:on |at |to |in )?(?:the )?right(?: hand)?(?: side)? of|right next to the right of"),
    ("left", r"(?:just |directly |immediately )?(?:on |at |to |in )?(?:the )?left(?: hand)?(?: side)? of"),
    ("below", r"(?:just |directly |immediately |right )?(?:below|under|underneath|beneath)"),
    ("above", r"(?:just |directly |immediately |right )?(?:above|over|on top of)"),
    ("near", r"(?:just |directly |immediately |right )?(?:next to|beside|besides|near|close to|adjacent to|by the side of|alongside|in front of|behind|after|before)(?! (?:this|that|it|the current)\b)"),
    ("in", r"(?:inside|within|in|on|of|from)(?: the| this| that)? (?=.+ (?:section|card|panel|dialog|dialogue|popup|pop-up|modal|box|group|form|area|block|tile|widget|window|list|column)$)"),
)  # fmt: skip
_SIDES_CHINESE: tuple[tuple[Side, str], ...] = (
    ("row", r"(?:所在的?|那|这|的那|对应的?)?(?:一)?行(?:里面|里|中|内|上)?(?:的|，)?"),
    ("right", r"(?:的)?右(?:边|侧|面|方|手边)的?"),
    ("left", r"(?:的)?左(?:边|侧|面|方|手边)的?"),
    ("below", r"(?:的)?(?:下(?:面|方|边|侧)|之下|底下)的?"),
    ("above", r"(?:的)?(?:上(?:面|方|边|侧)|之上)的?"),
    ("near", r"(?:的)?(?:旁边|旁|附近|边上|隔壁|后面|前面|后边|前边)的?"),
    ("in", r"(?:卡片|对话框|弹窗|面板|区域|分组|表单|板块|部分|一栏|窗口|列表)(?:里面|里|中|内|上)?的"),
)  # fmt: skip

_NTH_ROW = re.compile(
    rf"\b(?:in|on|of|from) (?:the )?(?P<nth>{'|'.join(_NUMBERS)}|last|\d+(?:st|nd|rd|th)) (?:table )?(?:row|line|entry|record)\b",
    re.I,
)
_NTH_ROW_CHINESE = re.compile(
    r"(?:表格|列表)?(?:的)?(?P<nth>倒数第[一二三四五六七八九十\d]+|第[一二三四五六七八九十\d]+|最后一)(?:行|条记录)(?:里面|里|中|内|上)?的"
)
_PLACES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"side"}), r"(?:in|on|from|of) the (?:left |right )?(?:side ?(?:bar|menu|panel|nav(?:igation)?)|navigation (?:bar|menu|panel)|left menu|nav)|侧边栏|侧栏|侧边菜单|左侧菜单|左边菜单|左侧导航|导航栏"),
    (frozenset({"top", "right"}), r"(?:in |at |on |to )?(?:the )?(?:very )?(?:top|upper)[- ]right(?:[- ]hand)?|右上"),
    (frozenset({"top", "left"}), r"(?:in |at |on |to )?(?:the )?(?:very )?(?:top|upper)[- ]left(?:[- ]hand)?|左上"),
    (frozenset({"bottom", "right"}), r"(?:in |at |on |to )?(?:the )?(?:very )?(?:bottom|lower)[- ]right(?:[- ]hand)?|右下"),
    (frozenset({"bottom", "left"}), r"(?:in |at |on |to )?(?:the )?(?:very )?(?:bottom|lower)[- ]left(?:[- ]hand)?|左下"),
    (frozenset({"top"}), r"(?:in|at|on|from) the (?:very )?(?:top|header|top bar|title bar|toolbar|upper part)|(?:页面|屏幕|窗口)?(?:最)?(?:顶部|顶端|顶栏|上部|最上面|最上方|上方|上面)"),
    (frozenset({"bottom"}), r"(?:in|at|on|from) the (?:very )?(?:bottom|footer|lower part|foot|end)|(?:页面|屏幕|窗口)?(?:最)?(?:底部|底端|页脚|下部|最下面|最下方|下方|下面)"),
    (frozenset({"left"}), r"(?:on|at|in|to) the (?:far )?left|(?:页面|屏幕|最)?(?:左侧|左边|左面)"),
    (frozenset({"right"}), r"(?:on|at|in|to) the (?:far )?right|(?:页面|屏幕|最)?(?:右侧|右边|右面)"),
    (frozenset({"middle"}), r"(?:in|at) the (?:middle|centre|center)|(?:页面|屏幕)?(?:中间|中央|正中)"),
)  # fmt: skip
_PLACE_TAIL = r"(?:[- ]?(?:hand )?(?:corner|side|part|edge|area|half|end)|角|角落|边上)?(?: of (?:the )?(?:page|screen|window|table|form|site|app))?(?:的|里的?|中的?|处的?)?"
_STATES: tuple[tuple[str, bool, str], ...] = (
    ("checked", False, r"\b(?:un-?ticked|un-?checked|not (?:ticked|checked)|switched off|turned off|(?:that|which) (?:is|are) off)\b|未勾选的?|没勾选的?|没有勾选的?|未选中的?|没选中的?|关着的"),
    ("checked", True, r"\b(?:ticked|checked|switched on|turned on|(?:that|which) (?:is|are) on)\b|已勾选的?|勾选了的|勾选的|打了?勾的|已选中的?|选中的|开着的"),
    ("selected", True, r"\b(?:selected|highlighted|currently open|active)(?= (?:tab|item|menu|option|link|row|page|one)\b)|当前选中的?|高亮的?"),
    ("disabled", True, r"\b(?:disabled|gr[ea]yed[- ]out|inactive|not clickable)(?= )|禁用的|置灰的|灰掉的|不可用的|不可点击?的"),
    ("expanded", True, r"\b(?:expanded|unfolded)(?= )|已?展开的"),
    ("expanded", False, r"\b(?:collapsed|folded)(?= )|已?折叠的|已?收起的"),
    ("focused", True, r"\bfocus(?:s)?ed(?= )|有焦点的|聚焦的"),
    ("invalid", True, r"\b(?:invalid|wrong|erroneous)(?= (?:field|input|box|value|one))|\bwith (?:an|the) error\b|出错的|有误的|无效的"),
)  # fmt: skip
_VALUE = re.compile(
    r"\b(?:that )?(?:contain(?:ing|s)|(?:with|having) (?:the )?(?:value|text|content)|show(?:ing|s)|which says|that says|reading|filled with|set to|whose (?:value|content) is)\b (?:the (?:value|text|number) )?(?P<value>.+)$",
    re.I,
)
_VALUE_CHINESE = re.compile(
    r"(?:包含|含有|内容为|内容是|值为|值是|显示着|写着|填着|显示为)[“\"']?(?P<value>.+?)[”\"']?的(?=.+)"
)
_QUOTED = re.compile(
    r"\"([^\"]+)\"|“([^”]+)”|「([^」]+)」|『([^』]+)』|《([^》]+)》|(?<!\w)'([^']+)'(?!\w)|`([^`]+)`|‘([^’]+)’"
)
_ICON = re.compile(r"icons?$|图标", re.I)
_MARKS = range(0xE100, 0xE140)  # private characters: each stands for a quoted name while the rest is read
_MARK = re.compile(f"[{chr(_MARKS[0])}-{chr(_MARKS[-1])}]")


def literal(text: str) -> Description:
    """The description with nothing taken out of it but a leading "click"; for names like "Sign in" or "Last name"."""
    words = fold(_VERBS.sub("", _fill(*_hide_quotes(text))))
    return Description(words=words, hints=_hints(text), proper=_proper(text))


def describe(text: str) -> Description:
    """Takes a description apart. Never fails: what is not understood stays in `words`."""
    return _read(" ".join(text.split()), outer=True)


def _read(text: str, outer: bool = False) -> Description:
    hints, proper = _hints(text) if outer else frozenset(), _proper(text)
    plain, quotes = _hide_quotes(text)
    if outer:
        plain = _target(_said_plainly(plain))
    if hints == {"columnheader"}:
        plain = _SORT.sub("", plain)
    plain, value = _take_value(plain)
    plain, side, anchor = _take_relation(plain)
    plain, place, corner = _take_place(plain)
    if side == "row" and not anchor:
        side = None
    plain, states = _take_states(plain)
    plain, nth = _take_ordinal(plain)
    plain, roles = _take_role(plain)
    quoted = " ".join(_fill(mark, quotes) for mark in _MARK.findall(plain))
    return Description(
        words=_tidy(_MARK.sub(" ", plain)), quoted=quoted, roles=roles, nth=nth, side=side,
        anchor=_read(_fill(anchor, quotes, "“{}”")) if anchor else None, place=place, states=states,
        value=_fill(value, quotes), hints=hints, corner=corner, proper=proper,
    )  # fmt: skip


def _said_plainly(text: str) -> str:
    for said, meant in _IDIOMS:
        text = " ".join(said.sub(meant, text).split())
    return text


def _proper(text: str) -> frozenset[str]:
    """Words within the text that begin with a capital, unless most of its words do."""
    words = re.findall(r"[^\W\d_]+", text)
    names = [word for word in words[1:] if len(word) > 1 and word[0].isupper()]
    return frozenset(map(fold, names)) if len(names) < len(words) - 1 or len(words) < 4 else frozenset()


def _hints(text: str) -> frozenset[str]:
    if _CHECK_HINT.search(text):
        return CHECKS
    if _SORT_HINT.search(text):
        return frozenset({"columnheader"})
    if _TYPE_HINT.search(text):
        return FIELDS
    return frozenset({"combobox", "radio", "option", "listbox", "tab"}) if _CHOOSE_HINT.search(text) else frozenset()


def _target(text: str) -> str:
    """What the verb is done to: "type Ada into the name field" -> "the name field"."""
    for pattern in _INTO:
        if found := pattern.match(text):
            return found["where"]
    return _VERBS.sub("", text)


def _hide_quotes(text: str) -> tuple[str, list[str]]:
    """The text with a mark for each quoted part, and those parts."""
    quotes: list[str] = []

    def keep(found: re.Match[str]) -> str:
        if len(quotes) == len(_MARKS):
            return found[0]
        quotes.append(next(group for group in found.groups() if group is not None))
        mark = chr(_MARKS[len(quotes) - 1])
        return f" {mark} " if found[0][0].isascii() else mark

    return _QUOTED.sub(keep, _MARK.sub("", text)), quotes


def _fill(text: str, quotes: list[str], around: str = "{}") -> str:
    """Puts the quoted parts back."""
    return _MARK.sub(lambda mark: around.format(quotes[ord(mark[0]) - _MARKS[0]]), text)


def _take_value(text: str) -> tuple[str, str]:
    if found := _VALUE_CHINESE.search(text):
        return text[: found.start()] + text[found.end() :], found["value"]
    if (found := _VALUE.search(text)) and re.search(
        r"\b(?:field|box|input|textbox|one|drop-?down|cell|combobox)\b", text[: found.start()]
    ):
        return text[: found.start()], found["value"].strip(" .'\"")
    return text, ""


def _take_relation(text: str) -> tuple[str, Side | None, str]:
    """(head, side, anchor's text)."""
    if row := _NTH_ROW.search(text) or _NTH_ROW_CHINESE.search(text):
        head = text[: row.start()] + text[row.end() :]
        if head.strip():
            return head, "row", row["nth"] + ("" if row["nth"].isascii() else "个")
    best: tuple[int, int, Side] | None = None
    for side, words in _SIDES:
        for found in re.finditer(rf"\b{words}(?:\b|(?<= ))", text, re.I):
            after = text[found.end() :].strip()
            if not after or re.match(r"of the (?:page|screen|window)", after) or (best and found.start() >= best[0]):
                continue
            best = (found.start(), found.end(), side)
    if best and text[: best[0]].strip(" ,"):
        anchor = re.sub(r"^(?:the|a|an|one) ", "", text[best[1] :].strip(" ,"), flags=re.I)
        return text[: best[0]], best[2], anchor
    for side, words in _SIDES_CHINESE:
        found = re.match(rf"^(?:在|把|将)?(?P<anchor>.+?){words}(?P<head>.+)$", text)
        if found and re.search(rf"[{CJK}]", text) and not _place_only(found["anchor"]):
            return found["head"], side, found["anchor"]
    return text, None, ""


def _place_only(text: str) -> bool:
    """页面, 屏幕: of the screen itself, no anchor."""
    return bool(re.fullmatch(r"(?:点击|打开|在|请|整个)*(?:页面|屏幕|窗口|网页|最|界面|那个|这个)*(?:的)?", text))


def _take_place(text: str) -> tuple[str, frozenset[str], bool]:
    for place, words in _PLACES:
        if found := re.search(rf"(?:(?<![A-Za-z])(?:{words})(?![A-Za-z])){_PLACE_TAIL}", text, re.I):
            corner = bool(re.search("corner|角|far|最", found[0], re.I))
            return text[: found.start()] + " " + text[found.end() :], place, corner
    return text, frozenset(), False


def _take_states(text: str) -> tuple[str, tuple[tuple[str, bool], ...]]:
    taken: list[tuple[str, bool]] = []
    for state, holds, words in _STATES:
        if found := re.search(words, text, re.I):
            taken.append((state, holds))
            text = text[: found.start()] + " " + text[found.end() :]
            break
    return text, tuple(taken)


def _take_ordinal(text: str) -> tuple[str, int | None]:
    if found := _ORDINAL.search(text):
        rest = text[: found.start()] + " " + text[found.end() :]
        if found["last"]:
            return rest, -1
        if found["top"]:
            return rest, 1
        if found["number"]:
            return rest, int(found["number"]) or None
        number = _NUMBERS[found["word"].lower()] if found["word"] else int(found["digits"])
        return rest, (-number if found["from_end"] else number) or None
    if found := _ORDINAL_CHINESE.search(text):
        rest = text[: found.start()] + text[found.end() :]
        if found["last"]:
            return rest, -1
        number = _CHINESE_NUMBERS.get(found["n"]) or int(found["n"])
        return rest, (-number if found["end"] else number) or None
    return text, None


def _take_role(text: str) -> tuple[str, tuple[str, ...]]:
    """The role word that ends the text, or else the first one in it."""
    found: list[tuple[bool, int, int, int, tuple[str, ...]]] = []
    for order, (words, roles) in enumerate(_ROLE_WORDS):
        for hit in re.finditer(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])", text, re.I):
            last = not text[hit.end() :].strip(" .!?,。！？的()")
            found.append((not last, hit.start(), hit.end(), order, roles))
    if not found:
        return text, ()
    _, start, end, _, roles = min(found, key=lambda item: (item[0], item[1], item[3]))
    # These say more than a role: "the profile picture", "the search box".
    kept = {"searchbox": " search ", "img": f" {text[start:end]} "}.get(
        "" if _ICON.match(text[start:end]) else roles[0], " "
    )
    return text[:start] + kept + text[end:], roles


def _tidy(text: str) -> str:
    text = re.sub(r"^(?:的|把|将|在)|(?:的|里)$", "", " ".join(text.split()).strip(" ,.，。()（）"))
    return fold(text) if text else ""
