"""Words of a description or a name: folded, cut into units, and compared. English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from agent.lexicon import FINAL, STOP, VAGUE, lexicon

CJK = "\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+(?:['’](?:s|t|re|ll|ve|d|m)\b)?|[«»‹›←→↑↓＋+×✕✖⋮⋯…☰<>🔍?#%$€£¥@]")
_NOISE = re.compile("[\ue000-\uf8ff\u200b-\u200f\ufe0f\u00ad\u2060]")  # icon fonts, invisible marks
_QUOTES = str.maketrans({**dict.fromkeys("‘’‚`´", "'"), **dict.fromkeys("“”„", '"'), **dict.fromkeys("–—−‐‑", "-")})
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "丨": "l"})

_WHOLE = {
    "news": "news",
    "settings": "setting",
    "setting": "setting",
    "does": "do",
    "goods": "goods",
    "address": "address",
}
_NUMBERS = {
    word: str(n) for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_CHINESE_NUMBERS = {
    "半": "0.5",
    "两": "2",
    "十二": "12",
    **{c: str(n) for n, c in enumerate("一二三四五六七八九十", 1)},
}
_SPAN = re.compile(
    rf"(?P<last>\b(?:last|past|previous|recent) |最近|过去|近)?(?P<n>\b\d+|\b(?:{'|'.join(_NUMBERS)})\b|"
    rf"十二|[半一二两三四五六七八九十]|\d+)[ -]?个?(?P<unit>"
    r"quarters?\b|hours?\b|h\b|days?\b|d\b|weeks?\b|w\b|months?\b|m\b|mo\b|years?\b|y\b|yr\b|小时|"
    r"天|日(?!期)|周(?!年)|星期|礼拜|月(?!份)|年)"
)
_LAST = re.compile(r"\b(?:last|past) (?P<unit>week|quarter|year|24 hours)\b")
_DAYS = {
    "q": 90,
    "h": 1 / 24,
    "小": 1 / 24,
    "d": 1,
    "天": 1,
    "日": 1,
    "w": 7,
    "周": 7,
    "星": 7,
    "礼": 7,
    "m": 30,
    "月": 30,
    "y": 360,
    "年": 360,
}


Concepts = tuple[tuple[str, float], ...]
PART = 0.9  # how surely a word within a set phrase means what it means alone


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A word or a set phrase. `weight`: how much it says, 0 to 1.5; `concepts`: what it may mean, and how surely;
    `proper`: a number or a name, which nothing else can stand for."""

    text: str
    stem: str
    weight: float
    concepts: Concepts = ()
    action: bool = False
    proper: bool = False

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unit) and self.text == other.text


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """One form for what looks the same: width, case, accents, quotes, spaces, and the ends' punctuation."""
    text = _NOISE.sub("", unicodedata.normalize("NFKC", text)).translate(_QUOTES).casefold()
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    text = re.sub(rf"(?<=[{CJK}]) (?=[{CJK}])", "", text)
    return text.strip(" .:*,;。，：；、") or text


@lru_cache(maxsize=16384)
def skeleton(text: str) -> str:
    """`fold` without spaces and punctuation, and with the letters that readers confuse (O 0, l 1 I) made one."""
    text = fold(text)
    return re.sub(r"[\W_]+", "", text).translate(_ALIKE) or text


def is_cjk(text: str) -> bool:
    return bool(re.search(f"[{CJK}]", text))


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A word without its English endings: plural, -ing, -ed, -ly, -ion, and the last e or y."""
    if not word.isascii() or not word.isalpha() or len(word) < 4:
        return word
    if word in _WHOLE:
        return _WHOLE[word]
    for ending, put in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("ly", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + put
            break
    else:
        if word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
    for ending in ("ing", "ion", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and re.search("[aeiouy]", word[: -len(ending)]):
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            break
    if word.endswith("e") and len(word) > 3:
        return word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


@lru_cache(maxsize=16384)
def units(text: str) -> tuple[Unit, ...]:
    """The words that say something, in order; set phrases of the lexicon as one, small words left out."""
    found: list[Unit] = []
    tokens: list[str] = []
    for token in _TOKEN.findall(_SPAN.sub(_span, _LAST.sub(r"last 1 \g<unit>", fold(text)))):
        if not is_cjk(token):
            tokens.append(re.sub(r"['’]s$", "", token))
            continue
        found += _latin(tokens)
        tokens = []
        found += _chinese(token)
    found += _latin(tokens)
    return tuple(found or _small(tokens))


def _small(tokens: list[str]) -> list[Unit]:
    """Small words where there are no others: a field "To:", a link "Like", "when is it"."""
    known = ((token, lexicon().phrases.get((stem(token),))) for token in tokens)
    return [_unit(token, stem(token), concepts) for token, concepts in known if concepts]


def _span(found: re.Match[str]) -> str:
    """A span of time as one word, in days: "three months", 90天 and 3M are one. A month has 30 days, a year 360."""
    if found["n"] in ("1", "one", "一") and not found["last"]:
        return f" {found['unit']} "  # "one day": as likely a view as a span
    number = float(_NUMBERS.get(found["n"]) or _CHINESE_NUMBERS.get(found["n"]) or found["n"])
    days = number * _DAYS[found["unit"][0]]
    return f" span{360 if 360 < days < 367 else days:g}days "


_PARTICLES = frozenset("up down off out in on back away over through along by".split())


@lru_cache(maxsize=16384)
def taken_apart(text: str) -> tuple[Unit, ...] | None:
    """The words with set phrases of an action and its thing taken apart ("add somebody"); None where there are none."""
    found: list[Unit] = []
    for unit in units(text):
        parts = [word for word in unit.text.split() if word not in STOP]
        single = [u for word in parts for u in units(word)] if len(parts) > 1 and _PARTICLES.isdisjoint(parts) else []
        if is_cjk(unit.text) and len(unit.text) > 3:
            single = list(_halves(unit.text))
        whole = len(single) > 1 and all(u.concepts for u in single) and {u.action for u in single} == {True, False}
        found += single if whole and not any(opposed(unit, part) for part in single) else [unit]
    return tuple(found) if len(found) > len(units(text)) else None


def _halves(word: str) -> tuple[Unit, ...]:
    """A long Chinese word as two that are known, where one is an action: 提交 + 订单."""
    for at in range(2, len(word) - 1):
        first, second = units(word[:at]), units(word[at:])
        if len(first) == len(second) == 1 and first[0].concepts and second[0].concepts:
            return (*first, *second)
    return ()


def mended(text: str) -> str:
    """A name that was read with a space within a word: "Wa rehouses", where the whole is known and a part is not."""
    book, words = lexicon(), text.split()
    for at in range(len(words) - 1, 0, -1):
        first, second = words[at - 1], words[at]
        known = [
            (w,) in book.exact or (stem(w),) in book.phrases or w in STOP or w in book.light for w in (first, second)
        ]
        if first.isalpha() and second.isalpha() and not all(known) and (stem(first + second),) in book.phrases:
            words[at - 1 : at + 1] = [first + second]
    return " ".join(words)


def _latin(tokens: list[str]) -> list[Unit]:
    book, found, at = lexicon(), [], 0
    stems = [stem(token) for token in tokens]
    while at < len(tokens):
        length, words = _phrase(tokens, stems, at)
        concepts: Concepts = ()
        if length:
            key = tuple(stems[i] for i in words)
            concepts = book.exact.get(tuple(tokens[i] for i in words)) or book.phrases.get(key, ())
            concepts = _with_parts(concepts, _parts([*key])) if len(words) > 1 else concepts
        length, words = length or 1, words or [at]
        text, stemmed = " ".join(tokens[i] for i in words), " ".join(stems[i] for i in words)
        if not concepts and text in _NUMBERS and text not in STOP:
            text = stemmed = _NUMBERS[text]
        if concepts or text not in STOP:
            unit = _unit(text, stemmed, concepts)
            found.append(replace(unit, proper=False, weight=0.5) if tokens[at] in _NUMBERS and length == 1 else unit)
        at += length
    return found


_ARTICLES = frozenset("a an the my your our his her their this these".split())


def _phrase(tokens: list[str], stems: list[str], at: int) -> tuple[int, list[int]]:
    """The longest entry of the lexicon from here on: how many tokens it takes, and which; articles may stand within."""
    book = lexicon()
    runs = [list(range(at, at + n)) for n in range(min(book.longest, len(tokens) - at), 0, -1)]
    if tokens[at] not in STOP:
        bare = [at, *(i for i in range(at + 1, len(tokens)) if tokens[i] not in _ARTICLES)][: book.longest]
        runs += [bare[:n] for n in range(len(bare), 1, -1) if bare[n - 1] >= at + n]
        runs.sort(key=lambda run: -len(run))
    for run in runs:
        known = tuple(tokens[i] for i in run) in book.exact or tuple(stems[i] for i in run) in book.phrases
        if known and (len(run) > 1 or tokens[at] not in STOP):
            return run[-1] + 1 - at, run
    return 0, []


def _parts(stems: list[str]) -> list[tuple[str, ...]]:
    """All shorter runs of words in a set phrase."""
    ends = range(1, len(stems) + 1)
    return [tuple(stems[i:j]) for j in ends for i in range(j) if j - i < len(stems)]


def _with_parts(concepts: Concepts, parts: list[tuple[str, ...]]) -> Concepts:
    """A set phrase's concepts, and less surely those of the words in it: "go back one" may still mean back."""
    book, known = lexicon(), dict(concepts)
    for part in parts:
        if " ".join(part) not in STOP and " ".join(part) not in book.light:
            for concept, sure in book.phrases.get(part, ()):
                known.setdefault(concept, PART * sure)
    return tuple(known.items())


def _chinese(run: str) -> list[Unit]:
    book, found, rest, at = lexicon(), [], "", 0
    while at < len(run):
        for length in range(min(book.longest_chinese, len(run) - at), 0, -1):
            word = run[at : at + length]
            concepts = book.phrases.get((word,))
            if concepts is not None or word in STOP or word in book.light:
                break
        else:
            rest, at = rest + run[at], at + 1
            continue
        found += [_unit(rest, rest, ())] if rest else []
        inside = {word[i:j] for i in range(length) for j in range(i + 2, length + 1) if j - i < length}
        concepts = _with_parts(concepts or (), [(part,) for part in sorted(inside)])
        found += [_unit(word, word, concepts)] if word not in STOP else []
        rest, at = "", at + length
    return found + ([_unit(rest, rest, ())] if rest else [])


def _unit(text: str, stemmed: str, concepts: Concepts) -> Unit:
    actions, light = lexicon().actions, lexicon().light
    strong = [concept for concept, sure in concepts if sure == 1]
    action = bool(strong) and all(concept in actions for concept in strong)
    action = action or any(concept in FINAL and sure == PART for concept, sure in concepts)
    said = sum(word not in STOP for word in text.split())
    weight = light.get(text, light.get(stemmed, (1.3 if action else 1.0) + 0.3 * max(0, said - 1)))
    if not any(c.isalnum() for c in text):
        weight = 0.15 if not concepts else 0.6
    proper = any(c.isdigit() for c in text) or any(concept in lexicon().proper for concept, _ in concepts)
    return Unit(text, stemmed, weight, concepts, action, proper)


@lru_cache(maxsize=65536)
def likeness(a: Unit, b: Unit) -> float:
    """How far two units mean the same, 0 to 1."""
    if a.text == b.text:
        return 1.0
    if opposed(a, b):
        return 0.0
    if a.stem == b.stem:  # "deleted" is no "delete"
        return 0.85 if a.text.endswith("ed") != b.text.endswith("ed") else 0.96
    # A word of a set phrase counts too: "changes" of "save changes".
    shared = 0.7 if (a.stem in b.stem.split() or b.stem in a.stem.split()) and a.action == b.action else 0.0
    theirs = dict(b.concepts)
    both = [
        min(sure, theirs[concept]) * (0.8 if _weakly(concept, sure, a) or _weakly(concept, theirs[concept], b) else 1.0)
        for concept, sure in a.concepts
        if concept in theirs and _means(concept, sure, a) and _means(concept, theirs[concept], b)
    ]
    meant = max((sure * (0.9 if sure == 1 else 0.78) for sure in both), default=0.0)
    if meant and not set(a.stem.split()).isdisjoint(b.stem.split()):
        meant += 0.04  # and says it with one of its words
    if a.concepts and b.concepts:
        return max(meant, shared)
    return max(meant, shared, _spelt(a.text, b.text))


def opposed(a: Unit, b: Unit) -> bool:
    """Whether one means what the other's meaning excludes: "log out" and "log in", from and to."""
    ours, theirs = _meant(a), _meant(b)
    return ours.isdisjoint(theirs) and any(not theirs.isdisjoint(lexicon().apart.get(concept, ())) for concept in ours)


def _meant(unit: Unit) -> frozenset[str]:
    return frozenset(concept for concept, sure in unit.concepts if sure == 1)


def _means(concept: str, sure: float, unit: Unit) -> bool:
    """ "Delete my account" is no account, "next week" no week: of what is done, the action must be said.

    And a "phone number" is a phone: what it is called by its last word alone, it is not.
    """
    if sure == 1 or concept in lexicon().actions:
        return True
    return not unit.action and not (sure == PART and concept in VAGUE and _meant(unit))


def _weakly(concept: str, sure: float, unit: Unit) -> bool:
    """The verb alone of a phrase that names a thing."""
    actions = lexicon().actions
    return sure < 1 and concept in actions and not any(sure == 1 and c in actions for c, sure in unit.concepts)


def _spelt(a: str, b: str) -> float:
    """Likeness of spelling: typing errors, O for 0; numbers must be the same."""
    if is_cjk(a) or is_cjk(b):
        return _shared_characters(a, b)
    if skeleton(a) == skeleton(b):
        return 0.97
    if min(len(a), len(b)) < 4 or any(c.isdigit() for c in a + b):
        return 0.0
    from rapidfuzz.distance import OSA

    allowed = 1 if min(len(a), len(b)) < 8 else 2
    away = OSA.distance(a, b, score_cutoff=allowed)
    return 0.9 - 0.06 * away if away <= allowed and (a[0] == b[0] or away == 1) else 0.0


def _shared_characters(a: str, b: str) -> float:
    """Dice's coefficient over pairs of characters (over characters where one has a single one)."""
    size = 1 if min(len(a), len(b)) == 1 else 2
    first, second = ({text[i : i + size] for i in range(len(text) - size + 1)} for text in (a, b))
    share = 2 * len(first & second) / (len(first) + len(second))
    return (0.8 if size == 1 else 0.95) * share if share >= 0.4 else 0.0
