"""Shows the app's dashboards in a browser, over logs of your choice and without a
Splunk:

    python3 tests/browser/preview.py [PATH...]

PATH: logs or directories of logs; the demo logs where none is given. The test of
the dashboards starts the same server.
"""

import argparse
import importlib
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "tests/app")]

from conf_reader import Conf
from splunkd import Splunkd
from views import Views

PAGE = ROOT / "build/browser/page"
EVALUATOR = ROOT / "tests/spl"
# The program, which the evaluator reads logs with.
BINARY = pathlib.Path(os.environ.get("EVENTLENS_BINARY", ROOT / "build/release/eventlens"))


def say(text):
    print(text, file=sys.stderr, flush=True)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("path", nargs="*", help="logs or directories of logs (default: the demo logs)")
    parser.add_argument("--port", type=int, default=0, help="default: any that is free")
    parser.add_argument("--views", help="another directory of views")
    parser.add_argument("--evaluator", default=EVALUATOR, type=pathlib.Path,
                        help="the directory of searcher.py and events.py")
    chosen = parser.parse_args()
    if not BINARY.exists() and chosen.evaluator == EVALUATOR:
        parser.error("%s does not exist; ./run.sh --preview builds it" % BINARY)
    for path in chosen.path:
        if not pathlib.Path(path).exists():
            parser.error("%s does not exist; give logs or directories of logs" % path)
    return chosen


def start(chosen):
    """The server, with the events loaded."""
    sys.path.insert(0, str(chosen.evaluator))
    evaluator, events = importlib.import_module("searcher"), importlib.import_module("events")
    paths = chosen.path or [str(ROOT / "tests/fixtures/demo")]
    say("Reading %s" % ", ".join(paths))
    loaded = events.load_events(paths)
    say("%d events" % len(loaded))
    searcher = evaluator.Searcher(loaded, app=ROOT, now=None)
    if loaded and (chosen.evaluator / "scheduler.py").exists():
        say("Running the alerts over the last day")
        importlib.import_module("scheduler").run_alerts(searcher, step=15)
    bare = evaluator.Searcher([], app=ROOT, now=searcher.now)
    views = Views(ROOT, chosen.views)
    return Splunkd(searcher, bare, evaluator.SplError, views, saved_searches(), PAGE, chosen.port)


def saved_searches():
    path = ROOT / "default/savedsearches.conf"
    return {name: dict(settings) for name, settings in Conf(path).stanzas} if path.exists() else {}


def main():
    chosen = arguments()
    if subprocess.run(["node", str(HERE / "build.mjs")], check=False).returncode:
        sys.exit("preview.py: the page could not be built")
    server = start(chosen)
    print(server.address, flush=True)
    say("Open that address in a browser; Ctrl-C ends the preview.")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        say("")


if __name__ == "__main__":
    main()
