"""The three packages as cuts of one app.

All of them are the app `eventlens` and have its directory, so that local/ and the
checkpoints serve whichever is installed. A cut is never installed beside another.
"""

import json
import re
from dataclasses import dataclass

from archive import File
from refusal import Refusal

# Settings of props.conf that act where events are parsed. All others are of searches.
PARSING = re.compile(
    r"CHARSET|SHOULD_LINEMERGE|LINE_BREAKER(?:_LOOKBEHIND)?|EVENT_BREAKER(?:_ENABLE)?|TRUNCATE|"
    r"(?:TIME|MAX|BREAK|MUST)_\w+|DATETIME_CONFIG|TZ(?:_ALIAS)?|INDEXED_EXTRACTIONS|"
    r"(?:TRANSFORMS|SEDCMD)-.+|NO_BINARY_CHECK")


@dataclass(frozen=True)
class Cut:
    name: str           # of the package, behind "eventlens"
    description: str    # the one in app.conf and app.manifest; None: as it stands there
    workloads: tuple    # targetWorkloads of app.manifest
    deployments: tuple  # supportedDeployments of app.manifest
    has_input: bool     # programs, inputs.conf and its spec
    has_knowledge: bool # lookups, what searches use, dashboards and alerts


CUTS = (
    Cut("", None, ("_search_heads", "_indexers", "_forwarders"),
        ("_standalone", "_distributed", "_search_head_clustering"), True, True),
    Cut("-search-head",
        "Explains the codes in Windows events that any input collected: lookups, dashboards and "
        "alerts. Without the input that reads event logs.",
        ("_search_heads", "_indexers"),
        ("_standalone", "_distributed", "_search_head_clustering"), False, True),
    Cut("-forwarder",
        "Reads Windows event logs where Splunk cannot, with the names of the codes in them. "
        "The input alone, without lookups and dashboards.",
        ("_forwarders",), ("_standalone", "_distributed"), True, False),
)

# What a cut without one of them leaves away.
OF_THE_INPUT = re.compile(r"bin/.*|default/inputs\.conf|README/.*|default/data/ui/manager/.*")
OF_THE_KNOWLEDGE = re.compile(
    r"lookups/.*|static/.*|default/data/.*|"
    r"default/(?!app\.conf$|inputs\.conf$|props\.conf$).*")


def cut_app(cut, app, readmes, version):
    """{path: File} of the app's own files in this cut. `readmes` are the texts of
    packaging/<name of the cut>/README.md, which the complete app has in itself."""
    files = {path: file for path, file in app.items()
             if (cut.has_input or not OF_THE_INPUT.fullmatch(path)) and
             (cut.has_knowledge or not OF_THE_KNOWLEDGE.fullmatch(path))}
    texts = {path: files[path].data.decode("utf-8")
             for path in ("README.md", "app.manifest", "default/app.conf", "default/props.conf",
                          "metadata/default.meta")}
    if cut.name:
        texts["README.md"] = fill_in(readmes[cut.name], texts["README.md"])
    texts["default/app.conf"] = _app_conf(texts["default/app.conf"], cut)
    texts["app.manifest"] = _manifest(texts["app.manifest"], cut)
    texts["metadata/default.meta"] = _metadata(texts["metadata/default.meta"], files)
    if not cut.has_knowledge:
        texts["default/props.conf"] = _parsing_only(texts["default/props.conf"])
    for path, text in texts.items():
        files[path] = File(text.replace("@VERSION@", version)
                           .replace("@BUILD@", str(build_of(version))).encode("utf-8"))
    for path, file in files.items():
        left = re.search(rb"@(?:VERSION|BUILD)@", file.data)
        if left:
            raise Refusal("%s still holds %s" % (path, left[0].decode()))
    return files


def build_of(version):
    """A number that grows with the version, as app.conf wants one."""
    major, minor, patch = map(int, version.split("."))
    return (major * 1000 + minor) * 1000 + patch


def fill_in(text, complete):
    """`text` with each line `{{Heading}}` replaced by the section of that heading of
    the complete app's README, so that what all of them say stands once."""
    sections = {name: section.rstrip("\n") for section, name in re.findall(
        r"^(##? ([^\n]+)\n.*?)(?=^##? |\Z)", complete, re.M | re.S)}
    for name in re.findall(r"^\{\{(.*)\}\}$", text, re.M):
        if name not in sections:
            raise Refusal("packaging: app/README.md has no section '%s'; it has: %s" % (
                name, ", ".join(sections)))
    return re.sub(r"^\{\{(.*)\}\}$", lambda found: sections[found[1]], text, flags=re.M)


def _set_once(text, key, value):
    """`text` of a conf file in which the one line of `key` has this value."""
    changed, count = re.subn(r"^%s = .*$" % re.escape(key),
                             lambda _: "%s = %s" % (key, value), text, flags=re.M)
    if count != 1:
        raise Refusal("default/app.conf: expected one setting %s, found %d" % (key, count))
    return changed


def _app_conf(text, cut):
    if cut.description is not None:
        text = _set_once(text, "description", cut.description)
    # Without dashboards there is nothing to look at.
    return _set_once(text, "is_visible", "true" if cut.has_knowledge else "false")


def _manifest(text, cut):
    manifest = json.loads(text)
    if cut.description is not None:
        manifest["info"]["description"] = cut.description
    manifest["targetWorkloads"] = list(cut.workloads)
    manifest["supportedDeployments"] = list(cut.deployments)
    return json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"


def _metadata(text, files):
    """Only the stanzas of what is in the cut; a comment goes with what follows it."""
    kept = []
    for part in text.split("\n\n"):
        kind = re.search(r"^\[(.*)\]$", part, re.M)
        if kind is None or kind[1] == "" or "default/%s.conf" % kind[1] in files or any(
                path.startswith(("%s/" % kind[1], "default/data/ui/%s/" % kind[1]))
                for path in files):
            kept.append(part.strip("\n"))
    return "\n\n".join(kept) + "\n"


def _parsing_only(text):
    """The stanzas of props.conf with the settings that act where events are parsed."""
    stanzas = []
    for line in text.split("\n"):
        if line.startswith("["):
            stanzas.append([line])
        elif stanzas and PARSING.fullmatch(line.partition(" = ")[0]):
            if line.endswith("\\"):
                raise Refusal("default/props.conf: %s goes over several lines; accepted for what "
                              "ships to forwarders: one" % line.partition(" = ")[0])
            stanzas[-1].append(line)
    return ("# How events are parsed. What searches need of these sourcetypes is in the\n"
            "# other packages of the app.\n\n" +
            "\n\n".join("\n".join(stanza) for stanza in stanzas if len(stanza) > 1) + "\n")
