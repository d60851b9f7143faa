"""The truth of a sample: who exists, who really did what, and who stands behind each row of each file.

These tables are what every figure can be checked against; nothing in the pipeline may read them but
evaluation.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipelines.sample.acts import Acts
from pipelines.sample.page import Dialect, File, Page
from pipelines.sample.stays import Slot, present_seconds
from pipelines.sample.videos import MadeUpVideo
from pipelines.sample.world import World

_DIALECT = Dialect("utf-8")


def truth_files(
    world: World, acts: Acts, videos: Iterable[MadeUpVideo], inbox: Iterable[File], attended_minutes: float
) -> list[File]:
    """The five tables in `truth/` of people and videos; those of the audience's history are `audience_truth`'s."""
    return [
        _file("people", _people(world)),
        _file("organisations", _organisations(world)),
        _file("participation", _participation(world, acts, attended_minutes)),
        _file("rows", _rows(inbox)),
        _file("videos", _videos(videos)),
    ]


def _file(name: str, page: Page) -> File:
    return File(Path("truth", f"{name}.csv"), page, _DIALECT)


def _people(world: World) -> Page:
    page = Page()
    page.write("person_id", "name", "email", "organisation_id", "cvegeo", "role", "given_names", "surnames")
    for person in world.people:
        names = (person.given, " ".join(person.surnames))
        home = (person.organisation_id, person.cvegeo)
        page.write(person.person_id, person.name, person.email, *home, person.role, *names)
    return page


def _organisations(world: World) -> Page:
    page = Page()
    page.write(
        "organisation_id", "name", "actor_type", "government_level", "cvegeo", "cluni", "is_listed", "seat"
    )
    for one in world.organisations:
        level = one.government_level
        page.write(
            one.organisation_id,
            one.name,
            one.actor_type,
            level,
            one.cvegeo,
            one.cluni,
            _boolean(value=one.is_listed),
            one.seat,
        )
    return page


def _participation(world: World, acts: Acts, attended_minutes: float) -> Page:
    page = Page()
    page.write("person_id", "session_id", "registered", "attended", "minutes", "actor_type")
    for person in world.with_role("audience"):
        for slot in acts.slots:
            for cells in _taking_part(person.person_id, slot, acts, attended_minutes):
                page.write(person.person_id, slot.session_id, *cells, person.actor_type)
    return page


def _taking_part(
    person_id: str, slot: Slot, acts: Acts, attended_minutes: float
) -> Iterator[tuple[str, str, str]]:
    registered = person_id in acts.registered[slot.session_id]
    visit = acts.visits[slot.session_id].get(person_id)
    if visit:
        minutes = present_seconds(visit.stays, slot) / 60
        attended = minutes >= attended_minutes
        yield _boolean(value=registered), _boolean(value=attended), f"{minutes:.6f}"
    elif registered:
        yield "true", "false", ""


def _rows(inbox: Iterable[File]) -> Page:
    page = Page()
    page.write("file", "line", "person_id", "organisation_id")
    for file in inbox:
        name = file.path.as_posix()
        for mark in file.page.marks:
            page.write(name, str(mark.line), mark.person_id, mark.organisation_id)
    return page


def _videos(videos: Iterable[MadeUpVideo]) -> Page:
    page = Page()
    page.write("video_id", "session_id", "title", "published_at", "duration", "views", "likes", "comments")
    for video in videos:
        likes, comments = ("" if figure is None else str(figure) for figure in (video.likes, video.comments))
        published = video.published_at.isoformat()
        page.write(
            video.video_id,
            video.session_id,
            video.title,
            published,
            video.duration,
            str(video.views),
            likes,
            comments,
        )
    return page


def _boolean(*, value: bool) -> str:
    return "true" if value else "false"
