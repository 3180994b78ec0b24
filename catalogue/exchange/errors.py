"""Errors of the exchange: a file that cannot be read, and a cell that cannot be what it says."""

from catalogue.errors import CatalogueError


class FileRefused(CatalogueError):
    """The file is none of ours or is broken; `place` names sheet, row and column. Nothing of it was taken in."""

    code = "file_refused"

    def __init__(self, message: str, *, place: str | None = None) -> None:
        super().__init__(message if place is None else f"{place}: {message}", place=place)


class CellRefused(CatalogueError):
    """What a cell says cannot be read; `place` is the key of its column. Its row is refused, no other."""

    code = "cell_refused"


class RowRefused(CatalogueError):
    """A row that cannot be taken in as a whole: it names nothing, or more than one thing."""

    code = "row_refused"


class AlreadyImporting(CatalogueError):
    """Somebody else imports into this town right now."""

    code = "already_importing"


class NotAllowed(CatalogueError):
    """Whoever imports may not."""

    code = "not_allowed"


class OfAnotherTown(CatalogueError):
    """The file says that it is another town's."""

    code = "of_another_town"


def place(table: str | None, row: int | None = None, column: str | None = None) -> str:
    """Where something is: "sheet service, row 3, column name.fi"."""
    named = (("sheet", table), ("row", row), ("column", column))
    return ", ".join(f"{word} {value}" for word, value in named if value is not None and value != "")
