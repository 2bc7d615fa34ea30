// Every page, on a phone, a tablet and a desktop, in both languages and themes: axe-core, no sideways scrolling, nothing that moves by itself
// while it loads, no page too heavy, no console error, nothing from the internet, no message that lacks its words. A tablet's layout
// is looked at in the desktop's page, made narrower. Screenshots in shots/.
import { strict as assert } from "node:assert";
import { rm } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { start } from "./harness.mjs";
import { filed, open } from "./people.mjs";
import { takePictures } from "./pictures.mjs";
import { temporaryFolder } from "./server.mjs";

/** By who opens them. `{status}` stands for the code of a matter of that status which this role sees. */
const PAGES = {
  anyone: ["/", "/?q=楼上漏水", "/?q=zzzz", "/?big=1&q=rent", "/?big=0", "/report", "/report?category=labour.wage", "/track", "/sign-in", "/styleguide?shell=resident", "/styleguide", "/styleguide?shell=paper", ["/no-such-page", 404]],
  party: ["/track/{own}", "/track/{own}/receipt", "/track/{own}/receipt?paper=a4", "/track/{own}/receipt?paper=receipt", "/track/{own}/withdrawal"],
  clerk: ["/desk/intake", "/desk/matters", "/desk/matters/{reported}/receipt", "/desk/matters/{reported}/acceptance-form", "/desk/password"],
  grid_worker: ["/desk/intake", "/desk/on-the-spot"],
  coordinator: ["/desk/matters?work=mine", "/desk/matters?work=late", "/desk/matters?work=unassigned", "/desk/matters?work=waiting", "/desk/queue", "/desk/queue?stage=accepted", "/desk/queue?stage=late", "/desk/queue/{reported}", "/desk/matters/{reported}", "/desk/matters/{assigned}/assignments", "/desk/matters/{assigned}/disputes", "/desk/matters/{assigned}/joint-mediation", "/desk/work", "/desk/work?view=given", "/desk/work?view=tasks", "/desk/backlog", "/desk/precedents", "/desk/matters/{merged}"],
  mediator: ["/desk/mine", "/desk/mine?view=visits", "/desk/matters/{settled}", "/desk/matters/{settled}/parties", "/desk/matters/{settled}/parties/1", "/desk/matters/{settled}/agreement", "/desk/matters/{settled}/record/1", "/desk/matters/{settled}/dossier"],
  officer: ["/desk/mine", "/desk/work", "/desk/precedents", "/desk/traces"],
  supervisor: ["/desk/dashboard", "/desk/matters", "/desk/matters?q=zzzzzzzz", "/desk/matters?status=late", "/desk/matters/{mediating}", "/desk/matters/{agreement}", "/desk/matters/{not_settled}", "/desk/matters/{returned}", "/desk/matters/{assigned}/urgings", "/desk/matters/{mediating}/trace", "/desk/traces", "/desk/backlog"],
  representative: ["/desk/statistics"],
  operator: ["/operator", "/operator/accounts", "/operator/accounts/new", "/operator/bodies", "/operator/bodies/new", "/operator/regions", "/operator/outlines", "/operator/jobs", "/playbooks", "/playbooks/neighbour-noise", ["/desk/dashboard", 403]],
};

/** How a page is opened, and the widths that it is made narrower to. Between them each language, width and theme. */
const OPENED = [
  { width: "phone", language: "zh-CN", theme: "light", widths: [] },
  { width: "phone", language: "en", theme: "dark", widths: [] },
  { width: "desktop", language: "zh-CN", theme: "dark", widths: ["tablet"] },
  { width: "desktop", language: "en", theme: "light", widths: ["tablet"] },
];

/** Replaces `{status}` by a code; none when this role sees no such matter. */
async function filledIn(path, city, role, own) {
  const status = /\{(\w+)\}/.exec(path)?.[1];
  if (!status) return path;
  if (status === "own") return path.replace("{own}", own.code);
  const token = city.accounts[role].api_token;
  const { json } = await city.server.request("GET", `/api/v1/matters?status=${status}&limit=1`, { token });
  const code = json.items?.[0]?.code;
  return code ? path.replace(`{${status}}`, code) : undefined;
}

describe("pages", { concurrency: 2 }, () => {
  let city;
  let own;
  before(async () => {
    city = await start({ matters: 600 });
    own = await filed(city, "zh-CN");
  });
  after(() => city?.close());

  test("the README's pictures can be taken", async () => {
    const folder = await temporaryFolder();
    try {
      await takePictures(city, folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("large text fits a phone", async () => {
    for (const [role, paths] of [[undefined, PAGES.anyone], ["mediator", PAGES.mediator], ["supervisor", PAGES.supervisor]]) {
      const visitor = await city.visitor({ width: "phone", role });
      await visitor.visit("/?big=1");
      for (const path of paths.filter((page) => typeof page === "string" && !page.includes("big=0"))) {
        const filled = await filledIn(path, city, role, own);
        if (!filled) continue;
        await visitor.visit(filled);
        assert.ok(await visitor.page.evaluate(() => document.documentElement.classList.contains("big")), `${path} in large text`);
        assert.deepEqual(await visitor.layout(), [], path);
        await visitor.shot(`big-${role}${path}`);
      }
      await visitor.leave();
    }
  });

  for (const { width, language, theme, widths } of OPENED) {
    for (const [role, pages] of Object.entries(PAGES)) {
      test(`${role}, ${width}, ${language}, ${theme}`, async (t) => {
        const signsIn = city.accounts[role] ? role : undefined;
        const visitor = await city.visitor({ width, language, theme, role: signsIn });
        if (role === "party") await open(visitor, own);
        for (const page of pages) {
          const [path, status] = [page].flat();
          await t.test(path, async (t) => {
            const filled = await filledIn(path, city, role, own);
            if (!filled) return t.skip("no such matter in this city");
            await visitor.visit(filled, status);
            await visitor.check(`${role}${path}`, { widths });
          });
        }
        await visitor.leave();
      });
    }
  }
});
