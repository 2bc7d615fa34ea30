// Measures a release build of Concord from outside. Called by script/bench, which builds it and says what the options mean.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { killRounds } from "../browser/kill.mjs";
import { ROOT, Server } from "../browser/server.mjs";
import { measurePages } from "./lighthouse.mjs";
import { cookieOf, cpuMs, memory, spread, syncsPerSecond, wrk } from "./measure.mjs";
import { document, machineNow } from "./table.mjs";

const { values: options } = parseArgs({
  options: {
    full: { type: "boolean", default: false },
    matters: { type: "string", multiple: true },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "5" },
    only: { type: "string" },
    kill: { type: "string" },
    out: { type: "string", default: join(ROOT, "docs/benchmarks.md") },
  },
});
const ROUNDS = Number(options.rounds);
const SECONDS = Number(options.seconds);
const HOME = join(ROOT, ".scratch/bench");
/** A million matters at the slowest pace that is still worth waiting for. */
const MAKING_MS = 3_600_000;

const say = (text) => process.stderr.write(`${text}\n`);

/** Words that complaints hold, alone and in pairs. */
const WORDS = ["噪声", "装修", "漏水", "工资", "拖欠", "电梯", "物业", "停车", "退款", "退货", "抚养", "赡养", "租房", "押金", "邻居", "合同"];

/** A demo city of this size, made once and kept. Returns its folder and, when made now, how long it took. */
async function city(matters) {
  const folder = join(HOME, `city-${matters}`);
  const whole = join(folder, "whole");
  if (existsSync(whole)) return { folder };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  say(`Making a city of ${matters} matters …`);
  const server = await Server.start(["demo", "--matters", String(matters), "--seed", "1"], folder, { withinMs: MAKING_MS });
  const made = { seconds: server.readyMs / 1000 };
  await server.stop();
  writeFileSync(whole, "");
  return { folder, made };
}

/** Waits until a server does nothing by itself: what a new city's housekeeping does first is nobody's request. */
async function settled(server) {
  for (let quiet = 0; quiet < 4; ) {
    const before = cpuMs(server.pid);
    await sleep(250);
    quiet = cpuMs(server.pid) - before < 20 ? quiet + 1 : 0;
  }
}

/** The first start of a copy does what its nights would have done; it is left to finish. */
async function liveIn(folder) {
  const server = await Server.start(["serve"], folder);
  await sleep(2000);
  await settled(server);
  await server.stop();
}

/**
 * A copy of a kept city, for what changes its data; there is one at a time. It is on disk before anything is measured: the server
 * waits for the disk before it answers, and would wait for gigabytes that are not its own.
 */
function copyOf(kept) {
  const folder = join(HOME, "work");
  rmSync(folder, { recursive: true, force: true });
  cpSync(kept, folder, { recursive: true });
  execFileSync("sync", ["-f", folder]);
  return folder;
}

async function coldStarts(folder) {
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const server = await Server.start(["serve"], folder);
    times.push(server.readyMs);
    await server.stop();
  }
  return spread(times, (t) => t);
}

async function idleMemory(folder) {
  const seen = [];
  for (let round = 0; round < Math.min(ROUNDS, 3); round += 1) {
    const server = await Server.start(["serve"], folder);
    await sleep(3000);
    seen.push(memory(server.pid));
    await server.stop();
  }
  return { all: spread(seen, (m) => m.all), own: spread(seen, (m) => m.own) };
}

/** Codes of matters all over the register, not only the newest. */
async function codes(server, token) {
  const found = [];
  let path = "/api/v1/matters?limit=100";
  for (let page = 0; page < 20 && path; page += 1) {
    const { status, json, text } = await server.request("GET", path, { token });
    if (status !== 200) throw new Error(`${path}: ${status} ${text.slice(0, 300)}`);
    found.push(...json.items.map((matter) => matter.code));
    path = json.next_cursor ? `/api/v1/matters?limit=100&cursor=${encodeURIComponent(json.next_cursor)}` : undefined;
  }
  return found;
}

async function operations(server, folder) {
  const { clerk, supervisor } = await server.accounts();
  const cookie = { cookie: await cookieOf(server, supervisor) };
  const targets = (name, paths) => {
    const file = join(folder, `${name}.paths`);
    writeFileSync(file, paths.join("\n"));
    return [file];
  };
  const queries = WORDS.flatMap((a) => [a, ...WORDS.filter((b) => b !== a).slice(0, 3).map((b) => `${a} ${b}`)]).map(encodeURIComponent);
  const pages = (await codes(server, supervisor.api_token)).map((code) => `/desk/matters/${code}`);
  const get = (name, paths) => ({ name, script: "get.lua", args: () => targets(name.replaceAll(" ", "-"), paths), headers: cookie, at: [1, 16] });
  return [
    get("matter page", pages),
    get("list of 25", ["/desk/matters", "/desk/matters?late=true", "/desk/matters?status=accepted"]),
    get("due list", [`/desk/matters?region=${supervisor.region}&order=due`]),
    get("late list", [`/desk/matters?region=${supervisor.region}&status=late&order=due`]),
    get("search", queries.map((q) => `/desk/matters?q=${q}`)),
    get("dashboard", ["/desk/dashboard"]),
    {
      name: "create a report",
      script: "create.lua",
      args: () => [randomBytes(6).toString("hex"), clerk.region],
      headers: { authorization: `Bearer ${clerk.api_token}` },
      at: [1, 16, 64],
    },
  ].filter(({ name }) => !options.only || name.includes(options.only));
}

async function measure(server, { name, script, args, headers }, connections, busy) {
  const once = (seconds) => wrk(server, script, args(), { connections, seconds, headers });
  await once(1);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await once(SECONDS));
  for (const part of Object.keys(busy)) busy[part] = Math.max(busy[part], ...rounds.map((r) => r.peak[part]));
  const result = { name, connections, failed: rounds.reduce((sum, r) => sum + r.refused + r.broken, 0) };
  for (const figure of ["perSecond", "p50", "p99", "cpu"]) result[figure] = spread(rounds, (r) => r[figure]);
  const { perSecond, p99, cpu, failed } = result;
  say(`  ${name}, ${connections}: ${perSecond.median.toFixed(0)}/s, p99 ${p99.median.toFixed(1)} ms, CPU ${cpu.median.toFixed(2)} ms, ${failed} failed`);
  return result;
}

/** Days ahead by which some ten thousand deadlines have passed. */
const TICK_DAYS = (matters) => (matters >= 500_000 ? 6 : 60);

/**
 * The deadlines of some days run out at once, as when a house comes back after holidays: how long noting them takes, and what
 * somebody who looks at matters meanwhile waits.
 */
async function measureTick(kept, matters) {
  const folder = copyOf(kept);
  await liveIn(folder);
  let server = await Server.start(["serve"], folder);
  const { supervisor } = await server.accounts();
  const paths = (await codes(server, supervisor.api_token)).map((code) => `/desk/matters/${code}`);
  await server.stop();
  const file = join(folder, "tick.paths");
  writeFileSync(file, paths.join("\n"));
  server = await Server.start(["serve"], folder, { days: TICK_DAYS(matters) });
  try {
    const cookie = await cookieOf(server, supervisor);
    const looked = wrk(server, "get.lua", [file], { connections: 1, seconds: 4, headers: { cookie } });
    const noted = /deadlines noted as missed.*/;
    for (let waited = 0; !noted.test(server.log()) && waited < 120_000; waited += 50) await sleep(50);
    const line = noted.exec(server.log().replace(/\x1b\[[0-9;]*m/g, ""))?.[0] ?? "";
    const figure = (name) => Number(new RegExp(`${name}=(\\d+)`).exec(line)?.[1]);
    const meanwhile = await looked;
    const tick = { clocks: figure("noted"), ms: figure("milliseconds"), p50: meanwhile.p50, p99: meanwhile.p99, failed: meanwhile.refused + meanwhile.broken };
    say(`  tick: ${tick.clocks} deadlines in ${tick.ms} ms; a matter page meanwhile p50 ${tick.p50.toFixed(1)}, p99 ${tick.p99.toFixed(1)} ms`);
    return tick;
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureSize(matters) {
  const { folder: kept, made } = await city(matters);
  // The creations change the data: they get a copy.
  const folder = copyOf(kept);
  const databaseMib = Number(execFileSync("du", ["-sm", folder], { encoding: "utf8" }).split("\t")[0]);
  say(`${matters} matters, ${databaseMib} MiB`);
  await liveIn(folder);
  const coldStart = await coldStarts(folder);
  const idle = await idleMemory(folder);
  const server = await Server.start(["serve"], folder);
  await sleep(1000);
  await settled(server);
  const busy = { all: 0, own: 0 };
  const results = [];
  try {
    for (const operation of await operations(server, folder)) {
      for (const connections of operation.at) results.push(await measure(server, operation, connections, busy));
    }
  } finally {
    await server.stop();
  }
  rmSync(folder, { recursive: true, force: true });
  const tick = !options.only || options.only === "tick" ? await measureTick(kept, matters) : undefined;
  return { matters, made, coldStart, idle, busy, databaseMib, operations: results, tick };
}

/** What Lighthouse says of the pages, in a city of this size. */
async function pagesAt(matters) {
  say("Opening the pages in Lighthouse …");
  const folder = copyOf((await city(matters)).folder);
  const server = await Server.start(["serve"], folder);
  try {
    return await measurePages(server);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

mkdirSync(HOME, { recursive: true });
if (options.kill) {
  const total = await killRounds(Number(options.kill), {
    progress: (round, { acknowledged }) => say(`round ${round} of ${options.kill}: ${acknowledged} acknowledged, all kept`),
  });
  const { rounds, acknowledged, unanswered, recoveryMs } = total;
  const recovery = spread(recoveryMs, (ms) => ms);
  process.stdout.write(
    `Killed ${rounds} times: ${acknowledged} acknowledged reports all there and found, ${unanswered} unanswered asked again, verify clean each time; ` +
      `back after ${recovery.median.toFixed(0)} ms (${recovery.min.toFixed(0)}–${recovery.max.toFixed(0)})\n`,
  );
} else {
  const machine = machineNow(syncsPerSecond(HOME));
  const sizes = (options.matters ?? (options.full ? ["100000", "1000000"] : ["100000"])).map(Number);
  const measured = [];
  for (const size of sizes) measured.push(await measureSize(size));
  const pages = options.only ? [] : await pagesAt(sizes.at(-1));
  const text = document({ sizes: measured, pages, rounds: ROUNDS, seconds: SECONDS, machine });
  if (options.only) process.stdout.write(text);
  else writeFileSync(options.out, text);
  say(options.only ? "" : `Written: ${options.out}`);
}
