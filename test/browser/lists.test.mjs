// Lists by the keyboard alone, as whoever works in them all day does: walking and opening, a matter beside the list, the palette of
// commands, many at once; on a desktop and a tablet, in both languages. And by a mouse without JavaScript.
import { strict as assert } from "node:assert";
import { after, before, describe, test } from "node:test";
import { LANGUAGES, start } from "./harness.mjs";
import { filed } from "./people.mjs";

const W = {
  "zh-CN": { keys: "快捷键", next: "下一项", search: "搜索", done: "已办好", urgent: "紧急", dashboard: "看板", pin: "放进侧栏", save: "保存" },
  en: { keys: "Keyboard shortcuts", next: "Next", search: "Search", done: "done", urgent: "Urgent", dashboard: "Dashboard", pin: "into the sidebar", save: "Save" },
};
const OPEN = "/desk/matters?status=open";

describe("lists", { concurrency: 2 }, () => {
  let city;
  before(async () => {
    city = await start({ matters: 1500 });
  });
  after(() => city?.close());

  const current = (page) => page.locator("#list tr[aria-current]").getAttribute("id");
  const press = async (page, ...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const filled = (page) => page.locator('#pane:not([aria-busy="true"]) #pane-body h1').waitFor();

  for (const language of LANGUAGES) {
    const w = W[language];

    test(`a matter stands beside the list and follows j and k, ${language}`, async () => {
      const visitor = await city.visitor({ language, role: "coordinator" });
      const { page } = visitor;
      await visitor.visit("/desk/matters");
      await press(page, "j", "j");
      const second = await page.locator("#list tr[data-href]").nth(1).getAttribute("id");
      assert.equal(await current(page), second);
      await press(page, "o");
      await filled(page);
      assert.ok(page.url().includes(`open=${second.slice(4)}`), page.url());
      await visitor.check("list-beside");
      await press(page, "j");
      const third = await page.locator("#list tr[data-href]").nth(2).getAttribute("id");
      await page.waitForURL((url) => url.searchParams.get("open") === third.slice(4));
      await filled(page);
      await press(page, "Escape");
      assert.equal(await page.locator("#pane").isHidden(), true);
      await page.waitForURL((url) => !url.searchParams.has("open"));
      await page.goForward();
      await filled(page);
      // The address can be sent to a colleague.
      await page.reload();
      await filled(page);
      await visitor.leave();
    });

    test(`on a tablet a matter opens on a page of its own, ${language}`, async () => {
      const visitor = await city.visitor({ width: "tablet", language, role: "coordinator" });
      const { page } = visitor;
      await visitor.visit(OPEN);
      await visitor.check("list-tablet");
      await press(page, "j");
      const href = await page.locator("#list tr[data-href]").first().getAttribute("data-href");
      await Promise.all([page.waitForURL(`**${href}`), press(page, "Enter")]);
      await visitor.leave();
    });

    for (const width of ["tablet", "desktop"]) {
      test(`keys lead everywhere and are told, never while somebody writes, ${width}, ${language}`, async () => {
        const visitor = await city.visitor({ width, language, role: "coordinator" });
        const { page } = visitor;
        await visitor.visit("/desk/queue");
        await Promise.all([page.waitForURL("**/desk/matters?work=late"), press(page, "g", "l")]);
        await press(page, "?");
        await page.getByRole("dialog", { name: w.keys }).waitFor();
        await visitor.reads(w.next, w.dashboard);
        await visitor.check("keys");
        await press(page, "Escape", "/");
        assert.equal(await page.evaluate(() => document.activeElement.id), "finder");
        await page.keyboard.type("g?jx");
        assert.equal(await page.locator("#finder").inputValue(), "g?jx");
        assert.equal(await page.locator("dialog[open]").count(), 0);
        await visitor.leave();
      });

      test(`the palette finds pages and matters, ${width}, ${language}`, async () => {
        const visitor = await city.visitor({ width, language, role: "supervisor" });
        const { page } = visitor;
        await visitor.visit("/desk/matters?status=open");
        const code = (await page.locator("#list tr[data-href]").nth(3).getAttribute("id")).slice(4);
        await press(page, "Control+k");
        await page.keyboard.type(code.toLowerCase());
        await page.locator(`#palette [role="option"]`, { hasText: code.slice(0, 3) }).first().waitFor();
        await page.waitForFunction((code) => document.querySelector('#palette [aria-selected="true"]')?.textContent.replaceAll("-", "").includes(code), code);
        await visitor.check("palette");
        await Promise.all([page.waitForURL(`**/desk/matters/${code}`), press(page, "Enter")]);
        await press(page, "Control+k");
        await page.keyboard.type(w.dashboard);
        await Promise.all([page.waitForURL("**/desk/dashboard*"), press(page, "Enter")]);
        await visitor.leave();
      });

      test(`several matters get an urgency at once and the list shows it, ${width}, ${language}`, async () => {
        const visitor = await city.visitor({ width, language, role: "coordinator" });
        const { page } = visitor;
        await visitor.visit(OPEN);
        await press(page, "j", "x", "j", "x");
        const picked = page.locator('#list input[name="code"]:checked');
        assert.equal(await picked.count(), 2);
        await visitor.check("bulk");
        await page.locator("#to_urgency").focus();
        await page.locator("#to_urgency").selectOption("urgent");
        await press(page, "Tab", "Enter");
        await page.locator("#bulk-told .outcomes li.done").nth(1).waitFor();
        await visitor.check("bulk-told");
        await press(page, "Escape");
        await page.locator("#list tr .state", { hasText: w.urgent }).nth(1).waitFor();
        await visitor.leave();
      });
    }
  }

  test("the queue is worked off beside its list: what is accepted makes room for the next", async () => {
    for (const phone of ["13977770001", "13977770002"]) await filed(city, "zh-CN", { phone });
    const visitor = await city.visitor({ role: "coordinator" });
    const { page } = visitor;
    await visitor.visit("/desk/queue");
    await press(page, "j", "o");
    await filled(page);
    const first = new URL(page.url()).searchParams.get("open");
    await visitor.check("queue-beside");
    await page.locator('#pane form[action$="/acceptance"] button[value="accept"]').click();
    await page.locator("#toasts .toast.success").waitFor();
    await page.waitForURL((url) => ![null, first].includes(url.searchParams.get("open")));
    await filled(page);
    assert.equal(await page.locator(`#row-${first}`).count(), 0, "it is in the queue no more");
    assert.equal(await current(page), `row-${new URL(page.url()).searchParams.get("open")}`);
    await visitor.leave();
  });

  test("without a script a list is ticked, sent and told on a page, and sorted by its headings", async () => {
    const visitor = await city.visitor({ language: "en", role: "coordinator", javaScript: "off" });
    const { page } = visitor;
    await visitor.visit(OPEN);
    await visitor.follow(page.locator("#list thead .due a"));
    assert.match(page.url(), /order=due/);
    assert.equal(await page.locator("#list th.due").getAttribute("aria-sort"), "ascending");
    await page.locator('#list input[name="code"]').first().check();
    await page.locator("#to_urgency").selectOption("soon");
    await visitor.follow(page.locator('#bulk button[value="urgency"]'));
    await visitor.reads("1 was done");
    await visitor.check("bulk-page");
    // The same address with a script, on a phone and in the other language.
    const told = new URL(page.url()).pathname;
    for (const [width, language] of [["phone", "zh-CN"], ["phone", "en"], ["desktop", "zh-CN"]]) {
      const again = await city.visitor({ width, language, role: "coordinator" });
      await again.visit(told);
      await again.check("bulk-page", { widths: ["tablet"] });
      await again.leave();
    }
    await visitor.follow(page.getByRole("link", { name: "Back to the list" }));
    await visitor.leave();
  });

  test("a list of cards is sorted by the links above it, and its file is what it shows", async () => {
    const visitor = await city.visitor({ width: "phone", language: "en", role: "supervisor", javaScript: "off" });
    const { page } = visitor;
    await visitor.visit("/desk/rating-requests?occasion=conclusion");
    const first = () => page.locator("tbody td.main a").first().textContent();
    const before = await first();
    await visitor.follow(page.locator(".sorted-by a"));
    const asked = new URL(page.url()).searchParams;
    assert.deepEqual([asked.get("order"), asked.get("occasion")], ["since-last", "conclusion"]);
    assert.notEqual(await first(), before);
    assert.equal(await page.locator(".sorted-by a").getAttribute("data-sorted"), "descending");
    assert.equal(await page.locator("thead a").isVisible(), false, "not reached twice");
    const file = await page.request.get(await page.locator('a[href*=".csv"]').getAttribute("href"));
    const lines = (await file.text()).trim().split("\r\n").slice(1);
    const code = (text) => text.match(/\w{3}-\w{3}-\w{3}/)[0];
    assert.equal(code(lines[0]), code(await first()));
    await visitor.leave();
  });

  test("an operator sorts accounts by a heading over their pages and takes them away", async () => {
    const visitor = await city.visitor({ language: "en", role: "operator" });
    const { page } = visitor;
    await visitor.visit("/operator/accounts");
    await visitor.follow(page.locator("thead a", { hasText: "Account name" }));
    const logins = () => page.locator('tbody td[data-label="Account name"]').allTextContents();
    const first = await logins();
    assert.deepEqual(first, [...first].sort());
    assert.equal(await page.locator("th", { hasText: "Account name" }).getAttribute("aria-sort"), "ascending");
    await visitor.check("accounts-sorted");
    await visitor.follow(page.getByRole("link", { name: "Next page" }));
    assert.ok((await logins())[0] > first.at(-1), page.url());
    for (const end of ["csv", "xlsx"]) assert.equal(await page.locator(`a[href*="/operator/accounts.${end}?"]`).count(), 1);
    const file = await page.request.get(await page.locator('a[href*=".csv"]').getAttribute("href"));
    const lines = (await file.text()).trim().split("\r\n").slice(1, 1 + first.length);
    assert.deepEqual(lines.map((line) => line.split(",")[0]), first, "the file begins at the beginning");
    await visitor.leave();
  });

  test("a kept list stands in the menu", async () => {
    const visitor = await city.visitor({ language: "en", role: "coordinator" });
    const { page } = visitor;
    await visitor.visit("/desk/matters?status=late");
    await page.locator('[data-dialog="keep"]').click();
    await page.locator('#keep input[name="name"][id="name"]').fill("Late in town");
    await visitor.follow(page.locator('#keep form[action="/desk/views"] button'));
    await page.locator('[data-dialog="keep"]').click();
    await visitor.follow(page.getByRole("button", { name: /into the sidebar/ }));
    await visitor.check("views");
    await Promise.all([page.waitForURL(/status=late/), press(page, "g", "1")]);
    await visitor.leave();
  });
});
