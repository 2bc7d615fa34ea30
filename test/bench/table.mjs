// Writes docs/benchmarks.md from what bench.mjs measured.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import os from "node:os";
import { spread } from "./measure.mjs";

const number = (value) => {
  if (value >= 100) return Math.round(value).toLocaleString("en-US");
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
};
const range = ({ median, min, max }) => `${number(median)} (${number(min)}–${number(max)})`;
const row = (cells) => `| ${cells.join(" | ")} |`;

function operations(size) {
  const lines = [
    row(["operation", "connections", "per second", "p50 ms", "p99 ms", "CPU ms per request", "not 2xx"]),
    row(["---", "---:", "---:", "---:", "---:", "---:", "---:"]),
  ];
  for (const { name, connections, perSecond, p50, p99, cpu, failed } of size.operations) {
    lines.push(row([name, connections, range(perSecond), range(p50), range(p99), range(cpu), failed]));
  }
  return lines.join("\n");
}

function section(size) {
  const { matters, made, coldStart, idle, busy, databaseMib, tick } = size;
  const rate = made ? `made in ${number(made.seconds)} s (${number(matters / made.seconds)} matters/s), ` : "";
  return `## ${matters.toLocaleString("en-US")} matters

${rate}${number(databaseMib)} MiB on disk.

- start to first answer: ${range(coldStart)} ms
- memory idle: ${range(idle.all)} MiB resident, ${range(idle.own)} MiB without pages of files
- memory, the most seen under load: ${number(busy.all)} MiB resident, ${number(busy.own)} MiB without pages of files
${tick ? `- ${number(tick.clocks)} deadlines that passed were noted in ${number(tick.ms / 1000)} s; a matter page meanwhile: p50 ${number(tick.p50)}, p99 ${number(tick.p99)} ms, ${tick.failed} failed` : ""}

${operations(size)}
`;
}

/** Seconds for ten thousand deadlines, from one run of about as many. */
const ticked = (tick) => tick && spread([tick], ({ ms, clocks }) => (ms / clocks) * 10);

/** The aims that a foundation is measured by, each against what came out at the largest size. */
function aims(size) {
  const of = (name, connections) => size.operations.find((o) => o.name === name && o.connections === connections);
  const list = [
    ["reports created per second, 64 connections", "≥ 5,000", of("create a report", 64)?.perSecond, (v) => v >= 5000],
    ["matter page, CPU ms", "≤ 1", of("matter page", 1)?.cpu, (v) => v <= 1],
    ["list of 25, CPU ms", "≤ 1", of("list of 25", 1)?.cpu, (v) => v <= 1],
    ["dashboard, CPU ms", "≤ 1", of("dashboard", 1)?.cpu, (v) => v <= 1],
    ["search, p99 ms", "≤ 10", of("search", 1)?.p99, (v) => v <= 10],
    ["due list of a county, p99 ms", "≤ 5", of("due list", 1)?.p99, (v) => v <= 5],
    ["late list of a county, p99 ms", "≤ 5", of("late list", 1)?.p99, (v) => v <= 5],
    ["10,000 deadlines noted, s", "≤ 5", ticked(size.tick), (v) => v <= 5],
    ["memory idle, MiB", "≤ 60", size.idle.all, (v) => v <= 60],
    ["start to first answer, ms", "≤ 300", size.coldStart, (v) => v <= 300],
  ];
  const lines = [row(["aim", "wanted", "measured", "held"]), row(["---", "---:", "---:", "---"])];
  for (const [name, wanted, value, holds] of list) {
    if (value) lines.push(row([name, wanted, range(value), holds(value.median) ? "yes" : "**no**"]));
  }
  return `## Aims, at ${size.matters.toLocaleString("en-US")} matters\n\n${lines.join("\n")}\n`;
}

/** Lighthouse's scores of 100: each page as those who use it most come to it. */
export function pages(results) {
  const lines = [row(["page", "as on a", "performance", "accessibility", "best practices"]), row(["---", "---", "---:", "---:", "---:"])];
  for (const { name, how, performance, accessibility, bestPractices } of results) lines.push(row([name, how, performance, accessibility, bestPractices]));
  return `${lines.join("\n")}\n`;
}

/** A sentence on the machine and its state. */
export function machineNow(syncs) {
  const model = /model name\s*:\s*(.*)/.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1] ?? os.arch();
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  const [load] = os.loadavg();
  return `${model}, ${os.cpus().length} cores, ${memory} GiB, Linux ${os.release()}; load before the first run ${load.toFixed(1)}.
The disk makes a 4 KiB block durable ${syncs.toLocaleString("en-US")} times a second. Commit ${commit}, ${new Date().toISOString().slice(0, 10)}.`;
}

export function document({ sizes, pages: scores, rounds, seconds, machine }) {
  return `# Benchmarks

Made by \`script/bench\`; do not edit. ${machine}

Each figure is the median of ${rounds} runs of ${seconds} s after a warm-up of 1 s, with the least and the most in parentheses.
wrk runs on the same cores as the server, so rates are what a machine of this size does with its clients on it; CPU per request is the
server's alone (all its threads, from /proc). Release build, SQLite, every check on: durable commits (nobody is answered before fdatasync of the log), the
journal's chain, permissions, read models, tallies and search in the same transaction.

${aims(sizes.at(-1))}
${scores.length > 0 ? `## Pages in Lighthouse\n\nOne run each; 95 or more is wanted everywhere.\n\n${pages(scores)}\n` : ""}${sizes.map(section).join("\n")}`;
}
