// What Lighthouse says of the pages that matter most, in Debian's Chromium against a server that runs already.
//   node test/bench/lighthouse.mjs      a demo city of its own; prints the table and what cost points
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { Server } from "../browser/server.mjs";
import { cookieOf } from "./measure.mjs";
import { pages as table } from "./table.mjs";

const CATEGORIES = ["performance", "accessibility", "best-practices"];
const ATTEMPTS = 3;
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"];

/** A report by the API and the cookie of a party that opened it with its key. */
async function party(server, region) {
  const body = {
    channel: "web", category: "neighbour.noise", region, language: "zh-CN",
    narrative: "楼上住户连续两周在夜里十一点以后装修敲打，孩子没法睡觉。", applicant: { name: "林知远", phone: "13911111111" }, respondents: [{ name: "楼上住户" }],
  };
  const { json } = await server.request("POST", "/api/v1/reports", { body });
  const opened = await server.request("POST", "/track", {
    form: { code: json.matter.code, key: json.access_key },
    headers: { "sec-fetch-site": "same-origin" },
  });
  const cookies = (opened.headers["set-cookie"] ?? []).map((cookie) => cookie.split(";")[0]);
  if (cookies.length === 0) throw new Error(`the key opened nothing: ${opened.status}`);
  return { path: `/track/${json.matter.code}`, cookie: cookies.join("; ") };
}

/** Residents come by phone on a slow network, staff from a desk: `[name, path, cookie, config]`. */
async function wanted(server) {
  const { mediator, supervisor } = await server.accounts();
  const track = await party(server, mediator.region);
  const { json } = await server.request("GET", "/api/v1/matters?status=mediating&limit=1", { token: mediator.api_token });
  const asMediator = await cookieOf(server, mediator);
  return [
    ["home", "/"],
    ["report", "/report"],
    ["track", track.path, track.cookie],
    ["desk", "/desk/mine", asMediator, desktopConfig],
    ["matter", `/desk/matters/${json.items[0].code}`, asMediator, desktopConfig],
    ["dashboard", "/desk/dashboard", await cookieOf(server, supervisor), desktopConfig],
  ];
}

/** What kept a category from a full score, with how much it counts. */
function faults(lhr) {
  return CATEGORIES.flatMap((category) =>
    lhr.categories[category].auditRefs
      .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9)
      .map(({ id }) => `${id} ${lhr.audits[id].displayValue ?? ""}`.trim()),
  );
}

/** One page in a browser of its own, so that nothing is left of the one before. */
async function once(address, cookie, config) {
  const chrome = await launch({ chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium", chromeFlags: FLAGS, logLevel: "silent" });
  try {
    const flags = { port: chrome.port, onlyCategories: CATEGORIES, extraHeaders: cookie ? { cookie } : undefined, logLevel: "silent" };
    return (await lighthouse(address, flags, config)).lhr;
  } finally {
    chrome.kill();
  }
}

/** A busy machine loses a trace now and then: such a run says nothing of the page. */
async function measured(address, cookie, config) {
  for (let attempt = 1; ; attempt += 1) {
    const lhr = await once(address, cookie, config);
    if (!lhr.runtimeError) return lhr;
    if (attempt === ATTEMPTS) throw new Error(`${address}: ${lhr.runtimeError.message}`);
  }
}

/** `[{ name, how, performance, accessibility, bestPractices, faults }]`, scores of 100. */
export async function measurePages(server) {
  const results = [];
  for (const [name, path, cookie, config] of await wanted(server)) {
    const lhr = await measured(`${server.url}${path}`, cookie, config);
    const at = new URL(lhr.finalDisplayedUrl).pathname;
    if (at !== path) throw new Error(`${name}: ${path} led to ${at}`);
    const [performance, accessibility, bestPractices] = CATEGORIES.map((category) => Math.round(lhr.categories[category].score * 100));
    results.push({ name, how: config ? "desktop" : "phone, slow 4G", performance, accessibility, bestPractices, faults: faults(lhr) });
  }
  return results;
}

if (process.argv[1] === import.meta.filename) {
  const server = await Server.demo({ matters: 600 });
  try {
    const results = await measurePages(server);
    process.stdout.write(table(results));
    for (const { name, faults: found } of results) for (const fault of found) process.stdout.write(`${name}: ${fault}\n`);
  } finally {
    await server.dispose();
  }
}
