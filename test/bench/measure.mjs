// What is measured from outside: wrk's runs, processor time and memory from /proc, the disk's own pace.
import { execFile, execFileSync } from "node:child_process";
import { closeSync, fdatasyncSync, openSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const TICKS_PER_SECOND = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/** Processor time of a process so far, in milliseconds, all threads, user and system. */
export function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1000;
}

/** Resident memory in MiB: all of it, and the part that is not pages of files. */
export function memory(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const mib = (key) => Number(new RegExp(`^${key}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0) / 1024;
  return { all: mib("VmRSS"), own: mib("RssAnon") };
}

/** One run of wrk: rates, times in milliseconds, processor time per request and the most memory seen. */
export function wrk(server, script, args, { connections, seconds, headers }) {
  const heads = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const options = ["-t1", `-c${connections}`, `-d${seconds}s`, "--latency", ...heads, "-s", join(HERE, script)];
  const before = cpuMs(server.pid);
  const peak = { all: 0, own: 0 };
  const watch = setInterval(() => {
    const now = memory(server.pid);
    for (const part of Object.keys(peak)) peak[part] = Math.max(peak[part], now[part]);
  }, 100);
  return new Promise((resolve, reject) => {
    execFile("wrk", [...options, server.url, "--", ...args], (error, stdout, stderr) => {
      clearInterval(watch);
      const line = /^RESULT (.*)$/m.exec(stdout);
      if (error || !line) return reject(new Error(`wrk failed: ${error ?? ""}\n${stdout}\n${stderr}`));
      const result = JSON.parse(line[1]);
      resolve({
        perSecond: result.requests / (result.duration / 1e6),
        p50: result.p50 / 1000,
        p99: result.p99 / 1000,
        cpu: (cpuMs(server.pid) - before) / result.requests,
        refused: result.refused,
        broken: result.broken,
        peak,
      });
    });
  });
}

/** How many times a second the disk under a folder makes 4 KiB durable: what no durable write can be faster than, alone. */
export function syncsPerSecond(folder) {
  const path = join(folder, "sync.probe");
  const file = openSync(path, "w");
  const block = Buffer.alloc(4096, 7);
  const began = performance.now();
  let count = 0;
  while (performance.now() - began < 1000) {
    writeSync(file, block);
    fdatasyncSync(file);
    count += 1;
  }
  closeSync(file);
  unlinkSync(path);
  return Math.round(count / ((performance.now() - began) / 1000));
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median, least and most of one figure over the rounds. */
export function spread(rounds, figure) {
  const values = rounds.map(figure);
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** Signs in as a person does and returns the session's cookie. */
export async function cookieOf(server, { account, password }) {
  const answer = await server.request("POST", "/sign-in", {
    form: { login: account, password },
    headers: { "sec-fetch-site": "same-origin" },
  });
  const cookies = (answer.headers["set-cookie"] ?? []).map((cookie) => cookie.split(";")[0]);
  if (cookies.length === 0) throw new Error(`${account} could not sign in: ${answer.status}`);
  return cookies.join("; ");
}
