from django.core.management.base import BaseCommand
import urllib.request


class Command(BaseCommand):
    help = "asks our own ping, default http://localhost:8010/api/ping"

    def handle(self, *args, **options):
        with urllib.request.urlopen("http://localhost:8010/api/ping", timeout=3) as reply:
            self.stdout.write(reply.read().decode())
