# ruff: noqa: E501
"""English goals: one clause -> what it means. Patterns run on protected text (`atoms`), the first that fits wins."""

from __future__ import annotations

import re

from agent.planners.atoms import VALUE
from agent.planners.intents import CONDITION, PROHIBITION, Intent, Verb

_FILLER = re.compile(
    r"^(?:(?:please|kindly|now|also|just|first(?:ly)?(?=\s*,|\s+(?:click|open|go|select|fill|type|enter|set|log|sort|"
    r"filter|search|check|tick|choose|press))|next(?=\s*,)|finally|lastly|and|so|i (?:want|need|would like)(?: you)? to|"
    r"i'd like(?: you)? to|(?:can|could|would|will) you(?: please)?|you should|let'?s|help me(?: to)?|go ahead and|try to|"
    r"(?:make|be) sure to|remember to|don'?t forget to|use the mouse to)(?:\s*,\s*|\s+|$))+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s*(?:,?\s*(?:please|for me|thanks|thank you|right now))+$", re.IGNORECASE)
_NEVER = re.compile(r"^(?:do not|don'?t|never|without|avoid|not)\b", re.IGNORECASE)
_IF = re.compile(r"^(?:if|unless|in case|when(?:ever)?|depending|otherwise|else)\b", re.IGNORECASE)
_AFTER = re.compile(r"^(?:after|once|having)\s+(\w+?)(?:ing|ed)\b", re.IGNORECASE)

# Words that open a clause wherever they stand, and those that are as often nouns ("start date", "order number").
_VERBS = (
    r"click|double[- ]?click|right[- ]?click|press|tap|type|enter|input|fill|write|key in|set|change|update|rename|clear|"
    r"select|choose|pick|tick|untick|uncheck|deselect|toggle|turn (?:on|off|it|the)|switch (?:on|off|it|the|to)|enable|"
    r"disable|activate|deactivate|filter|search|find|look (?:for|up)|sort|export|download|upload|attach|"
    r"log[ -]?(?:in|out|off|on)\b|sign[ -]?(?:in|out|up|off)\b|submit|save|confirm|cancel|delete|remove|edit|add|create|"
    r"go|open|visit|navigate|browse|scroll|hover|drag|wait|expect|verify|assert|ensure|make|read|extract|get|hide|close|"
    r"expand|collapse|dismiss|accept|agree|apply|reset|refresh|reload|unmark|archive|compose|invite|proceed|continue|"
    r"hit|push|finish|publish|approve|reject|decline|send|choose|leave|move|mark|put|insert|paste|check(?![- ]?(?:in|out)\b)|"
    r"return (?:to|the)|allow|disallow|permit|switch|use|focus|do not|don'?t|deny|unsubscribe|subscribe|rate|adjust|increase|decrease|modify|reserve|redeem|launch"
)
_NOUNISH = (
    r"order|name|title|call|email|e-mail|mail|phone|report|start|view|copy|print|share|book|display|show|list|empty|"
    r"erase|reply|forward|message|star|flag|follow|like|post|pay|buy|note|record|store|schedule|begin|import|install|"
    r"count|complete|place|lend|connect|contact|duplicate|give|take|run|play|stop|pause|launch|access|hit|push|push|zoom|undo|redo|"
    r"remind|notify|register|reopen|purchase|assign|lock|unlock|block|mute|pin|translate|rotate|crop|back up|restore|sync"
)
_STARTS = re.compile(
    rf"^(?:(?:{_VERBS})\b|for (?:each|every)\b|if\b|"
    r"(?:reply|respond|forward)\s+to\b|"
    rf"(?:{_NOUNISH})\s+(?:it|them|him|her|this|that|these|those|the|a|an|my|all|every|each|only|me|us|new|now)\b)",
    re.IGNORECASE,
)
_ACTS = re.compile(rf"^(?P<verb>{_VERBS}|{_NOUNISH})\b", re.IGNORECASE)

SEEKING = re.compile(
    r"^(?:navigate|look|browse|search|go|scroll)\s+(?:through|around|across|between|among)\s+[^.;,\ue000-\uf0ff]{1,40}[.;,]\s+(?=find\b|click\b|look\b)|(?:(?<=^)|(?<=[.;]\s)|(?<=\bthen\s)|(?<=\band\s))(?:(?:expand|open|switch|look|browse|navigate|search|scroll|go)\b"
    r"[^.;\ue000-\uf0ff]{0,60}?,?\s+to\s+)?find\s+and\s+(?=(?:click|press|tap|select|choose|open)\b)",
    re.IGNORECASE,
)  # the search itself is the run's own affair

_DET = r"(?:(?:the|a|an|my|your|this|that|these|those|its|their|our|his|her)\s+)?"
_FORMAT = r"(?:csv|tsv|excel|xlsx?|spreadsheet|pdf|json|xml|txt|text|word|docx?|zip|png|jpe?g|svg|html|markdown|md)"
_KEY = (
    r"(?:enter|return|esc(?:ape)?|tab|space(?:bar)?|backspace|(?:arrow )?(?:up|down|left|right)(?: arrow)?|page ?(?:up|down)|"
    r"f\d{1,2}|(?:(?:ctrl|control|cmd|command|meta|alt|option|shift)\s*[+-]\s*)+[a-z0-9]+)"
)
_NUMBERS = {
    "no": 0, "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "once": 1, "twice": 2,
}  # fmt: skip
_COUNT = rf"(?P<count>\d+|{'|'.join(_NUMBERS)})"
_ITEMS = r"(?:entries|rows|items|results|records|lines|products|orders|users|elements|per page)"

_DOWN = (
    r"desc(?:ending)?|(?:the )?(?:highest|largest|biggest|newest|latest|most recent|most expensive|greatest|longest|oldest age|"
    r"priciest|most)(?: \w+)?(?: (?:comes? )?(?:first|on top|at the top))|(?:from )?(?:the )?(?:high(?:est)?|larg(?:e|est)|big(?:gest)?|"
    r"new(?:est)?|latest|z)(?: ?to ?| ?- ?)(?:the )?(?:low(?:est)?|small(?:est)?|old(?:est)?|earliest|a)|in reverse(?: order)?|"
    r"reversed?|decreasing(?:ly)?|newest|latest"
)
_UP = (
    r"asc(?:ending)?|(?:the )?(?:lowest|smallest|oldest|earliest|cheapest|least expensive|shortest|youngest|least)(?: \w+)?"
    r"(?: (?:comes? )?(?:first|on top|at the top))|(?:from )?(?:the )?(?:low(?:est)?|small(?:est)?|old(?:est)?|earliest|cheap(?:est)?|a|young(?:est)?)"
    r"(?: ?to ?| ?- ?)(?:the )?(?:high(?:est)?|larg(?:e|est)|big(?:gest)?|new(?:est)?|latest|expensive|most expensive|z|old(?:est)?)|"
    r"alphabetical(?:ly)?(?: order)?|increasing(?:ly)?|oldest|cheapest"
)
_ORDER = re.compile(
    rf"[\s,(]*(?:\b(?:in|by)\s+)?\b(?:(?P<down>{_DOWN})|(?P<up>{_UP}))\b(?:\s+order)?\)?", re.IGNORECASE
)


def starts(text: str) -> bool:
    """Whether this text, after a comma or "and", begins a clause of its own."""
    text = _FILLER.sub("", text)
    match = _STARTS.match(text)
    if not match:
        return False
    # In the middle of a sentence a capital is a name ("Hide the Age and Start date columns"), not an order.
    nounish = re.match(rf"(?:{_NOUNISH})\b", text, re.IGNORECASE)
    return not (nounish and text[0].isupper())


def parse(text: str) -> Intent | None:
    """The meaning of one protected clause, its fields still protected; None where this is no English order."""
    said = text
    text = _TAIL.sub("", _FILLER.sub("", text)).strip(" ,:.")
    text = _AFTER.sub(lambda match: match[1], text)
    if _NEVER.match(text):
        return Intent("refuse", said, detail=PROHIBITION)
    if _IF.match(text):
        return Intent("refuse", said, detail=CONDITION)
    for pattern, verb, detail in _PATTERNS:
        if match := pattern.match(text):
            return _intent(verb, detail, said, match)
    if match := _ACTS.match(text):
        return Intent("act", said, target=_bare(text[match.end() :]), detail=match["verb"].lower())
    return None


def _intent(verb: Verb, detail: str, said: str, match: re.Match[str]) -> Intent:
    groups = {name: text for name, text in match.groupdict().items() if text is not None}
    target = _bare(groups.get("target", "") or groups.get("within", ""))
    if verb == "sort":
        target, detail = order(groups["target"])
    value = groups.get("value")
    return Intent(
        verb, said, target=target, value=value.strip() if value else None, detail=groups.get("detail", detail).lower(),
        onto=_bare(groups.get("onto", "")), each="each" in groups, count=_number(groups.get("count")),
        pairs=(groups["pairs"].strip(" :"),) if groups.get("pairs") else (),
    )  # fmt: skip


def order(text: str) -> tuple[str, str]:
    """ "salary, highest salary first" -> ("salary", "descending")."""
    match = _ORDER.search(" " + text)
    if not match:
        return _bare(text), ""
    column = (" " + text)[: match.start()].strip(" ,") or (" " + text)[match.end() :].strip(" ,")
    column = _bare(re.sub(r"^by\s+|\s+from$", "", column, flags=re.IGNORECASE))
    ages = re.search(r"old|young", match[0], re.IGNORECASE)
    if ages and (re.search(r"\bage\b", column, re.IGNORECASE) or "young" in match[0].lower()):
        return column, "descending" if ages[0].lower() == "old" else "ascending"  # who is oldest has the highest age
    return column, "descending" if match["down"] else "ascending"


def _bare(text: str) -> str:
    return re.sub(
        r"^(?:the|a|an|my|your|its|their|our|of|on|this|that)\s+", "", text.strip(" ,:."), flags=re.IGNORECASE
    )


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdigit() else _NUMBERS.get(text.lower())


def _rows(*rows: tuple[str, Verb, str]) -> list[tuple[re.Pattern[str], Verb, str]]:
    return [(re.compile(rf"^{pattern}$", re.IGNORECASE), verb, detail) for pattern, verb, detail in rows]


_RECORD = r"(?:row|line|order|item|product|user|customer|task|invoice|record|employee|ticket|entry|person|member|contact|account)"
_SAYS = r"(?:(?:check|see|confirm|verify|validate|test|make sure|assert|expect|ensure)\s+(?:that|if|whether|to see (?:that|if|whether))|verify|assert|expect|ensure|validate|make sure)"
_BE = (
    r"(?:is|are|was|were|has been|have been|becomes?|to be|be|should be|must be|gets?|stays?|remains?)(?: now| still)?"
)
_SEEN = r"(?:visible|shown|displayed|present|there|on (?:the )?(?:page|screen)|in the (?:list|table))"
_GONE = r"(?:gone|hidden|invisible|absent|removed|not (?:visible|shown|displayed|present|there|on the page)|no longer (?:visible|shown|displayed|there|present))"
_ON = r"(?:checked|ticked|selected|on|enabled and on|turned on|switched on)"
_OFF = r"(?:unchecked|unticked|not (?:checked|ticked|selected)|off|turned off|switched off|deselected)"

# One pattern a line, however long.
# fmt: off
_PATTERNS = _rows(
    # What should be seen
    (rf"{_SAYS}\s+(?:the )?(?:page )?(?:url|address)\s+(?:contains|is|ends with|includes|has|starts with)\s+(?P<value>.+)", "expect", "url"),
    (rf"{_SAYS}\s+(?:the )?(?:page'?s? )?title (?:of the page )?(?:contains|is|includes|has)\s+(?P<value>.+)", "expect", "title"),
    (rf"{_SAYS}\s+there (?:is|are) (?:exactly |only )?{_COUNT}\s+(?P<target>.+?)(?: (?:in|on) the (?:page|screen))?", "expect", "count"),
    (rf"{_SAYS}\s+(?P<target>.+?) (?:has|have|shows|contains?|lists|displays) (?:exactly |only )?{_COUNT}\s+(?P<onto>rows?|items?|entries|results?|records?|lines|options|cards|products|orders|users)", "expect", "count"),
    (rf"{_SAYS}\s+(?:exactly |only )?{_COUNT}\s+(?P<target>.+?)(?: (?:are|is|to be) (?:shown|visible|listed|displayed))?", "expect", "count"),
    (rf"{_SAYS}\s+there (?:is|are) (?:a |an |some |the )?(?P<target>.+?)(?: (?:on|in) the (?:page|screen))?", "expect", "visible"),
    (rf"{_SAYS}\s+(?P<target>.+?) {_BE} sorted (?:by )?(?P<onto>.+)", "expect", "sorted"),
    (rf"{_SAYS}\s+(?:every|all|each)(?: of)?(?: the)?(?: (?:visible|remaining|shown|listed))? (?:rows?|results?|orders?|entries|items|records)(?: in (?P<target>.+?))? (?:contains?|have|has|shows?|are|is|match(?:es)?)\s+(?P<value>.+)", "expect", "rows_contain"),
    (rf"{_SAYS}\s+(?P<target>.+?) (?:{_BE} {_GONE}|(?:has |have )?disappear(?:s|ed)?|does(?: not|n't) (?:appear|exist)|is(?: not|n't) (?:visible|shown|there|present|displayed))", "expect", "hidden"),
    (rf"{_SAYS}\s+(?P<target>.+?) (?:{_BE} {_SEEN}|appears?|exists?|shows? up)", "expect", "visible"),
    (rf"{_SAYS}\s+(?P<target>.+?) {_BE} {_OFF}", "expect", "unchecked"),
    (rf"{_SAYS}\s+(?P<target>.+?) {_BE} {_ON}", "expect", "checked"),
    (rf"{_SAYS}\s+(?P<target>.+?) (?:{_BE} (?:disabled|grey(?:ed)? ?out|inactive|not (?:enabled|clickable))|is(?: not|n't) (?:enabled|clickable))", "expect", "disabled"),
    (rf"{_SAYS}\s+(?P<target>.+?) {_BE} (?:enabled|clickable|active)", "expect", "enabled"),
    (rf"{_SAYS}\s+(?P<target>.+?) {_BE} (?:empty|blank)", "expect", "empty"),
    (rf"{_SAYS}\s+(?P<target>.+?) (?:contains?|includes?)\s+(?:the (?:text|word|value) )?(?P<value>.+)", "expect", "contains"),
    (rf"{_SAYS}\s+(?P<target>.+?) (?:shows|(?:should|must) (?:show|say|read|display)|says|reads|displays|has(?: the)?(?: text| value)|equals|=|{_BE} (?:equal to|set to)|{_BE})\s+(?:the (?:text|value) )?(?P<value>.+)", "expect", "is"),
    (rf"{_SAYS}\s+(?:the (?:text|message|words?) )?(?P<target>.+)", "expect", "visible"),
    (r"wait\s+(?:for\s+)?(?:\d+|a few|some|one|two|three|five|ten)\s*(?:s|sec(?:ond)?s?|ms|milliseconds?|min(?:ute)?s?)(?:\s.*)?", "refuse", "scripts wait for what can be seen, never for a time; say what to wait for"),
    (rf"wait\s+(?:for|until|till)\s+(?P<target>.+?)(?:\s+(?:{_BE})?\s*(?:to\s+)?(?:be\s+)?(?:{_GONE}|disappears?|go away|vanish(?:es)?|goes away))", "wait", "hidden"),
    (rf"wait\s+(?:for|until|till)\s+(?P<target>.+?)\s+(?:(?:{_BE})\s+|to\s+(?:be\s+|become\s+)?)(?:enabled|clickable|active)", "wait", "enabled"),
    (rf"wait\s+(?:for|until|till)\s+(?P<target>.+?)(?:\s+(?:(?:{_BE})\s+)?(?:to\s+)?(?:be\s+)?(?:(?:has |have |is |are )?(?:finished |done )?(?:{_SEEN}|appear(?:s|ed)?|shows? up|loads?|loaded|loading|ready)))?", "wait", "visible"),
    # Mouse and keys
    (r"drag(?: and drop)?\s+(?P<target>.+?)\s+(?:on ?to|to|into|over|in|on)\s+(?P<onto>.+)", "drag", ""),
    (r"(?:move|put)\s+(?:the )?(?P<target>.*?\b(?:card|task|item)\b.*?)\s+(?:on ?to|to|into)\s+(?P<onto>.+)", "drag", ""),
    (r"scroll\s+(?:(?:all the way\s+)?(?:up|down|back)\s+)?(?:to\s+)?(?:the\s+)?(?:very\s+)?(?P<detail>top|bottom|end)(?: of the page)?", "scroll", ""),
    (r"scroll\s+(?:the page\s+)?(?P<detail>down|up)(?: the page)?", "scroll", ""),
    (r"scroll\s+(?:(?:down|up)\s+)?(?:to|until (?:you see|the)|till|for)\s+(?P<target>.+?)(?:\s+(?:is visible|appears|into view))?", "scroll", ""),
    (r"scroll\s+(?P<target>.+?)\s+into view", "scroll", ""),
    (r"(?:hover|mouse)\s*(?:the mouse\s+)?(?:over|on|above)?\s+(?P<target>.+)", "hover", ""),
    (r"move the (?:mouse|cursor|pointer)\s+(?:over|to|onto|on)\s+(?P<target>.+)", "hover", ""),
    (rf"(?:press|hit|push|use|type)\s+(?:the\s+)?(?P<value>{_KEY})(?:\s+key)?(?:\s+(?:in|on|inside)\s+(?P<target>.+))?", "press", ""),
    (r"(?P<value>\w+)\s+key", "press", ""),
    (r"(?:press|hit|push|use)\s+(?:the\s+)?(?P<value>\w+)\s+key(?:\s+(?:in|on)\s+(?P<target>.+))?", "press", ""),
    # Tables
    (r"(?:go|move|skip|jump|navigate|turn|switch|advance|click|press|show|open|page|get|load|see|view)?(?:\s+(?:on|forward|back))?(?:\s+to)?\s*(?:the\s+)?(?P<detail>next|previous|prev|last|first|final)\s+page(?:\s+(?:of|in)\s+.+)?(?:\s+(?:button|link))?", "page", ""),
    (r"(?:go|move|skip|jump|navigate|turn|switch|open|show)\s+(?:to\s+)?(?:the\s+)?page\s+(?:number\s+)?(?P<count>\d+)(?:\s+of\s+.+)?", "page", "number"),
    (rf"(?:show|display|list|view|see|set|change|have)\b.*?\b(?P<count>\d+)\s+(?:{_ITEMS}\s+|\w+\s+)?(?:per|a|on (?:a|each|one|every)|each)\s+page.*", "page_size", ""),
    (rf"(?:show|display|list|view|see)\s+(?P<count>\d+)\s+{_ITEMS}", "page_size", ""),
    (r"(?:set|change|switch|increase|decrease)\s+(?:the\s+)?(?:page size|(?:number of )?(?:rows|entries|items|results|records) per page|page length)\s+(?:to|=)\s+(?P<count>\d+)(?:\s+.*)?", "page_size", ""),
    (r"hide\s+(?:the\s+)?(?P<target>.+?)\s+columns?(?:\s+.*)?", "hide_columns", ""),
    (r"hide\s+(?:the\s+)?columns?\s+(?P<target>.+)", "hide_columns", ""),
    (r"(?:show|display|unhide)\s+(?:the\s+)?(?P<target>.+?)\s+columns?(?:\s+.*)?", "show_columns", ""),
    (r"(?:show|display|unhide)\s+(?:the\s+)?columns?\s+(?P<target>.+)", "show_columns", ""),
    (r"(?:sort|order|arrange|rank)\b(?:\s+.*?)??\s+by\s+(?:the\s+)?(?P<target>.+?)(?:\s+column)?", "sort", ""),
    (r"sort\s+(?:(?:in|on|the)\s+)*(?P<target>.+?)(?:\s+column)?(?P<_>)", "sort", ""),
    (r"filter\b(?:\s+.*?)??\s+(?:by|for|on|to|with|where|using|whose|that (?:have|has|are|contain)|having|so that(?: only)?|containing)\s+(?:only\s+)?(?P<value>.+)", "filter", ""),
    (r"filter\s+(?:the\s+)?(?P<target>[\w ]+?)\s*(?:=|:|is|equals)\s*(?P<value>.+)", "filter", "column"),
    (r"filter(?:\s+(?P<target>.+))?", "filter", "open"),
    (r"(?:(?:show|display|list|keep|see|view)(?:\s+me)?\s+only|only\s+(?:show|display|list|keep)(?:\s+me)?|(?:narrow|limit|restrict)\s+.*?\bto)\s+(?:the\s+)?(?P<value>.+)", "filter", "only"),
    (r"(?:show|display|list|view)(?:\s+me)?(?:\s+all)?(?:\s+the)?\s+(?:orders?|rows|items|products|users|tasks|cards|results|entries|messages|customers|employees|people|events|invoices|records)\s+(?:from|in|with|whose|by|where|that are|which are|made by|for)\s+(?P<value>.+)", "filter", "only"),
    (r"(?:search|look|query)\s+(?:(?P<target>.+?)\s+)?for\s+(?P<value>.+?)(?:\s+(?:in|on|using|with|via|into)\s+(?P<within>(?:the\s+).+))?", "search", ""),
    (rf"(?:search|look up|find|query|google)\s+(?P<value>{VALUE})(?:\s+(?:in|on|using|with|via)\s+(?P<target>.+))?", "search", ""),
    (r"search\s+(?:(?:in|on)\s+)?(?P<target>the\s.+)", "search", ""),
    (r"(?:search|look up)(?:\s+(?P<value>.+))?", "search", ""),
    # Files
    (rf"(?:export|download|save|get)\b\s*(?P<target>.*?)\s*\b(?:as|to|in|into)\s+(?:an?\s+|the\s+)?(?P<detail>{_FORMAT})(?:\s+(?:file|format|document|spreadsheet|sheet))?", "export", ""),
    (rf"(?:export|download)(?:\s+(?:the|a|an))?\s+(?P<detail>{_FORMAT})(?:\s+(?:file|format|document))?", "export", ""),
    (r"(?:export|download)(?:\s+(?P<target>.+))?", "export", ""),
    (rf"(?:upload|attach)\s+(?:the\s+)?(?:file\s+|document\s+|image\s+|picture\s+|photo\s+)?(?P<value>{VALUE})(?:\s+(?:to|in|into|as|for|using|with|under|on|via)\s+(?P<target>.+))?", "upload", ""),
    (rf"(?:upload|attach)\s+(?:the\s+|an?\s+|my\s+)?(?P<target>[^\ue000-\uf0ff]+?)\s+(?P<value>{VALUE})", "upload", ""),
    (rf"(?:choose|select|pick)\s+(?:the\s+)?file\s+(?P<value>{VALUE})(?:\s+(?:in|for|as|under)\s+(?P<target>.+))?", "upload", ""),
    (r"(?:upload|attach)\s+(?P<target>.+)", "upload", ""),
    # Logging in
    (r"(?:log|sign)[\s-]?in(?:to)?(?:\s+(?:(?:to|on)\s+)?(?!as\b|with\b|using\b)(?:the\s+|my\s+)?[\w ]+?)?\s+(?:as|with|using|by|via)\s+(?P<pairs>.+)", "login", ""),
    (r"(?:log|sign)[\s-]?(?:in|on)(?:\s*to\s+.+)?", "login", ""),
    # Fields
    (r"(?:call|name|title|label)\s+(?:it|them|this|that|the\s+\w+|the\s+new\s+\w+)\s+(?P<value>.+)", "set", "name"),
    (r"rename\s+(?P<target>.+?)\s+(?:to|as|into)\s+(?P<value>.+)", "set", "rename"),
    (r"leave\s+(?P<target>.+?)\s+(?:empty|blank)", "clear", ""),
    (r"(?:delete|remove)\s+(?:all\s+)?(?:the\s+)?(?:text|content|contents|value)\s+(?:in|from|of)\s+(?P<target>.+)", "clear", ""),
    (r"(?:clear|empty|erase|blank)(?:\s+out)?\s+(?P<target>.+)", "clear", ""),
    (r"(?:turn|switch|toggle)\s+on\s+(?P<target>.+)|(?:turn|switch)\s+(?P<within>.+?)\s+on", "check", "switch"),
    (r"(?:turn|switch|toggle)\s+off\s+(?P<target>.+)|(?:turn|switch)\s+(?P<within>.+?)\s+off", "uncheck", "switch"),
    (r"fill(?:\s+(?:in|out|up))?\s+(?:the\s+)?(?:[\w ]*\b)?(?:form|fields|details|information)\b\s*(?:\s(?:with|using|as follows)\b)?[ :]*(?P<pairs>.*)", "pairs", "form"),
    (r"(?:fill|complete|populate)(?:\s+(?:in|out|up))?\s+(?P<target>(?:(?!\b(?:with|as)\b).)+?)\s+(?:with|as|using|=|to be)\s+(?P<value>.+)", "fill", ""),
    (rf"(?P<detail>edit)\s+(?P<target>(?:the\s+)?{_RECORD}\s+(?:with|whose|where|that has|having)\s+(?:(?!\sto\s).)+)", "act", ""),
    (r"(?:set|change|update|edit|adjust|modify|switch|reset|increase|decrease|correct|replace)\s+(?P<target>.+?)\s*(?:\s(?:to|into|as|with|to be)\s|=|:)\s*(?P<value>.+)", "set", ""),
    (r"(?:enter|type|input|put|provide|give|write)\s+(?:your|my|the)\s+(?P<target>[^\ue000-\uf0ff]+?)\s+as\s+(?!the\b|your\b|my\b)(?P<value>.+)", "fill", ""),
    (rf"(?:type|enter|input|write|put|insert|key in)\s+(?:the\s+)?(?:(?:text|word|phrase|name)\s+)?(?P<value>{VALUE}|\S+)\s+in\s+(?:all\s+)?(?P<detail>lower|upper|capital)(?:\s*-?case)?(?:\s+letters)?\s+(?:in|into|to|inside)\s+(?P<target>.+)", "fill", ""),
    (rf"(?:type|enter|input|write|put|insert|key in|paste|add|fill(?: in)?|provide)\s+(?:the\s+)?(?:(?:text|value|word|phrase|number|name|date|query)\s+)?(?P<value>{VALUE}|\S+)\s+(?:in|into|in to|inside|to|for|as|on|at|under)\s+(?P<target>.+)", "fill", ""),
    (r"(?:type|enter|input|write|put|insert|key in|paste)\s+(?P<value>(?:(?!\s(?:in|into|as|for|and)\s).)+?)\s+(?:in|into|in to|inside|as|for)\s+(?P<target>.+)", "fill", ""),
    (rf"(?:type|enter|input|write|key in|paste)\s+(?P<value>{VALUE})", "fill", ""),
    (r"(?:fill(?:\s+(?:in|out|up))?|enter|type|input|write|key in|provide|specify)\s*:?\s*(?P<pairs>.+)", "pairs", ""),
    (r"make\s+(?P<target>it|them|this|that|the\s+.+?)\s+(?P<value>\S+)", "be", ""),
    (r"mark\s+(?P<target>.+?)\s+as\s+(?P<value>.+)", "be", "mark"),
    # Choices
    (r"use\s+(?P<target>the\s.+?)\s+to\s+(?:enter|type|input|write)\s+(?P<value>.+)", "fill", ""),
    (r"use\s+(?P<target>the\s.+?)\s+to\s+(?:select|choose|pick|set)\s+(?P<value>.+)", "choose", ""),
    (rf"(?:select|choose|pick|set|enter)\s+(?P<value>{VALUE}|.+?)\s+(?:with|using|via)\s+(?P<target>the\s+.+)", "choose", ""),
    (rf"(?:select|choose|pick|set)\s+(?:the\s+)?(?:option\s+|value\s+|date\s+)?(?P<value>{VALUE}|.+?)\s+(?:from|in|for|as|under|on|within)\s+(?P<target>.+)", "choose", ""),
    (r"(?P<_e>select|choose|tick|check|mark)\s+(?P<each>all|every|each)(?:\s+of)?(?:\s+the)?\s+(?P<target>.+)", "check", ""),
    (r"(?:untick|uncheck|deselect|unselect|unmark)\s+(?P<each>all|every|each)(?:\s+of)?(?:\s+the)?\s+(?P<target>.+)", "uncheck", ""),
    (r"(?:select|choose|pick)\s+(?P<value>.+)", "choose", ""),
    (r"(?:tick|check)(?:\s+off)?\s+(?:the\s+box(?:es)?\s+(?:for|of|next to|labelled|labeled)\s+)?(?P<target>.+)", "check", ""),
    (r"(?:untick|uncheck|deselect|unselect|unmark)\s+(?P<target>.+)", "uncheck", ""),
    (r"(?:enable|activate)\s+(?P<target>.+)", "check", "switch"),
    (r"(?:allow|permit)\s+(?P<target>.+)", "check", "switch"),
    (r"(?:disable|deactivate|disallow)\s+(?P<target>.+)", "uncheck", "switch"),
    (r"(?:accept|agree\s+(?:to|with))\s+(?P<target>.+)", "check", "accept"),
    (r"toggle\s+(?P<target>.+)", "toggle", ""),
    # Clicks and places
    (r"double[\s-]?(?:click|tap)\s+(?:on\s+)?(?P<target>.+)", "click", "double"),
    (r"(?:right[\s-]?click|context[\s-]?click)\s+(?:on\s+)?(?P<target>.+)", "click", "right"),
    (r"(?:click|press|tap|hit|push)\s+(?:on\s+)?(?P<each>all|every|each)(?:\s+of)?(?:\s+the)?\s+(?P<target>.+)", "click", ""),
    (rf"(?:click|press|tap|hit|push)\s+(?:on\s+)?(?P<target>.+?)\s+{_COUNT}(?:\s+times)", "click", ""),
    (r"(?:click|press|tap|hit|push)\s+(?:on\s+)?(?P<target>.+?)\s+(?P<count>twice)", "click", ""),
    (r"(?:click|press|tap|hit|push)(?:\s+on)?\s+(?P<target>.+)", "click", ""),
    (r"(?:go|navigate|switch|jump|move|head|browse)\s+(?:back\s+)?(?:to|into)\s+(?P<target>.+)", "open", "go"),
    (r"go\s+back", "refuse", "there is no step for the browser's own Back; name a link or an address"),
    (r"(?:refresh|reload)\s+(?:the\s+)?(?:page|browser|site)", "refuse", "there is no step for reloading; name a button or an address"),
    (r"(?:open|visit|expand|launch|access|show|view|unfold)(?:\s+up)?\s+(?P<target>.+)", "open", ""),
    (r"(?:close|dismiss|submit|confirm|cancel|leave)\s+.+?\s+by\s+(?:clicking|pressing|tapping|choosing)\s+(?:on\s+)?(?P<target>.+)", "click", ""),
    (r"(?:close|collapse|dismiss|fold)\s+(?P<target>.+)", "close", ""),
    (r"(?:focus|place the (?:cursor|caret))(?:\s+(?:on|in|into|inside))?\s+(?P<target>.+)", "click", ""),
    (r"(?:read|extract|get|grab|note(?: down)?|record|capture|collect|scrape|fetch|remember|tell me|report|what is|what's)\s+(?P<target>(?:the|all|each|every|how|its|what)\s.+|.*\b(?:text|value|total|price|number|name|status)\b.*)", "extract", ""),
    (r"(?:read|extract|scrape|capture)\s+(?P<target>.+)", "extract", ""),
    (r"(?P<detail>delete|remove|archive|approve|reject|edit|duplicate|open|view)\s+(?P<each>all|every|each)(?:\s+of)?(?:\s+the)?\s+(?P<target>.+)", "act", ""),
)
# fmt: on
_EACH = re.compile(
    r"^for\s+(?:each|every)\s+(?P<set>.+?)\s*[,:]\s*(?P<what>.+)$|^(?P<what2>.+?)\s+(?:for|in|of)\s+(?:each|every)\s+(?P<set2>.+)$",
    re.IGNORECASE,
)


def each(text: str) -> tuple[str, str] | None:
    """ "for each row, click Edit" -> ("row", "click Edit"); None where the clause is about one thing."""
    match = _EACH.match(_FILLER.sub("", text))
    if not match:
        return None
    return (match["set"] or match["set2"]).strip(), (match["what"] or match["what2"]).strip()
