"""Every layout that is read, each with its twin.

A new layout is one line here; how it is laid out is in its platform's module.
"""

from collections.abc import Callable

from tests.sources.twins import forms, others, teams, zoom_meetings, zoom_webinars
from tests.sources.twins.model import Twin

LAYOUTS: tuple[Callable[[int, int], Twin], ...] = (
    zoom_meetings.unique_users,
    zoom_meetings.stays_in_english,
    zoom_meetings.stays_of_2021,
    zoom_meetings.stays_of_2023,
    zoom_meetings.stays_in_japanese,
    zoom_meetings.account_usage,
    zoom_webinars.webinar_in_english,
    zoom_webinars.webinar_in_words,
    zoom_webinars.webinar_month_first,
    zoom_webinars.registration,
    teams.list_in_english,
    teams.list_in_portuguese,
    teams.report_of_2021,
    teams.sections_in_english,
    teams.sections_in_spanish,
    teams.live_event,
    others.meet,
    others.older_meet,
    others.webex,
    others.bigbluebutton,
    others.mapped,
    forms.google,
    forms.attendance,
    forms.microsoft,
)
