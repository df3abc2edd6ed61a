"""A project: the folder of one year, as its `itrank.yaml` names the parts, and where the year stands."""

from .project import FILE, Approval, Minutes, Project, Release, Reopening
from .reading import read_project

__all__ = ["FILE", "Approval", "Minutes", "Project", "Release", "Reopening", "read_project"]
