"""Pacific days on both sides of the clocks' changes, and what was spent on them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.sources.youtube.errors import AudienceUnavailable
from assets.sources.youtube.pacific import pacific_day, pacific_midnight, pacific_midnight_after
from assets.sources.youtube.quota import QuotaLedger
from tests.sources.youtube_counters import ledger_tables

EPOCH = datetime(2007, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 83 * 365 * 86_400).map(lambda seconds: EPOCH + timedelta(seconds=seconds))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "day", "midnight"),
    [
        ("2021-07-01T06:59:59", date(2021, 6, 30), "2021-07-01T07:00"),
        ("2021-07-01T07:00:00", date(2021, 7, 1), "2021-07-02T07:00"),
        ("2021-12-01T07:59:59", date(2021, 11, 30), "2021-12-01T08:00"),
        ("2021-12-01T08:00:00", date(2021, 12, 1), "2021-12-02T08:00"),
        # The day of 23 hours, and the one of 25.
        ("2021-03-14T08:00:00", date(2021, 3, 14), "2021-03-15T07:00"),
        ("2021-11-07T07:00:00", date(2021, 11, 7), "2021-11-08T08:00"),
    ],
)
def test_a_pacific_day_ends_at_its_midnight_in_summer_and_in_winter(
    moment: str, day: date, midnight: str
) -> None:
    assert pacific_day(utc(moment)) == day
    assert pacific_midnight_after(utc(moment)) == utc(midnight)


@given(INSTANTS)
def test_every_instant_lies_within_its_pacific_day(moment: datetime) -> None:
    begins, ends = pacific_midnight(pacific_day(moment)), pacific_midnight_after(moment)
    assert begins <= moment < ends
    assert timedelta(hours=23) <= ends - begins <= timedelta(hours=25)
    assert pacific_day(ends) == pacific_day(moment) + timedelta(days=1)


@given(INSTANTS)
def test_the_pacific_day_does_not_depend_on_how_the_instant_is_written(moment: datetime) -> None:
    assert pacific_day(moment.astimezone(ZoneInfo("America/Mexico_City"))) == pacific_day(moment)


def test_a_moment_without_offset_has_no_pacific_day() -> None:
    with pytest.raises(ValueError, match="has no offset"):
        pacific_day(datetime.fromisoformat("2021-07-01T07:00"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2021-07-01T06:59:00", "2021-07-01T07:00:00"),
        ("2021-12-01T07:59:00", "2021-12-01T08:00:00"),
    ],
    ids=["summer", "winter"],
)
def test_what_was_spent_before_midnight_pacific_is_not_spent_of_the_next_day(before: str, after: str) -> None:
    with ledger_tables() as connection:
        QuotaLedger(connection, utc(before), 3).spend("default", "videos.list", 3)
        with pytest.raises(AudienceUnavailable) as caught:
            QuotaLedger(connection, utc(before), 3).spend("default", "videos.list")
        assert (caught.value.reason, caught.value.retry_after) == ("budgetSpent", utc(after))
        tomorrow = QuotaLedger(connection, utc(after), 3)
        tomorrow.spend("default", "videos.list", 3)
        assert tomorrow.spent("default") == 3
        assert QuotaLedger(connection, utc(before), 3).spent("default") == 3


def test_each_bucket_has_a_budget_of_its_own() -> None:
    with ledger_tables() as connection:
        ledger = QuotaLedger(connection, utc("2021-07-01T12:00:00"), 2)
        ledger.spend("default", "videos.list", 2)
        ledger.spend("analytics", "reports.query")
        assert (ledger.spent("default"), ledger.spent("analytics"), ledger.spent("batch_get_stats")) == (
            2,
            1,
            0,
        )
        ledger.refuse_beyond("analytics", 1)
        with pytest.raises(AudienceUnavailable):
            ledger.refuse_beyond("analytics", 2)


def test_what_is_refused_is_not_noted_as_spent() -> None:
    with ledger_tables() as connection:
        ledger = QuotaLedger(connection, utc("2021-07-01T12:00:00"), 1)
        with pytest.raises(AudienceUnavailable):
            ledger.spend("default", "videos.list", 2)
        assert ledger.spent("default") == 0


def test_another_source_words_the_refusal_its_own_way() -> None:
    class OwnRefusalError(AudienceUnavailable):
        what = "Somebody else's history"

    with ledger_tables() as connection:
        ledger = QuotaLedger(
            connection,
            utc("2021-07-01T12:00:00"),
            1,
            lambda reason, until: OwnRefusalError(reason, "wait", until),
        )
        with pytest.raises(OwnRefusalError, match="Somebody else's history"):
            ledger.spend("analytics", "reports.query", 2)
