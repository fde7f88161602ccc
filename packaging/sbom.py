"""The bill of materials, as SPDX 2.3 in JSON: the packages, every file in them with its
sums, and what is linked into the programs. The same packages give the same text."""

import datetime
import hashlib
import json
import re
import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class Package:
    name: str       # eventlens-forwarder
    file_name: str  # eventlens-forwarder-1.2.3.tar.gz
    data: bytes     # the archive
    files: dict     # {path in the archive: File}


def _sums(data):
    return [{"algorithm": name.upper(), "checksumValue": hashlib.new(name, data).hexdigest()}
            for name in ("sha1", "sha256")]


def _id(kind, *parts):
    """An identifier that stays the same as long as what it stands for does."""
    return "SPDXRef-%s-%s" % (kind, hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24])


def _file_id(path, file):
    return _id("File", path, hashlib.sha256(file.data).hexdigest())


def _library_id(library):
    return _id("Library", library.name, library.version, library.source)


def _verification_code(files):
    """SPDX's sum over the files: of their sorted SHA-1 sums."""
    sums = sorted(hashlib.sha1(file.data).hexdigest() for file in files.values())
    return hashlib.sha1("".join(sums).encode()).hexdigest()


def _our_package(package, version):
    return {
        "SPDXID": "SPDXRef-Package-" + package.name,
        "name": package.name,
        "versionInfo": version,
        "packageFileName": package.file_name,
        "downloadLocation": "NOASSERTION",
        "primaryPackagePurpose": "APPLICATION",
        "supplier": "Organization: EventLens",
        "filesAnalyzed": True,
        "packageVerificationCode": {
            "packageVerificationCodeValue": _verification_code(package.files)},
        "checksums": _sums(package.data),
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "Apache-2.0",
        "copyrightText": "NOASSERTION",
    }


def _library_package(library):
    source, version = library.source.split(" ")
    return {
        "SPDXID": _library_id(library),
        "name": library.name,
        "versionInfo": library.version,
        "downloadLocation": "NOASSERTION",
        "primaryPackagePurpose": "LIBRARY",
        "filesAnalyzed": False,
        "sourceInfo": "built from Debian's source package %s %s" % (source, version),
        "licenseConcluded": library.licence,
        "licenseDeclared": library.licence,
        "copyrightText": "NOASSERTION",
        "externalRefs": [{
            "referenceCategory": "PACKAGE-MANAGER",
            "referenceType": "purl",
            "referenceLocator": "pkg:deb/debian/%s@%s?arch=source" % (
                source.replace("+", "%2B"), version.replace(":", "%3A").replace("+", "%2B")),
        }],
    }


def _files(packages):
    """Each file once, however many packages have it."""
    listed = {}
    for package in packages:
        for path, file in package.files.items():
            listed[_file_id(path, file)] = {
                "SPDXID": _file_id(path, file), "fileName": "./" + path,
                "checksums": _sums(file.data)}
    return [listed[key] for key in sorted(listed)]


def _relationships(packages, libraries_of, program_paths):
    def relation(one, kind, other):
        return {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}

    relations = []
    for package in packages:
        own = "SPDXRef-Package-" + package.name
        relations.append(relation("SPDXRef-DOCUMENT", "DESCRIBES", own))
        for path, file in sorted(package.files.items()):
            relations.append(relation(own, "CONTAINS", _file_id(path, file)))
    linked = {(_file_id(path, package.files[path]), _library_id(library))
              for package in packages for platform, path in program_paths.items()
              if path in package.files for library in libraries_of[platform]}
    return relations + [relation(one, "STATIC_LINK", other) for one, other in sorted(linked)]


def _extracted_licences(libraries):
    """The texts of licences that SPDX has no name for: each that of the first library
    under it."""
    texts = {}
    for library in libraries:
        for name in re.findall(r"LicenseRef-[A-Za-z0-9.-]+", library.licence):
            texts.setdefault(name, library.text)
    return [{"licenseId": name, "extractedText": text,
             "name": name.removeprefix("LicenseRef-").replace("-", " ")}
            for name, text in sorted(texts.items())]


def bill_of_materials(packages, version, time, libraries_of, program_paths):
    """The text. `libraries_of` is {platform: [Library]}, `program_paths` {platform: path
    in the archives}, `time` that of its making in seconds since 1970."""
    libraries = sorted({library for some in libraries_of.values() for library in some})
    document = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "eventlens-" + version,
        "documentNamespace": "",
        "creationInfo": {
            "created": datetime.datetime.fromtimestamp(time, datetime.timezone.utc)
                       .strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creators": ["Organization: EventLens", "Tool: package.sh-" + version],
        },
        "packages": [_our_package(package, version) for package in packages] +
                    [_library_package(library) for library in libraries],
        "files": _files(packages),
        "relationships": _relationships(packages, libraries_of, program_paths),
        "hasExtractedLicensingInfos": _extracted_licences(libraries),
    }
    # A name of its own for each content: made of the content.
    content = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
    document["documentNamespace"] = "https://spdx.org/spdxdocs/eventlens-%s-%s" % (
        version, uuid.uuid5(uuid.NAMESPACE_OID, content))
    return json.dumps(document, indent=1) + "\n"
