"""Every failure that is particular to equipment."""

from wellkept_sdk.errors import FieldError, Invalid

PARENT = "/parent_id"


class ParentRefused(Invalid):
    """The item cannot hang there."""

    def __init__(self) -> None:
        """Point at the parent, with the same code as the problem itself."""
        super().__init__(errors=(FieldError(PARENT, self.code, self.title()),))


class ParentOfOtherProject(ParentRefused):
    """The parent belongs to another project."""

    code = "equipment.parent.other_project"


class ParentCycle(ParentRefused):
    """The parent is the item itself or lies below it."""

    code = "equipment.parent.cycle"


class ParentTooDeep(ParentRefused):
    """The tree would be deeper than 32 levels."""

    code = "equipment.parent.too_deep"
