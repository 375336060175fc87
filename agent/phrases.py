"""The set phrases of descriptions, English and Chinese: what names a role, an order, a relation, a place, a state."""

from __future__ import annotations

import re
from typing import Literal

Side = Literal["right", "left", "above", "below", "near", "row", "in"]

PRESS = frozenset({"button", "link", "menuitem", "tab", "option", "img"})
FIELDS = frozenset({"textbox", "searchbox", "spinbutton", "combobox"})
CHECKS = frozenset({"checkbox", "radio", "switch"})

# Longer words first; each names its likeliest role first.
ROLE_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"drop[- ]?downs?(?: (?:list|menu|box))?|combo ?box(?:es)?|select box|pick ?list|"
        r"selector|下拉框|下拉菜单|下拉列表|选择框|选择器|下拉",
     ("combobox", "listbox", "button")),
    (r"check ?box(?:es)?|tick ?box(?:es)?|复选框|勾选框|多选框", ("checkbox", "switch", "radio")),
    (r"radio(?: button)?s?|单选框|单选按钮|单选", ("radio", "checkbox")),
    (r"toggle(?: switch)?|switch(?:es)?|开关", ("switch", "checkbox")),
    (r"sliders?|滑块|滑动条", ("slider",)),
    (r"spinners?|spin ?box(?:es)?|steppers?|number (?:field|box|input)s?|数字框|步进器|计数器",
     ("spinbutton", "textbox")),
    (r"search (?:field|box|bar|input)|搜索框|搜索栏", ("searchbox", "textbox", "combobox")),
    (r"(?:(?:text|input|entry)[- ]?)+(?:fields?|box(?:es)?|areas?|inputs?)|inputs?|fields?|"
     r"输入框|文本框|编辑框|文本域|输入栏",
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

VERBS = re.compile(
    r"^(?:please |now |then |can you |could you |i want to |i'd like to |i need to )*"
    r"(?:(?:double|right|left)[- ]?)?(?:click|tap|press|hit|push)(?: (?:on|at|the))?\b ?"
    r"|^(?:请|帮我|麻烦)*(?:点击|单击|双击|点一下|按下|点(?!赞))", re.I)  # fmt: skip
READING = re.compile(
    r"(?:the )?(?:how (?:many|much)|total|number of|amount of|sum of|what (?:is|are|was))\b|.*(?:多少|几个|总)", re.I
)
ASKING = re.compile(r"(?:what|where|which|who|whose|how|when|i'?m|my|things|see|show)\b|.*的$|谁|哪|看", re.I)
CREATING = re.compile(
    r"(?:please )?(?:book|schedule|make|create|add|set up|start|begin|arrange|plan|write|register|enter|compose)\b"
    r"|(?:请|我要|我想)?(?:约|建|加|写|开|新|添|做|发)", re.I)  # fmt: skip
VERB_LIKE = re.compile(r"(?:switch|toggle|link|tab|input) (?:the|to|between|from|my|this|it|on|off|in)\b", re.I)
INTO = (
    re.compile(
        r"^(?:please )?(?:type|enter|write(?! to\b)|input|key in)\b (?:.+? )?(?:in|into|to)\b (?!to )(?P<where>.+?)$",
        re.I,
    ),
    re.compile(r"^(?:please )?(?:set|change|fill(?: in| out)?|update)\b (?P<where>.+?) (?:to|with|as)\b .+$", re.I),
    re.compile(
        r"^(?:please )?(?:select|choose|pick)\b .+? (?:in|from|under) (?P<where>.+(?:drop-?down|"
        r"list|menu|box|field).*)$",
        re.I,
    ),
    re.compile(r"^请?(?:在|往|向)(?P<where>.+?)(?:里面|里|中|内|上)?(?:输入|填写|填入|写上|键入|选择|选中|选).*$"),
    re.compile(r"^请?(?:把|将)(?P<where>.+?)(?:设置为|设置成|设为|设成|改为|改成|填为|填成|切换到|换成).+$"),
)
TYPE_HINT = re.compile(
    r"^(?:please )?(?:type|enter(?! with\b)|write(?! to\b)|fill|key in)\b|^(?:请)?(?:输入|填写|填入)|输入", re.I
)
CHECK_HINT = re.compile(
    r"\b(?:tick|untick|check|uncheck|toggle|turn (?:on|off)|switch (?:on|off)|ticking|"
    r"checking)\b|勾选|勾上|取消勾选|打开.*开关|关闭.*开关",
    re.I,
)
CHOOSE_HINT = re.compile(r"^(?:select|choose|pick)\b|^选择", re.I)
SORT_HINT = re.compile(r"^(?:sort\b|order\b(?=.*\bby\b))|排序", re.I)

SORT = re.compile(
    r"^(?:sort|arrange|order(?=.* by\b))\b(?: (?:the|all|these))?(?: (?:table|list|rows|results|"
    r"items|column|entries))?(?: by| on)?"
    r"(?: (?:the )?column)?|\b(?:in )?(?:ascending|descending)(?: order)?$|^(?:请)?(?:按照?|"
    r"根据|依)|(?:的?(?:升序|降序|顺序|倒序))?(?:进行)?排序.*$",
    re.I,
)
NUMBERS = {w: i + 1 for i, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split())}
CHINESE_NUMBERS = {c: i + 1 for i, c in enumerate("一二三四五六七八九十")}
# "last name", "first page", "second time": no ordinals.
NOT_COUNTED = (
    r"(?! (?:names?|pages?|months?|weeks?|years?|days?|hours?|quarters?|time|minutes?|"
    r"step|\d|two|three|four|six|seven|twelve|of all\b))"
)
ORDINAL = re.compile(
    rf"\b(?:the )?(?:(?P<word>{'|'.join(NUMBERS)})|(?P<digits>\d+)(?:st|nd|rd|th))\b(?P<from_end>[- ](?:to|"
    rf"from)[- ](?:the )?(?:last|end))?{NOT_COUNTED}"
    rf"|\b(?P<last>(?:very )?last|final|bottom-?most|lowest)\b{NOT_COUNTED}|\b(?P<top>top-?most|very first)\b"
    rf"|\b(?:number|no\.?|#) ?(?P<number>\d+)$", re.I)  # fmt: skip
ORDINAL_CHINESE = re.compile(
    r"(?P<end>倒数)?第(?P<n>[一二三四五六七八九十]|\d+)(?:个|条|项|行|张|只|位|次|台|家|首|本|篇|封|部|款|份|辆|间)(?!步|"
    r"页|章)|(?P<last>最后|最末)(?:一)?(?:个|条|项|行|张|位)"
)

SIDES: tuple[tuple[Side, str], ...] = (
    ("row",
        r"(?:in|on|of|from|at) (?:the |that |this )?(?:same )?(?:table )?(?:row|line|"
        r"entry|record)(?: (?:of|for|with|containing|that (?:has|says|contains)|where|"
        r"named|labell?ed|called|reading))?"),
    ("right",
        r"(?:just |directly |immediately )?(?:on |at |to |in )?(?:the )?right(?: hand)?(?: side)? of|"
        r"right next to the right of"),
    ("left", r"(?:just |directly |immediately )?(?:on |at |to |in )?(?:the )?left(?: hand)?(?: side)? of"),
    ("below", r"(?:just |directly |immediately |right )?(?:below|under|underneath|beneath)"),
    ("above", r"(?:just |directly |immediately |right )?(?:above|(?<!start )(?<!begin )(?<!hand )(?<!all )(?<!take )"
        r"over(?! (?:the )?(?:past|last|time|again))|"
        r"on top of)"),
    ("near",
        r"(?:just |directly |immediately |right )?(?:next to|beside|besides|near|close to|"
        r"adjacent to|by the side of|alongside|in front of|behind|after|before)(?! (?:this|that|it|the current)\b)"),
    ("in",
        r"(?:inside|within|in|on|of|from)(?: the| this| that)? (?=.+ (?:section|card|"
        r"panel|dialog|dialogue|popup|pop-up|modal|box|group|form|area|block|tile|widget|"
        r"window|list|column)$)"),
)  # fmt: skip
SIDES_CHINESE: tuple[tuple[Side, str], ...] = (
    ("row", r"(?:所在的?|那|这|的那|对应的?)?一?(?<![进举银执运发旅流飞自实施步平先另推同航])行"
            r"(?:里面|里|中|内|上)?(?:的|，)?"),
    ("right", r"(?:的)?右(?:边|侧|面|方|手边)的?"),
    ("left", r"(?:的)?左(?:边|侧|面|方|手边)的?"),
    ("below", r"(?:的)?(?:下(?:面|方|边|侧)|之下|底下)的?"),
    ("above", r"(?:的)?(?:上(?:面|方|边|侧)|之上)的?"),
    ("near", r"(?:的)?(?:旁边|旁|附近|边上|隔壁|后面|前面|后边|前边)(?!一?[页步天周月年])的?"),
    ("in", r"(?:卡片|对话框|弹窗|面板|区域|分组|表单|板块|部分|一栏|窗口|列表)(?:里面|里|中|内|上)?的"),
)  # fmt: skip

NTH_ROW = re.compile(
    rf"\b(?:in|on|of|from) (?:the )?(?P<nth>{'|'.join(NUMBERS)}|last|\d+(?:st|nd|rd|th)) (?:table )?(?:row|"
    rf"line|entry|record)\b",
    re.I,
)
NTH_ROW_CHINESE = re.compile(
    r"(?:表格|列表)?(?:的)?(?P<nth>倒数第[一二三四五六七八九十\d]+|第[一二三四五六七八九十\d]+|"
    r"最后一)(?:行|条记录)(?:里面|里|中|内|上)?的"
)
PLACES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"side"}),
        r"(?:in|on|from|of) the (?:left |right )?(?:side ?(?:bar|menu|panel|nav(?:igation)?)|"
        r"navigation (?:bar|menu|panel)|left menu|nav)|侧边栏|侧栏|侧边菜单|左侧菜单|"
        r"左边菜单|左侧导航|导航栏"),
    (frozenset({"top", "right"}), r"(?:in |at |on |to )?(?:the )?(?:very )?(?:top|upper)[- ]right(?:[- ]hand)?|右上"),
    (frozenset({"top", "left"}), r"(?:in |at |on |to )?(?:the )?(?:very )?(?:top|upper)[- ]left(?:[- ]hand)?|左上"),
    (frozenset({"bottom", "right"}),
        r"(?:in |at |on |to )?(?:the )?(?:very )?(?:bottom|lower)[- ]right(?:[- ]hand)?|"
        r"右下"),
    (frozenset({"bottom", "left"}),
        r"(?:in |at |on |to )?(?:the )?(?:very )?(?:bottom|lower)[- ]left(?:[- ]hand)?|"
        r"左下"),
    (frozenset({"top"}),
        r"(?:in|at|on|from) the (?:very )?(?:top|header|top bar|title bar|toolbar|upper part)|"
        r"(?:页面|屏幕|窗口)?(?:最)?(?:顶部|顶端|顶栏|上部|最上面|最上方|上方|上面)"),
    (frozenset({"bottom"}),
        r"(?:in|at|on|from) the (?:very )?(?:bottom|footer|lower part|foot|end)|(?:页面|"
        r"屏幕|窗口)?(?:最)?(?:底部|底端|页脚|下部|最下面|最下方|下方|下面)"),
    (frozenset({"left"}), r"(?:on|at|in|to) the (?:far )?left|(?:页面|屏幕|最)?(?:左侧|左边|左面)"),
    (frozenset({"right"}), r"(?:on|at|in|to) the (?:far )?right|(?:页面|屏幕|最)?(?:右侧|右边|右面)"),
    (frozenset({"middle"}), r"(?:in|at) the (?:middle|centre|center)|(?:页面|屏幕)?(?:中间|中央|正中)"),
)  # fmt: skip
PLACE_TAIL = (
    r"(?:[- ]?(?:hand )?(?:corner|side|part|edge|area|half|end)|角|角落|边上)?(?: of (?:the )?(?:page|"
    r"screen|window|table|form|site|app))?(?:的|里的?|中的?|处的?)?"
)
STATES: tuple[tuple[str, bool, str], ...] = (
    ("checked", False,
        r"\b(?:un-?ticked|un-?checked|not (?:ticked|checked)|switched off|turned off|"
        r"(?:that|which) (?:is|are) off)\b|未勾选的?|没勾选的?|没有勾选的?|未选中的?|"
        r"没选中的?|关着的"),
    ("checked", True,
        r"\b(?:ticked|checked|switched on|turned on|(?:that|which) (?:is|are) on)\b|已勾选的?|"
        r"勾选了的|勾选的|打了?勾的|已选中的?|选中的|开着的"),
    ("selected", True,
        r"\b(?:selected|highlighted|currently open|active)(?= (?:tab|item|menu|option|"
        r"link|row|page|one)\b)|当前选中的?|高亮的?"),
    ("disabled", True,
        r"\b(?:disabled|gr[ea]yed[- ]out|inactive|not clickable)(?= )|禁用的|置灰的|灰掉的|"
        r"不可用的|不可点击?的"),
    ("expanded", True, r"\b(?:expanded|unfolded)(?= )|已?展开的"),
    ("expanded", False, r"\b(?:collapsed|folded)(?= )|已?折叠的|已?收起的"),
    ("focused", True, r"\bfocus(?:s)?ed(?= )|有焦点的|聚焦的"),
    ("invalid", True,
        r"\b(?:invalid|wrong|erroneous)(?= (?:field|input|box|value|one))|\bwith (?:an|"
        r"the) error\b|出错的|有误的|无效的"),
)  # fmt: skip
VALUE = re.compile(
    r"\b(?:that )?(?:contain(?:ing|s)|(?:with|having) (?:the )?(?:value|text|content)|"
    r"show(?:ing|s)|which says|that says|reading|filled with|set to|whose (?:value|content) is)\b (?:the (?:val"
    r"ue|text|number) )?(?P<value>.+)$",
    re.I,
)
VALUE_CHINESE = re.compile(
    r"(?:包含|含有|内容为|内容是|值为|值是|显示着|写着|填着|显示为)[“\"']?(?P<value>.+?)[”\"']?的(?=.+)"
)
QUOTED = re.compile(
    r"\"([^\"]+)\"|“([^”]+)”|「([^」]+)」|『([^』]+)』|《([^》]+)》|(?<!\w)'([^']+)'(?!\w)|`([^`]+)`|‘([^’]+)’"
)
ICON = re.compile(r"icons?$|图标", re.I)
MARKS = range(0xE100, 0xE140)  # private characters: each stands for a quoted name while the rest is read
MARK = re.compile(f"[{chr(MARKS[0])}-{chr(MARKS[-1])}]")
