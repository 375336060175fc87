"""What buttons say: the words for one deed, what makes them open or leave, and what is only a filler."""
# ruff: noqa: E501

from __future__ import annotations

import re

# What the buttons say that a bare order means ("save it", 提交): whole names, the likeliest first.
BUTTONS = {
    "submit": "submit, send, save, done, 提交, 立即提交, 确认提交", "save": "save, save changes, save all, update, 保存, 保存更改, 保存修改, 保存设置, 提交",
    "confirm": "confirm, ok, yes, 确认, 确定, 好的, 是", "cancel": "cancel, 取消", "apply": "apply, apply filters, 应用, 确定, 查询",
    "reset": "reset, clear, 重置, 清空", "continue": "continue, next, proceed, 继续, 下一步", "next": "next, next step, continue, 下一步",
    "proceed": "proceed, continue, next, proceed to checkout, 继续, 下一步", "finish": "finish, done, complete, 完成", "send": "send, send message, 发送, 提交",
    "close": "close, 关闭", "dismiss": "dismiss, close, 关闭", "publish": "publish, 发布", "create": "create, 创建, 立即创建, 新建",
    "add": "add, add new, new, 添加, 新增", "view": "view, open, show, details, view details, see, 查看", "查看": "查看, 详情, 查看详情, view",
    "search": "search, go, 搜索, 查询", "delete": "delete, remove, 删除", "edit": "edit, 编辑, 修改",
    "sign up": "sign up, register, create account, 注册", "log out": "log out, logout, sign out, 退出登录, 退出, 注销",
    "提交": "提交, 立即提交, 确认提交, 保存, submit", "保存": "保存, 保存更改, 保存修改, 保存设置, 提交, save", "确认": "确认, 确定, 好的, 是, ok, confirm",
    "确定": "确定, 确认, 好的, 是, ok", "取消": "取消, cancel", "重置": "重置, 清空, reset", "应用": "应用, 确定, apply", "继续": "继续, 下一步, continue",
    "完成": "完成, finish, done", "发送": "发送, 提交, send", "创建": "创建, 立即创建, 新建, 提交", "新建": "新建, 新增, 添加, 创建", "新增": "新增, 新建, 添加, 创建",
    "添加": "添加, 新增, 新建", "发布": "发布, 立即发布, 提交", "注册": "注册, 立即注册, sign up", "退出": "退出登录, 退出, 注销", "注销": "注销, 退出登录, 退出",
    "搜索": "搜索, 查询, search", "查询": "查询, 搜索", "下一步": "下一步, 继续, next", "上一步": "上一步, 返回, back, previous", "删除": "删除, delete", "编辑": "编辑, 修改, edit",
}  # fmt: skip
SAME = {
    "sign out": "log out", "logout": "log out", "sign off": "log out", "log off": "log out", "signout": "log out", "signup": "sign up", "register": "sign up",
    "remove": "delete", "done": "finish", "complete": "finish", "退出登录": "退出", "移除": "删除", "删掉": "删除", "删": "删除", "增加": "添加", "修改": "编辑",
}  # fmt: skip
CONFIRMS = frozenset({"confirm", "确认", "确定"})
BACK = re.compile(
    r"^(?:cancel|close|no|back|dismiss|not now|later|keep.*|x|×|取消|关闭|否|返回|稍后|再想想)$", re.IGNORECASE
)
GENERIC = re.compile(
    r"^(?:(?:the |all |my |your |these |this )*(?:form|changes?|settings?|data|details|edits|action|selection|choice|filters?|page|dialog|now|so|order)|表单|更改|修改|设置|"
    r"数据|操作|选择|一下|页面|信息|内容|申请)?$",
    re.IGNORECASE,
)
# After these another page or a new form is to be expected.
LEAVES = re.compile(
    r"^(?:log ?in|sign ?in|log ?out|sign ?out|sign ?up|register|登录|登陆|退出登录|注册|checkout|check out|结算|去结算)$",
    re.IGNORECASE,
)
OPENS = re.compile(
    r"^(?:\+\s*)?(?:add(?! to)|new|create|edit|compose|invite|write|start|schedule|book|新建|新增|添加|编辑|修改|写信|写邮件|创建|邀请)",
    re.IGNORECASE,
)
ROW_VERBS = re.compile(
    r"^(?:delete|remove|edit|view|open|archive|approve|reject|duplicate|copy|details|star|flag|pin|reply|forward|删除|移除|删掉|删|编辑|修改|查看|审核|通过|驳回|归档|复制|详情)$"
)
