"""What the tests of this directory share: ten events, and a searcher over them."""

import pathlib
import tempfile
import unittest

from events import event
from language import SplError
from searcher import Searcher

# Every minute one, from 00:16:40 of 1970 on.
START = 1000


def ten_events():
    return [event(START + 60 * n, raw="user=u%d code %d" % (n % 3, n), user="u%d" % (n % 3),
                  code=n, half=n / 2, tags=["a", "b"] if n % 2 else "a",
                  **({"odd": "yes"} if n % 2 else {})) for n in range(10)]


class Case(unittest.TestCase):
    """A test with a searcher over ten events, and an app of its own."""

    maxDiff = None
    files = {}

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.app = pathlib.Path(directory.name)
        for name, text in self.files.items():
            path = self.app / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.searcher = Searcher(ten_events(), app=self.app)

    def run_search(self, spl, earliest="0", latest="now"):
        return self.searcher.run(spl, earliest, latest)

    def expect(self, spl, fields, *rows, **times):
        """The search gives these fields, and rows with their values in this order;
        None is null."""
        result = self.run_search(spl, **times)
        self.assertEqual(result.fields, fields.split())
        self.assertEqual([[row.get(name) for name in result.fields] for row in result.rows],
                         [list(row) for row in rows])

    def expect_error(self, spl, message, place=None):
        """The search is refused, with the place in its text that begins so."""
        with self.assertRaises(SplError) as caught:
            self.run_search(spl)
        error = caught.exception
        self.assertIn(message, error.message)
        if place is not None:
            self.assertEqual(error.text[error.position:][:len(place)], place, str(error))
        return error
