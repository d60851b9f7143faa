"""How Zoom's exports call their columns, in each language that is known; headers stand here as they stand in files.

What a column of another language holds is told by its shape, in `zoom_shapes`. Which export a file is, its own
reader decides.
"""

import re
from collections.abc import Iterable

from assets.sources.exports.outline import Record
from assets.sources.readers.reading import header_key, language_of

_ENGLISH = {
    "name": "Name (Original Name)",
    "user_name": "User Name (Original Name)|User Name",
    "plain_name": "Name|Participant",
    "first_name": "First Name",
    "last_name": "Last Name",
    "email": "User Email|Email|Email Address",
    "joined": "Join Time",
    "left": "Leave Time",
    "minutes": "Duration (Minutes)|Total Duration (Minutes)",
    "session_minutes": "Time in Session (minutes)",
    "waiting_room": "In Waiting Room",
    "attended": "Attended",
    "submitted_at": "Registration Time",
    "approval": "Approval Status",
    "source": "Source Name|Registration Source",
}
_SPANISH = {
    "name": "Nombre (nombre original)",
    "user_name": "Nombre de usuario (nombre original)|Nombre de usuario",
    "plain_name": "Nombre|Participante|Nombre del participante",
    "first_name": "Nombre",
    "last_name": "Apellido|Apellidos",
    "email": "E-mail del usuario|E-mail de usuario|Correo electrónico|Correo electrónico del usuario|E-mail|Email",
    "joined": "Hora para unirse|Hora de entrada|Hora de ingreso|Hora de unión|Hora de acceso",
    "left": "Hora para salir|Hora de salida",
    "minutes": "Duración (minutos)|Duración total (minutos)",
    "session_minutes": "Tiempo en la sesión (minutos)|Tiempo en sesión (minutos)",
    "waiting_room": "En sala de espera|En la sala de espera",
    "attended": "Asistió|Asistieron",
    "submitted_at": "Hora de registro|Hora de inscripción|Hora del registro|Hora de la inscripción",
    "approval": "Estado de aprobación|Estado de la aprobación",
    "source": "Nombre de fuente|Nombre de la fuente|Nombre de origen|Nombre del origen",
}
_PORTUGUESE = {
    "name": "Nome (nome original)",
    "plain_name": "Nome|Nome de usuário",
    "email": "E-mail|E-mail do usuário|E-mail do utilizador",
    "joined": "Ingressar na hora|Hora de entrada|Horário de entrada|Hora de ingresso",
    "left": "Hora de saída|Horário de saída",
    "minutes": "Duração (minutos)|Duração total (minutos)",
    "waiting_room": "Na sala de espera|Em sala de espera",
}
_FRENCH = {
    "name": "Nom (nom original)|Nom (nom d'origine)",
    "plain_name": "Nom|Nom d'utilisateur",
    "email": "Adresse e-mail de l'utilisateur|E-mail de l'utilisateur|Adresse e-mail|E-mail",
    "joined": "Heure d'arrivée|Heure d'entrée|Heure de connexion",
    "left": "Heure de départ|Heure de sortie|Heure de déconnexion",
    "minutes": "Durée (minutes)|Durée totale (minutes)",
    "waiting_room": "Salle d'attente|En salle d'attente|Dans la salle d'attente",
}
_GERMAN = {
    "name": "Name (ursprünglicher Name)|Name (Originalname)",
    "plain_name": "Name|Benutzername",
    "email": "Benutzer-E-Mail|E-Mail|E-Mail des Benutzers|Benutzer-E-Mail-Adresse",
    "joined": "Beitrittszeit|Teilnahmezeit|Beitrittszeitpunkt",
    "left": "Austrittszeit|Verlassenszeit|Austrittszeitpunkt",
    "minutes": "Dauer (Minuten)|Gesamtdauer (Minuten)",
    "waiting_room": "Im Warteraum|In Warteraum|Im Wartezimmer",
}
_JAPANESE = {
    "name": "名前 (元の名前)",
    "plain_name": "名前|ユーザー名",
    "email": "ユーザーメール|ユーザーのメールアドレス|メールアドレス|メール",
    "joined": "参加時刻|参加時間",
    "left": "退出時刻|退出時間",
    "minutes": "所要時間 (分)|合計所要時間 (分)|期間 (分)",
    "waiting_room": "待機室内|待機室",
}
_KOREAN = {
    "name": "이름 (원래 이름)",
    "user_name": "사용자 이름 (원래 이름)|사용자 이름",
    "plain_name": "이름",
    "first_name": "이름",
    "last_name": "성",
    "email": "사용자 이메일|이메일",
    "joined": "참가 시간",
    "left": "나간 시간",
    "minutes": "기간 (분)|총 기간 (분)",
    "session_minutes": "세션 기간 (분)",
    "waiting_room": "대기실|대기실에 있음",
    "attended": "참석|참석함|참석 여부",
    "submitted_at": "등록 시간",
    "approval": "승인 상태",
}
_LANGUAGES = {
    "en": _ENGLISH,
    "es": _SPANISH,
    "pt": _PORTUGUESE,
    "fr": _FRENCH,
    "de": _GERMAN,
    "ja": _JAPANESE,
    "ko": _KOREAN,
}
# How minutes are called, or begin to be, in the languages that Zoom speaks.
_MINUTES = ("min", "мин", "хв", "dakika", "menit", "phut", "perc", "分", "분")
_BRACKETED = re.compile(r"[^()]+\([^()]+\)")


def any_of(headers: str) -> str:
    """The pattern of a header that is one of these, separated by `|`, whatever its case, accents and brackets."""
    keys = "|".join(re.escape(header_key(header)) for header in headers.split("|"))
    # Before a bracket there may be a space or none, and apostrophes are straight or curved.
    loose = keys.replace(r"\ \(", r"\ ?\(").replace("'", "['’]")
    return f"^({loose})$"


def columns(*fields: str) -> dict[str, str]:
    """Field -> pattern of its header in any language that is known."""
    return {
        field: any_of("|".join(words[field] for words in _LANGUAGES.values() if field in words))
        for field in fields
    }


def language_of_headers(records: Iterable[Record]) -> str:
    """The language that most of these headers' cells are in; "und" where no cell is known."""
    words = {language: any_of("|".join(headers.values())) for language, headers in _LANGUAGES.items()}
    return language_of((cell for record in records for cell in record.cells if cell.strip()), words)


def is_bracketed(header: str) -> bool:
    """Whether a header reads `words (words)`, as those of names and of minutes do in every language."""
    return _BRACKETED.fullmatch(header_key(header)) is not None


def is_in_minutes(header: str) -> bool:
    """Whether a header names minutes as its unit, in brackets."""
    unit = header_key(header).partition("(")[2]
    return is_bracketed(header) and unit.startswith(tuple(map(header_key, _MINUTES)))
