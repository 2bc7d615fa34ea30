import { strict as assert } from "node:assert";
import { test } from "node:test";
import { open } from "./people.mjs";
import { filledIn, PAGES, walkPages } from "./pages.mjs";

const WAYS = [
  { width: "phone", language: "zh-CN", theme: "light" },
  { width: "phone", language: "en", theme: "dark" },
];

walkPages("pages on a phone", WAYS, (made) => {
  for (const [role, paths] of Object.entries(PAGES)) {
    test(`large text fits a phone: ${role}`, async () => {
      const { city, known } = made();
      const visitor = await city.visitor({ width: "phone", role: city.accounts[role] ? role : undefined });
      if (role === "party") for (const receipt of Object.values(known)) await open(visitor, receipt);
      await visitor.visit("/?big=1");
      for (const path of paths.filter((page) => typeof page === "string" && !page.includes("big=0"))) {
        await visitor.visit(await filledIn(path, city, role, known));
        assert.ok(await visitor.page.evaluate(() => document.documentElement.classList.contains("big")), `${path} in large text`);
        assert.deepEqual(await visitor.layout(), [], path);
      }
      await visitor.leave();
    });
  }
});
