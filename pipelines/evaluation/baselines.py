"""Two simple ways to link attendees to registrants, to hold the pipeline against: e-mail alone, and plain Splink.

Their settings stand here and in `docs/identity.md`, and are tuned to nothing. Whether their links are right is
judged with everybody else's.
"""

import logging
from contextlib import suppress

import duckdb
import splink.comparison_library as comparisons
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.exceptions import EMTrainingException

from assets.identity.linkage import quiet_splink

THRESHOLD = 0.9
RANDOM_PAIRS = 1_000_000
SEED = 20210504
# What is believed of the two certain rules below before anything is known: they find this share of all pairs.
RECALL_OF_CERTAIN_RULES = 0.8

_SIDES = ("plain_attendees", "plain_registrants")
_NAME = ("first_word", "other_words")
_RULES = (
    ("session_id", "email"),
    ("session_id", "first_word", "second_word"),
    ("session_id", "last_word", "first_letters"),
)

# A plain model gets a name without a leading title, the first word apart from the others; words say where to look.
_PREPARED = """
    create or replace table {name} as
    with cleaned as (
        select * replace (regexp_replace(name, '^(lic|mtr[oa]|dra?|ing|arq|profa?) ', '') as name)
        from {source}
    )
    select
        unique_id,
        session_id,
        name,
        email,
        organisation,
        string_split(name, ' ')[1] as first_word,
        nullif(array_to_string(string_split(name, ' ')[2:], ' '), '') as other_words,
        string_split(name, ' ')[2] as second_word,
        string_split(name, ' ')[-1] as last_word,
        left(name, 3) as first_letters
    from cleaned
"""


def link_by_email(connection: duckdb.DuckDBPyConnection, attendees: str, registrants: str) -> str:
    """The links of attendees and registrants of one session who show the same e-mail; the table's name.

    Both tables have unique_id, session_id and email. The result has attendee_id and registrant_id.
    """
    connection.execute(f"""
        create or replace table email_links as
        select distinct attendees.unique_id as attendee_id, registrants.unique_id as registrant_id
        from {attendees} as attendees
        inner join {registrants} as registrants using (session_id, email)
    """)
    return "email_links"


def link_plainly(connection: duckdb.DuckDBPyConnection, attendees: str, registrants: str) -> str:
    """Each attendee's best registrant of its session by a plain Splink model, from `THRESHOLD` on; the table's name.

    Both tables have unique_id, session_id, name, email and organisation, all text; names and organisations are keys,
    in lower case without accents and punctuation. The result has attendee_id, registrant_id and probability; ties
    go to the first registrant by unique_id.
    """
    for name, source in zip(_SIDES, (attendees, registrants), strict=True):
        connection.execute(_PREPARED.format(name=name, source=source))
    if not all(connection.execute(f"from {side} limit 1").fetchall() for side in _SIDES):
        return _no_links(connection)
    with quiet_splink(logging.ERROR):
        predicted = _predicted(connection)
    connection.execute(f"""
        create or replace table plain_links as
        select unique_id_l as attendee_id, unique_id_r as registrant_id, match_probability as probability
        from {predicted}
        qualify row_number() over (partition by unique_id_l order by match_probability desc, unique_id_r) = 1
    """)
    return "plain_links"


def _no_links(connection: duckdb.DuckDBPyConnection) -> str:
    columns = "attendee_id varchar, registrant_id varchar, probability double"
    connection.execute(f"create or replace table plain_links ({columns})")
    return "plain_links"


def _predicted(connection: duckdb.DuckDBPyConnection) -> str:
    interface = DuckDBAPI(connection=connection)
    # Splink calls the table whose name comes first in the alphabet left.
    sides = [interface.register(name, dataset_display_name=name) for name in _SIDES]
    linker = Linker(sides, _settings(_prior(connection)), log_level=None)
    training = linker.training
    training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
    for columns in (("session_id", "email"), ("session_id", *_NAME)):
        # Where no pair shares these columns there is nothing to learn from, and what is believed beforehand stays.
        with suppress(EMTrainingException):
            training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    # What cannot be trained, because attendees name no organisation, weighs nothing; Splink need not warn of it.
    predicted = linker.inference.predict(threshold_match_probability=THRESHOLD, warning_mode="never")
    return predicted.physical_name


def _prior(connection: duckdb.DuckDBPyConnection) -> float:
    """The probability that two random records of one session match, estimated as Splink does, but within sessions."""
    certain, possible = connection.execute("""
        with certain_pairs as (
            select attendees.unique_id as attendee_id, registrants.unique_id as registrant_id
            from plain_attendees as attendees
            inner join plain_registrants as registrants using (session_id, email)
            union
            select attendees.unique_id, registrants.unique_id
            from plain_attendees as attendees
            inner join plain_registrants as registrants using (session_id, name)
        ),

        sizes as (
            select attended * registered as pairs
            from (select session_id, count(*) as attended from plain_attendees group by session_id)
            inner join (select session_id, count(*) as registered from plain_registrants group by session_id)
                using (session_id)
        )

        select (select count(*) from certain_pairs), (select sum(pairs) from sizes)
    """).fetchall()[0]
    return float(min(0.5, max(1, certain) / RECALL_OF_CERTAIN_RULES / max(1, possible or 1)))


def _settings(prior: float) -> SettingsCreator:
    return SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=prior,
        comparisons=[
            *(comparisons.NameComparison(column) for column in _NAME),
            comparisons.EmailComparison("email"),
            comparisons.JaroWinklerAtThresholds("organisation", [0.92, 0.88]),
        ],
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in _RULES],
        retain_matching_columns=False,
    )
