"""The lexicon: what people call the same thing, in English and Chinese. Its data stand beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# Small words that say nothing of which element is meant.
STOP = frozenset(
    """a an the this that these those my your our his her its their i me we us you he she it they him them is are was
        were be been being am do does did can could should would will may might must please just to of for in on at
        by with from as into onto and or if so which what who whose where how when there here one ones some any want
        wanted wish need needs like let lets get got have has had using via using about only just than then too also
        much i'd i'm i'll i've it's that's 的 了 把 将 请 我 我要 我想 想 要 在 给 这 那 封 这封 只 仅 仅看 只看 条
        这个 那个 个 一下 和 与 或 去 到 里 中 上 吧 呢 吗 为 是 请问 帮我 里面 我的 你 你的 他 他的 它 它的 用 以
        及 并 让 被 从 对 于 位于 来 着 那些 这些 什么 怎么 哪里 哪儿 哪个 哪些 哪 多少 起 起来 过 过去 坐 找 一 份 一份
        一次 次 些 地方 时候 家 所 该 由 当 再 又 还 都 就 才 会 得 地 呀 啊 嘛 篇
        张 位 家 部 首 台 名 咱 咱们 我们 自己 现在 一样 这样 那样 东西""".split()
)
# Words that say little: what a screen is made of, and verbs that fit anything. Their weights.
LIGHT: dict[str, float] = {
    **dict.fromkeys(
        """page pages section list table screen window form panel area part something anything thing content contents
        entry website site app here item items dialog widget view views corner control element option options field text
        label value values existing current typed given whole entire single only red blue green yellow grey gray
        black white orange purple dark-blue big small large little main topic topics stuff column columns tab tabs
        toggle folders already still yet but shall among own certain particular specific really simply actually anymore
        行 记录 结果 文件 页面 网页 部分 区域 列表
        表格 表单 内容 信息 数据 项目 界面 窗口 东西 一栏 功能 立即 马上 现在 面板 当前 项 栏 页 红色 蓝色 绿色 黄色
        灰色 黑色 白色 橙色 紫色 大 小 整个 文字 字段 选项 选项卡 列 文件夹 如何 怎么办 已 总 双 笔
        怎样""".split(), 0.3),
    **dict.fromkeys(
        """click press tap hit open go goto jump navigate take bring move select choose pick use push visit enter type
        put write fill set make find look show see switch turn tick check mark start begin give locate hover point focus
        activate run perform do try 点击 单击 双击 点 点一下 按 按下 打开 进入 前往 跳转 跳到 转到 选择 选中 选 输入
        填写 填 填入 设为 设置为 查看 勾选 勾上 勾 切换 切换到
        显示 看 看看 找到 使用 做 进行 查 查一下 scroll manage 管理 开启 启动 悬停""".split(), 0.25),
    **dict.fromkeys(
        (
            "show more|rows|row|records|record|file|files|results|result|line|lines|shown|displayed|more|行|"
            "记录|文件|结果|更多|folder|文件夹|turn on|turn off|switch on|switch off|another|different|other|"
            "另一个|不同|其他|put|来|出来|带|带有|情况|条件|for good|forever|for ever|"
            "instead|别人|有|能|可以|一些|一点|操作|someone|somebody"
        ).split("|"), 0.3),
    **dict.fromkeys("menu icon image picture bar new all 菜单 图标 图片 全部 所有 新 我们".split(), 0.5),
}  # fmt: skip

# What cannot be taken back: an element that names such an action alone is no answer where its object is not in sight.
FINAL = frozenset("delete reset buy checkout transfermoney withdraw cancel block uninstall".split())
# What a word means that says little without the word beside it: "number", "date", "name".
VAGUE = frozenset(
    """id statistics quantity numberedlist number date calendar day time hour name username fullname title_thing account
    profile code source type category list row page detail status company login finance person close leave quit
    startdate enddate""".split()
)
# Actions that a box to tick, a list to choose from or a slider is there for.
SETTING = frozenset("edit enable disable show hide subscribe unsubscribe".split())
# What a site has but once, however many links go there.
ONCE = frozenset("login logout register compose markread help home cart privacy terms contact about language".split())
# What any page that one goes to does.
SEEING = frozenset("view show search preview".split())
SLIDING = frozenset({"increase", "decrease"})


@dataclass(frozen=True)
class Lexicon:
    """`phrases`: stemmed words -> ((concept, 1 or less where the word only may mean it), ...); `exact`: the same of
    words as they stand; `actions`, `proper`: concepts; `light`: the weights of words that say little; `apart`: for a
    concept, those that it excludes; `implied`: for an action, the things that go without saying."""

    phrases: dict[tuple[str, ...], tuple[tuple[str, float], ...]]
    exact: dict[tuple[str, ...], tuple[tuple[str, float], ...]]
    actions: frozenset[str]
    proper: frozenset[str]
    light: dict[str, float]
    apart: dict[str, frozenset[str]]
    implied: dict[str, frozenset[str]]
    longest: int
    longest_chinese: int


def _lines(*names: str) -> Iterator[str]:
    for name in names:
        text = (files("agent") / f"lexicon_{name}.txt").read_text(encoding="utf-8")
        yield from filter(None, (line.split("//")[0].strip() for line in text.splitlines()))


def _apart() -> dict[str, frozenset[str]]:
    """Opposites and siblings: for a concept, those of the other groups of its lines."""
    found: dict[str, set[str]] = {}
    for line in _lines("siblings"):
        groups = [set(group.split()) for group in line.split("|")]
        for at, group in enumerate(groups):
            others = set().union(*groups[:at], *groups[at + 1 :])
            for concept in group:
                found.setdefault(concept, set()).update(others - group)
    return {concept: frozenset(others) for concept, others in found.items()}


@cache
def lexicon() -> Lexicon:
    """Reads the lexicon's files, whose heads say how they are written."""
    from agent.words import is_cjk, stem

    phrases: dict[tuple[str, ...], dict[str, float]] = {}
    exact: dict[tuple[str, ...], dict[str, float]] = {}
    kinds: dict[str, set[str]] = {"!": set(), "@": set()}
    for line in _lines("actions", "things", "sayings", "fields", "words"):
        concept, _, words = line.partition(":")
        if concept[:1] in kinds:
            kinds[concept[0]].add(concept := concept[1:])
        for word in filter(None, (part.strip() for part in words.split(","))):
            sure, word = (0.75, word[1:]) if word[0] == "~" else (1.0, word)
            parts = word.lstrip("=").replace("-", " ").replace("'s", "").split()
            if word[0] == "=":
                exact.setdefault(tuple(parts), {})[concept] = sure
                continue
            meanings = phrases.setdefault((word,) if is_cjk(word) else tuple(map(stem, parts)), {})
            meanings[concept] = max(sure, meanings.get(concept, 0.0))
    return Lexicon(
        {key: tuple(meanings.items()) for key, meanings in phrases.items()},
        {key: tuple(meanings.items()) for key, meanings in exact.items()},
        frozenset(kinds["!"]),
        frozenset(kinds["@"]),
        LIGHT | {stem(word): weight for word, weight in LIGHT.items()},
        _apart(),
        {
            action: frozenset(things.split())
            for action, _, things in (line.partition(":") for line in _lines("implied"))
        },
        max(map(len, phrases)),
        max((len(key[0]) for key in phrases if is_cjk(key[0])), default=1),
    )
