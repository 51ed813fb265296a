"""A PostgreSQL server of one's own: a cluster in a temporary folder, on a free port, ended with the test."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

# PostgreSQL refuses to run as root; Debian's package makes this user.
_USER = "postgres"


def program(name: str) -> str | None:
    """From the path, or from where Debian's packages put servers of several versions side by side."""
    packaged = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(packaged[-1]) if packaged else shutil.which(name)


class Server:
    def __init__(self, folder: Path, password: str) -> None:
        self.folder, self.password = folder, password
        self.user = pwd.getpwnam(_USER) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        folder.mkdir(parents=True)
        secret = folder / "password"
        secret.write_text(password)
        for path in (folder, secret):
            os.chown(path, self.user.pw_uid, self.user.pw_gid)
        data = str(folder / "data")
        self._run("initdb", "-D", data, "-U", "owner", "--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync")
        settings = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off -c timezone=UTC"
        self._run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", settings, "start")

    @property
    def url(self) -> str:
        return f"jdbc:postgresql://127.0.0.1:{self.port}/postgres"

    def sql(self, text: str) -> str:
        return self._run(
            "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "owner", "-d", "postgres", "-Atqc", text
        )

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def _run(self, name: str, *arguments: str) -> str:
        command = program(name)
        assert command is not None, name
        # Not through a pipe: the server would keep it open.
        with (self.folder / "out").open("w+") as out:
            done = subprocess.run(
                [command, *arguments],
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env={"PATH": os.environ["PATH"], "PGPASSWORD": self.password, "LC_ALL": "C"},
                user=self.user.pw_uid,
                group=self.user.pw_gid,
                extra_groups=[],
                check=False,
            )
            out.seek(0)
            text = out.read().strip()
        assert done.returncode == 0, f"{name}: {text}"
        return text
