"""The legacy log of the fixtures: its maker still makes it, and every record of it is read."""

import pathlib
import sys

from harness import ROOT, Case, run_program

sys.path.insert(0, str(ROOT / "tests/support"))
import make_legacy_log

FIXTURE = ROOT / "tests/fixtures/legacy/SecEvent.Evt"


class LegacyFixtureTest(Case):
    def test_its_maker_makes_it(self):
        made = pathlib.Path(self.directory) / "SecEvent.Evt"
        make_legacy_log.make(made, make_legacy_log.FIXTURE_SIZE)
        self.assertEqual(made.read_bytes(), FIXTURE.read_bytes())

    def test_every_record_is_read(self):
        result = run_program("convert", "--render", "json", str(FIXTURE))
        self.assertEqual(result.code, 0, result.stderr)
        self.assertEqual(result.stdout.count(b'"lens_modern_id":'), 261)
