"""The schedules: at what time of the cycle's own day each job runs.

Here are times of day and nothing else; what a job makes stands in `jobs`.
"""

import dagster as dg

from assets.cycle import Cycle

# By job. The purge has a time of its own, so that what has expired goes whether or not anybody asks YouTube.
TIMES = {"audience": "0 6 * * *", "expired_statistics": "30 6 * * *"}


def schedules(cycle: Cycle) -> list[dg.ScheduleDefinition]:
    """The cycle's schedules, in its time zone; a synthetic cycle's stand still until somebody starts them.

    The clock of a synthetic cycle never moves, so there is nothing new to ask.
    """
    status = dg.DefaultScheduleStatus.STOPPED if cycle.synthetic else dg.DefaultScheduleStatus.RUNNING
    return [
        dg.ScheduleDefinition(
            name=job,
            job_name=job,
            cron_schedule=cron,
            execution_timezone=cycle.time_zone,
            default_status=status,
        )
        for job, cron in TIMES.items()
    ]
