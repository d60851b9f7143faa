"""Microsoft Teams: its four exports of who came, one module each, tried from the most to the least particular.

Here only their order is decided; words and shapes that several of them share are in `teams_words`.
"""

from assets.sources.exports.outline import Export
from assets.sources.readers import teams_list, teams_live_event, teams_report, teams_sections
from assets.sources.readers.reading import Reading


def read(export: Export) -> Reading | None:
    """A live event's log, the report in numbered sections, the report of 2021, or the list taken during a meeting."""
    return (
        teams_live_event.read(export)
        or teams_sections.read(export)
        or teams_report.read(export)
        or teams_list.read(export)
    )
