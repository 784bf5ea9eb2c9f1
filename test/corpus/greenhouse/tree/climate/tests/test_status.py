import os
import unittest
import urllib.request

BASE = os.environ.get("CLIMATE", "http://localhost:8301")


class Status(unittest.TestCase):
    def test_status(self):
        with urllib.request.urlopen(BASE + "/status") as reply:
            self.assertEqual(reply.status, 200)

    def test_admins(self):
        from settings import CONFIG

        self.assertIn("127.0.0.1", CONFIG["access"]["admins_from"])
