// Chromium against a demo city: pages by width and language, axe-core, and the two promises checked on every page: no error in
// the console, no request that leaves this machine. Pictures of the pages in shots/: of what failed, and of all with SHOTS=all.
import { strict as assert } from "node:assert";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { Server } from "./server.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
export const SHOTS = join(HERE, "shots");
/** Drawing a whole page as a picture costs as much as looking through it with axe-core. */
const ALL_SHOTS = process.env.SHOTS === "all";
const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const WIDTHS = { phone: 360, tablet: 768, desktop: 1440 };
/** How long a visitor waits to be let go, in ms. */
const CLOSING_MAX = 10_000;
/** What a page may weigh as it comes over the wire, in bytes: a resident's whole page, the desk's scripts without charts and map. */
const RESIDENT_PAGE_MAX = 150 * 1024;
const DESK_SCRIPTS_MAX = 200 * 1024;
const FONT_MAX = 100 * 1024;
const LARGE_SCRIPTS = /\/assets\/(?:charts|map|maplibre)[\w.-]*\.js/;
export const LANGUAGES = ["zh-CN", "en"];

/** Keys of messages and words of the domain that slipped onto a page as they are. */
const BARE_WORDS = /\b(?:not_settled|on_site|grid_worker|not_yet|coming_back|(?:track|report|window|queue|triage|assignment|matter|mine|session|agreement|conclusion|return-visit|list|dashboard|operator|home|kit|status|channel|urgency|next|clock|timeline|problem|refusal|failure|nav|bulk|pane|keys|palette|dispute|urging|trace|between|promise)-[a-z]+(?:[-_][a-z]+)*)\b/;

/** Runs in every page before anything else: keeps what moved before anybody did anything. */
function watchShifts() {
  globalThis.layoutShifts = [];
  let touched = false;
  for (const event of ["keydown", "pointerdown", "input"]) addEventListener(event, () => (touched = true), { capture: true, once: true });
  const name = (node) => (node ? `${node.nodeName.toLowerCase()}${node.id ? `#${node.id}` : ""}${node.className ? `.${node.className}` : ""}` : "?");
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (touched || entry.hadRecentInput) continue;
      const moved = entry.sources.map(({ node }) => name(node?.nodeType === 3 ? node.parentElement : node));
      globalThis.layoutShifts.push(`${entry.value.toFixed(5)} ${moved.join(", ")}`);
    }
  }).observe({ type: "layout-shift", buffered: true });
}

/** Runs in a page: what it and everything it asked for weighed over the wire. */
function weighed() {
  const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  return all.map(({ name, initiatorType, encodedBodySize }) => ({ name, type: initiatorType, bytes: encodedBodySize }));
}

/** What a finger can hit (WCAG 2.2, 2.5.8) and an eye can read, in CSS px. */
const TARGET_MIN = 24;
const TEXT_MIN = 12;

/** Runs in a page: what is smaller than these. Links within a sentence are as high as its lines, which the rule allows. */
function tooSmall({ target, text }) {
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 1;
  const name = (e) => `${e.nodeName.toLowerCase()}${[...e.classList].map((c) => `.${c}`).join("")} “${(e.textContent || e.name || "").trim().slice(0, 20)}”`;
  const found = [];
  const inSentence = (e) => getComputedStyle(e).display === "inline" && [...e.parentElement.childNodes].some((n) => n.nodeType === 3 && n.data.trim().length > 1);
  for (const e of document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")) {
    if (!shown(e) || inSentence(e)) continue;
    const boxes = [e, ...(e.labels ?? [])].map((b) => b.getBoundingClientRect());
    if (!boxes.some((b) => b.width >= target && b.height >= target)) found.push(`too small for a finger: ${name(e)} in ${name(e.parentElement)}`);
  }
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (n) => (n.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP));
  while (words.nextNode()) {
    const e = words.currentNode.parentElement;
    if (!shown(e)) continue;
    const drawn = e.closest("svg") ? Math.abs(e.getScreenCTM?.().d ?? 1) : 1;
    const size = Number.parseFloat(getComputedStyle(e).fontSize) * drawn;
    if (size < text - 0.5) found.push(`text of ${size.toFixed(1)} px: ${name(e)}`);
  }
  return [...new Set(found)];
}

/** A column of text so narrow that hardly a word fits in: so many characters a line on average, over so many lines. */
const SQUEEZED = { characters: 6, lines: 8 };

/** Runs in a page: text squeezed into such columns, as where a list within a list takes on the columns of the outer one. */
function squeezed({ characters, lines }) {
  const found = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const e = words.currentNode.parentElement;
    const text = words.currentNode.data.trim();
    if (text.length < lines || e.closest("svg, .sr, script, style, template") || !e.checkVisibility({ visibilityProperty: true })) continue;
    if (getComputedStyle(e).writingMode !== "horizontal-tb") continue;
    const range = document.createRange();
    range.selectNodeContents(words.currentNode);
    const rows = new Set([...range.getClientRects()].filter((r) => r.width > 1).map((r) => Math.round(r.top))).size;
    if (rows >= lines && text.length / rows <= characters) found.push(`squeezed into ${rows} lines: ${e.nodeName.toLowerCase()} “${text.slice(0, 20)}” in ${e.parentElement.className || e.parentElement.nodeName.toLowerCase()}`);
  }
  return [...new Set(found)];
}

/** Runs in a page: badges of which a box that hides what does not fit cuts off a part. Boxes that scroll hide nothing for good. */
function cutBadges() {
  const found = [];
  for (const badge of document.querySelectorAll(".badge")) {
    if (!badge.checkVisibility({ visibilityProperty: true }) || badge.closest(".sr")) continue;
    const own = badge.getBoundingClientRect();
    for (let box = badge; box !== document.body; box = box.parentElement) {
      const { overflowX } = getComputedStyle(box);
      if (overflowX === "auto" || overflowX === "scroll") break;
      const { left, right } = box.getBoundingClientRect();
      const hides = overflowX !== "visible" && (own.right > right + 1 || own.left < left - 1);
      if (hides && right - left > 1) found.push(`cut off: badge “${badge.textContent.trim()}”`);
    }
  }
  return [...new Set(found)];
}

const FLAGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-dev-shm-usage",
  "--disable-domain-reliability",
  "--disable-gpu",
  "--disable-sync",
  "--no-first-run",
  "--no-pings",
  // A microphone that beeps, allowed without asking: voice notes are recorded for real.
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  // Nothing else than this machine has an address.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  // Chromium's sandbox does not start as root, as in a container; only our own pages are opened.
  "--no-sandbox",
];

export class Browser {
  static async launch(server) {
    await mkdir(SHOTS, { recursive: true });
    const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
    const self = new Browser();
    self.server = server;
    self.accounts = await server.accounts();
    /** Pages that axe-core has looked through, by name and width. */
    self.looked = new Set();
    self.chromium = await chromium.launch({ executablePath, headless: true, args: FLAGS });
    return self;
  }

  /** A new visitor with cookies of their own. `javaScript: "off"` for the promise made to residents; `as` for one without a mouse. */
  async visitor({ width = "desktop", language = "zh-CN", theme = "light", javaScript = "on", role, as = Visitor } = {}) {
    const context = await this.chromium.newContext({
      baseURL: this.server.url,
      locale: language === "en" ? "en-GB" : language,
      timezoneId: "Asia/Shanghai",
      javaScriptEnabled: javaScript === "on",
      viewport: { width: WIDTHS[width], height: width === "phone" ? 844 : 900 },
      isMobile: width === "phone",
      hasTouch: width === "phone",
      reducedMotion: "reduce",
      colorScheme: theme,
    });
    context.setDefaultTimeout(30_000);
    // The page's clock goes with the server's, so that "in two days" is said of the same days.
    if (this.server.days !== 0) await context.clock.setFixedTime(Date.now() + this.server.days * 86_400_000);
    const visitor = new as(this, context, { width, language, theme, javaScript });
    await visitor.open();
    if (role) await visitor.signIn(this.accounts[role]);
    return visitor;
  }

  /** A day, counted from today as the server counts it, `YYYY-MM-DD`. */
  day(ahead = 0) {
    const at = new Date(Date.now() + (this.server.days + ahead) * 86_400_000);
    return at.toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
  }

  /** Lets days pass: the server is started again with its clock moved on. Sessions and party cookies may run out meanwhile. */
  async later(days) {
    this.server = await this.server.later(days);
  }

  async close() {
    await this.chromium.close();
    await this.server.dispose();
  }
}

export class Visitor {
  constructor(city, context, { width, language, theme, javaScript }) {
    Object.assign(this, { city, context, width, language, theme, javaScript });
    this.complaints = [];
    /** Statuses of 400 and above that a test asks for: Chromium writes an error to the console for each. */
    this.expected = new Set();
  }

  async open() {
    // Watched, not routed: a route takes the browser's cache away, and a turn through this process for each request.
    this.context.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith("http") && hostname !== "127.0.0.1") this.complaints.push(`request leaves this machine: ${request.url()}`);
    });
    await this.context.addInitScript(watchShifts);
    this.page = await this.context.newPage();
    this.page.on("pageerror", (error) => this.complaints.push(`script error: ${error.message}`));
    this.page.on("console", (message) => {
      if (message.type() !== "error") return;
      const status = /the server responded with a status of (\d+)/.exec(message.text());
      if (status && this.expected.has(Number(status[1]))) return;
      // Streams break when the server is started again; the page connects anew.
      if (/\/live(\?|$)/.test(message.location().url)) return;
      this.complaints.push(`console: ${message.text()} (${message.location().url})`);
    });
  }

  /** Opens a path and expects this status. */
  async visit(path, status = 200) {
    if (status >= 400) this.expected.add(status);
    const response = await this.page.goto(path, { waitUntil: "load" });
    assert.equal(response.status(), status, `${path} answers ${status}`);
    return this.page;
  }

  /** Signs in without the pages around it. */
  async signIn({ account, password }) {
    const answer = await this.context.request.post("/sign-in", { form: { login: account, password }, maxRedirects: 0 });
    assert.equal(answer.status(), 303, `${account} could not sign in`);
  }

  /** Signs in as a person does. */
  async signInByForm({ account, password }) {
    await this.visit("/sign-in");
    await this.page.locator('input[name="login"]').fill(account);
    await this.page.locator('input[name="password"]').fill(password);
    await this.submit('form:has(input[name="password"])');
    assert.ok(!new URL(this.page.url()).pathname.startsWith("/sign-in"), `${account} could not sign in`);
  }

  /** Presses the first submit button of a form (by selector, or the main one of the page) and waits for the next page. */
  async submit(form = "main form", button = 'button[type="submit"], button:not([type])') {
    await this.follow(this.page.locator(form).first().locator(button).first());
  }

  /** Presses a button or a link that leads to another page, and waits for it. */
  async follow(control) {
    await Promise.all([this.page.waitForEvent("load"), control.click()]);
  }

  /** Presses the button with this label, within a part of the page where there are several alike. */
  async press(label, within = "main") {
    await this.follow(this.page.locator(within).first().getByRole("button", { name: label, exact: true }).first());
  }

  /** Opens a folded part of the page by its heading, unless it is open already. */
  async unfold(label) {
    const part = this.page.locator("details", { has: this.page.locator("summary", { hasText: label }) }).last();
    if ((await part.getAttribute("open")) !== null) return;
    const summary = part.locator("> summary");
    if (!(await summary.isVisible())) await this.page.locator("#acts-rest > summary").click();
    await summary.click();
  }

  /** Fills the controls of these names. */
  async fill(answers, within = this.page) {
    for (const [name, value] of Object.entries(answers)) await this.answer(name, value, within);
  }

  /** Chooses a radio, a checkbox, an option, or fills a field, by the name of the control. */
  async answer(name, value, within = this.page) {
    const control = within.locator(`[name="${name}"]:not([type="hidden"])`);
    const first = control.first();
    const kind = (await first.evaluate((e) => (e.tagName === "INPUT" ? e.type : e.tagName))).toLowerCase();
    if (kind === "radio") await within.locator(`[name="${name}"][value="${value}"]`).check({ force: true });
    else if (kind === "checkbox") await first.setChecked(Boolean(value), { force: true });
    else if (kind === "select") await first.selectOption(value);
    else if (kind === "file") await first.setInputFiles(value);
    else await first.fill(String(value));
  }

  /** Expects these words on the page. */
  async reads(...words) {
    const text = await this.text("body");
    for (const expected of words) {
      const found = expected instanceof RegExp ? expected.test(text) : text.includes(expected);
      assert.ok(found, `“${expected}” is not on ${this.page.url()}:\n${text}`);
    }
  }

  /** Expects that these words are not on the page. */
  async lacks(...words) {
    const text = await this.text("body");
    for (const word of words) assert.ok(!text.includes(word), `“${word}” is on ${this.page.url()}`);
  }

  async text(selector = "main") {
    return this.page.locator(selector).first().innerText();
  }

  /** A full-page screenshot, shots/WIDTH-LANGUAGE-name.png. */
  async shot(name, width = this.width) {
    const path = join(SHOTS, `${WIDTHS[width]}-${this.language}-${name.replaceAll(/[^\w-]+/g, "_")}.png`);
    await this.page.screenshot({ path, fullPage: true });
    return path;
  }

  /** axe-core's violations (WCAG 2.2 A and AA, and best practices), one line each. Through the debugger, past the page's CSP. */
  async axe() {
    if (this.javaScript === "off") return [];
    await this.page.evaluate(axeSource);
    const { violations } = await this.page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"], preload: false }));
    return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${v.help} at ${n.target.join(" ")}`));
  }

  /** What no screen must do: scroll sideways, or cut a state's words off. One line for each fault of the layout at the width it has now. */
  async layout() {
    if (this.javaScript === "off") return [];
    const wider = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    const cut = await this.page.evaluate(cutBadges);
    return [...(wider > 0 ? [`${wider} px wider than a screen of ${this.page.viewportSize().width}`] : []), ...cut];
  }

  /** Text in columns too narrow to be read. Large text on a small phone is held to no such measure. */
  async narrow() {
    if (this.javaScript === "off") return [];
    return this.page.evaluate(squeezed, SQUEEZED);
  }

  /** What is too small to read, or on a phone to hit. */
  async small() {
    if (this.javaScript === "off") return [];
    return this.page.evaluate(tooSmall, { target: this.width === "phone" ? TARGET_MIN : 0, text: TEXT_MIN });
  }

  /** Words of the other language, on pages where nobody has said anything. */
  async foreign() {
    if (this.language !== "en" || this.javaScript === "off") return [];
    const words = await this.page.evaluate(() => {
      const own = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found = [];
      while (own.nextNode()) {
        const e = own.currentNode.parentElement;
        if (/\p{Script=Han}/u.test(own.currentNode.data) && !e.closest('[lang|="zh"], script') && e.checkVisibility()) found.push(own.currentNode.data.trim());
      }
      return found;
    });
    return words.map((word) => `not in English: ${word}`);
  }

  /** What moved by itself since the page began to load. */
  async shifts() {
    if (this.javaScript === "off") return [];
    // What waits for the first frames has been drawn by then.
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    return (await this.page.evaluate(() => globalThis.layoutShifts)).map((line) => `moved by itself: ${line}`);
  }

  /** What is too heavy: a page of residents, the desk's scripts, a font. */
  async weight() {
    if (this.javaScript === "off") return [];
    const parts = await this.page.evaluate(weighed);
    const sum = (list) => list.reduce((total, { bytes }) => total + bytes, 0);
    const whole = sum(parts);
    const scripts = sum(parts.filter(({ name }) => /\.js(?:\?|$)/.test(name) && !LARGE_SCRIPTS.test(name)));
    const found = parts.filter(({ name, bytes }) => /\.(?:woff2?|ttf|otf)(?:\?|$)/.test(name) && bytes > FONT_MAX).map(({ name }) => `a font too heavy: ${name}`);
    const resident = await this.page.evaluate(() => document.body.classList.contains("resident"));
    if (resident && whole > RESIDENT_PAGE_MAX) found.push(`weighs ${whole} bytes, more than ${RESIDENT_PAGE_MAX}`);
    if (scripts > DESK_SCRIPTS_MAX) found.push(`scripts of ${scripts} bytes, more than ${DESK_SCRIPTS_MAX}`);
    return found;
  }

  /**
   * Every check of a page at once; throws with all complaints. `widths`: narrower or wider ones at which its layout is looked at too;
   * `said: "nothing"` where all words are the product's own.
   */
  async check(name, { widths = [], said = "something" } = {}) {
    const at = `${name} (${this.width}, ${this.language}, ${this.theme})`;
    const found = [...(await this.shifts()), ...(await this.weight()), ...(await this.layout()), ...(await this.narrow()), ...(await this.small())];
    // Once at each width: in another language the same elements hold other words, and whether those are there is looked at below.
    const look = `${name} at ${this.width}`;
    if (!this.city.looked.has(look)) found.push(...(await this.axe()));
    this.city.looked.add(look);
    assert.equal(await this.page.locator("html").getAttribute("lang"), this.language, `${at}: html lang`);
    if (said === "nothing") found.push(...(await this.foreign()));
    const text = await this.text("body");
    if (/\{\{|\{%/.test(text)) found.push("source of a template on the page");
    const bare = text.match(BARE_WORDS);
    if (bare) found.push(`the word of a program, not of people: ${bare[0]}`);
    if (ALL_SHOTS) await this.shot(name);
    for (const width of widths) found.push(...(await this.layoutAt(width, name)));
    found.push(...this.complaints.splice(0));
    if (found.length > 0 && !ALL_SHOTS) found.push(`see ${await this.shot(name)}`);
    assert.deepEqual(found, [], at);
  }

  /** The same page at another width, without asking for it again. */
  async layoutAt(width, name) {
    const before = this.page.viewportSize();
    await this.page.setViewportSize({ ...before, width: WIDTHS[width] });
    const found = (await this.layout()).map((line) => `${width}: ${line}`);
    if (ALL_SHOTS) await this.shot(name, width);
    await this.page.setViewportSize(before);
    return found;
  }

  async leave() {
    assert.deepEqual(this.complaints, []);
    // Chromium now and then does not end a context (156, after a download in the same file): it ends with the browser then.
    await Promise.race([this.context.close(), sleep(CLOSING_MAX, undefined, { ref: false })]);
  }
}

/** A demo city and a browser for one test file, to be closed in the end. */
export async function start(options) {
  const server = await Server.demo(options);
  try {
    return await Browser.launch(server);
  } catch (error) {
    await server.dispose();
    throw error;
  }
}
