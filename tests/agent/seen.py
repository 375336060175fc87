"""Screens as eyes give them, for tests of language: each a picture of a page that many sites have."""

from __future__ import annotations

from perception.types import INTERACTIVE_ROLES, BBox, Element, Screen, State

Item = tuple[str, str, tuple[int, int, int, int]]


def drawn(*items: tuple[object, ...], size: tuple[int, int] = (1280, 800)) -> Screen:
    """A screen of (id, role, name, box[, state[, parent]]) in the order given."""
    elements = []
    for id, role, name, box, *rest in items:
        state = rest[0] if rest else {}
        parent = rest[1] if len(rest) > 1 else None
        text = "" if role in ("textbox", "searchbox", "combobox", "row") else name
        elements.append(
            Element(id, role, name, BBox(*box), text, State(**state), 1.0, parent, role in INTERACTIVE_ROLES)  # type: ignore[arg-type, misc]
        )
    return Screen(*size, tuple(elements))


def orders() -> Screen:
    """A shop's back office: a side menu, a toolbar, a table with two buttons in each row, pages."""
    items: list[tuple[object, ...]] = [
        ("menu-home", "link", "Dashboard", (20, 80, 180, 110)),
        ("menu-orders", "link", "Orders", (20, 120, 180, 150)),
        ("menu-customers", "link", "Customers", (20, 160, 180, 190)),
        ("menu-settings", "link", "Settings", (20, 200, 180, 230)),
        ("title", "heading", "Orders", (220, 80, 330, 110)),
        ("search", "searchbox", "Search orders", (220, 130, 420, 160), {"placeholder": "Search orders"}),
        ("status", "combobox", "Status", (520, 130, 640, 160), {"value": "Any"}),
        ("status-label", "text", "Status", (460, 135, 510, 155)),
        ("from", "textbox", "From", (700, 130, 800, 160), {"value": "2024-01-01"}),
        ("export", "button", "Export CSV", (1020, 130, 1120, 160)),
        ("new", "button", "+ New order", (1140, 130, 1250, 160)),
        ("bell", "button", "", (1180, 20, 1204, 44)),
        ("account", "button", "", (1230, 20, 1254, 44)),
        ("t", "table", "Orders", (220, 180, 1250, 480)),
    ]
    for at, name in enumerate(["Number", "Customer", "Placed", "Total", "State"]):
        items.append((f"h{at}", "columnheader", name, (230 + 180 * at, 185, 330 + 180 * at, 210), {}, "t"))
    rows = [
        ("1041", "Ada Lovelace", "3 May", "$120.00", "Shipped"),
        ("1042", "Grace Hopper", "4 May", "$75.50", "Open"),
        ("1043", "Alan Turing", "4 May", "$12.00", "Cancelled"),
    ]
    for r, row in enumerate(rows):
        top = 220 + 50 * r
        items.append((f"r{r}", "row", " ".join((*row, "Edit Delete")), (220, top, 1250, top + 50), {}, "t"))
        for c, text in enumerate(row):
            items.append((f"c{r}{c}", "cell", text, (230 + 180 * c, top + 10, 340 + 180 * c, top + 40), {}, f"r{r}"))
        items.append((f"edit{r}", "button", "Edit", (1110, top + 10, 1160, top + 40), {}, f"r{r}"))
        items.append((f"delete{r}", "button", "Delete", (1175, top + 10, 1240, top + 40), {}, f"r{r}"))
    items += [
        ("previous", "button", "‹", (1040, 500, 1070, 530)),
        ("p1", "link", "1", (1080, 500, 1110, 530)),
        ("p2", "link", "2", (1120, 500, 1150, 530)),
        ("next", "button", "›", (1160, 500, 1190, 530)),
        ("perpage", "combobox", "Rows per page", (340, 500, 400, 530), {"value": "25"}),
    ]
    return drawn(*items)


def login_zh() -> Screen:
    return drawn(
        ("t", "heading", "欢迎回来", (560, 120, 720, 160)),
        ("user-label", "text", "用户名", (480, 205, 540, 225)),
        ("user", "textbox", "用户名", (480, 230, 800, 270), {"placeholder": "请输入手机号或邮箱"}),
        ("pass-label", "text", "密码", (480, 285, 520, 305)),
        ("pass", "textbox", "密码", (480, 310, 800, 350)),
        ("code-label", "text", "验证码", (480, 365, 540, 385)),
        ("code", "textbox", "验证码", (480, 390, 660, 430)),
        ("getcode", "button", "获取验证码", (680, 390, 800, 430)),
        ("keep", "checkbox", "下次自动登录", (480, 450, 600, 470), {"checked": True}),
        ("agree", "checkbox", "我已阅读并同意服务条款", (480, 480, 700, 500), {"checked": False}),
        ("forgot", "link", "忘记密码？", (720, 450, 800, 470)),
        ("login", "button", "登 录", (480, 520, 800, 560)),
        ("register", "link", "立即注册", (740, 575, 800, 595)),
        ("wechat", "button", "微信登录", (480, 620, 560, 650)),
        ("alipay", "button", "支付宝登录", (580, 620, 680, 650)),
        ("lang", "link", "English", (1200, 20, 1260, 40)),
        ("help", "link", "帮助中心", (1100, 20, 1180, 40)),
    )


def mail() -> Screen:
    return drawn(
        ("compose", "button", "Compose", (20, 70, 160, 110)),
        ("inbox", "link", "Inbox 12", (20, 130, 160, 155)),
        ("starred", "link", "Starred", (20, 160, 160, 185)),
        ("sent", "link", "Sent", (20, 190, 160, 215)),
        ("drafts", "link", "Drafts 3", (20, 220, 160, 245)),
        ("spam", "link", "Spam", (20, 250, 160, 275)),
        ("trash", "link", "Bin", (20, 280, 160, 305)),
        ("search", "searchbox", "Search mail", (300, 15, 800, 45), {"placeholder": "Search mail"}),
        ("archive", "button", "Archive", (220, 70, 290, 95)),
        ("junk", "button", "Report spam", (300, 70, 390, 95)),
        ("delete", "button", "Delete", (400, 70, 460, 95)),
        ("unread", "button", "Mark as unread", (470, 70, 590, 95)),
        ("subject", "heading", "Minutes of the board meeting", (220, 120, 600, 150)),
        ("from", "text", "Hedy Lamarr", (270, 170, 370, 190)),
        ("body", "text", "Please find the minutes attached.", (220, 220, 520, 240)),
        ("file", "link", "minutes.pdf", (220, 260, 320, 280)),
        ("reply", "button", "Reply", (220, 400, 290, 430)),
        ("replyall", "button", "Reply all", (300, 400, 390, 430)),
        ("forward", "button", "Forward", (400, 400, 490, 430)),
        ("settings", "button", "", (1230, 20, 1254, 44)),
    )


def shop_zh() -> Screen:
    return drawn(
        ("home", "link", "首页", (40, 20, 80, 40)),
        ("search", "searchbox", "搜索商品", (300, 15, 700, 45), {"placeholder": "搜索商品"}),
        ("find", "button", "搜索", (705, 15, 760, 45)),
        ("mine", "link", "我的订单", (900, 20, 970, 40)),
        ("cart", "link", "购物车 2", (1000, 20, 1070, 40)),
        ("fav", "link", "收藏夹", (1100, 20, 1150, 40)),
        ("login", "link", "请登录", (1180, 20, 1240, 40)),
        ("sort-all", "tab", "综合", (40, 80, 90, 110), {"selected": True}),
        ("sort-sales", "tab", "销量", (100, 80, 150, 110)),
        ("sort-price", "tab", "价格", (160, 80, 210, 110)),
        ("free", "checkbox", "包邮", (300, 85, 350, 105), {"checked": False}),
        ("stock", "checkbox", "仅看有货", (370, 85, 450, 105), {"checked": True}),
        ("n1", "link", "无线耳机", (40, 330, 140, 350)),
        ("a1", "button", "加入购物车", (40, 380, 140, 410)),
        ("b1", "button", "立即购买", (150, 380, 230, 410)),
        ("n2", "link", "机械键盘", (440, 330, 540, 350)),
        ("a2", "button", "加入购物车", (440, 380, 540, 410)),
        ("b2", "button", "立即购买", (550, 380, 630, 410)),
        ("n3", "link", "电竞鼠标", (840, 330, 940, 350)),
        ("a3", "button", "加入购物车", (840, 380, 940, 410)),
        ("b3", "button", "立即购买", (950, 380, 1030, 410)),
        ("prev", "button", "上一页", (500, 700, 560, 730)),
        ("next", "button", "下一页", (720, 700, 780, 730)),
        ("service", "button", "在线客服", (1200, 600, 1270, 640)),
        ("top", "button", "回到顶部", (1200, 650, 1270, 690)),
    )


def settings() -> Screen:
    return drawn(
        ("general", "tab", "General", (220, 80, 300, 110), {"selected": True}),
        ("security", "tab", "Security", (310, 80, 390, 110)),
        ("notifications", "tab", "Notifications", (400, 80, 510, 110)),
        ("billing", "tab", "Billing", (520, 80, 590, 110)),
        ("name", "textbox", "Full name", (220, 150, 500, 180), {"value": "Ada Lovelace"}),
        ("email", "textbox", "E-mail address", (220, 210, 500, 240), {"value": "ada@example.com"}),
        ("phone", "textbox", "Mobile number", (220, 270, 500, 300)),
        ("company", "textbox", "Company", (220, 330, 500, 360)),
        ("zone", "combobox", "Time zone", (220, 390, 500, 420), {"value": "UTC"}),
        ("language", "combobox", "Language", (220, 450, 500, 480), {"value": "English"}),
        ("dark", "switch", "Dark mode", (620, 150, 660, 170), {"checked": False}),
        ("weekly", "switch", "Weekly summary", (620, 190, 660, 210), {"checked": True}),
        ("public", "radio", "Anyone can see my profile", (620, 250, 640, 270), {"checked": False}),
        ("private", "radio", "Only me", (620, 280, 640, 300), {"checked": True}),
        ("photo", "button", "Upload photo", (800, 150, 910, 180)),
        ("nophoto", "button", "Remove photo", (920, 150, 1040, 180)),
        ("save", "button", "Save changes", (220, 520, 340, 555)),
        ("cancel", "button", "Discard", (350, 520, 430, 555)),
        ("close", "link", "Delete my account", (220, 700, 360, 720)),
        ("out", "link", "Log out", (1190, 20, 1250, 40)),
    )


def calendar() -> Screen:
    return drawn(
        ("today", "button", "Today", (220, 70, 290, 100)),
        ("previous", "button", "<", (300, 70, 330, 100)),
        ("next", "button", ">", (340, 70, 370, 100)),
        ("month", "heading", "November 2026", (390, 70, 560, 100)),
        ("day-view", "tab", "Day", (900, 70, 950, 100)),
        ("week-view", "tab", "Week", (960, 70, 1010, 100), {"selected": True}),
        ("month-view", "tab", "Month", (1020, 70, 1080, 100)),
        ("add", "button", "Add appointment", (1100, 70, 1240, 100)),
        ("print", "button", "Print", (800, 70, 860, 100)),
        ("standup", "button", "Stand-up 09:00", (300, 200, 400, 240)),
        ("dentist", "button", "Dentist 14:30", (520, 420, 620, 460)),
        ("d7", "button", "7 days", (220, 600, 290, 630)),
        ("d30", "button", "30 days", (300, 600, 370, 630)),
        ("d365", "button", "12 months", (380, 600, 470, 630)),
    )


def people() -> Screen:
    items: list[tuple[object, ...]] = [
        ("title", "heading", "Team", (40, 60, 120, 95)),
        ("invite", "button", "Invite", (1150, 60, 1240, 95)),
    ]
    for at, who in enumerate(["Marie Curie", "Lise Meitner", "Emmy Noether"]):
        x = 40 + 400 * at
        items += [
            (f"name{at}", "link", who, (x + 100, 260, x + 220, 285)),
            (f"job{at}", "text", ["Owner", "Editor", "Viewer"][at], (x + 120, 290, x + 190, 310)),
            (f"mail{at}", "link", "Email", (x + 20, 340, x + 150, 380)),
            (f"call{at}", "link", "Call", (x + 170, 340, x + 300, 380)),
        ]
    return drawn(*items)


def wizard_zh() -> Screen:
    return drawn(
        ("t", "heading", "新建项目", (100, 60, 220, 95)),
        ("name-label", "text", "项目名称", (100, 120, 180, 140)),
        ("name", "textbox", "项目名称", (200, 115, 600, 145)),
        ("owner", "combobox", "负责人", (200, 165, 600, 195), {"placeholder": "请选择"}),
        ("start", "textbox", "开始日期", (200, 215, 380, 245)),
        ("end", "textbox", "截止日期", (420, 215, 600, 245)),
        ("budget", "textbox", "预算（元）", (200, 265, 600, 295)),
        ("type1", "radio", "内部项目", (200, 320, 300, 340), {"checked": True}),
        ("type2", "radio", "外部项目", (320, 320, 420, 340), {"checked": False}),
        ("mail", "switch", "邮件提醒", (200, 370, 240, 390), {"checked": False}),
        ("note", "textbox", "备注", (200, 420, 600, 500)),
        ("file", "button", "上传附件", (200, 520, 300, 550)),
        ("prev", "button", "上一步", (200, 600, 280, 635)),
        ("next", "button", "下一步", (300, 600, 380, 635)),
        ("draft", "button", "存为草稿", (400, 600, 500, 635)),
        ("reset", "button", "重置", (520, 600, 580, 635)),
    )


SCREENS = {
    "orders": orders(), "login_zh": login_zh(), "mail": mail(), "shop_zh": shop_zh(), "settings": settings(),
    "calendar": calendar(), "people": people(), "wizard_zh": wizard_zh(),
}  # fmt: skip
