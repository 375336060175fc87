# ruff: noqa: E501
"""Chinese goals: one clause -> what it means. Patterns run on protected text (`atoms`), the first that fits wins."""

from __future__ import annotations

import re

from agent.planners.atoms import VALUE
from agent.planners.intents import CONDITION, PROHIBITION, Intent, Verb

_FILLER = re.compile(
    r"^(?:(?:请(?!假|求)|麻烦|帮我|帮忙|给我|替我|我要|我想|我需要|首先|先(?!生)|再(?!次)|并且|并|且|接着|然后|最后|同时|现在|直接|然后再|需要|记得|尽量|之后|和)[,，、]?\s*)+"
)
_TAIL = re.compile(r"\s*(?:吧|哦|一下|谢谢|即可|就行|就可以了|好吗|了)+$")
_AFTER = re.compile(r"(?<=[\u4e00-\u9fff\ue000-\uf8ff])(?:之后|以后|完成后|成功后|完后|后)$")
_NEVER = re.compile(r"^(?:不要|不填|不点|不改|别(?!名)|不能|禁止|切勿|不需要|无需|不用|勿)")
_IF = re.compile(r"^(?:如果|若(?!干)|假如|要是|除非|当.+时)")

_IN = r"(?:输入框|文本框|框|栏|字段|一栏|下拉框|下拉菜单|下拉列表)?(?:中|里面|里|内|处|上)?"
# 填上海 is 填 + 上海, 选成都 is 选 + 成都.
_PUT = r"(?:填写为?|填入|填上(?![\u4e00-\u9fff])|填成(?!都)|填为|填|输入为?|键入|录入|写入|写上(?![\u4e00-\u9fff])|写成(?!都)|写为|写|敲入|打入)"
_PICK = r"(?:(?<!候)(?<!筛)(?:选择为?|选中(?!国)|选成(?!都)|选为|选定|选取|选上(?![\u4e00-\u9fff])|选)|挑选|勾选)"
_TURN = r"(?:改成(?!都$)|改为|设置为|设置成|设为|设成|设定为|调整为|调整到|调整成|调为|调成|调到|更改为|更改成|修改为|修改成|变更为|变成|变为|切换为|切换成|切换到|换成|换为|更新为|置为|改到|重命名为)"
_TAKE = r"(?:把|将|让)"
_THING = r"[^，,。；;]+?"
_LISTED = r"(?:订单|商品|记录|数据|用户|任务|结果|员工|客户|邮件|信息|文章|项目|日程|产品|条目|列表|部分|内容|会员)"
_FORMAT = r"(?:csv|tsv|excel|xlsx?|pdf|json|xml|txt|word|docx?|zip|png|jpe?g|svg|电子表格|表格文件|图片|压缩包|文本)"
_DOWN = r"(?:从大到小|从高到低|由大到小|由高到低|从新到旧|从晚到早|从多到少|由多到少|从贵到便宜|从后到前|降序|倒序|逆序|递减|最新的?(?:在前|优先)|最高的?(?:在前|优先)|大的在前)"
_UP = r"(?:从小到大|从低到高|由小到大|由低到高|从旧到新|从早到晚|从少到多|由少到多|从便宜到贵|从前到后|升序|正序|顺序|递增|最早的?(?:在前|优先)|最低的?(?:在前|优先)|小的在前)"
_ORDER = re.compile(rf"(?:按照?|以)?(?:的)?(?:(?P<down>{_DOWN})|(?P<up>{_UP}))(?:的(?:顺序|方式))?(?:进行)?")
_KEY = r"(?:回车键?|enter键?|tab键?|制表键|esc键?|空格键?|退格键?|删除键|(?:上|下|左|右)(?:方向|箭头)?键|f\d{1,2}键?|(?:(?:ctrl|control|alt|shift|cmd)\s*\+\s*)+[a-z0-9]+键?)"
_DIGITS = {"零": 0, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_COUNT = r"(?P<count>\d+|[零一两二三四五六七八九十]+)"
_UNITS = r"(?:条|行|个|项|笔|张|件|位|名|份|封)"

_FORMATS = {"电子表格": "excel", "表格文件": "excel", "图片": "png", "压缩包": "zip", "文本": "txt"}
_PAGES = {
    "下一": "next", "后一": "next", "上一": "previous", "前一": "previous", "最后一": "last", "末": "last", "尾": "last",
    "第一": "first", "首": "first", "下": "next", "上": "previous",
}  # fmt: skip
_KEYS = {
    "回车": "Enter", "制表": "Tab", "空格": "Space", "退格": "Backspace", "删除": "Delete", "上": "ArrowUp",
    "下": "ArrowDown", "左": "ArrowLeft", "右": "ArrowRight",
}  # fmt: skip


def starts(text: str) -> bool:
    """Whether this text, after a comma or 并, begins a clause of its own: it has its verb."""
    if not re.search(r"[\u4e00-\u9fff]", text):
        return False
    intent = parse(text)
    return intent is not None


def parse(text: str) -> Intent | None:
    """The meaning of one protected clause, its fields still protected; None where this is no Chinese order."""
    said = text
    text = _FILLER.sub("", _TAIL.sub("", text.strip(" ,，:：。.、"))).strip()
    text = _AFTER.sub("", text)
    if _NEVER.match(text):
        return Intent("refuse", said, detail=PROHIBITION)
    if _IF.match(text):
        return Intent("refuse", said, detail=CONDITION)
    for pattern, verb, detail in _PATTERNS:
        if match := pattern.match(text):
            return _intent(verb, detail, said, match)
    return None


def each(text: str) -> tuple[str, str] | None:
    """ "对每一行点击编辑" -> ("行", "点击编辑")."""
    match = re.match(
        r"^(?:对|给|为|在)?(?:每一?|所有的?|各)个?(?P<set>[^，,点勾选填删编]{1,12}?)[，,]?(?:都|里都|中都|里|中|逐一|依次)?(?P<what>(?:点击|勾选|选|填|删除|编辑).+)$",
        _FILLER.sub("", text),
    )
    return (match["set"], match["what"]) if match else None


def _intent(verb: Verb, detail: str, said: str, match: re.Match[str]) -> Intent:
    groups = {name: text for name, text in match.groupdict().items() if text is not None}
    target, detail = _bare(groups.get("target", "")), groups.get("detail", detail)
    if verb == "sort":
        target, detail = order(match.string)
    elif verb == "page":
        detail = _PAGES.get(detail, detail)
    elif verb == "export":
        detail = _FORMATS.get(detail, detail.lower())
    value = groups.get("value")
    if verb == "press" and value:
        value = next((key for word, key in _KEYS.items() if value.startswith(word)), value.removesuffix("键"))
    return Intent(
        verb, said, target=target, value=value.strip() if value else None, detail=detail,
        onto=_bare(groups.get("onto", "")), each="each" in groups, count=_number(groups.get("count")),
        pairs=(groups["pairs"].strip(" ：:，,"),) if groups.get("pairs") else (),
    )  # fmt: skip


def order(text: str) -> tuple[str, str]:
    match = _ORDER.search(text)
    order = "" if not match else "descending" if match["down"] else "ascending"
    if match:
        text = text[: match.start()] + text[match.end() :]
    text = re.sub(r"(?:来|进行|重新)?(?:排序|排列|排)(?:表格|列表)?$", "", text)
    text = re.sub(rf"^(?:{_TAKE})?(?:对|给)?(?:表格|列表|订单|结果|数据|商品|表)?(?:先)?(?:按照?|以|根据|依)", "", text)
    text = re.sub(rf"^(?:{_TAKE}|对|给)", "", text)
    return _bare(re.sub(r"(?:这一|那一|一)?列?(?:的)?$", "", text)), order


def _bare(text: str) -> str:
    return re.sub(r"^(?:那个|这个|该|此)", "", text.strip(" ,，：:的"))


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isdigit():
        return int(text)
    tens, _, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if "十" in text else 0) + _DIGITS.get(ones, 0)


def _rows(*rows: tuple[str, Verb, str]) -> list[tuple[re.Pattern[str], Verb, str]]:
    return [(re.compile(rf"^{pattern}$", re.IGNORECASE), verb, detail) for pattern, verb, detail in rows]


_SAYS = r"(?:检查|验证|断言|核对|确保|校验|确认一下|确认(?=.+(?:是否|显示|可见|为|是|等于|包含|存在|出现|勾选|不可|可点|可以|可用|禁用|没有|有\d|共))|查看(?=.+是否)|看看(?=.+(?:是否|有没有))|应该|期望)"
_WHETHER = r"(?:是否|是不是|有没有|应该|应|已经|已|都|会)*"

# One pattern a line, however long.
# fmt: off
_PATTERNS = _rows(
    # 检查
    (rf"{_SAYS}(?:当前)?(?:网址|地址|url|链接地址){_WHETHER}(?:包含|含有|为|是|以)(?P<value>.+?)(?:结尾|开头)?", "expect", "url"),
    (rf"{_SAYS}(?:页面|网页)?标题{_WHETHER}(?:包含|含有|为|是)(?P<value>.+)", "expect", "title"),
    (rf"{_SAYS}(?P<target>{_THING})?(?:中|里)?{_WHETHER}(?:共有?|有|显示|只有|包含|为|是){_COUNT}{_UNITS}(?P<onto>[\u4e00-\u9fff]*)", "expect", "count"),
    (rf"{_SAYS}(?P<target>{_THING}){_WHETHER}按(?P<onto>{_THING})(?:排序|排列)", "expect", "sorted"),
    (rf"{_SAYS}(?:表格|列表)?(?:中|里)?的?(?:每一?行|所有行|所有结果|每条|所有订单|所有记录)的?(?P<onto>[\u4e00-\u9fff]+?)?{_WHETHER}(?:为|是|包含|含有)(?P<value>.+)", "expect", "rows_contain"),
    (rf"{_SAYS}(?P<target>{_THING}){_WHETHER}(?:不可见|不再显示|不显示|不存在|消失|隐藏|不见)", "expect", "hidden"),
    (rf"{_SAYS}(?P<target>{_THING}){_WHETHER}(?:没有?被?勾选|未勾选|未选中|没有?选中|关闭|是关的|处于关闭状态)", "expect", "unchecked"),
    (rf"{_SAYS}(?P<target>{_THING}){_WHETHER}(?:被?勾选|被?选中|打开|开启|是开的|处于开启状态)", "expect", "checked"),
    (rf"{_SAYS}(?P<target>{_THING}){_WHETHER}(?:不可用|被?禁用|不可点击|是灰的|置灰)", "expect", "disabled"),
    (rf"{_SAYS}(?P<target>{_THING}){_WHETHER}(?:可用|可以?点击|启用)", "expect", "enabled"),
    (rf"{_SAYS}(?P<target>{_THING}){_WHETHER}(?:为空|是空的?)", "expect", "empty"),
    (rf"{_SAYS}(?:页面上?|屏幕上?|界面上?)?{_WHETHER}(?:显示|出现|存在|可见|有)(?:文字|文本)?(?P<target>.+)", "expect", "visible"),
    (rf"{_SAYS}(?P<target>{_THING}){_WHETHER}(?:包含|含有|包括)(?P<value>.+)", "expect", "contains"),
    (rf"{_SAYS}(?P<target>{_THING})(?:的值|的内容|的文字|的文本)?{_WHETHER}(?:显示为|显示|等于|为|是)(?P<value>[^否].*)", "expect", "is"),
    (rf"{_SAYS}(?P<target>{_THING}){_WHETHER}(?:显示|可见|存在|出现|在页面上|在列表中|在表格中)(?:在页面上|出来)?", "expect", "visible"),
    # 等待
    (r"(?:等待|等)\s*(?:\d+|几|一|两|三|五|十)\s*(?:秒钟?|毫秒|分钟)(?:.*)?", "refuse", "scripts wait for what can be seen, never for a time; say what to wait for"),
    (rf"(?:等待|等到|等|直到)(?P<target>{_THING})(?:消失|不见|隐藏|关闭)", "wait", "hidden"),
    (rf"(?:等待|等到|等|直到)(?P<target>{_THING})(?:变得?)?(?:可用|可点击|可以点击)", "wait", "enabled"),
    (rf"(?:等待|等到|等|直到)(?P<target>{_THING})(?:出现|显示出来|显示|可见|加载完成|加载完毕|加载完|加载出来|加载)?", "wait", "visible"),
    # 鼠标和键盘
    (rf"{_TAKE}(?P<target>{_THING})(?:拖动|拖拽|拖放|拖|移动|移)(?:到|至|进|入)(?P<onto>.+?)(?:里面|里|中|上|下|处|那里)?", "drag", ""),
    (rf"(?:拖动|拖拽|拖)(?P<target>{_THING})(?:到|至|进)(?P<onto>.+?)(?:里面|里|中|上|下)?", "drag", ""),
    (r"(?:页面)?(?:向下|向上|往下|往上)?(?:滚动|滑动|翻|滚|滑|拉)到?(?:页面的?)?(?P<detail>顶部|底部|最上面|最下面|最底部|最顶部|末尾|顶端|底端)", "scroll", ""),
    (r"(?:页面)?(?P<detail>向下|向上|往下|往上)(?:滚动|滑动|滚|滑)(?:页面)?", "scroll", ""),
    (rf"(?:向下|向上|往下|往上)?(?:滚动|滑动|滚|滑)(?:到|至)(?P<target>{_THING})(?:处|位置|可见|出现|为止)?", "scroll", ""),
    (rf"(?:{_TAKE}鼠标|鼠标)?(?:悬停|停留|悬浮|移动?|放)(?:在|到|至)(?P<target>{_THING})(?:上面|上方|上)?", "hover", ""),
    (rf"(?:在(?P<target>{_THING}){_IN})?(?:按下?|敲击?|点击?|键入)(?:键盘上?的?)?\s*(?P<value>{_KEY})(?:\s*(?:来)?(?:保存|提交|确认|搜索|查询|发送))?", "press", ""),
    # 表格
    (r"(?:点击|翻到|转到|跳到|跳转到|前往|进入|打开|切换到|去|到|显示|查看|翻)?(?:表格的?|列表的?)?(?P<detail>下一|上一|后一|前一|最后一|末|尾|第一|首)页(?:按钮)?", "page", ""),
    (rf"(?:翻到|转到|跳到|跳转到|前往|进入|切换到|去|到|显示|查看)第?{_COUNT}页", "page", "number"),
    (rf"(?:将|把)?(?:每页|单页|一页)(?:的)?(?:显示|展示|数量|条数|显示数量)*(?:设为|改为|改成|设置为|调整为|为)?{_COUNT}{_UNITS}?(?:记录|数据|结果)?(?:/页)?", "page_size", ""),
    (rf"(?:设置|修改|更改|切换)每页(?:显示)?(?:条数|数量|行数)?(?:为|到|成){_COUNT}{_UNITS}?", "page_size", ""),
    (rf"(?:显示|展示){_COUNT}{_UNITS}(?:记录|数据|结果)?(?:每页)?", "page_size", ""),
    (rf"(?:隐藏|不显示){_TAKE}?(?P<target>{_THING})(?:这两|这几|这些|这|两|那)?列", "hide_columns", ""),
    (rf"{_TAKE}(?P<target>{_THING})(?:这两|这几|这些|这|两|那)?列(?:都)?(?:隐藏|去掉|不显示)(?:起来|掉)?", "hide_columns", ""),
    (rf"(?:显示|展示)(?P<target>{_THING})(?:这两|这几|这些|这|两|那)?列", "show_columns", ""),
    (rf"(?:{_TAKE}|对|给)?(?P<target>.*?)(?:排序|排列|排一排)(?:表格|列表)?", "sort", ""),
    (rf"(?P<target>.*?(?:{_UP}|{_DOWN}))", "sort", ""),
    (rf"{_TAKE}(?P<target>{_THING})(?:筛选|过滤)(?:为|成|到)(?P<value>.+)", "filter", "column"),
    (rf"(?:按照?|以|根据|用)(?P<target>{_THING})(?:来|进行)?(?:筛选|过滤)(?:(?:出|为|：)?(?P<value>.+))?", "filter", "column"),
    (rf"(?:筛选|过滤)(?:出)?(?P<target>[\u4e00-\u9fff]+?)(?:为|是|等于|=|：|:)(?P<value>{_THING})(?:的{_LISTED}?)?", "filter", "column"),
    (rf"(?:筛选|过滤)(?:出|一下)?(?P<value>{VALUE}|{_THING})的?{_LISTED}", "filter", "only"),
    (rf"(?:筛选|过滤)(?:出)?(?P<value>{VALUE})(?:[\u4e00-\u9fff]{{0,6}})", "filter", "only"),
    (rf"(?:筛选|过滤)(?:出|一下)?[\u4e00-\u9fff]{{1,6}}?(?P<value>{VALUE})", "filter", "only"),
    (rf"(?:{_TAKE})?(?:筛选|过滤)(?P<target>.*)", "filter", "open"),
    (rf"(?:只看|只显示|仅显示|仅看|只保留|只查看|只列出)(?P<target>[\u4e00-\u9fff]+?)(?:为|是|等于)(?P<value>{_THING})(?:的{_LISTED}?)?", "filter", "column"),
    (rf"(?:只看|只显示|仅显示|仅看|只保留|只查看|只列出)(?P<value>{_THING})(?:的?{_LISTED}|的)?", "filter", "only"),
    (rf"在(?P<target>{_THING}){_IN}(?:搜索|查找|检索|搜|查询)(?:关键[字词])?(?:：|:)?(?P<value>.+)", "search", ""),
    (r"(?:搜索|查找|检索|搜一下|搜|查询|寻找)(?:关键[字词])?(?:一下)?(?:：|:)?(?P<value>.+)", "search", ""),
    (r"(?:搜索|检索|查询)", "act", "搜索"),
    # 文件
    (rf"{_TAKE}(?P<target>{_THING})(?:导出|下载|另存|保存|输出)(?:为|成|到)?(?P<detail>{_FORMAT})?(?:格式|文件|表格)?(?:的?文件)?(?:下来|出来)?", "export", ""),
    (rf"(?:导出|下载|输出)(?:为|成)?\s*(?P<detail>{_FORMAT})\s*(?:格式|文件|表格)?(?:的?文件)?", "export", ""),
    (rf"(?:导出|下载|输出)(?P<target>{_THING})(?:为|成)\s*(?P<detail>{_FORMAT})\s*(?:格式|文件|表格)?(?:的?文件)?", "export", ""),
    (rf"(?P<target>{_THING})?(?:导出|另存)(?:为|成)(?P<detail>{_FORMAT})(?:格式|文件|表格)?", "export", ""),
    (r"(?:导出|下载)(?P<target>.*)", "export", ""),
    (rf"{_TAKE}(?:文件|附件|图片)?(?P<value>{VALUE})(?:文件)?(?:作为(?P<onto>{_THING}))?(?:上传|添加|附加)(?:(?:到|至|为|作为)(?P<target>.+))?", "upload", ""),
    (rf"(?:上传|附上|添加附件)(?:文件|附件|图片|照片)?(?P<value>{VALUE})(?:文件)?(?:(?:到|至|作为|为)(?P<target>.+))?", "upload", ""),
    (rf"在(?P<target>{_THING}){_IN}上传(?:文件|附件|图片)?(?P<value>{VALUE})", "upload", ""),
    (rf"上传(?P<target>[\u4e00-\u9fff ]+?)\s*(?P<value>{VALUE})", "upload", ""),
    (r"上传(?P<target>.+)", "upload", ""),
    # 登录
    (r"(?:用|以|使用|通过)\s*(?P<pairs>.+?)\s*(?:的?身份|的?账号|的?账户)?\s*(?:登录|登陆|登入)(?:系统|网站|后台|页面)?(?:[，,]\s*(?P<value>密码.+))?", "login", ""),
    (r"(?:登录|登陆|登入)(?:系统|网站|后台)?[，,：:]?\s*(?P<pairs>(?:用户名|账号|帐号|账户|邮箱|手机号|用户).+)", "login", ""),
    (r"(?:登录|登陆|登入)(?:系统|网站|后台)?", "login", ""),
    # 开关
    (r"(?:取消勾选|取消选中|取消选择|去掉勾选|不勾选|不选|反选)(?P<each>所有的?|全部的?)?(?P<target>.+)", "uncheck", ""),
    (rf"{_TAKE}(?P<target>{_THING})(?:的勾)?(?:取消勾选|取消选中|取消选择|取消|去掉)", "uncheck", ""),
    (r"(?:全选|选中全部|选择全部|勾选全部|全部勾选|全部选中)(?P<target>.*)", "check", "all"),
    (r"(?:给|对|把)(?P<each>所有的?|全部的?|每个)(?P<target>.+?)(?:都)?(?:打上?勾|勾选|勾上|选中)", "check", ""),
    (r"(?:勾选|勾上|打勾)(?P<each>所有的?|全部的?|每个|每一个)?(?P<target>.+)", "check", ""),
    (rf"{_TAKE}(?P<target>{_THING})(?:勾选|勾上|选中|打勾)(?:上)?", "check", ""),
    (r"(?:同意|接受)(?P<target>.+)", "check", "accept"),
    (r"(?:启用|开启|激活)(?P<target>.+)", "check", "switch"),
    (rf"{_TAKE}(?P<target>{_THING})(?:启用|开启|打开|激活)", "check", "switch"),
    (r"(?:停用|禁用|关掉)(?P<target>.+)", "uncheck", "switch"),
    (rf"{_TAKE}(?P<target>{_THING})(?:停用|禁用|关掉|关闭|关上)", "uncheck", "switch"),
    (rf"切换(?P<target>{_THING})(?:开关|的?状态)", "toggle", ""),
    # 字段
    (rf"{_TAKE}(?P<target>{_THING})(?:清空|清除|置空|留空)", "clear", ""),
    (rf"(?P<target>{_THING})留空", "clear", ""),
    (r"(?:清空|清除|清掉)(?P<target>.+)", "clear", ""),
    (rf"在(?P<target>{_THING}){_IN}{_PUT}[：:]?(?P<value>.+)", "fill", ""),
    (rf"在(?P<target>{_THING}){_IN}{_PICK}[：:]?(?P<value>.+)", "choose", ""),
    (rf"从(?P<target>{_THING}){_IN}{_PICK}[：:]?(?P<value>.+)", "choose", ""),
    (rf"在(?P<onto>{_THING})(?:中|里面|里|内|上|处|的行)(?:点击|单击|点|按)(?P<target>.+)", "click", "within"),
    (rf"(?:给|对|为)(?P<onto>{_THING})(?:点击|单击|点|按)(?P<target>.+)", "click", "within"),
    (rf"{_TAKE}(?P<target>{_THING}){_TURN}(?P<value>.+)", "set", ""),
    (rf"{_TAKE}(?P<target>{_THING}){_PUT}(?P<value>.+)", "fill", ""),
    (rf"{_TAKE}(?P<target>{_THING}){_PICK}(?P<value>.+)", "choose", ""),
    (rf"{_TAKE}(?P<value>{VALUE})(?:填写|填|输入|写|录入)(?:到|入|进|在)(?P<target>.+?)(?:里面|里|中|内)?", "fill", ""),
    (rf"{_PUT}(?P<value>{VALUE})(?:到|至|进|在)(?P<target>.+?)(?:里面|里|中|内)?", "fill", ""),
    (r"(?:填写|填好|完善|填|填入|输入)(?:以下|下面|这个|该|整个)?(?:[\u4e00-\u9fff]{0,6})(?:表单|信息|资料|表格|内容)[：:，,]\s*(?P<pairs>.+)", "pairs", "form"),
    (r"(?:填写|填|输入|录入)(?P<target>[\u4e00-\u9fffA-Za-z ]+?)(?:为|成|：|:|是)\s*(?P<value>.+)", "fill", ""),
    (r"(?:设置|设定|修改|更改|调整|变更|更新|改)(?P<target>[\u4e00-\u9fffA-Za-z ]+?)(?:为|成|到|：|:)\s*(?P<value>.+)", "set", ""),
    (r"(?:选择|选取|选)(?P<target>[\u4e00-\u9fffA-Za-z ]+?)(?:为|：|:)\s*(?P<value>.+)", "choose", ""),
    (r"(?:命名为|取名为?|起名为?|名字叫|名称叫|叫做)\s*(?P<value>.+)", "set", "name"),
    (r"(?:点击|单击|点选|点一下|轻触|点|按下|按)(?:一下)?(?P<each>所有的?|全部的?|每个|每一个)(?P<target>.+)", "click", ""),
    (r"(?:双击)(?P<target>.+)", "click", "double"),
    (r"(?:右击|右键点击|右键单击)(?P<target>.+)", "click", "right"),
    (rf"(?:点击|单击|点选|点一下|点|按下|轻触)(?:一下)?(?P<target>{_THING}){_COUNT}(?:次|下)", "click", ""),
    (r"(?:点击|单击|点选|点一下|轻触|点开|点(?!赞|评|餐)|按下|按(?!照|[\u4e00-\u9fff]+(?:排|筛)))(?:一下|击)?(?P<target>.+)", "click", ""),
    (rf"(?P<target>[^，,。；;选择填输]{{1,16}}?)\s*{_PUT}[：:]?\s*(?P<value>.+)", "fill", ""),
    (rf"(?P<target>[^，,。；;选择填输]{{1,16}}?)\s*{_TURN}[：:]?\s*(?P<value>.+)", "set", ""),
    (rf"(?P<target>(?!全|未|没)[^，,。；;选择填输]{{1,16}}?)\s*(?<!筛){_PICK}[：:]?\s*(?P<value>.+)", "choose", ""),
    (rf"{_PICK}(?P<each>所有的?|全部的?|每个)(?P<target>.+)", "check", ""),
    (rf"{_PICK}(?P<value>.+)", "choose", ""),
    (r"(?:填写|填入|填|输入|键入|录入)[：:]?\s*(?P<pairs>.+)", "pairs", ""),
    # 阅读
    (r"(?:读取|提取|获取|抓取|记录下?|读出|采集|读)(?P<target>.+)", "extract", ""),
    # 地点和动作
    (r"(?:跳转到|前往|进入|转到|导航到|访问|切换到|回到|返回到?|去到?|跳到|转至)(?P<target>.+)", "open", "go"),
    (r"(?:打开|展开|查看|开启)(?P<target>.+)", "open", ""),
    (r"(?:关闭|收起|折叠)(?P<target>.+)", "close", ""),
    (r"(?:刷新|重新加载)(?:页面|网页)", "refuse", "there is no step for reloading; name a button or an address"),
    (rf"{_TAKE}(?P<target>{_THING})(?P<detail>删除|移除|删掉|删|编辑|修改|提交|保存|复制|打印|归档|发送|加入购物车|发布|审核|通过|驳回|收藏|分享)(?:掉)?", "act", ""),
    (r"(?P<detail>删除|移除|删掉|编辑|修改|归档|审核)(?P<each>所有的?|全部的?|每个|每一个)(?P<target>.+)", "act", ""),
    (r"(?P<detail>提交|保存|确认|确定|取消|重置|重设|应用|继续|完成|发送|发布|创建|新建|新增|添加|增加|删除|移除|删掉|编辑|修改|复制|打印|归档|注册|注销|退出登录|退出|预览|下单|结算|购买|支付|付款|加入购物车|回复|转发|撤销|刷新|邀请|分享|收藏|订阅|审核|通过|驳回|同步|导入|安装|卸载|减少|开始|停止|暂停|播放|写(?=新?邮件|信)|撰写|标记|预订|预约|签到|立即\w*|领取|联系|拨打|更换|忘记密码|下一步|上一步|跳过|换一)(?:一[个条份名位张笔项篇封])?(?P<target>.*)", "act", ""),
)
# fmt: on
