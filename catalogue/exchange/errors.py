"""Errors of the exchange: each says one of the sentences of `locale`, in whichever language somebody reads.

`message` is the English one, for logs, programs and the terminal; `said` gives the others.
"""

from catalogue.errors import CatalogueError
from catalogue.exchange import words
from catalogue.exchange.words import Place


class ExchangeError(CatalogueError):
    """Root of these errors; `key` names the sentence, `values` are what it tells."""

    def __init__(self, key: str, *, place: str | None = None, **values: str | int) -> None:
        super().__init__(words.sentence("en", key, values), place=place)
        self.key = key
        self.values = values

    def said(self, language: str) -> str:
        """What it says."""
        return words.sentence(language, self.key, self.values)


class FileRefused(ExchangeError):
    """The file is none of ours or is broken; `where` names sheet, row and column. Nothing of it was taken in."""

    code = "file_refused"

    def __init__(self, key: str, *, where: Place | None = None, **values: str | int) -> None:
        super().__init__(key, place=where and where.text("en"), **values)
        self.where = where
        if where is not None:
            self.args = (f"{where.text('en')}: {self.message}",)
            self.message = str(self.args[0])

    def said(self, language: str) -> str:
        sentence = super().said(language)
        return sentence if self.where is None else f"{self.where.text(language)}: {sentence}"


class Unreadable(ExchangeError):
    """A cell's text says nothing of what it should."""

    code = "cell_unreadable"


class CellRefused(ExchangeError):
    """What a cell says cannot be read; `place` is the key of its column. Its row is refused, no other."""

    code = "cell_refused"


class RowRefused(ExchangeError):
    """A row that cannot be taken in as a whole: it names nothing, or more than one thing."""

    code = "row_refused"


class AlreadyImporting(ExchangeError):
    """Somebody else imports into this town right now."""

    code = "already_importing"


class TooManyWaiting(ExchangeError):
    """So many imports of the town wait for a worker that another one must wait to be sent."""

    code = "too_many_waiting"


class NotAllowed(ExchangeError):
    """Whoever imports may not."""

    code = "not_allowed"


class OfAnotherTown(ExchangeError):
    """The file says that it is another town's."""

    code = "of_another_town"


class Stopped(ExchangeError):
    """Somebody has cancelled the import; what was taken in before stays."""

    code = "cancelled"


class NotToUndo(ExchangeError):
    """The import cannot be taken back, or not now."""

    code = "not_possible_now"
