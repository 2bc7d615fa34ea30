import { strict as assert } from "node:assert";
import { test } from "node:test";
import { filledIn, PAGES, walkPages } from "./pages.mjs";

const WAYS = [
  { width: "phone", language: "zh-CN", theme: "light" },
  { width: "phone", language: "en", theme: "dark" },
];

walkPages("pages on a phone", WAYS, (made) => {
  test("large text fits a phone", async () => {
    const { city, own } = made();
    for (const [role, paths] of [[undefined, PAGES.anyone], ["mediator", PAGES.mediator], ["supervisor", PAGES.supervisor]]) {
      const visitor = await city.visitor({ width: "phone", role });
      await visitor.visit("/?big=1");
      for (const path of paths.filter((page) => typeof page === "string" && !page.includes("big=0"))) {
        const filled = await filledIn(path, city, role, own);
        if (!filled) continue;
        await visitor.visit(filled);
        assert.ok(await visitor.page.evaluate(() => document.documentElement.classList.contains("big")), `${path} in large text`);
        assert.deepEqual(await visitor.layout(), [], path);
      }
      await visitor.leave();
    }
  });
});
