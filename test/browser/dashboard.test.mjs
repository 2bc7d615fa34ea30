// The dashboard: a week in one screen, numbers that lead to as many matters, a map and a ranking that follow each other, one sheet of paper.
import { strict as assert } from "node:assert";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { LANGUAGES, SHOTS, start } from "./harness.mjs";

const run = promisify(execFile);

/** How many matters a list holds, as its file has lines. */
async function listed(visitor, href) {
  const address = href.replace("/desk/matters?", "/desk/matters.csv?");
  const answer = await visitor.context.request.get(address);
  assert.equal(answer.status(), 200, address);
  // Stories may hold line ends: a record begins with a code.
  return (await answer.text()).split(/\r\n/).filter((line) => /^"?[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}/.test(line)).length;
}

/** Figures of a page that lead to a list: `[number, address]`. */
function figures(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('main a[href^="/desk/matters?"]')]
      .map((link) => [(link.querySelector(".stat-value") ?? link).textContent.trim().replaceAll(",", ""), link.getAttribute("href")])
      .filter(([text]) => /^\d+$/.test(text)),
  );
}

describe("dashboard", { concurrency: 1 }, () => {
  let city;
  before(async () => {
    city = await start({ matters: 600 });
  });
  after(() => city?.close());

  for (const width of ["phone", "desktop"]) {
    for (const language of LANGUAGES) {
      test(`a region's week, ${width}, ${language}`, async () => {
        const visitor = await city.visitor({ width, language, role: "supervisor" });
        const { page } = visitor;
        for (const rate of ["settled", "new"]) {
          await visitor.visit(`/desk/dashboard?rate=${rate}`);
          await visitor.check(`dashboard-${rate}`);
        }
        await visitor.visit("/desk/dashboard");
        const bottom = await page.evaluate(() => document.querySelector(".board-grid").getBoundingClientRect().bottom);
        if (width === "desktop") assert.ok(bottom <= 900, `the week ends at ${bottom} px of 900`);
        // Pointing at a line of the ranking shows the region on the drawing; a line opens the region.
        const line = page.locator(".ranking tr[data-code]").first();
        await line.getByRole("link").first().focus();
        assert.ok(await line.evaluate((row) => row.classList.contains("lit")));
        const code = await line.getAttribute("data-code");
        assert.ok(await page.locator(`.shape[data-code="${code}"]`).evaluate((shape) => shape.classList.contains("lit")));
        await visitor.follow(line.getByRole("link").first());
        assert.equal(new URL(page.url()).searchParams.get("region"), code);
        await visitor.check("dashboard-below");
        await visitor.leave();
      });
    }
  }

  test("every figure leads to as many matters", async () => {
    const visitor = await city.visitor({ role: "supervisor" });
    const page = await visitor.visit("/desk/dashboard");
    const seen = new Map();
    for (const [number, href] of await figures(page)) {
      if (!seen.has(href)) seen.set(href, await listed(visitor, href));
      assert.equal(seen.get(href), Number(number), href);
    }
    assert.ok(seen.size > 60, `${seen.size} lists`);
    await visitor.leave();
  });

  test("the choice of a rate and every region work without a script", async () => {
    const visitor = await city.visitor({ role: "supervisor", javaScript: "off" });
    const page = await visitor.visit("/desk/dashboard");
    await page.locator(".switch a").nth(1).click();
    assert.equal(await page.locator(".switch a[aria-current]").count(), 1);
    assert.ok(page.url().includes("rate=settled"));
    assert.ok((await page.locator(".map-drawing .shape").count()) > 2);
    await visitor.leave();
  });

  test("the map takes the drawing's place where it can be drawn, and leaves it where it cannot", async () => {
    const visitor = await city.visitor({ role: "supervisor" });
    const page = await visitor.visit("/desk/dashboard");
    await page.locator(".map.is-live").waitFor();
    await page.locator('[data-zoom="in"]').click();
    await page.locator(".map-live canvas").hover({ position: { x: 120, y: 120 } });
    await page.locator(".ranking tr.lit").waitFor();
    await visitor.check("dashboard-map");
    await visitor.context.addInitScript(() => {
      HTMLCanvasElement.prototype.getContext = new Proxy(HTMLCanvasElement.prototype.getContext, {
        apply: (get, canvas, [kind, ...rest]) => (kind.startsWith("webgl") ? null : Reflect.apply(get, canvas, [kind, ...rest])),
      });
    });
    await visitor.visit("/desk/dashboard");
    await page.locator(".map-drawing").waitFor();
    assert.equal(await page.locator(".map-live").count(), 0);
    await visitor.check("dashboard-without-webgl");
    await visitor.leave();
  });

  test("numbers alone for those who judge by them", async () => {
    const visitor = await city.visitor({ role: "representative" });
    const page = await visitor.visit("/desk/statistics");
    assert.equal(await page.locator('main a[href*="/desk/matters"]').count(), 0);
    assert.ok((await page.locator(".board-grid .panel").count()) >= 3);
    await visitor.leave();
  });

  for (const language of LANGUAGES) {
    test(`one sheet of paper, ${language}`, async () => {
      const visitor = await city.visitor({ language, role: "supervisor" });
      const page = await visitor.visit("/desk/dashboard");
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: false });
      const file = join(SHOTS, `dashboard-${language}.pdf`);
      await writeFile(file, pdf);
      assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length, 1, "pages");
      // A picture to look at, where the tool is there.
      await run("pdftoppm", ["-r", "80", "-png", file, file.replace(/\.pdf$/, "")]).catch(() => undefined);
      await visitor.leave();
    });
  }
});
