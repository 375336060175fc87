"""What is remembered from clause to clause: the plan's inputs and secrets, and what "it" is."""
# ruff: noqa: E501 - word lists and patterns

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent.planners import secrets
from agent.planners.atoms import Atoms
from agent.planners.variables import Variables
from codegen.plan import Input, Unresolved
from codegen.steps import Expect, InputValue, SecretValue, Step, Value
from perception.types import Element, Screen

# What Chinese labels are made of, for the names of inputs.
_WORDS = (
    "订单号 order_number 用户名 username 账号 account 帐号 account 密码 password 确认 confirm 新 new 邮箱 email 邮件 mail 手机号 phone 手机 phone "
    "电话 phone 姓名 name 名称 name 名字 name 昵称 nickname 标题 title 主题 subject 内容 content 描述 description 备注 note "
    "地址 address 城市 city 国家 country 省份 province 区域 region 地区 region 部门 department 公司 company 职位 position "
    "状态 status 类型 type 类别 category 分类 category 性质 kind 形式 form 级别 level 优先级 priority 角色 role 性别 gender "
    "年龄 age 数量 quantity 人数 people 价格 price 金额 amount 费用 cost 日期 date 时间 time 开始 start 结束 end 生日 birthday "
    "订单 order 商品 product 活动 activity 项目 project 客户 customer 用户 user 员工 employee 收件人 recipient 搜索 search "
    "关键词 keyword 关键字 keyword 编号 number 语言 language 时区 timezone 主页 homepage 网址 url 文件 file 附件 attachment "
    "头像 avatar 图片 image 会议 meeting 日程 event 地点 place 付款 payment 支付 payment 方式 method 配送 delivery "
    "发票 invoice 资源 resource 每页 per_page 门店 store 仓库 warehouse 品牌 brand 颜色 color 尺寸 size 身份证号 id_number "
    "管理员 admin 提醒 reminder 类目 category 联系人 contact 店铺 shop 网站 website 薪资 salary 工资 salary 负责人 owner "
    "任务 task 学校 school 课程 course 卡号 card_number 验证码 code 优惠码 coupon 邀请码 invite_code 供应商 supplier "
    "规格 spec 单位 unit 库存 stock 折扣 discount 简介 summary 说明 note 原因 reason 标签 tag 指标 metric 频率 frequency "
    "主题色 color 所在 in 预算 budget 经理 manager 房间 room 路线 route 车型 model 目的地 destination 出发地 origin"
).split()
_LEXICON = sorted(zip(_WORDS[::2], _WORDS[1::2], strict=True), key=lambda pair: -len(pair[0]))


@dataclass(frozen=True)
class Outcome:
    """What one clause became on one screen: steps, and what has none. Never both empty."""

    steps: tuple[Step, ...] = ()
    missing: tuple[Unresolved, ...] = ()

    def targets(self, screen: Screen) -> list[Element]:
        """The elements that the steps act on."""
        acting = (step for step in self.steps if not isinstance(step, Expect))
        found = (target.element for step in acting if (target := getattr(step, "target", None)))
        return [screen.by_id[each] for each in found if each in screen.by_id]


class Missing(Exception):
    """No step can be planned for (this part of) a clause; the message is the reason."""

    def __init__(self, reason: str, candidates: Sequence[Element] = (), steps: Sequence[Step] = ()) -> None:
        super().__init__(reason)
        self.elements = tuple(candidates)
        self.candidates = tuple(str(element) for element in candidates)[:5]
        self.steps = tuple(steps)


@dataclass
class Context:
    """`away` is the clause after which another page is there, `opened` the one that opened something unseen,
    `failed` the first that could not be planned; `resized` says that the page size was changed,
    `making` is the clause that opened a form for what it brings along; `live`: the screen is a page's, not a picture;
    `offers` are the choices of a live page's lists by their elements' ids,
    `record` is what the goal said to find on it, whose buttons the next clauses mean, `card` a text of the record that
    the last clause was about, `copied` what the goal had copied from a field, `variables` what its passwords may be
    read from, `pointed` words that no rule finds and the element that eyes see they mean."""

    atoms: Atoms = field(default_factory=Atoms)
    inputs: dict[str, Input] = field(default_factory=dict)
    last: Element | None = None
    away: str = ""
    opened: str = ""
    failed: str = ""
    resized: bool = False
    making: str = ""
    live: bool = False
    offers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    record: str = ""
    card: str = ""
    copied: str = ""
    variables: Variables = field(default_factory=Variables)
    pointed: tuple[str, Element] | None = None
    _secrets: dict[str, str] = field(default_factory=dict)

    def forget_the_unseen(self) -> None:
        """On a live page nothing stays unseen: it is looked at again."""
        self.away = self.opened = self.failed = ""
        self.resized = False

    def words(self, text: str) -> str:
        """A protected text as the goal has it."""
        return self.atoms.restore(text).strip()

    def said(self, text: str) -> str:
        """A protected value without the quotes around it."""
        return self.atoms.plain(text)

    def value(
        self, field_name: str, text: str | None, options: Sequence[str] = (), said: str = "", secret: bool = False
    ) -> Value:
        """What goes into a field: a secret where it is one, else an input that a user may change.

        `said` is what the goal calls the field: a second name, where the first gives none.
        """
        field_name = field_name if slug(field_name) or not slug(said) else said
        mark = secrets.MARK.search(text or "")
        if mark:
            text = mark[0]  # the password alone, whatever words stand around it
        if secret or secrets.is_secret_field(field_name) or mark:
            return SecretValue(secret=self._secret(field_name, text or field_name))
        return InputValue(input=self._input(field_name, text or "", tuple(dict.fromkeys(options))))

    def secret_names(self, passwords: Mapping[str, str]) -> dict[str, str]:
        """Which variable each of these passwords (mark -> password) is asked for by."""
        return {name: passwords[said] for said, name in self._secrets.items() if said in passwords}

    def hidden(self, text: str) -> str:
        """`text` without any secret: marks are shown as asterisks, and so is what went into a secret field."""
        for said in self._secrets:
            if not secrets.MARK.search(said) and said not in self.inputs:
                text = re.sub(rf"(?<!\w){re.escape(said)}(?!\w)", secrets.SHOWN, text)
        # Reasons may quote a clause as Python does.
        return re.sub(r"\\uf0[0-9a-f]{2}", secrets.SHOWN, secrets.shown(text))

    def _secret(self, field_name: str, text: str) -> str:
        if text not in self._secrets:
            name = slug(field_name).upper()
            name = name if secrets.is_secret_field(name.replace("_", " ")) else "PASSWORD"
            taken = set(self._secrets.values())
            self._secrets[text] = _free(self.variables.of(name, text, taken), taken)
        return self._secrets[text]

    def _input(self, field_name: str, default: str, options: tuple[str, ...]) -> str:
        wanted = slug(field_name) or f"input_{len(self.inputs) + 1}"
        made = self.inputs.get(wanted)
        if made is None or (made.default, made.options) != (default, options):
            wanted = _free(wanted, set(self.inputs))
            self.inputs[wanted] = Input(name=wanted, default=default, options=options)
        return wanted


def slug(text: str) -> str:
    """A name for the environment: "First name *" -> "first_name", 活动名称 -> "activity_name", "" where nothing fits."""
    for chinese, english in _LEXICON:
        text = text.replace(chinese, f" {english} ")
    words = re.findall(r"[a-z0-9]+", text.lower()) if not re.search(r"[\u4e00-\u9fff]{3,}", text) else []
    name = "_".join(words)[:40].strip("_")
    return name if re.match(r"[a-z]", name) else (f"input_{name}" if name else "")


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free
