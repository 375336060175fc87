"""Dates and times as people write them, and as fields take them."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.dates import mask, moment, month_named, native, nothing_else, same, written

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
SPELLINGS = ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%d.%m.%Y", "%d %B %Y", "%b %d, %Y", "%B %d %Y")


@given(DAYS, st.sampled_from(SPELLINGS))
def test_every_spelling_says_its_day(day: date, spelling: str) -> None:
    said = day.strftime(spelling)
    assert native("date", said) == day.isoformat()
    assert nothing_else(said) is not None
    assert same(said, day.isoformat())


@given(DAYS, DAYS)
def test_two_days_are_the_same_only_where_they_are(one: date, other: date) -> None:
    assert same(one.isoformat(), other.strftime("%d %B %Y")) is (one == other)


@given(st.times())
def test_the_clock_of_twelve_hours_says_the_time(at: time) -> None:
    assert native("time", at.strftime("%I:%M %p")) == at.strftime("%H:%M")


@given(DAYS, st.sampled_from(["dd/mm/yyyy", "MM/DD/YYYY", "YYYY.MM.DD", "DD-MM-YYYY"]))
def test_a_mask_is_filled(day: date, pattern: str) -> None:
    said = moment(day.isoformat())
    assert said is not None
    filled = written(said, mask(f"e.g. {pattern}") or "")
    expected = pattern.lower().replace("yyyy", f"{day.year}").replace("mm", f"{day.month:02d}")
    assert filled == expected.replace("dd", f"{day.day:02d}")


@pytest.mark.parametrize(
    ("kind", "said", "value"),
    [
        ("date", "11/05/2019", "2019-11-05"),
        ("date", "25/12/2019", "2019-12-25"),
        ("date", "November 5th, 2019", "2019-11-05"),
        ("time", "11:37 AM", "11:37"),
        ("time", "下午2点半", "14:30"),
        ("time", "14点30分", "14:30"),
        ("month", "March 2027", "2027-03"),
        ("month", "2027年3月", "2027-03"),
        ("datetime-local", "2027-03-15 9:05", "2027-03-15T09:05"),
        ("date", "31/02/2020", None),
        ("date", "tomorrow", None),
        ("date", "2:30 pm", None),
    ],
)
def test_a_native_field_takes_it(kind: str, said: str, value: str | None) -> None:
    assert native(kind, said) == value


@pytest.mark.parametrize("text", ["Meet at 14:30", "room 12", "12/2", "version 1.2.3", "order 2026-11-05-7", "Ann"])
def test_other_texts_are_no_dates(text: str) -> None:
    assert nothing_else(text) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("December 2016", (2016, 12)),
        ("2016年 12月", (2016, 12)),
        ("Dec", (None, 12)),
        ("十一月", (None, 11)),
        ("2016", (2016, None)),
    ],
)
def test_the_heading_of_a_calendar_tells_its_month(text: str, told: tuple[int | None, int | None]) -> None:
    assert month_named(text) == told
