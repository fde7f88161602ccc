"""kill -9 at random moments of an input that follows a log which grows, is
rotated and is cleared meanwhile: no event is lost, and what is repeated lies
within the last batch before a kill.

    EVENTLENS_KILLS=500 EVENTLENS_SEED=7 python3 tests/e2e/endurance_test.py
"""

import os
import random
import time
import unittest

from harness import Case, Running, rewrite_log, write_log

# A short form by default; the seed is printed, to choose the same steps again.
KILLS = int(os.environ.get("EVENTLENS_KILLS", "25"))
SEED = int(os.environ.get("EVENTLENS_SEED", random.randrange(1 << 30)))

BATCH = 10
# Beyond this many records a log is rotated or cleared.
FULL = 500
# Rotated logs that are kept, once all of their records were seen.
ARCHIVES = 4
# Seconds from one look of the program at its files to the next.
POLL = 1.0


class Journal:
    """A log and those rotated away, as their writer knows them. A record is
    named by the start of its generation and its id: where ids start anew, the
    same ids are other records."""

    GENERATION = 100_000  # seconds between the starts of two generations

    def __init__(self, path, choices):
        self.path = path
        self.choices = choices
        self.start = 1_740_000_000
        self.first = 1
        self.last = 0
        self.written = set()
        self.archives = []  # (path, records)
        self.turns = 0
        self.history = []

    def records(self):
        """Those in the log now."""
        return {(self.start, number) for number in range(self.first, self.last + 1)}

    def step(self, seen):
        """One thing that happens to the log; `seen` are the records that have
        come out. What nobody has read yet is not cleared: it would be lost
        whoever reads."""
        kinds = [self.grow] * 4 if self.last - self.first < FULL else [self.rotate]
        kinds += [self.rotate]
        if self.records() <= seen:
            kinds += [self.clear] * 3
        self.choices.choice(kinds)()
        self.remove_archives(seen)

    def grow(self):
        self.last += self.choices.randint(1, 30 * BATCH)
        self.note("grown")
        rewrite_log(self.path, **self.arguments())

    def rotate(self):
        self.turns += 1
        # Read before or after the new log, as the name sorts.
        name = self.choices.choice(["Archive-%d.evtx", "Security.evtx.%d"]) % self.turns
        archive = self.path.with_name(name)
        self.archives.append((archive, self.records()))
        self.path.rename(archive)
        self.begin("rotated")
        write_log(self.path, **self.arguments())

    def clear(self):
        self.begin("cleared")
        rewrite_log(self.path, **self.arguments())

    def begin(self, what):
        """The log holds only new records, some or none: ids go on or start anew."""
        anew = self.choices.random() < 0.5
        if anew:
            self.start += self.GENERATION
            self.last = 0
        self.first = self.last + 1
        self.last += self.choices.randint(0, 10 * BATCH)
        self.note(what + (", ids anew" if anew else ", ids go on"))

    def remove_archives(self, seen):
        while len(self.archives) > ARCHIVES and self.archives[0][1] <= seen:
            self.archives.pop(0)[0].unlink()

    def note(self, what):
        self.written |= self.records()
        self.history.append("%s: %d-%d of %d" % (what, self.first, self.last, self.start))

    def arguments(self):
        return {"first_id": self.first, "events": self.last - self.first + 1,
                "start": self.start, "per_chunk": 50, "dirty": 1}


class Account:
    """What came out of all runs, and whether it may be so. A kill leaves the
    last batch without a checkpoint; its records may come once more, when their
    log is read next: in the next run, or, where that one is killed over
    another log, in a later one."""

    def __init__(self, test):
        self.test = test
        self.seen = set()
        self.open = set()  # of last batches
        self.runs_with_repeats = 0
        self.most_repeats = 0

    def add(self, run, message):
        """The records that one run gave."""
        self.test.assertEqual(len(set(run)), len(run), "twice in one run; " + message)
        repeated = set(run) & self.seen
        self.test.assertEqual(sorted(repeated - self.open), [],
                              "repeated, though of no last batch; " + message)
        self.runs_with_repeats += bool(repeated)
        self.most_repeats = max(self.most_repeats, len(repeated))
        self.seen |= set(run)
        self.open = self.open - set(run) | set(run[-BATCH:])


def records_of(running):
    """The records that have come out so far, named as in Journal."""
    return [(int(event.texts["time"].split(".")[0]) - event.record_id, event.record_id)
            for event in running.events()]


class KilledTest(Case):
    def setUp(self):
        super().setUp()
        self.choices = random.Random(SEED)
        self.journal = Journal(self.log, self.choices)
        self.account = Account(self)

    def follow(self):
        return Running(self.directory, self.document(
            path=self.logs, follow=1, batch_events=BATCH))

    def test_no_event_is_lost_and_no_more_than_the_last_batch_repeats(self):
        write_log(self.log, **self.journal.arguments())
        begun = time.monotonic()
        first_look = self.time_of_a_first_look()
        for _ in range(KILLS):
            self.killed_run(first_look)
        self.last_run()
        print("%d kills in %.0f s, seed %d: %d records, %d times grown, %d rotated, "
              "%d cleared; %d runs repeated something, at most %d records, batches of %d" % (
                  KILLS, time.monotonic() - begun, SEED, len(self.journal.written),
                  *(sum(step.startswith(kind) for step in self.journal.history)
                    for kind in ("grown", "rotated", "cleared")),
                  self.account.runs_with_repeats, self.account.most_repeats, BATCH))

    def time_of_a_first_look(self):
        """Seconds from the start to the end of a first look at some records."""
        self.journal.grow()
        with self.follow() as running:
            seconds = running.wait_for(lambda it: "INFO" in it.stderr())
        self.account.add(records_of(running), self.message())
        return seconds

    def killed_run(self, first_look):
        """One start, kill and account. The kill falls into the first look at
        the files, or into a later one that finds what has happened meanwhile."""
        if self.choices.random() < 0.7:
            self.journal.step(self.account.seen)
        with self.follow() as running:
            if self.choices.random() < 0.3:
                time.sleep(self.choices.uniform(first_look, 0.9 * POLL))
                self.journal.step(self.account.seen | set(records_of(running)))
                self.wait_for_the_moment(running, 0.5 * POLL)
            else:
                self.wait_for_the_moment(running, 1.5 * first_look)
            self.assertIsNone(running.process.poll(), running.stderr())
            running.process.kill()
            running.process.wait()
        self.account.add(records_of(running), self.message())
        self.assertNotIn("ERROR", running.stderr(), self.message())
        os.unlink(running.output.name)
        os.unlink(running.errors.name)

    def wait_for_the_moment(self, running, seconds):
        """Any moment within that time; every other time one while events come
        out, which is short beside the rest."""
        moment = self.choices.uniform(0, seconds)
        if self.choices.random() < 0.5:
            time.sleep(moment)
            return
        end = time.monotonic() + seconds
        before = os.stat(running.output.name).st_size
        while os.stat(running.output.name).st_size == before and time.monotonic() < end:
            time.sleep(0.0002)
        time.sleep(self.choices.uniform(0, 0.02))

    def last_run(self):
        """Gives what is left; then there is nothing more."""
        with self.follow() as running:
            running.wait_for(lambda it: "INFO" in it.stderr())
            end = time.monotonic() + 10
            while self.missing(running) and time.monotonic() < end:
                time.sleep(0.05)
            self.assertEqual(self.missing(running), [], "lost; " + self.message())
            result, _ = running.stop()
        self.account.add(records_of(running), self.message())
        self.assertEqual(result.code, 0, result.stderr)
        self.assertEqual(self.account.seen - self.journal.written, set(), self.message())
        self.assertEqual(self.run_once(path=self.logs).ids, [])

    def missing(self, running):
        """What has never come out."""
        return sorted(self.journal.written - self.account.seen - set(records_of(running)))

    def message(self):
        return "seed %d, the log was %s" % (SEED, "; ".join(self.journal.history[-8:]))


if __name__ == "__main__":
    unittest.main()
