"""The pages of the drift suite: npm packages, fetched once into a cache folder, and what is done on them.

`WORDS` is what people might call the same things later: (another way of saying it, Chinese, another thing altogether).
"""

from __future__ import annotations

import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class App:
    package: str
    page: str
    goal: str

    @property
    def name(self) -> str:
        return self.package.rpartition("@")[0].rpartition("/")[2]


ARGON, SOFT = "@creative-tim-official/argon-dashboard-free@1.2.0", "soft-ui-dashboard@1.0.1"
APPS = (
    App("black-dashboard@1.0.0", "examples/user.html", 'fill "Last Name" with Byron and click Save'),
    App(ARGON, "examples/login.html",
        'fill Email with ada@example.com, check "Remember me" and click "Sign in" button'),
    App(ARGON, "examples/profile.html", 'fill "First name" with Ada and click Message'),
    App(SOFT, "pages/billing.html", 'click "Add New Card" and click "View All"'),
    App(SOFT, "pages/billing.html", "click Edit of Lucas Harper and click Delete of Ethan James"),
    App("material-dashboard@3.1.0", "pages/billing.html", 'click "View All" and click Tables'),
    App("paper-dashboard@1.1.0", "user.html", 'fill Username with ada and click "Update Profile"'),
    App("now-ui-dashboard@1.0.1", "examples/user.html", 'fill "Postal Code" with 1042'),
    App("todomvc@0.1.1", "examples/backbone/index.html",
        'fill "What needs to be done?" with Buy milk, press Enter and click Active'),
    App("todomvc@0.1.1", "examples/knockoutjs/index.html",
        'fill "What needs to be done?" with Buy milk, press Enter, click Completed'),
)  # fmt: skip

WORDS: dict[str, tuple[str, str, str]] = {
    "Email address": ("E-mail", "邮箱", "Postal address"),
    "Email": ("E-mail address", "邮箱", "Phone"),
    "mike@email.com": ("you@company.com", "电子邮件", "Phone"),
    "Last Name": ("Surname", "姓", "First Name"),
    "First name": ("Given name", "名", "Company"),
    "Save": ("Save changes", "保存", "Cancel"),
    "Remember me": ("Keep me signed in", "记住我", "Forget me"),
    "Sign in": ("Log in", "登录", "Sign out"),
    "Sign up": ("Register", "注册", "Log out"),
    "City": ("Town", "城市", "Country"),
    "Message": ("Send message", "消息", "Block"),
    "Add New Card": ("New card", "添加新卡", "Remove card"),
    "View All": ("Show all", "查看全部", "Hide all"),
    "Name": ("Full name", "姓名", "Company"),
    "Edit": ("Modify", "编辑", "View"),
    "Delete": ("Remove", "删除", "Archive"),
    "Tables": ("Data tables", "表格", "Charts"),
    "Username": ("User name", "用户名", "Password"),
    "Update Profile": ("Save profile", "更新资料", "Delete profile"),
    "Postal Code": ("ZIP code", "邮政编码", "Country code"),
    "What needs to be done?": ("What do you want to do?", "需要做什么？", "Search"),
    "Active": ("Open", "进行中", "Completed"),
    "Completed": ("Done", "已完成", "Active"),
}
AROUND = {
    "First Name": "名", "Address": "地址", "Country": "国家", "Company": "公司", "Edit Profile": "编辑资料",
    "About Me": "关于我", "Password": "密码", "Dashboard": "仪表盘", "Icons": "图标", "Maps": "地图",
    "Profile": "个人资料",
    "Notifications": "通知", "User Profile": "用户资料", "Table List": "表格列表", "All": "全部", "Settings": "设置",
    "Invoices": "发票", "Payment Method": "支付方式", "Billing": "账单", "Billing Information": "账单信息",
    "Forgot password?": "忘记密码？", "Create new account": "创建新账户", "Connect": "联系", "Sign Up": "注册",
    "Sign In": "登录",
}  # fmt: skip


def fetch(package: str, cache: Path) -> Path:
    """The package's folder; fetched with `npm pack` where it is not there yet."""
    folder = cache / package.replace("/", "_").replace("@", "_")
    if not (folder / "package").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["npm", "pack", package, "--silent"], cwd=folder, capture_output=True, text=True, check=True
        )
        archive = folder / done.stdout.strip().splitlines()[-1]
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        archive.unlink()
    return folder / "package"
