"""One event in several forms: the events of the demo logs as Windows XML, as
classic text, as Snare lines and as JSON of other programs give the fields and the
enrichment that the EVTX gives. What a form cannot carry is in LOST, and in
docs/fields.md; everything else must be equal."""

import collections
import json
import re
import unittest
from datetime import datetime
from xml.sax.saxutils import escape

import json_forms_test as forms
from harness import DEMO, ROOT, Case, run_program

LOGS = sorted(DEMO.glob("*.evtx"))
SECURITY = [log for log in LOGS if "Security" in log.name]

# Where it was read, not what it is.
PLACE = ("lens_file", "lens_position")


def read(path, *options):
    result = run_program("convert", "--render", "json", "--enrich", "full", *options, path)
    assert result.code == 0, result.stderr
    assert " failed=0 recoverable=0 issues=none" in result.stderr, result.stderr
    return [forms.without(json.loads(line), *PLACE) for line in result.stdout.splitlines()]


def enrichment(event):
    return {name: value for name, value in event.items()
            if name.startswith("lens_") or name.endswith("_name")}


def plain(event):
    """The event without enrichment."""
    return forms.without(event, *enrichment(event))


# --- messages ----------------------------------------------------------------

SUBJECT = [("Security ID", "SubjectUserSid"), ("Account Name", "SubjectUserName"),
           ("Account Domain", "SubjectDomainName"), ("Logon ID", "SubjectLogonId")]
TARGET = [("Security ID", "TargetSid"), ("Account Name", "TargetUserName"), ("Account Domain", "TargetDomainName")]
LOGON = [("Security ID", "TargetUserSid"), ("Account Name", "TargetUserName"),
         ("Account Domain", "TargetDomainName"), ("Logon ID", "TargetLogonId")]
CLIENT = [("Client Address", "IpAddress"), ("Client Port", "IpPort")]
SERVICE = [("Service Name", "ServiceName"), ("Service ID", "ServiceSid")]
TICKET = [("Ticket Options", "TicketOptions"), ("Ticket Encryption Type", "TicketEncryptionType")]
CERTIFICATE = [("Certificate Issuer Name", "CertIssuerName"), ("Certificate Serial Number", "CertSerialNumber"),
               ("Certificate Thumbprint", "CertThumbprint")]
SOURCE = [("Workstation Name", "WorkstationName"), ("Source Network Address", "IpAddress"), ("Source Port", "IpPort")]
AUTHENTICATION = [("Logon Process", "LogonProcessName"), ("Authentication Package", "AuthenticationPackageName"),
                  ("Transited Services", "TransmittedServices"), ("Package Name (NTLM only)", "LmPackageName"),
                  ("Key Length", "KeyLength")]

# Event id -> its sections in the order of the message, each with labels and the
# fields whose values stand there.
LAYOUTS = {
    1100: [],
    1102: [("Subject", [("Security ID", "SubjectUserSid"), ("Account Name", "SubjectUserName"),
                        ("Domain Name", "SubjectDomainName"), ("Logon ID", "SubjectLogonId")])],
    4608: [],
    4616: [("Subject", SUBJECT), ("Process Information", [("Process ID", "ProcessId"), ("Name", "ProcessName")]),
           ("", [("Previous Time", "PreviousTime")]), ("", [("New Time", "NewTime")])],
    4624: [("Subject", SUBJECT),
           ("Logon Information", [("Logon Type", "LogonType"), ("Restricted Admin Mode", "RestrictedAdminMode"),
                                  ("Virtual Account", "VirtualAccount"), ("Elevated Token", "ElevatedToken")]),
           ("", [("Impersonation Level", "ImpersonationLevel")]),
           ("New Logon", LOGON + [("Linked Logon ID", "TargetLinkedLogonId"),
                                  ("Network Account Name", "TargetOutboundUserName"),
                                  ("Network Account Domain", "TargetOutboundDomainName"),
                                  ("Logon GUID", "LogonGuid")]),
           ("Process Information", [("Process ID", "ProcessId"), ("Process Name", "ProcessName")]),
           ("Network Information", SOURCE), ("Detailed Authentication Information", AUTHENTICATION)],
    4625: [("Subject", SUBJECT), ("", [("Logon Type", "LogonType")]),
           ("Account For Which Logon Failed", LOGON[:3]),
           ("Failure Information", [("Failure Reason", "FailureReason"), ("Status", "Status"),
                                    ("Sub Status", "SubStatus")]),
           ("Process Information", [("Caller Process ID", "ProcessId"), ("Caller Process Name", "ProcessName")]),
           ("Network Information", SOURCE), ("Detailed Authentication Information", AUTHENTICATION)],
    4634: [("Subject", LOGON), ("", [("Logon Type", "LogonType")])],
    4647: [("Subject", LOGON)],
    4648: [("Subject", SUBJECT + [("Logon GUID", "LogonGuid")]),
           ("Account Whose Credentials Were Used", TARGET[1:] + [("Logon GUID", "TargetLogonGuid")]),
           ("Target Server", [("Target Server Name", "TargetServerName"), ("Additional Information", "TargetInfo")]),
           ("Process Information", [("Process ID", "ProcessId"), ("Process Name", "ProcessName")]),
           ("Network Information", [("Network Address", "IpAddress"), ("Port", "IpPort")])],
    4672: [("Subject", SUBJECT), ("", [("Privileges", "PrivilegeList")])],
    4723: [("Subject", SUBJECT), ("Target Account", TARGET),
           ("Additional Information", [("Privileges", "PrivilegeList")])],
    4724: [("Subject", SUBJECT), ("Target Account", TARGET)],
    4740: [("Subject", SUBJECT), ("Account That Was Locked Out", TARGET[:2]),
           ("Additional Information", [("Caller Computer Name", "TargetDomainName")])],
    4767: [("Subject", SUBJECT), ("Target Account", TARGET)],
    4768: [("Account Information", [("Account Name", "TargetUserName"), ("Supplied Realm Name", "TargetDomainName"),
                                    ("User ID", "TargetSid")]),
           ("Service Information", SERVICE), ("Network Information", CLIENT),
           ("Additional Information", [TICKET[0], ("Result Code", "Status"), TICKET[1],
                                       ("Pre-Authentication Type", "PreAuthType")]),
           ("Certificate Information", CERTIFICATE)],
    4769: [("Account Information", TARGET[1:] + [("Logon GUID", "LogonGuid")]),
           ("Service Information", SERVICE), ("Network Information", CLIENT),
           ("Additional Information", TICKET + [("Failure Code", "Status"),
                                                ("Transited Services", "TransmittedServices")])],
    4770: [("Account Information", TARGET[1:]), ("Service Information", SERVICE), ("Network Information", CLIENT),
           ("Additional Information", TICKET)],
    4771: [("Account Information", TARGET[:2]), ("Service Information", SERVICE[:1]), ("Network Information", CLIENT),
           ("Additional Information", [TICKET[0], ("Failure Code", "Status"),
                                       ("Pre-Authentication Type", "PreAuthType")]),
           ("Certificate Information", CERTIFICATE)],
    4776: [("", [("Authentication Package", "PackageName"), ("Logon Account", "TargetUserName"),
                 ("Source Workstation", "Workstation"), ("Error Code", "Status")])],
}
# Of these the message goes on behind the last value.
EXPLAINED = (4624, 4625, 4634, 4648, 4768, 4769, 4770, 4771)

# How a message shows what the event has as a number.
WORDS = {"%%1833": "Impersonation", "%%1842": "Yes", "%%1843": "No",
         "%%2304": "An error during the logon.", "%%2313": "Unknown name or wrong password."}
ACCOUNTS = {"S-1-0-0": "NULL SID", "S-1-5-18": "SYSTEM", "S-1-5-19": "LOCAL SERVICE"}
IN_UPPER_CASE = ("Status", "SubStatus", "TicketEncryptionType", "SubjectLogonId", "TargetLogonId")


def shown(name, value):
    """The value as the message has it."""
    if name in IN_UPPER_CASE:
        return "0x" + value[2:].upper()
    if forms.TIME.fullmatch(value):
        # Nine digits, and marks of direction around the separators.
        return "\u200e" + value[:-1].replace("-", "\u200e-\u200e") + "00Z"
    return WORDS.get(value, ACCOUNTS.get(value, value)).replace("\r\n", "\n")


def message_of(event, layout=None):
    blocks = ["What happened." if event["EventID"] != 4672 else "Rights of a logon"]
    for section, labels in LAYOUTS[event["EventID"]] if layout is None else layout:
        indent = "\t" if section else ""
        lines = [section + ":"] if section else []
        lines += ["%s%s:\t\t%s" % (indent, label, shown(name, event[name])) for label, name in labels]
        blocks.append("\n".join(lines))
    if event["EventID"] in EXPLAINED:
        blocks.append("The values above say who it was and from where. An address may be empty.\n\n"
                      "Codes are those of RFC 4120.")
    return "\n\n".join(blocks)


def is_failure(event):
    return event["Keywords"] == "0x8010000000000000"


# --- the event in each form --------------------------------------------------

def classic(event, layout=None):
    when = datetime.fromisoformat(event["TimeCreated"][:19])
    source = event["Provider"]
    if source == "Microsoft-Windows-Security-Auditing":
        source = "Microsoft Windows security auditing."
    return "\n".join([
        when.strftime("%m/%d/%Y %I:%M:%S %p"), "LogName=" + event["Channel"], "SourceName=" + source,
        "EventCode=%d" % event["EventID"], "EventType=%d" % event["Level"], "Type=Information",
        "ComputerName=" + event["Computer"], "TaskCategory=Some Task", "OpCode=Info",
        "RecordNumber=%d" % event["EventRecordID"],
        "Keywords=Audit " + ("Failure" if is_failure(event) else "Success"),
        "Message=" + message_of(event, layout)]) + "\n\n"


def flat_message_of(event):
    return message_of(event).replace("\n", "  ").replace("\t", " ")


def snare_type(event):
    return "Failure Audit" if is_failure(event) else "Success Audit"


def snare(event):
    when = datetime.fromisoformat(event["TimeCreated"][:19])
    return "<13>Mar  3 08:00:00 relay " + "\t".join([
        "MSWinEventLog", "1", event["Channel"], "7", when.strftime("%a %b %d %H:%M:%S %Y"), str(event["EventID"]),
        event["Provider"], "N/A", "N/A", snare_type(event), event["Computer"], "Some Task", "",
        flat_message_of(event), str(event["EventRecordID"])]) + "\n"


def with_rendering(line, event):
    """As Event Viewer saves it."""
    return line.replace("</Event>", (
        "<RenderingInfo Culture='en-US'><Message>%s</Message><Level>Information</Level><Task>Some Task</Task>"
        "<Opcode>Info</Opcode><Channel>Some Channel</Channel><Provider>Some Provider</Provider>"
        "<Keywords><Keyword>Some Word</Keyword></Keywords></RenderingInfo></Event>")
        % escape(message_of(event)).replace("\n", "\r\n"))


def with_double_quotes(line):
    return re.sub("<[^>]*>", lambda tag: tag.group().replace("'", '"'), line)


# --- what a form cannot carry ------------------------------------------------

# `named` stands in the form's row in docs/fields.md; `change` makes of the log's
# event what the form can give.
Loss = collections.namedtuple("Loss", "named why change")


def no(*names):
    def change(event):
        for name in names:
            event.pop(name, None)
    return change


def each_value(function):
    """Changes the texts of the event's own data."""
    def change(event):
        for name, value in forms.data_of(plain(event)).items():
            if isinstance(value, str):
                event[name] = function(name, value)
    return change


def replaced(name, value, only=lambda event: True):
    def change(event):
        if only(event):
            event[name] = value
    return change


def rendered(name, text):
    def change(event):
        if event.pop(name, None) is not None:
            event["RenderingInfo." + name] = text
    return change


def cut_time(size, rest):
    def change(event):
        event["TimeCreated"] = event["TimeCreated"][:size] + rest
    return change


def no_empty_element(event):
    """<ServiceShutdown/> is a field of its own in the log."""
    if event.get("UserData") in event:
        del event[event["UserData"]]


def in_upper_case(name, value):
    return shown(name, value) if name in IN_UPPER_CASE else value


def in_words(words):
    """What is a word has no name any more."""
    def change(event):
        for name, value in list(event.items()):
            if isinstance(value, str) and value in words:
                event.pop(name + "_name", None)
        each_value(lambda name, value: words.get(value, value))(event)
    return change


OF_MESSAGES = [
    Loss("`TimeCreated` beyond seconds", "dates have no fraction", cut_time(19, ".0000000Z")),
    Loss("`ProviderGuid`", "there is no place for it", no("ProviderGuid")),
    Loss("`Version`", "there is no place for it", no("Version")),
    Loss("`ProcessID`", "there is no place for it", no("ProcessID")),
    Loss("`ThreadID`", "there is no place for it", no("ThreadID")),
    Loss("`ActivityID`", "there is no place for it", no("ActivityID")),
    Loss("`Task`", "its name is there", rendered("Task", "Some Task")),
    Loss("an empty element of `UserData`", "the message does not show it", no_empty_element),
    Loss("the name of `UserData`'s element", "the message does not show it", no("UserData")),
    Loss("the channel's bit in `Keywords`", "only `Audit Success` is there",
         replaced("Keywords", "0x8020000000000000", lambda event: event["Keywords"] == "0x4020000000000000")),
    Loss("hexadecimal numbers in lower case", "messages have some in upper case", each_value(in_upper_case)),
    Loss("parameters such as `%%1833`", "the message has words", in_words(WORDS)),
    Loss("SIDs that Windows has a name for", "the message has the name", in_words(ACCOUNTS)),
    Loss("times in the data as they are", "the message has its own spelling", each_value(
        lambda name, value: shown(name, value) if forms.TIME.fullmatch(value) else value)),
    Loss("blanks at the end of a value", "nothing says where a value ends", each_value(
        lambda name, value: value.rstrip(" "))),
]

LOST = {
    "Windows XML": [],
    "Classic text": OF_MESSAGES + [
        Loss("`Opcode`", "its name is there", rendered("Opcode", "Info")),
        Loss("CR in a list", "the file has its own line breaks", each_value(
            lambda name, value: value.replace("\r\n", "\n"))),
    ],
    "Snare": OF_MESSAGES + [
        Loss("`Opcode`", "there is no place for it", no("Opcode")),
        Loss("`Level` of an audit other than 0", "an audit is always 0", replaced("Level", 0)),
        Loss("line breaks and tabs of a list", "they are blanks", each_value(
            lambda name, value: value.replace("\r\n", "  ").replace("\t", " "))),
    ],
    "Winlogbeat": [
        Loss("`Task`", "its name is there", rendered("Task", "Some Task")),
        Loss("`Opcode`", "its name is there", no("Opcode")),
        Loss("`Qualifiers`", "there is no place for it", no("Qualifiers")),
        Loss("`EventSourceName`", "there is no place for it", no("EventSourceName")),
        Loss("`Keywords` other than those of audits", "only names are there", lambda event:
             no("Keywords")(event) if event.get("Keywords") not in forms.AUDITS else None),
    ],
    "NXLog": [
        Loss("`Qualifiers`", "there is no place for it", no("Qualifiers")),
        Loss("`EventSourceName`", "there is no place for it", no("EventSourceName")),
        Loss("the name of `UserData`'s element", "all data are members of one object", no("UserData")),
        Loss("`TimeCreated` beyond what its spelling has", "six digits of a second", cut_time(26, "0Z")),
    ],
}


class FormTest(Case):
    maxDiff = None

    def compare(self, form, logs, written, added, *options):
        """The file that written(xml lines, events) gives is read as the log is."""
        needed = set()
        for log in logs:
            xml = run_program("convert", "--enrich", "none", log).stdout.decode().splitlines()
            events = read(log)
            self.assertEqual(len(xml), len(events))
            path = self.directory / "events.txt"
            path.write_bytes(written(xml, [plain(event) for event in events]).encode())
            got = read(path, *options)
            self.assertEqual(len(got), len(events))
            for event, of_log in zip(got, events):
                expected = dict(of_log)
                for loss in LOST[form]:
                    before = dict(expected)
                    loss.change(expected)
                    if expected != before:
                        needed.add(loss)
                named_words = {name + "_name" for name, value in of_log.items()
                               if isinstance(value, str) and value in WORDS | ACCOUNTS}
                self.assertEqual(enrichment(expected), {
                    name: value for name, value in enrichment(of_log).items()
                    if name in expected or name not in named_words})
                expected.update(added(plain(of_log)))
                self.assertEqual(event, expected)
        self.assertEqual([loss.named for loss in LOST[form] if loss not in needed], [], "is not lost")

    def test_the_events_are_many_and_enriched(self):
        events = [event for log in SECURITY for event in read(log)]
        self.assertEqual({event["EventID"] for event in events}, set(LAYOUTS))
        reasons = {(event["EventID"], event["lens_reason"]) for event in events if "lens_reason" in event}
        self.assertGreater(len(reasons), 15)
        for name in ("lens_title", "lens_verdict", "lens_kb", "Status_name", "SubStatus_name"):
            self.assertTrue(any(name in event for event in events), name)

    def test_windows_xml(self):
        self.compare("Windows XML", LOGS, lambda xml, events: "\n".join(xml), lambda event: {})

    def test_windows_xml_with_double_quotes(self):
        self.compare("Windows XML", LOGS, lambda xml, events: "".join(map(with_double_quotes, xml)),
                     lambda event: {})

    def test_windows_xml_of_event_viewer(self):
        texts = {"RenderingInfo.Culture": "en-US", "RenderingInfo.Level": "Information",
                 "RenderingInfo.Task": "Some Task", "RenderingInfo.Opcode": "Info",
                 "RenderingInfo.Channel": "Some Channel", "RenderingInfo.Provider": "Some Provider",
                 "Keywords.Keyword": "Some Word"}
        self.compare("Windows XML", SECURITY, lambda xml, events: (
            "<?xml version='1.0' encoding='utf-8' standalone='yes'?>\r\n<Events>"
            + "".join(map(with_rendering, xml, events)) + "</Events>"),
                     lambda event: dict(texts, Message=message_of(event).replace("\n", "\r\n")))

    def test_classic_text(self):
        self.compare("Classic text", SECURITY, lambda xml, events: "".join(map(classic, events)),
                     lambda event: {"Message": message_of(event), "RenderingInfo.Level": "Information"},
                     "--timezone", "UTC")

    def test_snare(self):
        self.compare("Snare", SECURITY, lambda xml, events: "".join(map(snare, events)),
                     lambda event: {"Message": flat_message_of(event), "RenderingInfo.Level": snare_type(event)},
                     "--timezone", "UTC")

    def test_winlogbeat(self):
        self.compare("Winlogbeat", LOGS, lambda xml, events: "".join(
            json.dumps(forms.winlogbeat(event)) + "\n" for event in events),
                     lambda event: {"Message": "What happened.", "RenderingInfo.Opcode": "Info"})

    def test_nxlog(self):
        self.compare("NXLog", LOGS, lambda xml, events: "".join(
            json.dumps(forms.nxlog(event)) + "\n" for event in events),
                     lambda event: {"Message": "What happened."}, "--timezone", "+02:00")


class DocumentTest(unittest.TestCase):
    def test_each_loss_is_in_the_table_of_fields_md(self):
        text = (ROOT / "docs/fields.md").read_text(encoding="utf-8")
        section = text.split("## What a form cannot carry\n")[1].split("\n## ")[0]
        rows = dict(re.findall(r"^\| ([^|]+) \| (.*) \|$", section, re.MULTILINE))
        for form, losses in LOST.items():
            self.assertIn(form, rows)
            for loss in losses:
                with self.subTest(form):
                    self.assertIn(loss.named, rows[form])


if __name__ == "__main__":
    unittest.main()
