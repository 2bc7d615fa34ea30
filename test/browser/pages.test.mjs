// Every page, at both widths, in both languages: axe-core, no sideways scrolling, no console error, nothing from the internet.
import { after, before, describe, test } from "node:test";
import { LANGUAGES, start, WIDTHS } from "./harness.mjs";

/** `CODE` stands for a matter that the role may see. */
const PAGES = [
  { name: "home", path: "/" },
  { name: "report", path: "/report" },
  { name: "track", path: "/track" },
  { name: "sign-in", path: "/sign-in" },
  { name: "styleguide", path: "/styleguide" },
  { name: "not-found", path: "/no-such-page", status: 404 },
  { name: "desk-clerk", path: "/desk", role: "clerk" },
  { name: "intake", path: "/desk/intake", role: "clerk" },
  { name: "desk-coordinator", path: "/desk", role: "coordinator" },
  { name: "queue", path: "/desk/queue", role: "coordinator" },
  { name: "desk-mediator", path: "/desk", role: "mediator" },
  { name: "matter-mediator", path: "/desk/matters/CODE", role: "mediator" },
  { name: "matter-coordinator", path: "/desk/matters/CODE", role: "coordinator" },
  { name: "desk-supervisor", path: "/desk", role: "supervisor" },
  { name: "matters", path: "/desk/matters", role: "supervisor" },
  { name: "matters-empty", path: "/desk/matters?q=zzzzzzzzzz", role: "supervisor" },
  { name: "dashboard", path: "/desk/dashboard", role: "supervisor" },
  { name: "forbidden", path: "/desk/dashboard", role: "operator", status: 403 },
  { name: "operator", path: "/operator", role: "operator" },
];

/** A matter this account sees in its own list, through the API. */
async function matterOf(server, account) {
  const answer = await server.request("GET", "/api/v1/matters?limit=1", { token: account.api_token });
  return answer.json.items[0].code;
}

describe("pages", () => {
  let city;
  before(async () => {
    city = await start({ matters: 600 });
  });
  after(() => city?.close());

  for (const width of Object.keys(WIDTHS)) {
    for (const language of LANGUAGES) {
      for (const role of [undefined, ...new Set(PAGES.map((page) => page.role).filter(Boolean))]) {
        test(`${role ?? "anyone"}, ${width}, ${language}`, async (t) => {
          const visitor = await city.visitor({ width, language, role });
          for (const page of PAGES.filter((candidate) => candidate.role === role)) {
            await t.test(page.path, async () => {
              const code = page.path.includes("CODE") ? await matterOf(city.server, city.accounts[role]) : "";
              await visitor.visit(page.path.replace("CODE", code), page.status);
              await visitor.check(page.name);
            });
          }
          await visitor.leave();
        });
      }
    }
  }
});
