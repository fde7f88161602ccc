"""The app's dashboards as the page wants them, and in which order its navigation
has them."""

import json
import pathlib
import xml.etree.ElementTree as ElementTree


class ViewError(Exception):
    """A view that is no dashboard of Dashboard Studio; says which and why."""


class View:
    """One file of default/data/ui/views."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.name = self.path.stem
        try:
            root = ElementTree.parse(self.path).getroot()
        except ElementTree.ParseError as error:
            raise ViewError("%s is not XML: %s" % (self.path, error)) from error
        if root.tag != "dashboard" or root.get("version") != "2":
            raise ViewError("%s: expected <dashboard version=\"2\">, found <%s version=\"%s\">"
                            % (self.path, root.tag, root.get("version")))
        self.label = root.findtext("label") or self.name
        self.description = root.findtext("description") or ""
        self.theme = root.get("theme", "light")
        self.definition = self._definition(root)

    def _definition(self, root):
        try:
            return json.loads(root.findtext("definition") or "")
        except ValueError as error:
            raise ViewError("%s: its definition is not JSON: %s" % (self.path, error)) from error

    def as_json(self):
        return {"name": self.name, "label": self.label, "description": self.description,
                "theme": self.theme, "definition": self.definition}


class Views:
    """The views of one directory. A file is read again at each request, so that a
    reader who edits it sees what came of it."""

    def __init__(self, app, directory=None):
        self._navigation = pathlib.Path(app) / "default/data/ui/nav/default.xml"
        self._directory = pathlib.Path(directory or pathlib.Path(app) / "default/data/ui/views")

    def names(self):
        return sorted(path.stem for path in self._directory.glob("*.xml"))

    def read(self, name):
        """The view, None where there is none of that name. Raises ViewError."""
        return View(self._directory / (name + ".xml")) if name in self.names() else None

    def navigation(self):
        """What the navigation leads to, in its order: ("view" or "saved", name).
        All views where it names none of them."""
        entries = []
        if self._navigation.exists():
            entries = [(element.tag, element.get("name"))
                       for element in ElementTree.parse(self._navigation).iter()
                       if element.tag in ("view", "saved") and element.get("name")]
        names = self.names()
        entries = [(kind, name) for kind, name in entries if kind == "saved" or name in names]
        named = {name for kind, name in entries if kind == "view"}
        return entries + [("view", name) for name in names if name not in named]
