// Makes the README's pictures from a demo city: node test/browser/screenshot.mjs [zh-CN|en]
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { start } from "./harness.mjs";
import { ROOT } from "./server.mjs";

const FOLDER = join(ROOT, "docs/images");
const MATTERS = 5000;

/** What is seen without scrolling, as a file that a page can carry. */
async function picture(visitor, name) {
  await visitor.page.waitForTimeout(600); // charts draw themselves once
  await visitor.page.screenshot({ path: join(FOLDER, `${name}.png`) });
  await visitor.leave();
}

const language = process.argv[2] ?? "zh-CN";
const city = await start({ matters: MATTERS, seed: 1 });
try {
  await mkdir(FOLDER, { recursive: true });
  const resident = await city.visitor({ width: "phone", language });
  await resident.visit("/");
  await picture(resident, "home");

  const mediator = await city.visitor({ role: "mediator", language });
  const token = city.accounts.mediator.api_token;
  const { json } = await city.server.request("GET", "/api/v1/matters?status=mediating&limit=1", { token });
  await mediator.visit(`/desk/matters/${json.items[0].code}`);
  await picture(mediator, "matter");

  const supervisor = await city.visitor({ role: "supervisor", language });
  await supervisor.visit("/desk/dashboard");
  await picture(supervisor, "dashboard");
} finally {
  await city.close();
}
