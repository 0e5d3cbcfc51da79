// Ask one long-lived `unitmark check` about scans.
//
//     const unitmark = new Unitmark();
//     const report = await unitmark.check("]d20105012345678900");
//     console.log(report.ok ? report.gtin : report.findings);
//     await unitmark.close();
//
// Run as a program (node client.ts PROGRAM SCAN..) it answers its arguments and ends with 1 if one of them is not valid.

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

export interface Finding { code: string; severity: "error" | "note"; ai: string | null; start: number; end: number; message: string; help: string; expected: string | null }
export interface Element { ai: string; value: string; title: string; start: number; end: number; date?: string; decimal?: string; unit?: string; currency?: string; country?: string }
export interface Report { line: number; id: number | string | null; input: string; ok: boolean; syntax: string; symbology: string | null; elements: Element[]; gtin: string | null; serial: string | null; lot: string | null; sscc: string | null; bracketed: string | null; unbracketed: string | null; hri: string[]; findings: Finding[] }

/** A child process that answers each line before it reads the next. */
export class Unitmark {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting: { resolve: (report: Report) => void; reject: (error: Error) => void }[] = [];
  private readonly ended: Promise<number | null>;

  constructor(program = "unitmark", ...options: string[]) {
    this.child = spawn(program, ["check", "--input", "jsonl", "--format", "jsonl", ...options]);
    this.child.stderr.pipe(process.stderr);
    createInterface({ input: this.child.stdout }).on("line", (line) => this.waiting.shift()?.resolve(JSON.parse(line))); // in the order asked
    this.ended = new Promise((resolve) => {
      const end = (error: Error, status: number | null) => {
        for (const { reject } of this.waiting.splice(0)) reject(error);
        resolve(status);
      };
      this.child.on("error", (error) => end(error, null));
      this.child.on("close", (status) => end(new Error(`unitmark ended with status ${status}`), status));
    });
    this.child.stdin.on("error", () => undefined); // the end of the child says why
  }

  /** The report on one scan, as `check --format jsonl` prints it. */
  check(scan: string): Promise<Report> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.child.stdin.write(JSON.stringify({ scan }) + "\n");
    });
  }

  /** Ends the child; its status says whether every scan was valid. */
  close(): Promise<number | null> {
    this.child.stdin.end();
    return this.ended;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [program, ...scans] = process.argv.slice(2);
  const unitmark = new Unitmark(program);
  const reports = await Promise.all(scans.map((scan) => unitmark.check(scan)));
  for (const report of reports) console.log(report.bracketed ?? report.findings.map((finding) => finding.message).join("; "));
  process.exitCode = (await unitmark.close()) ?? 3;
}
