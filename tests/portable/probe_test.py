"""What the shipped programs will need next works with their toolchain: HTTPS by
libcurl and OpenSSL that are linked in, the host's GSSAPI by dlopen, exceptions
in threads. The probe (probe.cpp) runs where the programs do; it does not ship."""

import ctypes
import http.server
import shutil
import ssl
import subprocess
import threading
import unittest

from programs import LINUX, Case, missing, on_glibc_217, probe, run

ANSWER = b"from a server with a certificate"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        pass  # a client that does not trust us hangs up


def make_certificate(directory, name):
    """A certificate of its own for 127.0.0.1: (certificate, key)."""
    certificate, key = directory / f"{name}.pem", directory / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1",
                    "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    return certificate, key


class ProbeTest(Case):
    @classmethod
    def setUpClass(cls):
        if shutil.which("openssl") is None:
            missing("openssl", "Install it: apt-get install openssl")
        cls.commands = {target: on_glibc_217(target, probe(target)) for target in LINUX}

    def serve(self, certificate, key):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server = Server(("127.0.0.1", 0), Handler)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"https://127.0.0.1:{server.server_port}/"

    def test_https_with_the_right_authority_only(self):
        certificate, key = make_certificate(self.directory, "right")
        other, _ = make_certificate(self.directory, "other")
        url = self.serve(certificate, key)
        for target, command in self.commands.items():
            with self.subTest(target):
                done = run(command, "https", certificate, url)
                self.assertEqual((done.returncode, done.stdout.strip()), (0, ANSWER), done.stderr)
                done = run(command, "https", other, url)
                self.assertEqual((done.returncode, done.stdout), (1, b""), done.stderr)
                self.assertIn(b"certificate", done.stderr)

    def test_gssapi_is_found_or_said_to_be_missing(self):
        """glibc 2.17 refuses libraries of this machine that need a newer one."""
        for target, command in self.commands.items():
            with self.subTest(target):
                done = run(command, "gssapi")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertRegex(done.stdout.decode(), r"\A(found|not here: .+)\n\Z")

    def test_this_machines_gssapi_is_found(self):
        """By this machine's own loader, as on a host."""
        try:
            ctypes.CDLL("libgssapi_krb5.so.2")
            expected = rb"\Afound\n\Z"
        except OSError:
            expected = rb"\Anot here: libgssapi_krb5\.so\.2: "
        done = run([probe("linux_x86_64")], "gssapi")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, expected)

    def test_exceptions_are_caught_in_threads(self):
        for target, command in self.commands.items():
            with self.subTest(target):
                done = run(command, "exceptions")
                self.assertEqual((done.returncode, done.stdout), (0, b"caught\n"), done.stderr)

    def test_objects_of_a_thread_end_with_it(self):
        """Once each, the newest first, in a thread and at the end of the program."""
        for target, command in self.commands.items():
            with self.subTest(target):
                done = run(command, "endings")
                self.assertEqual((done.returncode, done.stdout), (0, b"thread 2\nthread 1\nmain 2\nmain 1\nstatic\n"))


if __name__ == "__main__":
    unittest.main()
