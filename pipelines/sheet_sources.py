"""Where a workspace asks for live sheets: Google, with the agency's credentials.

Here the credentials are handed over; how the API is spoken to is `assets.sources.sheets`'s.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from assets.sources.sheets.connection import SheetsApi
from assets.sources.sheets.credentials import credentials_from


@dataclass(frozen=True)
class GoogleSheets:
    """The Google Sheets API itself; `environment` names the credentials."""

    environment: Mapping[str, str] = field(repr=False)

    def open(self) -> SheetsApi:
        """The API; raises SheetUnavailable where no usable credentials are named."""
        return SheetsApi(credentials_from(self.environment), jitter=random.random)
