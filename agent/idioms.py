"""Ways of speaking that are said around their object, or that say what a thing is for, put into plain words."""

from __future__ import annotations

import re

_FILE = r"(?:an? |the |my |some )?(?:other )?(?:file|spreadsheet|excel(?: sheet| file)?|csv(?: file)?|list|sheet)"
_IT = r"(?:it|this|that|them|these|those|everything|all(?: of (?:it|this|them))?)"
_WE = r"(?:we|you|i|they|people|others|one|somebody|someone)"
_THEY = r"(?:they|he|she|I|we|people|someone|somebody)"
_HIM = r"(?:him|her|them|me|us|you)"

# "Pass it on" -> forward it. Small words may stand between.
_PAGES = tuple(
    zip("second third fourth fifth sixth seventh eighth ninth tenth".split(), "二三四五六七八九十", strict=True)
)
IDIOMS = tuple((re.compile(said, re.I), meant) for said, meant in (
    (r"(?<=\w) (?:(?:shown|displayed|listed|given) )?(?:below|above|here|(?:on|in) (?:the|this) (?:page|screen))$", ""),
    (r"\bpass (.+?) (?:on|along)\b(?: to)?", r"forward \1"),
    (r"\bask (.+?) to join\b", r"invite \1"),
    (
        r"\b(?:put|place|drop) (.+?) (?:in|into|to) (?:the |my )?(?:shopping )?(?:cart|"
        r"basket|bag|trolley)\b", r"add to cart \1"),
    (r"\badd (.+?) to (?:the |my )?(?:shopping )?(?:cart|basket|bag|trolley)\b", r"add to cart \1"),
    (r"(?:把|将)(.+?)(?:加入|放进|放入|添加到|加到|放到)购物车", r"加入购物车 \1"),
    (r"\bsend (.+?) (?:an?|the) (e-?mail|message|mail|text)\b", r"\2 \1"),
    (r"\bwrite to (.+?) by (e-?mail|message|mail)\b", r"\2 \1"),
    (r"\bwrite (?:an? )?(e-?mail|message) to (.+)", r"\1 \2"),
    (r"\b(?:throw|take) (.+?) away\b", r"remove \1"),
    (r"\bcall (.+?) off\b", r"cancel \1"),
    (r"^(turn|switch) (?!on\b|off\b)(.+?) (on|off)\b", r"\1 \3 \2"),
    (r"\bget rid of\b", "remove"),
    (r"\b(go|get|jump|return|come|take me|bring me) (?:back|straight|right|over) to\b", r"\1 to"),
    (r"^(?:mark|flag|label|set) (?:all|every)\b(?: of)?(?: (?:the|my))?(?: \w+)? as (un)?read$", r"mark all \1read"),
    (r"^(?:mark|flag|label) (.+?) as (?:an? )?(.+)$", r"mark \2 \1"),
    (r"\b(log|sign) me (in|out|up)\b", r"\1 \2"),
    (r"\bsave (.+?) (?:as|to|into) (?:an? |the )?(?:(\w+) )?file\b", r"export \2 \1"),
    (r"\bgive (.+?) a (?:call|ring)\b", r"call \1"),
    *((rf"\b{word} page\b|第[{chinese}{n}]页", f"page {n}") for n, (word, chinese) in enumerate(_PAGES, 2)),
    # Who, when, where, how much
    (rf"^who(?:ever)? (?:has |have )?(?:bought|ordered|orders|buys|purchased) {_IT}$", "customer"),
    (rf"^who(?:ever)? (?:sells|sold) {_IT}$", "seller"),
    (rf"^who(?:ever)? (?:has |have )?(?:gets?|got|receives?|received) {_IT}$", "recipient"),
    (rf"^who(?:ever)? (?:has |have )?(?:made|wrote|created|writes|posted) {_IT}$", "author"),
    (rf"^who(?:ever)? (?:does|did|is doing|works on|worked on|handles|takes care of) {_IT}$", "assignee"),
    (rf"^when (?:{_IT}|they|he|she|we|the \w+) (?:was|were|is|are|has been|have been|got) "
     r"(bought|ordered|paid|sent|placed|made|created|booked|issued|published|posted|written)$", r"date \1"),
    (rf"^how (?:{_IT}|they|he|she|we|the \w+) (?:was|were|is|are|has been) paid(?: for)?$|^how {_THEY} pay$",
     "payment"),
    (rf"^(?:how much|what) (?:{_IT}|one|they|each|the \w+) (?:costs?|cost|is worth)$", "price"),
    (rf"^(?:how much|what) (?:{_IT}|they|the \w+) (?:comes?|came|adds? up|sums? up) to$", "total"),
    (rf"^where {_THEY} works?$", "office"),
    (rf"^where {_THEY} lives?$", "address"),
    (rf"^where {_THEY} (?:comes?|came) from$", "country"),
    (r"^what (?:they|he|she|I|we|someone|somebody) (?:do|does)(?: for a living| at work)?$", "job"),
    (r"^what (?:they|he|she|I|we|someone|somebody) (?:earns?|gets? paid)$", "salary"),
    (r"\b(?:put|enter|write|note) (?:something|an? \w+|a date) (?:in|into) (?:the|my) (?:diary|calendar|agenda)\b",
     "new event"),
    (r"\bany ?more\b", ""),
    # What a thing is for
    (r"\bwhat (?:is|are) (?:the |my |our |this )?(.+?) (?:called|named)$", r"name \1"),
    (r"^what (?:people|others|friends|they|everybody) call (?:me|him|her|us)$", "name"),
    (r"^what (?:I|we|they) (?:write|say|tell)(?: to (?:them|him|her|you))?$", "message"),
    (r"\b(?:the )?(?:day|date|time) (?:when |that |on which )?(?:it|this|that|they|he|she|we|the \w+)"
     r" (?:begins?|began|starts?|started)(?: here)?\b", "start date"),
    (r"\b(?:the )?(?:day|date|time) (?:when |that |on which )?(?:it|this|that|they|he|she|we|the \w+)"
     r" (?:ends?|ended|stops?|finish(?:es|ed)?)\b", "end date"),
    (r"^(?:since )?when (?:they|he|she|it|we|I|someone) (?:begins?|began|starts?|started)(?: here)?$", "start date"),
    (r"^when (?:they|he|she|it|we|I) (?:ends?|ended|stops?|stopped|is over)$", "end date"),
    (r"\b(?:put|type|key) in (?:an?other|a new|one more|a further) ", "add new "),
    (r"\b(?:what|the) (.+?) is about$", r"subject \1"),
    (r"^(?:the )?(?:page|one|month|week|day|step|year) before(?: this)?$", "previous"),
    (r"^(?:the )?(?:page|one|month|week|day|step|year) after(?: this)?$", "next"),
    (rf"\b(?:bring|load|pull|read|get|take) (.+?) in(?:to .+?)? (?:from|out of|with) {_FILE}\b", r"import \1"),
    (rf"\b(?:add|create|load|bring in|enter) (.+?) from {_FILE}\b", r"import \1"),
    (r"\b(?:give|get|hand|send) me (?:this |it |all |the |them )?(?:.+? )?(?:as |in )?(?:an?|the) "
     r"(spreadsheet|excel|csv|pdf|file)(?: file)?\b", r"export \1"),
    (rf"\b(?:how|what) (?:shall|should|do|can|may|could|will) {_WE} call (?:you|me|him|her|them|it|this)\b", "name"),
    (r"\b(?:how|what) to call (?:you|me|him|her|them|it|this|(?:the |my |our )?(?:new )?(.+))$", r"name \1"),
    (r"\bwhat (.+?) (?:is|will be|shall be|should be) (?:called|named)\b", r"name \1"),
    (r"\bwho (?:the|this|my) (?:mail|message|e-?mail|letter|note|text) (?:goes to|is for|should go to|is meant for)",
     "recipient"),
    (r"\bwho (?:the|this) (?:mail|message|e-?mail|letter) (?:is from|came from|comes from)", "sender"),
    (rf"\bhow (?:to|can i|do i|could i) (?:ring|phone|call) {_HIM}\b", "phone"),
    (rf"\bhow (?:to|can i|do i|could i) (?:reach|contact) {_HIM}\b", "contact"),
    (rf"\bhow (?:to|can i|do i|could i) (?:mail|email|write to) {_HIM}\b", "email"),
    (r"\bwhen (?:will|does|is|shall|should) (?:it|this|that|the \w+) (?:be|take place|happen|going to be|held)\b",
     "date"),
    (r"\bwhere (?:will|does|is|shall|should) (?:it|this|that|the \w+) (?:be|take place|happen|going to be|held)\b",
     "location"),
    (r"\bwhat (\w+) (?:may|can|is allowed to|are allowed to|has access to|have access to)(?: do| see)?\b",
     r"role of \1"),
    (r"\b(?:kick|throw|chuck) (.+?) out\b", r"remove \1"),
    (r"\btake (.+?) (?:off|out of) (?:the |my |this )?(?:list|table|cart|basket|bag|team|group|board|page)\b",
     r"remove \1"),
    (r"\b(?:put|place|drop|throw|chuck|toss) (.+?) (?:in|into|to) the (?:bin|trash|rubbish|garbage)\b", r"delete \1"),
    (r"\bput (.+?) back\b", r"restore \1"),
    (r"\bgive (.+?) a (thumbs[- ]up|like|heart|star|rating|new name|name|label|tag|flag|grade|discount)\b", r"\2 \1"),
    (r"\bgive (.+?) (?:some |more )?money\b", r"donate \1"),
    (r"\bmake (.+?) (bigger|larger|smaller|public|private|bold|louder|quieter|brighter|darker)\b", r"\2 \1"),
    (r"\bfire off (?:the |my |this |an? )?", "send "),
    (r"\bhave a look at\b|\btake a look at\b", "view"),
    (r"\bgo (?:and|to) (?:see|look at)\b", "view"),
    (rf"\bcross {_IT} out\b", "delete"),
    (r"\b(?:the )?(?:spot|place|part|bit|thing|page|area|box|field|space) (?:where|in which|on which)"
     r" (?:I|you|we|people|one)(?: can| could| may| should| have to| must)? ", ""),
    (r"^where (?:I|you|we)(?: can| could| may| should| have to| must)? (?:get to )?(?=[a-z])", ""),
    (r"\b(?:the )?(?:thing|one|place|page) (?:that|which) (?:lets? me|allows me to|helps me|will|would|can) ", ""),
    (r"\b(?:the )?(?:thing|one|place) (?:I (?:press|click|use|need) )?to (?!the\b)", ""),
    (r"\b(?:I am|I'm|I was) (?:already )?(?:a )?(?:registered|known|returning)\b", "login registered before"),
    (r"^把(.+?)(弄掉|扔掉|踢掉|踢出去|踢出|赶走|拿掉|弄没|清走)$", r"删除\1"),
    (r"^把(.+?)(导进来|弄进来|传进来|读进来|导进去)$", r"导入\1"),
    (r"^从(?:文件|表格|excel|Excel)(?:里|中)?(?:导入|读入|读取|添加|加载)(.*)$", r"导入\1"),
    (r"^把(.+?)(导出来|弄出来|存到文件|存成文件|下载下来|弄到本地|存到本地)$", r"导出\1"),
    (r"^把(.+?)(发出去|寄出去|发走)$", r"发送\1"),
    (r"^(.+?)(?:叫什么|叫啥|叫什么名字)$", r"名称 \1"),
    (r"^给(.+?)(?:取个名|起个名|取名|起名)(?:字)?$", r"名称 \1"),
    (r"^给(.+?)(?:改个名|改名)(?:字)?$", r"重命名\1"),
))  # fmt: skip
