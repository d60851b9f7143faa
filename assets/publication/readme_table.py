"""`_leeme`: the first table an analyst opens, saying what the file is, how old, and how complete.

Here are its sentences in Spanish and English; the tables' own comments come with the tables.
"""

import duckdb

COMMENTS = {
    "line": "Orden de lectura. / Order of reading.",
    "es": "La frase, en español. / The sentence, in Spanish.",
    "en": "La frase, en inglés. / The sentence, in English.",
}


def write_readme(
    connection: duckdb.DuckDBPyConnection,
    database: str,
    release_id: str,
    as_of: str,
    shortcomings: list[str],
    note: str,
) -> None:
    """Create `_leeme` in the attached `database`: one row per sentence, in reading order."""
    connection.execute(f"create table {database}.main._leeme (line integer, es varchar, en varchar)")
    rows = _sentences(release_id, as_of, shortcomings, note)
    connection.executemany(
        f"insert into {database}.main._leeme values (?, ?, ?)",
        [(line, es, en) for line, (es, en) in enumerate(rows, start=1)],
    )
    connection.execute(f"comment on table {database}.main._leeme is 'Léame primero. / Read me first.'")
    for column, comment in COMMENTS.items():
        connection.execute(f"comment on column {database}.main._leeme.{column} is '{comment}'")


def _sentences(release_id: str, as_of: str, shortcomings: list[str], note: str) -> list[tuple[str, str]]:
    spanish, _, english = note.partition(" / ")
    synthetic = [(spanish, english)] if note else []
    incomplete = [(f"INCOMPLETA: {sentence}", f"INCOMPLETE: {sentence}") for sentence in shortcomings]
    return [
        *synthetic,
        (
            f"Edición {release_id}, con lo que se sabía en {as_of}.",
            f"Release {release_id}, as known at {as_of}.",
        ),
        *incomplete,
        ("reach: a quién alcanzó cada sesión y el ciclo.", "reach: whom each session and the cycle reached."),
        (
            "quality: qué se leyó, qué se rechazó y por qué.",
            "quality: what was read, what was rejected and why.",
        ),
        (
            "reference: los registros contra los que se mide.",
            "reference: the registers that reach is measured against.",
        ),
        (
            "Las personas y las organizaciones cuentan una vez por sesión y una vez por ciclo: no sume sesiones.",
            "People and organisations count once per session and once per cycle: do not add up sessions.",
        ),
        (
            "Donde no es seguro quién es quién, la cuenta está entre sus cotas _low y _high, que no se suman.",
            "Where it is not sure who is who, a count stands between its bounds _low and _high, which do not add up.",
        ),
        ("Las vistas de YouTube no son personas.", "YouTube views are not people."),
        ("NULL es «no se sabe»; 0 es «nadie».", "NULL is 'not known'; 0 is 'nobody'."),
        (
            "Cada tabla y columna tiene un comentario; todos juntos están en _diccionario.",
            "Every table and column has a comment; all of them stand in _diccionario.",
        ),
    ]
