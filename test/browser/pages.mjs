// Every page, on a phone, a tablet and a desktop, in both languages and themes: axe-core once at each width, no sideways scrolling, nothing that moves by itself
// while it loads, no page too heavy, no console error, nothing from the internet, no message that lacks its words. A tablet's layout
// is looked at in the desktop's page, made narrower. The phone and the desktop are walked at the same time, in a file each.
import { strict as assert } from "node:assert";
import { after, before, describe, test } from "node:test";
import { start } from "./harness.mjs";
import { filed, open } from "./people.mjs";
import { callBack, staged } from "./staged.mjs";

/** By who opens them. `{status}` stands for the code of a matter in that state which this role sees (`staged.mjs`, or the city's own). */
export const PAGES = {
  anyone: ["/", "/?q=楼上漏水", "/?q=zzzz", "/?big=1&q=rent", "/?big=0", "/report", "/report?category=labour.wage", "/q/970102001", "/track", "/sign-in", "/styleguide?shell=resident", "/styleguide", "/styleguide?shell=paper", ["/no-such-page", 404]],
  party: ["/track/{own}", "/track/{own}/receipt", "/track/{own}/receipt?paper=a4", "/track/{own}/receipt?paper=receipt", "/track/{own}/withdrawal", "/track/{agreement}", "/track/{applied}", "/track/{taken}", "/track/{confirmed}", "/track/{declined}", "/track/{asked}", "/track/{answered}", "/track/{advised}", "/track/{advised}/advice"],
  clerk: ["/desk/intake", "/desk/on-the-spot", "/desk/matters", "/desk/matters/{reported}/receipt", "/desk/matters/{reported}/acceptance-form", "/desk/password", ["/desk/dashboard", 403], ["/desk/no-such-page", 404]],
  grid_worker: ["/desk/intake", "/desk/on-the-spot"],
  coordinator: ["/desk/matters?work=mine", "/desk/matters?work=late", "/desk/matters?work=unassigned", "/desk/matters?work=waiting", "/desk/queue", "/desk/queue?stage=accepted", "/desk/queue?stage=late", "/desk/queue/{reported}", "/desk/matters/{reported}", "/desk/matters/{assigned}/assignments", "/desk/matters/{assigned}/disputes", "/desk/matters/{assigned}/joint-mediation", "/desk/work", "/desk/work?view=given", "/desk/work?view=tasks", "/desk/backlog", "/desk/precedents", "/desk/matters/{merged}", "/desk/matters/{reported}/danger", "/desk/matters/{assigned}/family", "/desk/matters/{assigned}/group", "/desk/matters/{mediating}/diversions", "/desk/matters/{asked}/diversions", "/desk/matters/{answered}/diversions", "/desk/matters/{diverted}/diversions", "/desk/diversions/{diverted}/1/letter", "/desk/matters/{diverted}/arrivals/1/receipt", "/desk/matters/{diverted}/arrivals/1/answer", "/desk/matters/{advised}/advice", "/desk/matters/{settled}/ratings/paper", "/desk/diversions", "/desk/rosters", "/desk/rosters/{body}", "/desk/notices", "/desk/matters/{settled}/ratings", "/desk/rating-requests"],
  mediator: ["/desk/mine", "/desk/mine?view=visits", "/desk/on-the-spot", "/desk/matters/{mediating}", "/desk/matters/{agreement}", "/desk/matters/{applied}", "/desk/matters/{taken}", "/desk/matters/{confirmed}", "/desk/matters/{declined}", "/desk/matters/{asked}", "/desk/matters/{advised}", "/desk/matters/{settled}", "/desk/matters/{settled}/parties", "/desk/matters/{settled}/parties/1", "/desk/matters/{settled}/agreement", "/desk/matters/{settled}/record/1", "/desk/matters/{settled}/dossier"],
  officer: ["/desk/mine", "/desk/diversions", "/desk/diversions/{diverted}/1", "/desk/work", "/desk/precedents", "/desk/traces"],
  supervisor: ["/desk/dashboard", "/desk/matters", "/desk/matters?q=zzzzzzzz", "/desk/matters?status=late", "/desk/matters/{mediating}", "/desk/matters/{agreement}", "/desk/matters/{not_settled}", "/desk/matters/{returned}", "/desk/matters/{assigned}/urgings", "/desk/matters/{mediating}/trace", "/desk/traces", "/desk/bodies/{body}/trace", "/desk/backlog", "/desk/rates", "/desk/bodies/{body}/rates", "/desk/call-backs", "/desk/call-backs/{call_back}"],
  representative: ["/desk/statistics"],
  operator: ["/operator", "/operator/accounts", "/operator/accounts/new", "/operator/accounts/1", "/operator/bodies", "/operator/bodies/new", "/operator/bodies/1", "/operator/regions", "/operator/regions/9701", "/operator/outlines", "/operator/jobs", "/playbooks", "/playbooks/neighbour-noise", ["/desk/dashboard", 403]],
};

/**
 * Replaces `{status}` by a code, `{own}` by the code of the party's matter, `{body}` by the role's body and `{call_back}` by one that waits. A page of a matter that
 * this role cannot find is a hole in the walk, not a page to skip.
 */
export async function filledIn(path, city, role, known) {
  const status = /\{(\w+)\}/.exec(path)?.[1];
  if (!status) return path;
  if (status === "body") return path.replace("{body}", city.accounts[role].body);
  if (status === "call_back") return path.replace("{call_back}", await callBack(city));
  if (known[status]) return path.replace(`{${status}}`, known[status].code);
  const token = city.accounts[role].api_token;
  const { json } = await city.server.request("GET", `/api/v1/matters?status=${status}&limit=1`, { token });
  const code = json.items?.[0]?.code;
  assert.ok(code, `${role} sees no matter for ${path}`);
  return path.replace(`{${status}}`, code);
}

/**
 * Walks every page in these ways, each `{ width, language, theme }`; `widths` are those that a page is made narrower to. The first
 * way of a width is the one that axe-core looks at: between the two files each language and each theme once.
 */
export function walkPages(name, ways, more = () => {}) {
  describe(name, () => {
    let city;
    let known;
    before(async () => {
      city = await start({ matters: 600 });
      known = { own: await filed(city, "zh-CN"), ...(await staged(city)) };
    });
    after(() => city?.close());

    for (const { width, language, theme, widths = [] } of ways) {
      for (const [role, pages] of Object.entries(PAGES)) {
        test(`${role}, ${width}, ${language}, ${theme}`, async (t) => {
          const signsIn = city.accounts[role] ? role : undefined;
          const visitor = await city.visitor({ width, language, theme, role: signsIn });
          if (role === "party") for (const receipt of Object.values(known)) await open(visitor, receipt);
          for (const page of pages) {
            const [path, status] = [page].flat();
            await t.test(path, async (t) => {
              const filled = await filledIn(path, city, role, known);
              await visitor.visit(filled, status);
              await visitor.check(`${role}${path}`, { widths, said: role === "anyone" && !path.startsWith("/?q=") ? "nothing" : "something" });
            });
          }
          await visitor.leave();
        });
      }
    }
    more(() => ({ city, known }));
  });
}
