"""Every failure of an import, with its public code."""

from wellkept_sdk.errors import Conflict, FieldError, Invalid

FILE = "/file"


class ImportFileUnreadable(Invalid):
    """The file cannot be read as CSV or XLSX."""

    code = "imports.file.unreadable"

    @classmethod
    def because(cls, reason: str) -> "ImportFileUnreadable":
        """Return the error with what is wrong with the file."""
        return cls(detail=reason, errors=(FieldError(FILE, cls.code, reason),))


class ImportColumnsMissing(Invalid):
    """The file lacks columns that the mapping names."""

    code = "imports.file.columns_missing"

    @classmethod
    def named(cls, columns: list[str]) -> "ImportColumnsMissing":
        """Return the error with one entry for each column."""
        errors = [FieldError(FILE, cls.code, f"The file has no column {column!r}.") for column in columns]
        return cls(detail=f"The file has no column {', '.join(map(repr, columns))}.", errors=errors)


class ImportFinished(Conflict):
    """This import has come to its end already."""

    code = "imports.run.finished"


class ImportFileGone(Conflict):
    """The file of this import is no longer there; import it again."""

    code = "imports.run.file_gone"
