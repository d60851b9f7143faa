"""The tables in which the audience ledger keeps what YouTube said: their columns, and what makes a row.

Here nothing is asked and nothing is judged; who fills the tables stands beside, and what they mean in `sql/`.
"""

import duckdb

from assets.warehouse import ensure_table

# What the Data API says of a video at an instant; nothing is ever changed, and only what has expired is removed.
OBSERVATIONS = {
    "video_id": "varchar",
    "observed_at": "timestamptz",
    "is_returned": "boolean",
    "title": "varchar",
    "published_at": "timestamptz",
    "duration": "varchar",
    "privacy_status": "varchar",
    "views": "bigint",
    "likes": "bigint",
    "comments": "bigint",
    "views_reason": "varchar",
    "likes_reason": "varchar",
    "comments_reason": "varchar",
    "live_started_at": "timestamptz",
    "live_ended_at": "timestamptz",
    "concurrent_viewers": "bigint",
    "obtained": "varchar",
}
# One row per asking of a tick: `reason` is NULL where all was answered. Nobody is asked again before `not_before`.
REQUESTS = {
    "tick": "timestamptz",
    "requested_at": "timestamptz",
    "videos": "integer",
    "reason": "varchar",
    "remedy": "varchar",
    "not_before": "timestamptz",
}
# One row per call that was sent, answered or not.
QUOTA_SPENT = {
    "spent_at": "timestamptz",
    "bucket": "varchar",
    "method": "varchar",
    "units": "integer",
}
# When each video was first and last returned; kept when the statistics themselves have expired.
VIDEO_SIGHTINGS = {
    "video_id": "varchar",
    "first_returned_at": "timestamptz",
    "last_returned_at": "timestamptz",
    "missing_since": "timestamptz",
}
# One row per report asked of the owner's history: the Pacific days asked for, and how many rows came.
OWNER_REQUESTS = {
    "tick": "timestamptz",
    "requested_at": "timestamptz",
    "video_id": "varchar",
    "report": "varchar",
    "first_day": "date",
    "last_day": "date",
    "rows": "integer",
    "reason": "varchar",
    "remedy": "varchar",
    "not_before": "timestamptz",
}
# Whether the owner's authorisation stood when it was last used.
OWNER_AUTHORISATIONS = {
    "checked_at": "timestamptz",
    "is_granted": "boolean",
    "reason": "varchar",
    "remedy": "varchar",
}
# `is_withdrawn`: YouTube did not return the day when it was asked for again; what it had said stands.
OWNER_DAILY = {
    "video_id": "varchar",
    "day_pacific": "date",
    "live_or_on_demand": "varchar",
    "views": "bigint",
    "estimated_minutes_watched": "bigint",
    "average_view_duration_s": "double",
    "obtained_at": "timestamptz",
    "is_withdrawn": "boolean",
}
# Totals since publication, by one dimension: traffic_source, device, country, city.
OWNER_BREAKDOWN = {
    "video_id": "varchar",
    "dimension": "varchar",
    "value": "varchar",
    "first_day": "date",
    "last_day": "date",
    "views": "bigint",
    "estimated_minutes_watched": "bigint",
    "obtained_at": "timestamptz",
}
OWNER_CONCURRENT = {
    "video_id": "varchar",
    "livestream_position": "integer",
    "average_concurrent_viewers": "double",
    "peak_concurrent_viewers": "bigint",
    "obtained_at": "timestamptz",
}
OWNER_RETENTION = {
    "video_id": "varchar",
    "elapsed_ratio": "double",
    "audience_watch_ratio": "double",
    "obtained_at": "timestamptz",
}
# What was removed because it might be kept no longer: how much, and of when; never what it said.
PURGES = {
    "purged_at": "timestamptz",
    "obtained": "varchar",
    "source_table": "varchar",
    "rows": "bigint",
    "observed_from": "timestamptz",
    "observed_to": "timestamptz",
}

PUBLIC_TABLES = {
    "raw.video_observations": OBSERVATIONS,
    "raw.audience_requests": REQUESTS,
    "raw.quota_spent": QUOTA_SPENT,
    "raw.video_sightings": VIDEO_SIGHTINGS,
}
OWNER_TABLES = {
    "raw.owner_requests": OWNER_REQUESTS,
    "raw.owner_authorisations": OWNER_AUTHORISATIONS,
    "raw.owner_daily": OWNER_DAILY,
    "raw.owner_breakdown": OWNER_BREAKDOWN,
    "raw.owner_concurrent": OWNER_CONCURRENT,
    "raw.owner_retention": OWNER_RETENTION,
}
PURGE_TABLES = {"raw.purges": PURGES}


def ensure_audience_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create what is missing of the ledger's tables; an older warehouse gains the columns it lacks."""
    for table, columns in (PUBLIC_TABLES | OWNER_TABLES | PURGE_TABLES).items():
        ensure_table(connection, table, columns)
