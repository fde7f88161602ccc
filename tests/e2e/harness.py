"""Runs the program as splunkd does and reads what it writes, and makes the logs
that the end-to-end tests read."""

import glob
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time
import unittest
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import escape, quoteattr

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("EVENTLENS_BINARY", str(ROOT / "build/release/eventlens"))
MAKE_LOG = os.environ.get("EVENTLENS_MAKE_LOG", str(ROOT / "build/release/tests/make_log"))
MAKE_DEMO_LOGS = os.environ.get("EVENTLENS_MAKE_DEMO_LOGS",
                                str(ROOT / "build/release/tests/make_demo_logs"))
DEMO = ROOT / "tests/fixtures/demo"

# What splunkd recognises at the beginning of a line on standard error.
LOG_LINE = re.compile(r"(DEBUG|INFO|WARN|ERROR|FATAL) \S")
EVENT_NAMESPACE = "{http://schemas.microsoft.com/win/2004/08/events/event}"
STANZA = "eventlens://test"

# A program that hangs shall fail its test, not stop all of them.
PATIENCE = 30


def site_packages():
    """The packages of the virtual environment that EVENTLENS_VENV names."""
    venv = os.environ.get("EVENTLENS_VENV", "")
    return glob.glob(os.path.join(venv, "lib/python3*/site-packages")) if venv else []


# --- what splunkd sends ------------------------------------------------------

def param(name, value):
    """<param>, or <param_list> where the value is a list."""
    if isinstance(value, (list, tuple)):
        values = "".join("<value>%s</value>" % escape(str(item)) for item in value)
        return "<param_list name=%s>%s</param_list>" % (quoteattr(name), values)
    return "<param name=%s>%s</param>" % (quoteattr(name), escape(str(value)))


def stanza_xml(name=STANZA, **settings):
    """One <stanza> with the settings that splunkd adds to every input."""
    settings = dict({"disabled": "0", "host": "$decideOnStartup", "index": "default",
                     "interval": "60", "start_by_shell": "false"}, **settings)
    params = "".join(param(key, value) for key, value in settings.items())
    return "<stanza name=%s app=\"eventlens\">%s</stanza>" % (quoteattr(name), params)


def input_xml(checkpoint_dir, *stanzas):
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<input>\n'
            "  <server_host>splunk01</server_host>\n"
            "  <server_uri>https://127.0.0.1:8089</server_uri>\n"
            "  <session_key>not-a-real-key</session_key>\n"
            "  <checkpoint_dir>%s</checkpoint_dir>\n"
            "  <configuration>%s</configuration>\n</input>\n"
            % (escape(str(checkpoint_dir)), "".join(stanzas)))


def items_xml(**settings):
    """What --validate-arguments is given."""
    params = "".join(param(key, value) for key, value in settings.items())
    return ("<items><server_host>splunk01</server_host>"
            "<server_uri>https://127.0.0.1:8089</server_uri>"
            "<session_key>not-a-real-key</session_key>"
            "<checkpoint_dir>/tmp</checkpoint_dir>"
            "<item name=\"test\">%s</item></items>" % params)


# --- what comes back ---------------------------------------------------------

class StreamEvent:
    """One <event> of the stream."""

    def __init__(self, element):
        self.stanza = element.get("stanza")
        self.attributes = dict(element.attrib)
        self.texts = {child.tag: child.text for child in element}
        self.data = self.texts["data"]

    def xml(self):
        return ElementTree.fromstring(self.data)

    def json(self):
        return json.loads(self.data)

    def system(self, name):
        """The element `name` of <System>."""
        return self.xml().find("%sSystem/%s%s" % (EVENT_NAMESPACE, EVENT_NAMESPACE, name))

    def added(self):
        """{field: values} of the <EventLens> elements."""
        fields = {}
        for element in self.xml():
            if element.tag == EVENT_NAMESPACE + "EventLens":
                for item in element:
                    fields.setdefault(item.get("Name"), []).append(item.text)
        return fields

    @property
    def record_id(self):
        """EventRecordID, by the cheapest way."""
        found = re.search(r"<EventRecordID>(\d+)</EventRecordID>|\"EventRecordID\":(\d+)",
                          self.data)
        return int(found.group(1) or found.group(2))


class Result:
    """A finished run: exit code, standard output and error."""

    def __init__(self, code, stdout, stderr):
        self.code = code
        self.stdout = stdout
        self.stderr = stderr.decode("utf-8", "replace")

    @property
    def events(self):
        """The events of a complete stream."""
        root = ElementTree.fromstring(self.stdout)
        assert root.tag == "stream", root.tag
        return [StreamEvent(element) for element in root]

    @property
    def ids(self):
        return [event.record_id for event in self.events]

    def lines(self, level):
        return [line for line in self.stderr.splitlines() if line.startswith(level + " ")]


def events_of_torn_stream(output):
    """The whole events of a stream that was cut off anywhere."""
    whole = output[:output.rfind(b"</event>\n") + len(b"</event>\n")]
    if b"</event>" not in whole:
        return []
    return [StreamEvent(element) for element in ElementTree.fromstring(whole + b"</stream>")]


# --- the program -------------------------------------------------------------

def run_program(*arguments, stdin=b"", **options):
    """Runs it with arguments, to its end."""
    stdin = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run([BINARY, *map(str, arguments)], input=stdin, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=PATIENCE,
                          **options)
    return Result(done.returncode, done.stdout, done.stderr)


def run_input(document, **options):
    """Runs it without arguments, the configuration on standard input."""
    return run_program(stdin=document, **options)


class Running:
    """The program as a running input. Output goes to files, so that it never
    waits for us, unless `stdout` is given."""

    def __init__(self, directory, document, stdout=None, program=BINARY):
        self.output = tempfile.NamedTemporaryFile(dir=directory, delete=False)
        self.errors = tempfile.NamedTemporaryFile(dir=directory, delete=False)
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE,
                                        stdout=stdout or self.output, stderr=self.errors)
        try:
            self.process.stdin.write(document.encode())
            self.process.stdin.close()
        except BrokenPipeError:
            pass  # it has ended; the test will see why

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.output.close()
        self.errors.close()

    def stderr(self):
        return pathlib.Path(self.errors.name).read_text(encoding="utf-8")

    def events(self):
        return events_of_torn_stream(pathlib.Path(self.output.name).read_bytes())

    def ids(self):
        return [event.record_id for event in self.events()]

    def wait_for(self, condition, seconds=PATIENCE):
        """Seconds until condition(self) is true; fails after `seconds`, which a test
        gives where they are what it is about: a checkpoint waits for the disk, and
        others may keep that busy."""
        start = time.monotonic()
        while not condition(self):
            assert self.process.poll() is None, "it ended:\n" + self.stderr()
            assert time.monotonic() - start < seconds, (
                "not within %s s; so far %s\n%s" % (seconds, self.ids(), self.stderr()))
            time.sleep(0.02)
        return time.monotonic() - start

    def wait_for_ids(self, ids, seconds=PATIENCE):
        return self.wait_for(lambda running: len(running.ids()) >= len(ids), seconds)

    def stop(self, number=signal.SIGTERM):
        """Asks it to stop; the result and how long it took."""
        start = time.monotonic()
        self.process.send_signal(number)
        return self.finish(), time.monotonic() - start

    def finish(self, seconds=PATIENCE):
        code = self.process.wait(timeout=seconds)
        return Result(code, pathlib.Path(self.output.name).read_bytes(),
                      self.stderr().encode())


# --- logs --------------------------------------------------------------------

def make_log(**arguments):
    """The bytes of a log; arguments as in tests/support/make_log.cpp."""
    command = [MAKE_LOG]
    for name, value in arguments.items():
        command += ["--" + name.replace("_", "-"), str(value)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def write_log(path, **arguments):
    """A log at `path`; a file that is there is replaced by a new one."""
    replacement = pathlib.Path(str(path) + ".new-file")
    replacement.write_bytes(make_log(**arguments))
    replacement.rename(path)


def rewrite_log(path, **arguments):
    """Changes a log in its place, as its writer does: the file stays the same."""
    content = make_log(**arguments)
    with open(path, "r+b") as file:
        file.write(content)
        file.truncate()


def ids(first, last):
    return list(range(first, last + 1))


class Case(unittest.TestCase):
    """A test with a directory for logs and one for checkpoints."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.logs = self.directory / "logs"
        self.logs.mkdir()
        self.log = self.logs / "Security.evtx"
        self.checkpoints = self.directory / "modinputs/eventlens"

    def document(self, **settings):
        settings.setdefault("path", self.log)
        return input_xml(self.checkpoints, stanza_xml(**settings))

    def run_once(self, **settings):
        """One run over the logs, as splunkd starts it each interval."""
        return run_input(self.document(**settings))

    def expect(self, result, ids_expected, code=0):
        """The run gave these records in this order and wrote nothing odd."""
        self.assertEqual(result.ids, ids_expected, result.stderr)
        self.assertEqual(result.code, code, result.stderr)
        self.expect_log_lines(result)

    def expect_log_lines(self, result):
        for line in result.stderr.splitlines():
            self.assertRegex(line, LOG_LINE)

    def expect_refused(self, result, *words):
        """Nothing was sent, and an error names all of `words`."""
        self.assertNotEqual(result.code, 0, result.stderr)
        self.assertEqual(result.stdout, b"")
        self.expect_log_lines(result)
        errors = "\n".join(result.lines("ERROR"))
        for word in words:
            self.assertIn(word, errors)
