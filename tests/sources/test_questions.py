"""Questions: what a form asks for is found in the words that forms use, and in no sentence that only mentions it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.sources.exports.outline import Record
from assets.sources.readers.questions import QUESTIONS, email_column, questions_of

ASKED = {
    "email": [
        "Correo electrónico",
        "Correo",
        "E-mail",
        "Email address",
        "Dirección de correo electrónico",
        "3. Escriba su correo electrónico institucional",
        "Correo electrónico (al que llegará su constancia)",
        "¿Cuál es su correo electrónico?",
        "¿A qué correo desea que enviemos su constancia?",
        "Correo electrónico2",
        "Your e-mail",
        "Endereço de e-mail",
        "Qual é o seu e-mail?",
        "Adresse e-mail",
        "Votre courriel",
    ],
    "name": [
        "Nombre completo",
        "NOMBRE COMPLETO:",
        "Nombre",
        "1.- Nombre(s) y apellidos",
        "Nombre y apellido",
        "Apellidos y nombre(s)",
        "Apellido paterno, apellido materno, nombre(s)",
        "Nombre completo (como desea que aparezca en su constancia)",
        "Nombre completo del participante (el aviso de privacidad está al final)",
        "Nombre de la persona que participa",
        "Nombre con el que le gustaría aparecer en la constancia",
        "¿Cuál es su nombre?",
        "Nombre (sin abreviaturas)",
        "Por favor, escribe tu nombre completo",
        "Full name",
        "What is your name?",
        "Nome completo",
        "Nom et prénom",
    ],
    "first_name": ["Nombre de pila", "First name", "Primeiro nome", "Prénom"],
    "last_name": ["Apellidos", "Primer apellido", "Apellido paterno", "Last name", "Sobrenome"],
    "actor_type": [
        "Tipo de organización",
        "¿Qué tipo de organización representa?",
        "¿De qué tipo de organización se trata?",
        "Tipo de actor",
        "Tipo de institución a la que pertenece",
        "Sector",
        "Sector al que pertenece",
        "¿A qué sector pertenece?",
        "Sector (público, privado, social)",
        "Usted participa como",
        "Usted participa como:",
        "Participo en calidad de",
        "¿En calidad de qué asiste?",
        "Perfil del participante",
        "Type of organization",
        "Organisation type",
        "Tipo de instituição",
        "Setor",
        "Type d’organisation",
        "Secteur",
    ],
    "organisation": [
        "Nombre de la organización",
        "Nombre de la organización o institución",
        "Nombre completo de la institución",
        "¿A qué organización o institución representa?",
        "Organización/Institución",
        "Institución u organización de procedencia",
        "Nombre de la OSC, dependencia o institución que representa",
        "Organización de la sociedad civil a la que pertenece",
        "Dependencia",
        "Nombre del Ayuntamiento",
        "¿De qué institución u organización nos acompaña?",
        "Institución en la que labora",
        "Razón social",
        "En caso de pertenecer a una organización, escriba el nombre",
        "Organization",
        "Name of your organization",
        "Nome da organização",
        "Nom de l'organisation",
    ],
    "cluni": [
        "CLUNI",
        "CLUNI (si su organización cuenta con ella)",
        "CLUNI de la organización",
        "Si cuenta con CLUNI, escríbala",
        "Clave Única de Inscripción al Registro",
    ],
    "rfc": [
        "RFC",
        "RFC de la organización",
        "Registro Federal de Contribuyentes",
        "Indique el RFC de su organización",
    ],
    "state": [
        "Entidad federativa",
        "Estado",
        "Estado de la República",
        "Estado en el que reside",
        "¿Desde qué estado se conecta?",
        "Nombre del estado",
        "Entidad federativa donde opera la organización",
        "State",
        "Unidade federativa",
        "État",
    ],
    "municipality": [
        "Municipio",
        "Municipio o alcaldía",
        "Alcaldía",
        "Demarcación territorial",
        "Nombre del municipio",
        "Estado y municipio",
        "Delegación política",
        "Municipio donde opera la organización",
        "Municipio o alcaldía de la organización",
        "¿En qué municipio vive?",
        "Municipality",
        "Município",
    ],
    "position": [
        "Cargo",
        "Puesto",
        "Cargo o función",
        "Cargo dentro de la organización",
        "Cargo que desempeña",
        "Nombre del puesto",
        "¿Qué cargo ocupa?",
        "Función que desempeña",
        "Position",
        "Job title",
        "Fonction",
    ],
    "gender": [
        "Género",
        "Sexo",
        "Identidad de género",
        "Género con el que se identifica",
        "¿Con qué género se identifica?",
        "Gender",
        "Genre",
    ],
    "how_heard": [
        "¿Cómo se enteró de este conversatorio?",
        "¿Por qué medio se enteró del ciclo?",
        "¿Cómo te enteraste?",
        "Medio por el cual se enteró",
        "¿Cómo te enteraste del evento? (correo electrónico, redes sociales...)",
        "¿Por qué medio recibió la invitación?",
        "How did you hear about us?",
        "Como ficou sabendo do evento?",
        "Comment avez-vous entendu parler de cet événement ?",
    ],
    "telephone": [
        "Teléfono",
        "Teléfono de contacto",
        "Número de celular",
        "Número telefónico",
        "WhatsApp",
        "Phone number",
        "Telefone",
        "Téléphone",
    ],
    "privacy_accepted": [
        "He leído el aviso de privacidad",
        "Acepto el aviso de privacidad",
        "He leído y acepto el aviso de privacidad",
        "Aviso de privacidad",
        "¿Está de acuerdo con el tratamiento de sus datos personales?",
        "I have read the privacy notice",
        "Aceito a política de privacidade",
        "J'accepte la politique de confidentialité",
    ],
    "sessions": [
        "¿A qué sesiones desea asistir?",
        "¿A cuál sesión le gustaría asistir?",
        "Sesión(es) de su interés",
        "Sesiones",
        "Conversatorios a los que se inscribe",
        "Conversatorio en el que desea participar",
        "Selecciona las fechas",
        "Seleccione una o más sesiones",
        "¿En qué fechas participará?",
        "Which sessions will you attend?",
        "Quelles séances vous intéressent ?",
    ],
}
# They mention what a field is called, or ask for something near it.
NOBODYS = [
    "Estado civil",
    "Estado de salud",
    "¿Su organización ha estado inscrita en otro registro?",
    "¿Cuál es el estado actual de su proyecto?",
    "¿Pertenece a alguna organización? (Sí/No)",
    "¿Su organización cuenta con CLUNI? (Sí/No)",
    "¿Cuenta con CLUNI?",
    "Correo electrónico de la institución",
    "Teléfono de la organización",
    "¿Desea recibir información de próximos eventos por correo electrónico?",
    "¿Su municipio cuenta con una oficina de asuntos internacionales?",
    "¿Qué retos enfrenta su municipio en materia de cooperación internacional?",
    "¿Considera que el sector privado debe participar en la cooperación?",
    "¿Qué sector considera usted más relevante para la cooperación?",
    "¿Con qué tipo de organizaciones colabora?",
    "¿Cómo califica la organización del evento?",
    "Organización del evento",
    "¿La organización que representa está constituida legalmente?",
    "¿En qué fecha se constituyó su organización?",
    "¿Su cargo es de elección popular?",
    "¿A cargo de quién está el área de cooperación?",
    "Sector de la población que atiende",
    "Siglas de la organización",
    "Acepto recibir información por correo electrónico",
    "¿Qué actividades realiza su organización en materia de igualdad de género?",
    "Número de asistentes",
    "Tipo de participación (presencial o virtual)",
    "Fecha de nacimiento",
    "Seleccione su fecha de nacimiento",
    "Nombre del evento",
    "Nombre de la persona titular de la institución",
    "Nombre de usuario",
    "¿Qué temas le gustaría que se abordaran en las próximas sesiones?",
    "¿Qué le pareció la sesión?",
    "Segundo apellido",
    "Apellido materno",
    "¿Tiene experiencia en proyectos de cooperación? Indique el cargo que tuvo, la institución y el estado",
    "Puntuación",
    "Points - Nombre completo",
    "Comentarios sobre el nombre del ciclo",
    "",
]
# The same table once more, as one form: what a form asks for beside its other questions.
FORMS = [
    (
        ["Nombre(s)", "Primer apellido", "Segundo apellido", "Sexo", "Estado civil", "Estado"],
        {"first_name": 0, "last_name": 1, "gender": 3, "state": 5},
    ),
    (["Apellido materno", "Apellido paterno", "Nombre"], {"last_name": 1, "first_name": 2}),
    (
        ["Nom", "Prénom", "Organisme", "Adresse e-mail"],
        {"last_name": 0, "first_name": 1, "organisation": 2, "email": 3},
    ),
    (
        ["First name", "Surname", "Organization", "Type of organization", "Country"],
        {"first_name": 0, "last_name": 1, "organisation": 2, "actor_type": 3},
    ),
    (["Nombre", "Apellidos", "Nombre para la constancia"], {"first_name": 0, "last_name": 1, "name": 2}),
    (
        [
            "¿Cómo se enteró de este conversatorio?",
            "¿A qué conversatorio asistirá?",
            "Correo electrónico de la institución",
            "Correo electrónico personal",
            "Nombre de la organización",
            "Nombre del municipio",
            "Nombre completo\n(como desea que aparezca\nen su constancia)",
        ],
        {"how_heard": 0, "sessions": 1, "email": 3, "organisation": 4, "municipality": 5, "name": 6},
    ),
    (
        [
            "¿Su organización cuenta con CLUNI?",
            "Indique su CLUNI",
            "¿Pertenece a alguna organización?",
            "Organización",
        ],
        {"cluni": 1, "organisation": 3},
    ),
]


@pytest.mark.parametrize(
    ("wording", "field"), [(wording, field) for field, wordings in ASKED.items() for wording in wordings]
)
def test_a_question_is_known_by_what_it_asks_for(wording: str, field: str) -> None:
    assert questions_of([wording]) == {field: 0}
    assert questions_of(["Folio", wording.upper(), "Comentarios"]) == {field: 1}


@pytest.mark.parametrize("wording", NOBODYS)
def test_a_sentence_that_only_mentions_a_field_asks_for_none(wording: str) -> None:
    assert questions_of([wording]) == {}


@pytest.mark.parametrize(("header", "fields"), FORMS)
def test_the_questions_of_one_form_are_told_apart(header: list[str], fields: dict[str, int]) -> None:
    assert questions_of(header) == fields


# Each question is put once, among sentences that ask for nothing, in any order.
_ONE_WORDING_EACH = st.tuples(
    *(
        st.sampled_from(wordings)
        for field, wordings in ASKED.items()
        if field not in ("first_name", "last_name")
    )
)


@given(_ONE_WORDING_EACH, st.lists(st.sampled_from(NOBODYS), unique=True), st.randoms(use_true_random=False))
def test_no_question_takes_another_one_s_column(
    asked: tuple[str, ...], mentioned: list[str], order: random.Random
) -> None:
    columns = [*asked, *mentioned]
    order.shuffle(columns)
    fields = [field for field in ASKED if field not in ("first_name", "last_name")]
    assert questions_of(columns) == {
        field: columns.index(wording) for field, wording in zip(fields, asked, strict=True)
    }


def test_every_field_is_asked_for_in_some_wording() -> None:
    assert set(ASKED) == set(QUESTIONS)


def test_columns_that_are_taken_are_asked_for_nothing() -> None:
    assert questions_of(["Correo electrónico", "Nombre", "Correo"], taken=[0]) == {"name": 1, "email": 2}


@pytest.mark.parametrize(
    ("kept", "asked", "column"),
    [
        (["ana@example.org", "luis@example.org"], 1, 0),
        (["ana@example.org", ""], 1, 0),
        (["anonymous", "anonymous", "ana@example.org"], 1, 1),
        (["anonymous", "anonymous", "ana@example.org"], None, 0),
        (["anonymous", "anonymous"], None, None),
        (["", ""], 1, 1),
        (["", ""], None, 0),
        ([], None, 0),
    ],
)
def test_the_platforms_own_addresses_are_taken_where_it_kept_them(
    kept: list[str], asked: int | None, column: int | None
) -> None:
    rows = [Record(line, (cell, "x@example.com")) for line, cell in enumerate(kept, 2)]
    assert email_column(rows, 0, asked) == column


def test_a_form_without_addresses_of_the_platform_is_asked_for_its_own() -> None:
    assert email_column([Record(2, ("Ana", "ana@example.org"))], None, 1) == 1


def test_a_question_is_asked_in_its_beginning_and_not_in_its_small_print() -> None:
    assert questions_of(["Si es el caso, " * 100 + "escriba la CLUNI"]) == {}
