"""A Python program that tests start again and again, loaded once: `warm.py moto|aws SOCKET`.

Each time it is asked for, it forks. So every moto server and every run of the AWS CLI is a process of its own that
begins with nothing of the one before, but for what it would load anyway. It ends when its stdin does.
"""

import array
import functools
import gc
import io
import json
import os
import select
import signal
import socket
import sys
import traceback


def forked(work, close=()):
    """Runs `work` in a child, which exits with what it returns."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        for one in close:
            one.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        code = work()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code or 0)


class Moto:
    """Whoever is connected has a moto server of its own; a line on the connection gives it a new one on the same port."""

    # Reads, so that what each of these services loads at first is loaded once.
    READS = [
        ("iam", "us-east-1", "GetAccountAuthorizationDetails", "2010-05-08"),
        ("sts", "us-east-1", "GetCallerIdentity", "2011-06-15"),
        ("sts", "ap-southeast-2", "GetCallerIdentity", "2011-06-15"),
        ("sns", "us-east-1", "ListTopics", "2010-03-31"),
        ("monitoring", "us-east-1", "DescribeAlarms", "2010-08-01"),
        ("ec2", "ap-southeast-2", "DescribeInstances", "2016-11-15"),
        ("ec2", "ap-southeast-2", "DescribeSubnets", "2016-11-15"),
        ("ec2", "ap-southeast-2", "DescribeInstanceTypeOfferings", "2016-11-15"),
        ("ec2", "us-east-1", "DescribeRegions", "2016-11-15"),
        ("s3", "ap-southeast-2", None, None),
        ("ssm", "ap-southeast-2", "AmazonSSM.DescribeParameters", "json"),
        ("budgets", "us-east-1", "AWSBudgetServiceGateway.DescribeBudgets", "json"),
        ("organizations", "us-east-1", "AWSOrganizationsV20161128.DescribeOrganization", "json"),
    ]

    def __init__(self):
        import moto.backends
        import moto.core.responses
        from moto.moto_api._internal import mock_random
        from moto.server import DomainDispatcherApplication, create_backend_app
        from werkzeug.serving import make_server
        from werkzeug.test import Client

        # What never changes while it runs, and takes half of each request where it is looked up anew.
        modules = tuple(moto.backends.list_of_moto_modules())
        moto.backends.list_of_moto_modules = lambda: modules
        names = getattr(moto.core.responses, "method_names_from_class", None)
        if names:
            moto.core.responses.method_names_from_class = functools.cache(names)
        self.reseed = mock_random.seed
        self.make_server = make_server
        self.app = DomainDispatcherApplication(create_backend_app)
        self.app.debug = True
        client = Client(self.app)
        for service, region, operation, version in self.READS:
            scope = f"Credential=test/20260101/{region}/{service}/aws4_request"
            headers = {"Authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=x"}
            try:
                if version == "json":
                    headers |= {"X-Amz-Target": operation, "Content-Type": "application/x-amz-json-1.1"}
                    client.post("/", headers=headers, data="{}")
                elif operation:
                    client.post("/", headers=headers, data={"Action": operation, "Version": version})
                else:
                    client.get("/", headers=headers)
            except Exception:
                # What this moto cannot is loaded by nobody.
                pass
        self.servers = {}

    def serve(self, connection):
        listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.servers[connection] = (listening, None)
        self.again(connection)

    def again(self, connection):
        listening, pid = self.servers[connection]
        self.end(pid)
        port = listening.getsockname()[1]

        def work():
            self.reseed()
            self.make_server("127.0.0.1", port, self.app, threaded=True, fd=listening.fileno()).serve_forever()

        others = [one for one, _ in self.servers.values() if one is not listening]
        self.servers[connection] = (listening, forked(work, [*self.servers, *others]))
        connection.sendall(f"{port}\n".encode())

    def end(self, pid):
        if pid:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)

    def heard(self, connection):
        try:
            line = connection.recv(64)
        except OSError:
            line = b""
        if line:
            return self.again(connection)
        listening, pid = self.servers.pop(connection)
        self.end(pid)
        listening.close()
        connection.close()

    def waiting(self):
        return list(self.servers)

    def stop(self):
        for _, pid in self.servers.values():
            self.end(pid)


class Aws:
    """Each connection is one run of the AWS CLI, with the arguments, surroundings and files of the one who connects."""

    def __init__(self):
        import awscli.clidriver
        from botocore.loaders import JSONFileLoader

        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        self.main = awscli.clidriver.main
        # What the AWS CLI sets for itself when it is loaded.
        self.loaded = {"AWS_DATA_PATH": os.environ["AWS_DATA_PATH"]}
        # The descriptions of services are files of many megabytes, which each run would parse anew.
        plain, read = JSONFileLoader.load_file, {}

        def load_file(loader, path):
            if path not in read:
                read[path] = plain(loader, path)
            return read[path]

        JSONFileLoader.load_file = load_file
        os.environ.update(AWS_ACCESS_KEY_ID="none", AWS_SECRET_ACCESS_KEY="none", AWS_DEFAULT_REGION="us-east-1")
        for name in ["iam get-user", "s3api list-buckets", "sns list-topics", "cloudwatch describe-alarms"]:
            self.load(name)
        for name in ["ec2 describe-instances", "sts get-caller-identity", "ssm get-parameters --names a"]:
            self.load(name)

    def load(self, command):
        # Nobody answers at this port.
        there = ["--endpoint-url", "http://127.0.0.1:9", "--cli-connect-timeout", "1"]
        out, err = sys.stdout, sys.stderr
        sys.argv = ["aws", *command.split(), *there]
        os.environ["AWS_MAX_ATTEMPTS"] = "1"
        try:
            sys.stdout = sys.stderr = io.StringIO()
            self.main()
        except BaseException:
            pass
        finally:
            sys.stdout, sys.stderr = out, err

    def serve(self, connection):
        def work():
            given, fds = array.array("i"), []
            message, ancillary, _, _ = connection.recvmsg(1 << 20, socket.CMSG_SPACE(3 * given.itemsize))
            for _, _, data in ancillary:
                given.frombytes(data[: len(data) - len(data) % given.itemsize])
                fds = list(given)
            while not message.endswith(b"\n"):
                message += connection.recv(1 << 20)
            said = json.loads(message)
            for place, fd in enumerate(fds):
                os.dup2(fd, place)
                os.close(fd)
            os.chdir(said["cwd"])
            os.environ.clear()
            os.environ.update(self.loaded | said["env"])
            sys.argv = ["aws", *said["argv"]]
            sys.stdin = open(0, closefd=False)
            sys.stdout = open(1, "w", closefd=False)
            sys.stderr = open(2, "w", closefd=False, buffering=1)
            try:
                code = self.main()
            except SystemExit as exit:
                code = exit.code if isinstance(exit.code, int) else 1
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            connection.sendall(f"{code or 0}\n".encode())
            return code

        forked(work)
        connection.close()

    def waiting(self):
        return []

    def stop(self):
        pass


def run(kind, path):
    # The first that is told on stdout is that all is ready.
    told, sys.stdout = sys.stdout, sys.stderr
    warm = {"moto": Moto, "aws": Aws}[kind]()
    gc.collect()
    gc.freeze()
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(path)
    listening.listen(64)
    print("ready", file=told, flush=True)
    while True:
        ready, _, _ = select.select([0, listening, *warm.waiting()], [], [])
        for one in ready:
            if one == 0:
                if os.read(0, 64) == b"":
                    warm.stop()
                    return
            elif one is listening:
                warm.serve(listening.accept()[0])
            else:
                warm.heard(one)


if __name__ == "__main__":
    run(*sys.argv[1:])
