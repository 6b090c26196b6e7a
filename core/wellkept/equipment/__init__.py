"""Equipment: the installed items of a project, as a tree."""
