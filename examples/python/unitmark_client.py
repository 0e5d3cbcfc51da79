"""Ask one long-lived `unitmark check` about scans.

    from unitmark_client import Unitmark

    with Unitmark() as unitmark:
        report = unitmark.check("]d20105012345678900")
        print(report["gtin"] if report["ok"] else report["findings"])

Run as a program it answers its arguments and ends with 1 if one of them is not valid.
"""

import json
import subprocess
import sys
import threading


class Unitmark:
    """A child process that answers each line before it reads the next."""

    def __init__(self, program="unitmark", *options):
        command = [program, "check", "--input", "jsonl", "--format", "jsonl", *options]
        self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        # One question at a time: an answer belongs to the last line written.
        self._lock = threading.Lock()

    def check(self, scan):
        """The report on one scan, as the dictionary that `check --format jsonl` prints."""
        with self._lock:
            self._child.stdin.write((json.dumps({"scan": scan}) + "\n").encode())
            self._child.stdin.flush()
            answer = self._child.stdout.readline()
        if not answer:
            raise RuntimeError(f"unitmark ended with status {self._child.wait()}")
        return json.loads(answer)

    def close(self):
        """Ends the child; its status says whether every scan was valid."""
        self._child.stdin.close()
        self._child.stdout.close()
        return self._child.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def main(program, *scans):
    with Unitmark(program) as unitmark:
        reports = [unitmark.check(scan) for scan in scans]
    for report in reports:
        print(report["bracketed"] or "; ".join(finding["message"] for finding in report["findings"]))
    return 0 if all(report["ok"] for report in reports) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
