// A broken connection, a session that ended and a refused form lose nothing that was typed, and show no page of the browser's own.
import { strict as assert } from "node:assert";
import { after, before, describe, test } from "node:test";
import { LANGUAGES, start } from "./harness.mjs";
import { filed, open, taken } from "./people.mjs";

const OFFLINE = { "zh-CN": "现在没有网络", en: "There is no network at the moment" };
const TEXT = "周三晚上八点以后我在家，可以上门来看。";

describe("without a network", () => {
  let city;
  before(async () => {
    city = await start({ matters: 200 });
  });
  after(() => city?.close());

  const resident = (options = {}) => city.visitor({ width: "phone", language: "zh-CN", ...options });
  const path = ({ page }) => new URL(page.url()).pathname;

  /** Opens a page and waits until the worker answers for all of them. */
  async function ready(visitor, address) {
    await visitor.visit(address);
    await visitor.page.evaluate(async () => {
      const workers = navigator.serviceWorker;
      const wanted = new URL(document.querySelector('meta[name="worker"]').content, location.href).href;
      const changed = (what, name) => new Promise((resolve) => what.addEventListener(name, resolve, { once: true }));
      while (workers.controller?.scriptURL !== wanted) await changed(workers, "controllerchange");
      while (workers.controller.state !== "activated") await changed(workers.controller, "statechange");
    });
  }

  /** A page that is asked for now does not come; what the console says of that is no complaint. */
  async function failing(visitor, act) {
    const before = visitor.complaints.length;
    await act();
    await visitor.page.locator("[data-offline-page]").waitFor();
    visitor.complaints.splice(before);
  }

  for (const language of LANGUAGES) {
    for (const [big, theme] of [[0, "light"], [1, "dark"]]) {
      test(`a page of our own says so, in ${language}, ${theme}${big ? ", in large text" : ""}, and goes on by itself`, async () => {
        const visitor = await resident({ language, theme });
        await ready(visitor, `/?big=${big}`);
        await visitor.context.setOffline(true);
        await failing(visitor, () => visitor.page.goto("/track"));
        await visitor.reads(OFFLINE[language]);
        assert.equal(await visitor.page.locator("html.big").count(), big);
        assert.equal(await visitor.page.evaluate(() => getComputedStyle(document.body).fontSize !== "" && document.styleSheets.length > 0), true);
        assert.ok(await visitor.page.locator("[data-kept]").isHidden(), "nothing was sent");
        await visitor.check(`offline-${theme}`, { said: "nothing" });
        await visitor.context.setOffline(false);
        await visitor.page.locator('form[action="/track"]').waitFor();
        await visitor.leave();
      });
    }
  }

  test("the browser keeps that page and what it is drawn with, and no other, whoever is signed in", async () => {
    const visitor = await city.visitor({ role: "mediator", language: "zh-CN" });
    await ready(visitor, "/desk/mine");
    await ready(visitor, "/desk/matters?lang=en");
    await ready(visitor, "/desk/mine");
    const kept = await visitor.page.evaluate(async () => {
      const all = [];
      for (const name of await caches.keys()) {
        const shelf = await caches.open(name);
        for (const request of await shelf.keys()) all.push([new URL(request.url), await (await shelf.match(request)).text()]);
      }
      return all.map(([{ pathname, search }, text]) => [pathname, pathname === "/offline" ? search : "", pathname === "/offline" ? text : ""]);
    });
    assert.deepEqual(kept.filter(([name]) => !name.startsWith("/assets/")).map(([name, search]) => name + search), ["/offline?lang=en&big=0"]);
    const name = await visitor.page.locator(".user-menu .who strong").innerText();
    assert.ok(kept.every(([, , text]) => !text.includes(name)), "drawn for nobody");
    await visitor.leave();
  });

  test("a message stays where it was typed, and is sent when the network is back", async () => {
    const receipt = await filed(city, "zh-CN", { phone: "13977777701" });
    const visitor = await resident();
    await open(visitor, receipt);
    await ready(visitor, `/track/${receipt.code}`);
    await visitor.context.setOffline(true);
    const before = visitor.complaints.length;
    await visitor.fill({ message: TEXT });
    await visitor.page.locator('form[action$="/messages"] button').click();
    await visitor.page.locator("#toasts .danger", { hasText: "网络断了" }).waitFor();
    assert.equal(await visitor.page.locator('[name="message"]').inputValue(), TEXT);
    await visitor.context.setOffline(false);
    visitor.complaints.splice(before);
    await visitor.submit('form[action$="/messages"]');
    await visitor.reads(TEXT);
    assert.equal(await visitor.page.locator('[name="message"]').inputValue(), "", "what has arrived is no draft");
    await visitor.leave();
  });

  test("what was sent in vain is back in its place when one tries again", async () => {
    const receipt = await filed(city, "zh-CN", { phone: "13977777702" });
    const visitor = await resident();
    await open(visitor, receipt);
    await ready(visitor, `/track/${receipt.code}`);
    await visitor.fill({ message: TEXT });
    // A network that says it is there, and nobody behind it.
    await city.server.stop();
    await failing(visitor, () => visitor.page.locator('form[action$="/messages"] button').click());
    await visitor.reads("还保存在这台设备上");
    assert.equal(path(visitor), `/track/${receipt.code}`, "the form's own page");
    await visitor.check("offline-kept");
    await city.later(0);
    await visitor.follow(visitor.page.locator(".error-page .primary"));
    assert.equal(await visitor.page.locator('[name="message"]').inputValue(), TEXT);
    await visitor.submit('form[action$="/messages"]');
    await visitor.reads(TEXT);
    await visitor.leave();
  });

  test("a key that has to be given again, and a session that ended, lose nothing", async () => {
    const receipt = await filed(city, "zh-CN", { phone: "13977777703" });
    const mediator = await taken(city, "zh-CN", receipt);
    const visitor = await resident();
    await open(visitor, receipt);
    await visitor.fill({ message: TEXT });
    await visitor.context.clearCookies();
    await visitor.submit('form[action$="/messages"]');
    await visitor.fill({ key: receipt.key });
    await visitor.submit('form[action="/track"]');
    assert.equal(await visitor.page.locator('[name="message"]').inputValue(), TEXT);
    await visitor.leave();

    await mediator.page.locator(".compose textarea").first().fill(TEXT);
    await mediator.context.clearCookies();
    await mediator.submit("form.compose");
    assert.equal(path(mediator), "/sign-in");
    const { account, password } = city.accounts.mediator;
    await mediator.fill({ login: account, password });
    await mediator.submit("#sign-in");
    assert.equal(path(mediator), `/desk/matters/${receipt.code}`, "where the form is");
    assert.equal(await mediator.page.locator(".compose textarea").first().inputValue(), TEXT);
    await mediator.leave();
  });

  test("what is written in any form is there again when its page was left, and gone when it has arrived", async () => {
    const receipt = await filed(city, "zh-CN", { phone: "13977777705" });
    await (await taken(city, "zh-CN", receipt)).leave();
    const supervisor = await city.visitor({ role: "supervisor", language: "zh-CN" });
    const address = `/desk/matters/${receipt.code}/urgings`;
    const form = supervisor.page.locator('form[action$="/urgings"]').first();
    await supervisor.visit(address);
    await form.locator("textarea").fill(TEXT);
    await supervisor.visit("/desk/matters");
    await supervisor.visit(address);
    assert.equal(await form.locator("textarea").inputValue(), TEXT);
    await supervisor.reads("已恢复上次没有提交的内容");
    await form.locator('input[type="date"]').fill(city.day(5));
    await supervisor.submit('form[action$="/urgings"]');
    await supervisor.visit(address);
    assert.equal(await supervisor.page.locator(".draft-back").count(), 0);
    await supervisor.leave();
  });

  test("a form beside its list stays as it is, and can be sent again", async () => {
    const receipt = await filed(city, "zh-CN", { phone: "13977777706" });
    await (await taken(city, "zh-CN", receipt)).leave();
    const mediator = await city.visitor({ role: "mediator", language: "zh-CN" });
    const { page } = mediator;
    await mediator.visit(`/desk/matters?work=mine&open=${receipt.code}`);
    await page.locator("#pane .compose textarea").first().fill(TEXT);
    const before = mediator.complaints.length;
    await city.server.stop();
    await page.locator("#pane .compose button[type=submit]:visible").first().click();
    await page.locator("#toasts .danger", { hasText: "网络断了" }).waitFor();
    assert.equal(await page.locator("#pane .compose textarea").first().inputValue(), TEXT);
    await city.later(0);
    mediator.complaints.splice(before);
    await page.locator("#pane .compose button[type=submit]:visible").first().click();
    await page.locator("#pane .timeline, #pane .steps, #pane main, #pane-body").filter({ hasText: TEXT }).first().waitFor();
    mediator.complaints.length = before;
    await mediator.leave();
  });

  test("back and reload after a refused form show the form and what was typed, and ask nothing", async () => {
    const receipt = await filed(city, "zh-CN", { phone: "13977777704" });
    const visitor = await resident();
    const { page } = visitor;
    visitor.expected.add(422);
    await open(visitor, receipt);
    await visitor.submit('form[action$="/messages"]');
    await page.locator(".summary-errors").waitFor();
    assert.equal(path(visitor), `/track/${receipt.code}`);
    await visitor.fill({ message: TEXT });
    await page.reload();
    assert.equal(await page.locator('[name="message"]').inputValue(), TEXT, "after a reload");
    await visitor.visit("/");
    await page.goBack();
    assert.equal(path(visitor), `/track/${receipt.code}`);
    assert.equal(await page.locator('[name="message"]').inputValue(), TEXT, "after going back");

    const mediator = await taken(city, "zh-CN", receipt);
    mediator.expected.add(422);
    await mediator.visit(`/desk/matters/${receipt.code}`);
    await mediator.fill({ session_place: "社区议事厅" });
    await mediator.submit('form[action$="/sessions"]');
    await mediator.page.locator(".summary-errors").waitFor();
    assert.equal(path(mediator), `/desk/matters/${receipt.code}`);
    await mediator.visit("/desk/mine");
    await mediator.page.goBack();
    assert.equal(path(mediator), `/desk/matters/${receipt.code}`);
    assert.equal(await mediator.page.locator('[name="session_place"]').inputValue(), "社区议事厅");
    await mediator.leave();
    await visitor.leave();
  });
});
