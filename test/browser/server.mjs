// Starts, stops and kills a `concord` of its own on a free port, and speaks its API. Used by the browser tests and by test/bench.
import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const BIN = process.env.CONCORD_BIN ?? join(ROOT, "target/debug/concord");

const DAY_MS = 86_400_000;

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once("error", reject).listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export const temporaryFolder = () => mkdtemp(join(os.tmpdir(), "concord-"));

/** Debian's libfaketime, which moves the wall clock of one process (`+3d`, `@2031-03-10 02:00:00`) and leaves its timers alone. */
function fakeTime(clock) {
  const library = readdirSync("/usr/lib")
    .map((folder) => `/usr/lib/${folder}/faketime/libfaketimeMT.so.1`)
    .find((path) => existsSync(path));
  if (!library) throw new Error("libfaketime is missing: script/setup test");
  return { LD_PRELOAD: library, FAKETIME: clock, TZ: "UTC", FAKETIME_DONT_FAKE_MONOTONIC: "1", FAKETIME_DONT_RESET: "1" };
}

/** Runs a command of the binary to its end: `{ code, output }`. */
export function run(...args) {
  return new Promise((resolve) => {
    execFile(BIN, args, { maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      resolve({ code: error ? (error.code ?? 1) : 0, output: stdout + stderr });
    });
  });
}

export class Server {
  /** The last of what it wrote, to explain a failed start. */
  #log = "";
  #ended;

  constructor(process, port, data, days) {
    /** How far its clock is ahead of ours. */
    this.days = days;
    this.process = process;
    this.pid = process.pid;
    this.port = port;
    this.data = data;
    this.url = `http://127.0.0.1:${port}`;
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
    const keep = (chunk) => (this.#log = (this.#log + chunk).slice(-8000));
    process.stdout.on("data", keep);
    process.stderr.on("data", keep);
    this.#ended = new Promise((resolve) => process.once("exit", (code, signal) => resolve(code ?? signal)));
  }

  /** `command` is `["demo", "--matters", "300"]`, `["serve"]` and the like; resolves when the first page answers. */
  static async start(command, data, { withinMs = 120_000, port, days = 0, at } = {}) {
    port ??= await freePort();
    if (at) days = (new Date(at) - Date.now()) / DAY_MS;
    const env = at ? fakeTime(`@${at.replace("T", " ").replace("Z", "")}`) : days > 0 ? fakeTime(`+${days}d`) : {};
    const args = [...command, "--data", data, "--listen", `127.0.0.1:${port}`];
    const child = spawn(BIN, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
    const server = new Server(child, port, data, days);
    server.began = performance.now();
    await server.ready(withinMs);
    return server;
  }

  /**
   * A fictional city in a folder of its own that `dispose` removes; `at` sets its clock, `2031-03-10T02:00:00Z`. One that anybody
   * has made already (`CITY`, a folder that nobody serves) is copied, which is quicker than living through two years once more.
   */
  static async demo({ matters = 300, seed = 7, at } = {}) {
    const data = await temporaryFolder();
    if (process.env.CITY && !at) {
      await cp(process.env.CITY, data, { recursive: true });
      const server = await Server.start(["serve"], data);
      server.temporary = true;
      return server;
    }
    const server = await Server.start(["demo", "--matters", String(matters), "--seed", String(seed)], data, { withinMs: 300_000, at });
    server.temporary = true;
    return server;
  }

  async ready(withinMs) {
    let over;
    this.#ended.then((how) => (over = how));
    const until = performance.now() + withinMs;
    while (performance.now() < until) {
      if (over !== undefined) throw new Error(`concord ended with ${over} before it answered:\n${this.#log}`);
      try {
        await this.request("GET", "/");
        this.readyMs = performance.now() - this.began;
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    }
    this.process.kill("SIGKILL");
    throw new Error(`concord did not answer within ${withinMs} ms:\n${this.#log}`);
  }

  /** `{ status, headers, text, json }`; rejects when the connection breaks before the whole answer is there. */
  request(method, path, { token, body, form, headers = {} } = {}) {
    const payload = form ? new URLSearchParams(form).toString() : body && JSON.stringify(body);
    const all = { ...headers };
    if (token) all.authorization = `Bearer ${token}`;
    if (payload !== undefined) {
      all["content-type"] ??= form ? "application/x-www-form-urlencoded" : "application/json";
      all["content-length"] = Buffer.byteLength(payload);
    }
    if (method === "POST") all["idempotency-key"] ??= randomUUID();
    return new Promise((resolve, reject) => {
      const options = { host: "127.0.0.1", port: this.port, agent: this.agent, method, path, headers: all };
      const request = http.request(options, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("aborted", () => reject(new Error("aborted")));
        response.on("end", () => {
          if (!response.complete) return reject(new Error("incomplete answer"));
          const text = Buffer.concat(chunks).toString("utf8");
          const isJson = /json/.test(response.headers["content-type"] ?? "");
          resolve({ status: response.statusCode, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined });
        });
      });
      request.on("error", reject);
      request.end(payload);
    });
  }

  /** The demo's accounts by role: `{ clerk: { account, password, api_token, body, region }, … }`. */
  async accounts() {
    const list = JSON.parse(await readFile(join(this.data, "demo-accounts.json"), "utf8"));
    const byRole = {};
    for (const entry of list) byRole[entry.role] ??= entry;
    return byRole;
  }

  log() {
    return this.#log;
  }

  async kill() {
    this.process.kill("SIGKILL");
    await this.#ended;
    this.agent.destroy();
  }

  async stop() {
    this.agent.destroy();
    this.process.kill("SIGTERM");
    return this.#ended;
  }

  /** The same data and address, with the clock further on by this many days: a new Server in place of this one. */
  async later(days) {
    await this.stop();
    const server = await Server.start(["serve"], this.data, { port: this.port, days: this.days + days });
    server.temporary = this.temporary;
    return server;
  }

  async dispose() {
    await this.stop();
    if (this.temporary) await rm(this.data, { recursive: true, force: true });
  }
}
