"""lookup, inputlookup and outputlookup with an app of its own: CSV files and
collections."""

import unittest

from support import Case

TRANSFORMS = """[names]
filename = names.csv

[folded]
filename = names.csv
case_sensitive_match = false
max_matches = 1

[policy]
filename = policy.csv
match_type = WILDCARD(user), CIDR(network)

[given]
filename = names.csv
min_matches = 1
default_match = nobody

[known]
filename = names.csv
filter = NOT name="Second"

[states]
external_type = kvstore
collection = states
fields_list = user, state

[lost]
filename = lost.csv
"""


class LookupCase(Case):
    files = {
        "default/transforms.conf": TRANSFORMS,
        "default/collections.conf": "[states]\nfield.user = string\n",
        "lookups/names.csv": "id,name,kind\nu1,First,a\nu2,Second,\nU1,Upper,a\nu1,Again,b\n",
        "lookups/policy.csv": "user,network,level\nu1,10.0.0.0/8,high\nu*,10.1.0.0/16,middle\n"
                              "*,192.168.0.0/16,low\n",
    }


class LookupTest(LookupCase):
    def test_output(self):
        self.expect("code=2 | lookup names id AS user OUTPUT name | table user name", "user name",
                    ("u2", "Second"))
        self.expect("code=1 | lookup names id AS user OUTPUT name AS n, kind | table n kind",
                    "n kind", (["First", "Again"], ["a", "b"]))
        self.expect("code=2 | rename user as id | lookup names id | table id name kind",
                    "id name kind", ("u2", "Second", None))
        self.expect("code=0 | eval name=\"old\" | lookup names id AS user OUTPUT name "
                    "| table user name", "user name", ("u0", None))

    def test_output_new_leaves_what_is_there(self):
        self.expect("code=2 | eval name=\"old\" | lookup names id AS user OUTPUTNEW name, kind "
                    "| table name kind", "name kind", ("old", None))

    def test_case_and_the_most_matches(self):
        self.expect("code=1 | lookup folded id AS user OUTPUT name | table name", "name", ["First"])
        self.expect("| makeresults | eval user=\"U2\" | lookup names id AS user OUTPUT name "
                    "| lookup folded id AS user OUTPUT name AS n | table name n", "name n",
                    (None, "Second"))

    def test_wildcards_and_networks(self):
        for user, address, level in (("u1", "10.1.2.3", ["high", "middle"]),
                                     ("u2", "10.1.2.3", "middle"), ("x", "192.168.1.1", "low"),
                                     ("x", "10.1.2.3", None)):
            with self.subTest(user):
                self.expect('| makeresults | eval user="%s", ip="%s" '
                            "| lookup policy user, network AS ip OUTPUT level | table level"
                            % (user, address), "level", [level])

    def test_default_and_filter(self):
        self.expect("code=0 | lookup given id AS user OUTPUT name | table name", "name",
                    ["nobody"])
        self.expect("code=2 | lookup known id AS user OUTPUT name | table name", "name", [None])

    def test_a_file_by_its_name(self):
        self.expect("code=2 | lookup names.csv id AS user OUTPUT name | table name", "name",
                    ["Second"])

    def test_what_is_refused_and_where(self):
        for spl, message, place in (
                ("* | lookup nope id", "unknown lookup nope", "nope"),
                ("* | lookup names user OUTPUT name", "no column user", "lookup"),
                ("* | lookup names id AS user OUTPUT nope", "it has id name kind", "lookup"),
                ("| inputlookup nope.csv", "unknown lookup nope.csv", "nope.csv"),
                ("| inputlookup lost", "lost.csv is not there", "inputlookup"),
                ("* | outputlookup nope", "unknown lookup nope", "nope"),
                ("* | outputlookup key_field=id names", "key_field is for collections",
                 "outputlookup")):
            with self.subTest(spl):
                self.expect_error(spl, message, place)


class InputTest(LookupCase):
    def test_rows_and_where(self):
        self.expect("| inputlookup names | head 2", "id name kind", ("u1", "First", "a"),
                    ("u2", "Second", None))
        self.expect("| inputlookup names where kind=a id=u1 | table id name", "id name",
                    ("u1", "First"), ("U1", "Upper"))
        self.expect("| inputlookup names where NOT kind=* | table id", "id", ["u2"])

    def test_append(self):
        self.expect("* | stats count | inputlookup append=t names | head 2", "count id name kind",
                    ("10", None, None, None), (None, "u1", "First", "a"))


class OutputTest(LookupCase):
    def test_a_file_is_replaced_in_memory_only(self):
        self.run_search("* | stats count by user | outputlookup names")
        self.expect("| inputlookup names", "user count", ("u0", "4"), ("u1", "3"), ("u2", "3"))
        self.assertTrue((self.app / "lookups/names.csv").read_text().startswith("id,name"))

    def test_rows_are_added_to_a_file_in_its_columns(self):
        self.run_search("code=1 | stats count by user | rename user as id "
                        "| outputlookup append=true names")
        self.expect("| inputlookup names | tail 1", "id name kind", ("u1", None, None))

    def test_a_new_file(self):
        self.run_search("code=1 | table code | outputlookup new.csv")
        self.expect("| inputlookup new.csv", "code", ["1"])

    def test_a_collection(self):
        self.expect("| inputlookup states", "user state")
        self.run_search('code<2 | eval state="new", other=1 | table user state other '
                        "| outputlookup states")
        self.expect("| inputlookup states | sort user | table user state other",
                    "user state other", ("u0", "new", None), ("u1", "new", None))
        self.expect("code=1 | lookup states user OUTPUT state | table state", "state", ["new"])

    def test_rows_of_a_collection_by_their_key(self):
        write = '| makeresults | eval user="%s", state="%s" | outputlookup append=t key_field=user states'
        self.run_search(write % ("u1", "new"))
        self.run_search(write % ("u2", "new"))
        self.run_search(write % ("u1", "closed"))
        self.expect("| inputlookup states | sort user", "user state", ("u1", "closed"),
                    ("u2", "new"))
        self.run_search('| inputlookup states where user=u2 | eval state="seen" '
                        "| outputlookup append=t states")
        self.expect("| inputlookup states | sort user | table _key state", "_key state",
                    ("u1", "closed"), ("u2", "seen"))
        self.run_search("| inputlookup states where user=u2 | outputlookup states")
        self.expect("| inputlookup states | table user", "user", ["u2"])


if __name__ == "__main__":
    unittest.main()
