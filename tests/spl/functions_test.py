"""eval: operators, functions, null and lists, in the cases that Splunk's
documentation of each shows or tells."""

import unittest

from expressions import Moment, compile_tree, evaluate
from language import SplError, parse

FIELDS = {"a": "5", "b": "text", "e": "", "list": ["x", "y", "x"], "numbers": ["3", "10"],
          "ip": "10.1.2.3", "time": "1740960001.106071", "code": "0x18"}

CASES = {
    # Operators
    "1 + 2 * 3": 7, "(1 + 2) * 3": 9, "7 % 4": 3, "-7 % 4": -3, "7 / 2": 3.5, "a - 1": 4,
    "a / 0": None, "-a": -5, "b + b": "texttext", "b + 1": None, "a . b": "5text",
    "a . 1 . \"-\"": "51-", "missing . b": None, "1 + missing": None,
    "a = 5": True, "a == \"5\"": True, "a = \"5.0\"": True, "a < 10": True, "a < \"10\"": True,
    "b > \"aaa\"": True, "\"10\" < \"9\"": False, "b = \"TEXT\"": False, "b != \"x\"": True,
    "missing = 1": None, "missing != 1": None, "NOT a = 6": True, "a = 5 AND b = \"x\"": False,
    "a = 6 OR b = \"text\" AND a = 5": True, "list = \"y\"": True, "a IN (4, 5)": True,
    "b IN (\"x\", \"y\")": False, "b LIKE \"te%\"": True, "'b'": "text", "list . \"x\"": None,
    # Conditions
    "if(a = 5, \"yes\", \"no\")": "yes", "if(missing = 5, \"yes\", \"no\")": "no",
    "case(a = 4, 1, a = 5, 2, true(), 3)": 2, "case(a = 4, 1)": None,
    "coalesce(missing, null(), b)": "text", "in(a, 1, 5)": True, "isnull(missing)": True,
    "isnotnull(missing)": False, "isnum(a)": True, "isnum(b)": False, "isint(\"1.5\")": False,
    "isstr(b)": True, "nullif(a, 5)": None, "nullif(a, 6)": "5", "true()": True,
    "match(b, \"^t\")": True, "match(b, \"T\")": False, "match(list, \"y\")": True,
    "match(missing, \"y\")": None, "like(b, \"%x_\")": True, "like(b, \"t_t\")": False,
    "cidrmatch(\"10.0.0.0/8\", ip)": True, "cidrmatch(\"10.0.0.0/8\", b)": False,
    # Text
    "len(b)": 4, "len(e)": 0, "lower(\"ABC\")": "abc", "upper(b)": "TEXT", "trim(\" x \")": "x",
    "ltrim(\"xxay\", \"x\")": "ay", "rtrim(\"ayy\", \"y\")": "a", "substr(b, 2)": "ext",
    "substr(b, 2, 2)": "ex", "substr(b, -2)": "xt", "substr(b, -9)": "text",
    "replace(b, \"(t)(e)\", \"\\2\\1\")": "etxt", "replace(\"a.b\", \"\\.\", \"-\")": "a-b",
    "replace(\"C:\\\\x\", \"\\\\\\\\\", \"/\")": "C:/x", "urldecode(\"a%20b\")": "a b",
    "md5(\"\")": "d41d8cd98f00b204e9800998ecf8427e", "typeof(b)": "String", "typeof(a)": "Number",
    "typeof(missing)": "Invalid", "typeof(a = 5)": "Boolean",
    "printf(\"%05d|%x|%s|%.2f|%%\", 42, 255, b, 1.005 + 1)": "00042|ff|text|2.00|%",
    "sha256(\"\")": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    # Numbers
    "round(2.5)": 3, "round(-2.5)": -3, "round(2.555, 2)": 2.56, "round(b)": None,
    "floor(2.7)": 2, "ceiling(2.1)": 3, "abs(-3)": 3, "pow(2, 3)": 8, "min(3, 10, a)": 3,
    "max(3, \"10\", b)": "text", "min(missing, 3)": 3, "tonumber(\"12\")": 12,
    "tonumber(\"1.5\")": 1.5, "tonumber(\"ff\", 16)": 255, "tonumber(code, 16)": 24,
    "tonumber(b)": None, "tonumber(numbers)": [3, 10], "tostring(5)": "5",
    "tostring(true())": "True", "tostring(255, \"hex\")": "0xFF",
    "tostring(1234567, \"commas\")": "1,234,567", "tostring(12345.678, \"commas\")": "12,345.68",
    "tostring(615, \"duration\")": "00:10:15", "tostring(93784, \"duration\")": "1+02:03:04",
    # Lists
    "split(\"a,b\", \",\")": ["a", "b"], "split(\"a\", \",\")": "a", "mvcount(list)": 3,
    "mvcount(b)": 1, "mvcount(missing)": None, "mvindex(list, 1)": "y", "mvindex(list, -1)": "x",
    "mvindex(list, 0, 1)": ["x", "y"], "mvindex(list, 5)": None, "mvjoin(list, \"-\")": "x-y-x",
    "mvdedup(list)": ["x", "y"], "mvsort(mvappend(\"b\", \"a\", missing))": ["a", "b"],
    "mvappend(missing, null())": None, "mvzip(list, numbers, \":\")": ["x:3", "y:10"],
    "mvfind(list, \"^y\")": 1, "mvfind(list, \"z\")": None,
    "mvfilter(match(list, \"x\"))": ["x", "x"], "mvfilter(numbers > 5)": "10",
    "mvmap(numbers, numbers * 2)": [6, 20], "upper(list)": ["X", "Y", "X"],
    # Time
    "strftime(time, \"%Y-%m-%dT%H:%M:%S.%3N%z\")": "2025-03-03T00:00:01.106+0000",
    "strftime(0, \"%F %T %a %b %e %j %s %%\")": "1970-01-01 00:00:00 Thu Jan  1 001 0 %",
    "strftime(b, \"%Y\")": None, "strptime(\"2025-03-03 00:00:01\", \"%Y-%m-%d %H:%M:%S\")": 1740960001,
    "strptime(\"2025-03-03T00:00:01.5Z\", \"%Y-%m-%dT%H:%M:%S.%N%Z\")": 1740960001.5,
    "strptime(\"3/3/25 2:00 AM +0200\", \"%m/%d/%y %I:%M %p %z\")": 1740960000,
    "strptime(b, \"%Y\")": None, "strptime(\"2025-02-30\", \"%F\")": None,
}


class FunctionsTest(unittest.TestCase):
    def test_what_expressions_give(self):
        for expression, expected in CASES.items():
            with self.subTest(expression):
                value = evaluate(expression, FIELDS)
                self.assertEqual(value, expected)
                self.assertEqual(isinstance(value, bool), isinstance(expected, bool))

    def test_what_depends_on_the_moment(self):
        moment = Moment(1740960001.5)
        for expression, expected in {
                "now()": 1740960001.5, "time() - now()": 0,
                "relative_time(now(), \"-1d@d\")": 1740873600,
                "relative_time(now(), \"@w1\")": 1740960000,
                "relative_time(now(), \"@w0\")": 1740873600,
                "relative_time(now(), \"-1mon@mon\")": 1738368000,
                "relative_time(now(), \"@h-30m\")": 1740958200,
                "relative_time(now(), \"+2h\")": 1740967201.5}.items():
            with self.subTest(expression):
                self.assertEqual(compile_tree(parse(expression, "eval_expression"), moment)({}),
                                 expected)

    def test_what_is_refused_and_where(self):
        for expression, message, position in (
                ("nope(1)", "unknown function nope", 0), ("1 + len()", "len takes 1", 4),
                ("len(a, b)", "len takes 1", 0), ("if(a, b)", "if takes 3", 0),
                ("case(a)", "case takes", 0), ("case(a=1, b, c)", "pairs", 0),
                ("a . b + c", "parentheses", 6), ("a b", "unexpected 'b'", 2),
                ("\"x\" * 2", "* takes numbers", 4), ("a = ", "unexpected end", 4),
                ("match(a, \"(\")", "no regular expression", None),
                ("replace(a, \"[\", \"\")", "no regular expression", None),
                ("mvfilter(a = b)", "one field", 0), ("a and b", "unexpected 'and'", 2),
                ("(a", "unexpected end", 2), ("a == == b", "unexpected '='", 5)):
            with self.subTest(expression):
                with self.assertRaises(SplError) as caught:
                    evaluate(expression, FIELDS)
                self.assertIn(message, caught.exception.message)
                self.assertEqual(caught.exception.position, position)


if __name__ == "__main__":
    unittest.main()
