"""Logs as JSON of other programs: the demo logs in the forms of several
producers give the events of the EVTX, but for what a form cannot carry. Those
of evtx_dump itself are read where it is there."""

import json
import os
import re
import shutil
import subprocess
import unittest
import unittest.mock
import xml.etree.ElementTree as ElementTree
from datetime import datetime, timedelta, timezone

from harness import DEMO, Case, run_program

EVTX_DUMP = os.environ.get("EVTX_DUMP", shutil.which("evtx_dump") or "")
LOGS = sorted(DEMO.glob("*.evtx"))

SYSTEM = ["TimeCreated", "EventID", "Qualifiers", "Provider", "ProviderGuid", "Channel", "Computer",
          "EventRecordID", "Level", "Task", "Opcode", "Keywords", "Version", "ActivityID",
          "RelatedActivityID", "ProcessID", "ThreadID", "UserID", "EventSourceName"]
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z")
AUDITS = {"0x8020000000000000": "Audit Success", "0x8010000000000000": "Audit Failure"}
LEVELS = {0: "information", 1: "critical", 2: "error", 3: "warning", 4: "information"}


def events_of(path, *options):
    """The log's events, and the summary line."""
    result = run_program("convert", "--render", "json", "--enrich", "none", *options, path)
    assert result.code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()], result.stderr


def data_of(event):
    return {name: value for name, value in event.items() if name not in SYSTEM and name != "UserData"}


def without(event, *names):
    return {name: value for name, value in event.items() if name not in names}


def microseconds(event):
    return event["TimeCreated"][:26]


def to_microseconds(event):
    """The same where any value that is a time has lost its last digit."""
    return {name: value[:26] if TIME.fullmatch(str(value)) else value for name, value in event.items()}


def first_small(name):
    return name[:1].lower() + name[1:]


# --- one function per producer: the event as its document, or None -------------

def winlogbeat(event):
    """Version 8: names of keywords and levels, keys in the order of the alphabet."""
    winlog = {"api": "wineventlog", "channel": event["Channel"], "computer_name": event["Computer"],
              "event_id": str(event["EventID"]), "record_id": event["EventRecordID"],
              "provider_name": event["Provider"], "opcode": "Info", "task": "Some Task",
              "time_created": event["TimeCreated"],
              "process": {"pid": event.get("ProcessID"), "thread": {"id": event.get("ThreadID")}}}
    for name, key in (("ProviderGuid", "provider_guid"), ("Version", "version"),
                      ("ActivityID", "activity_id")):
        if name in event:
            winlog[key] = event[name]
    if "UserID" in event:
        winlog["user"] = {"identifier": event["UserID"], "type": "User"}
    if event.get("Keywords") in AUDITS:
        winlog["keywords"] = [AUDITS[event["Keywords"]]]
    data = {name: value for name, value in sorted(data_of(event).items())}
    unnamed = data.pop("Data", [])
    for i, value in enumerate(unnamed if isinstance(unnamed, list) else [unnamed]):
        data["param%d" % (i + 1)] = value
    if "UserData" in event:
        winlog["user_data"] = dict(data, xml_name=event["UserData"])
    else:
        winlog["event_data"] = data
    return {"@timestamp": event["TimeCreated"][:23] + "Z", "agent": {"type": "winlogbeat"},
            "ecs": {"version": "8.0.0"}, "event": {"code": str(event["EventID"]), "kind": "event"},
            "host": {"name": "collector"}, "log": {"level": LEVELS[event["Level"]]},
            "message": "What happened.", "winlog": winlog}


def lost_by_winlogbeat(event):
    lost = ["Task", "Opcode", "Qualifiers", "EventSourceName"]
    if event.get("Keywords") not in AUDITS or "Auditing" not in event["Provider"]:
        lost.append("Keywords")
        if event["Level"] == 0:
            lost.append("Level")
    return lost


def nxlog(event):
    """Local time to microseconds, keywords as a signed number, data on the top level."""
    local = datetime.fromisoformat(microseconds(event)).replace(tzinfo=timezone.utc) + timedelta(hours=2)
    keywords = int(event.get("Keywords", "0x0"), 16)
    level = {2: "ERROR", 3: "WARNING", 4: "INFO"}.get(event["Level"])
    audit = "AUDIT_FAILURE" if keywords >> 52 & 1 else "AUDIT_SUCCESS"
    document = {"EventTime": local.strftime("%Y-%m-%d %H:%M:%S.%f"), "Hostname": event["Computer"],
                "Keywords": keywords - (1 << 64) if keywords >> 63 else keywords,
                "EventType": level or audit, "SeverityValue": 2, "Severity": "INFO",
                "EventID": event["EventID"], "SourceName": event["Provider"],
                "Task": event["Task"], "OpcodeValue": event.get("Opcode"),
                "RecordNumber": event["EventRecordID"], "Channel": event["Channel"],
                "ExecutionProcessID": event.get("ProcessID"), "ExecutionThreadID": event.get("ThreadID"),
                "Message": "What happened.", "EventReceivedTime": "2025-03-04 00:00:00",
                "SourceModuleName": "eventlog", "SourceModuleType": "im_msvistalog"}
    for name in ("ProviderGuid", "Version", "ActivityID", "UserID"):
        if name in event:
            document[name] = event[name]
    return dict(document, **data_of(event))


def wazuh(event):
    """All values are text, names begin with a small letter, empty values are left out."""
    system = {"providerName": event["Provider"], "providerGuid": event.get("ProviderGuid"),
              "eventSourceName": event.get("EventSourceName"), "eventID": str(event["EventID"]),
              "systemTime": event["TimeCreated"], "eventRecordID": str(event["EventRecordID"]),
              "processID": str(event.get("ProcessID", "")), "threadID": str(event.get("ThreadID", "")),
              "severityValue": "INFORMATION", "message": "\"What happened.\""}
    for name in ("Version", "Level", "Task", "Opcode", "Keywords", "Channel", "Computer"):
        system[name.lower()] = str(event.get(name, ""))
    data = {first_small(name): value for name, value in data_of(event).items() if value != ""}
    section = first_small(event["UserData"]) if "UserData" in event else "eventdata"
    return {"win": {"system": {key: value for key, value in system.items() if value}, section: data}}


def lost_by_wazuh(event):
    """Names that begin with a small letter come with a large one."""
    data = data_of(event)
    names = [name for name, value in data.items() if value == ""]
    names += [other for name in data if name[0].islower() for other in (name, name[0].upper() + name[1:])]
    # An element of UserData that has nothing in it.
    bare = all(value == "" for value in data.values())
    return names + ["Qualifiers", "ActivityID", "UserID"] + (["UserData"] if bare else [])


def fluent_bit(event):
    """in_winevtlog: seconds with a zone, data by place."""
    data = data_of(event)
    inserts = []
    for value in data.values():
        inserts += value if isinstance(value, list) else [value]
    return {"ProviderName": event["Provider"], "ProviderGuid": event.get("ProviderGuid", ""),
            "Qualifiers": event.get("Qualifiers", ""), "EventID": event["EventID"],
            "Version": event.get("Version"), "Level": event["Level"], "Task": event["Task"],
            "Opcode": event.get("Opcode"), "Keywords": event.get("Keywords"),
            "TimeCreated": event["TimeCreated"][:19].replace("T", " ") + " +0000",
            "EventRecordID": event["EventRecordID"], "ActivityID": event.get("ActivityID", ""),
            "RelatedActivityID": event.get("RelatedActivityID", ""),
            "ProcessID": event.get("ProcessID"), "ThreadID": event.get("ThreadID"),
            "Channel": event["Channel"], "Computer": event["Computer"],
            "UserID": event.get("UserID", ""), "Message": "What happened.", "StringInserts": inserts}


def evtx_dump(line, separate):
    """Our XML of an event as the crate's program writes it: elements are members,
    <Data Name='x'> is x, attributes stand in "#attributes" or beside the element."""
    return members_of([ElementTree.fromstring(line)], separate, "")


def members_of(elements, separate, namespace):
    members = {}
    for element in elements:
        uri, name = element.tag[1:].split("}")
        attributes = dict({} if uri == namespace else {"xmlns": uri}, **element.attrib)
        attributes = {key: TIME.sub(lambda time: time[0][:26] + "Z", value)
                      for key, value in attributes.items()}
        content = members_of(element, separate, uri) or element.text
        if name == "Data" and "Name" in attributes:
            name = attributes.pop("Name")
        if name == "Data":
            members.setdefault("Data", {"#text": []})["#text"].append(content)
        elif separate:
            members.update({name + "_attributes": attributes} if attributes else {})
            members.update({name: content} if content is not None or not attributes else {})
        elif attributes:
            inner = content if isinstance(content, dict) else {} if content is None else {"#text": content}
            members[name] = dict({"#attributes": attributes}, **inner)
        else:
            members[name] = content
    return members


class FormsTest(Case):
    def read(self, documents, name="events.json", **dump):
        path = self.directory / name
        path.write_text("\n".join(json.dumps(document, **dump) for document in documents) + "\n",
                        encoding="utf-8")
        return events_of(path)

    def compare(self, make, lost, added=("Message",), same_time=lambda event: event["TimeCreated"]):
        for log in LOGS:
            wanted, _ = events_of(log)
            got, summary = self.read([make(event) for event in wanted])
            self.assertIn(" failed=0 ", summary)
            self.assertIn("issues=none", summary)
            self.assertEqual(len(got), len(wanted))
            for event, expected in zip(got, wanted):
                leave = lost(expected)
                self.assertEqual(same_time(event), same_time(expected))
                rendered = [name for name in event if name.startswith("RenderingInfo.")]
                self.assertEqual(without(event, "TimeCreated", *leave, *added, *rendered),
                                 without(expected, "TimeCreated", *leave))

    def test_winlogbeat(self):
        self.compare(winlogbeat, lost_by_winlogbeat)

    def test_wazuh(self):
        self.compare(wazuh, lost_by_wazuh)

    def test_a_wazuh_alert(self):
        self.compare(lambda event: {"_index": "wazuh-alerts", "_source": {
            "rule": {"level": 5}, "data": wazuh(event), "location": "EventChannel"}}, lost_by_wazuh)

    def test_nxlog(self):
        with unittest.mock.patch.dict(os.environ, TZ="UTC-2"):  # two hours east
            self.compare_nxlog()

    def compare_nxlog(self):
        self.compare(nxlog, lambda event: ["UserData", "Qualifiers", "EventSourceName"],
                     ("Message",), microseconds)

    def test_fluent_bit(self):
        self.compare(fluent_bit,
                     lambda event: [*data_of(event), "Data", "UserData", "EventSourceName"],
                     ("Message",), lambda event: event["TimeCreated"][:19])

    def test_fluent_bit_gives_the_data_in_its_order(self):
        wanted, _ = events_of(DEMO / "ws07-Security.evtx")
        got, _ = self.read([fluent_bit(event) for event in wanted])
        for event, expected in zip(got, wanted):
            values = event.get("Data", [])
            self.assertEqual(values if isinstance(values, list) else [values],
                             fluent_bit(expected)["StringInserts"])

    def test_eventlens_at_full_enrichment(self):
        for log in LOGS:
            wanted, _ = events_of(log)
            path = self.directory / "own.json"
            path.write_bytes(run_program("convert", "--render", "json", "--enrich", "full", log).stdout)
            got, summary = events_of(path)
            self.assertEqual(got, wanted)
            self.assertIn(" failed=0 ", summary)

    def test_arrays_and_pretty_printed_files(self):
        wanted, _ = events_of(LOGS[0])
        wanted = wanted[:300]
        path = self.directory / "events.json"
        for text in (json.dumps(wanted), json.dumps(wanted, indent=2), json.dumps(wanted, indent=0),
                     "".join(json.dumps(event, indent=1) for event in wanted)):
            path.write_text(text, encoding="utf-8")
            self.assertEqual(events_of(path)[0], wanted)
            path.write_text(text, encoding="utf-16")
            self.assertEqual(events_of(path)[0], wanted)

    def test_as_an_input_each_event_comes_once(self):
        wanted, _ = events_of(LOGS[0])
        lines = [json.dumps(event) + "\n" for event in wanted[:5]]
        path = self.logs / "events.json"
        path.write_text("".join(lines[:3]), encoding="utf-8")
        ids = [event["EventRecordID"] for event in wanted]
        self.expect(self.run_once(path=str(path)), ids[:3])
        self.expect(self.run_once(path=str(path)), [])
        with path.open("a", encoding="utf-8") as file:
            file.write("".join(lines[3:]))
        self.expect(self.run_once(path=str(path)), ids[3:5])

    def expect_dump(self, log, documents):
        wanted, _ = events_of(log)
        path = self.directory / "dump.json"
        path.write_bytes(documents)
        got, _ = events_of(path)
        self.assertEqual(len(got), len(wanted))
        for event, expected in zip(got, wanted):
            # Whether an element is missing or empty cannot be seen there.
            empty = [name for name in ("Data", "Binary") if event.get(name) == "" and name not in expected]
            self.assertEqual(to_microseconds(without(event, *empty)), to_microseconds(expected))

    def test_the_form_of_evtx_dump(self):
        for log in LOGS:
            xml = run_program("convert", "--enrich", "none", log).stdout.decode().splitlines()
            for separate in (False, True):
                self.expect_dump(log, "".join(json.dumps(evtx_dump(line, separate)) + "\n"
                                              for line in xml).encode())

    @unittest.skipUnless(EVTX_DUMP, "evtx_dump is not there; its form is tested all the same")
    def test_evtx_dump_itself(self):
        for log in LOGS:
            for options in ([], ["--separate-json-attributes"]):
                self.expect_dump(log, subprocess.run([EVTX_DUMP, "-t", "1", "-o", "jsonl", *options, log], check=True,
                                                     stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)


if __name__ == "__main__":
    unittest.main()
