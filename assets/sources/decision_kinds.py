"""The kinds of decision that people take, and what a row of each file may say.

Here is the shape of one decision by itself; how files are read is `decisions`' business, and what a decision
points at is looked up in the warehouse.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, model_validator

# Words and hashes are the same in capitals, as a spreadsheet may turn them.
_Lower = BeforeValidator(lambda text: text.lower() if isinstance(text, str) else text)
# So many digits of a hash name one file and no other.
FileHash = Annotated[str, _Lower, StringConstraints(pattern=r"^[0-9a-f]{8,64}$")]
# What `handle_of` gives.
Handle = Annotated[str, _Lower, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
StateKey = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
MunicipalityKey = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
OrganisationKey = Annotated[
    str, StringConstraints(pattern=r"^(gov:([0-9]{2}|[0-9]{5})|osc:[A-Z0-9]+|name:[0-9a-f]{32})$")
]
ConfirmOrRefuse = Annotated[Literal["confirm", "refuse"], _Lower]
Set = Annotated[Literal["set"], _Lower]


class Decision(BaseModel):
    """One row of a file of decisions: its fields are the file's columns, in their order, and those of `table`.

    `fix` is what to write where a row is not understood.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    table: ClassVar[str]
    fix: ClassVar[str]


class FileDecision(Decision):
    """Which version of an export counts; `file` begins its sha256."""

    table: ClassVar[str] = "raw.file_decisions"
    fix: ClassVar[str] = "write the first 8 digits or more of the file's sha256, and confirm or refuse"
    file: FileHash
    decision: ConfirmOrRefuse
    decided_by: str | None = None
    decided_on: str | None = None
    reason: str | None = None


class PersonDecision(Decision):
    """Whether two appearances are one person; both by their handles, in either order."""

    table: ClassVar[str] = "raw.person_decisions"
    fix: ClassVar[str] = (
        "write confirm or refuse, and the handles of two different appearances as `alcance review` shows them"
    )
    decision: ConfirmOrRefuse
    one: Handle
    other: Handle
    decided_by: str | None = None
    decided_on: str | None = None
    reason: str | None = None

    @model_validator(mode="after")
    def _are_two(self) -> "PersonDecision":
        if self.one == self.other:
            raise ValueError("an appearance is itself")
        return self


class OrganisationDecision(Decision):
    """Whether a name as written, in a state or anywhere, means an organisation."""

    table: ClassVar[str] = "raw.organisation_decisions"
    fix: ClassVar[str] = (
        "write confirm or refuse, the name as it stands in the form, the state's two digits or nothing, and the key"
        " of an organisation (gov:09, gov:09001, osc:CLUNI or name:hash)"
    )
    decision: ConfirmOrRefuse
    written: str
    cve_ent: StateKey | None = None
    organisation_key: OrganisationKey
    decided_by: str | None = None
    decided_on: str | None = None
    reason: str | None = None


class PlaceDecision(Decision):
    """Which municipality a state and a municipality as written mean."""

    table: ClassVar[str] = "raw.place_decisions"
    fix: ClassVar[str] = (
        "write set, the state and the municipality as they stand in the form, and the municipality's five digits"
    )
    decision: Set
    state: str | None = None
    municipality: str
    cvegeo: MunicipalityKey
    decided_by: str | None = None
    decided_on: str | None = None
    reason: str | None = None


class ActorTypeDecision(Decision):
    """Which kind of actor an organisation is."""

    table: ClassVar[str] = "raw.actor_type_decisions"
    fix: ClassVar[str] = (
        "write set, the key of an organisation, an actor type and, for a local government, municipal or state"
    )
    decision: Set
    organisation_key: OrganisationKey
    actor_type: Annotated[str, _Lower]
    government_level: Annotated[Literal["municipal", "state"], _Lower] | None = None
    decided_by: str | None = None
    decided_on: str | None = None
    reason: str | None = None
