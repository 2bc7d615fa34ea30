// Two people on one matter: each sees the other, what the other writes appears without a reload, and nothing typed is ever lost.
import { strict as assert } from "node:assert";
import { after, before, describe, test } from "node:test";
import { start } from "./harness.mjs";
import { filed, open, taken } from "./people.mjs";

const LANGUAGE = "zh-CN";

describe("live", { concurrency: 1 }, () => {
  let city;
  before(async () => {
    city = await start({ matters: 60 });
  });
  after(() => city?.close());

  const text = (visitor) => visitor.page.locator("#entry_text");
  /** A supervisor of the county, who sees the matter and writes nothing, on the page that the mediator has open too. */
  const beside = async (code) => {
    const colleague = await city.visitor({ role: "coordinator", language: LANGUAGE });
    await colleague.visit(`/desk/matters/${code}`);
    return colleague;
  };
  const write = async (visitor, to, words) => {
    await visitor.fill({ entry_to: to, entry_text: words });
    await visitor.submit('form[action$="/entries"]');
  };

  test("colleagues see each other, and each other's notes and messages, without a reload", async () => {
    const receipt = await filed(city, LANGUAGE);
    const mediator = await taken(city, LANGUAGE, receipt);
    const coordinator = await beside(receipt.code);
    await mediator.page.locator("#presence .looking").waitFor();
    await coordinator.page.locator("#presence .looking").waitFor();
    await coordinator.check("live-presence");
    await text(coordinator).pressSequentially("已电话");
    await mediator.page.locator("#presence .writing").waitFor();
    await mediator.page.evaluate(() => (globalThis.sameDocument = true));
    await write(coordinator, "staff", "已电话联系，双方周六都有空。");
    await mediator.page.locator("#timeline .said.staff", { hasText: "双方周六都有空" }).waitFor();
    assert.equal(await mediator.page.evaluate(() => globalThis.sameDocument), true, "the page was not loaded again");
    await mediator.page.locator("[role=status]", { hasText: "刚刚更新" }).first().waitFor();
    await mediator.check("live-news");

    const resident = await city.visitor({ width: "phone", language: LANGUAGE });
    await open(resident, receipt);
    await resident.fill({ message: "昨晚又敲到十二点。" });
    await resident.submit('form[action$="/messages"]');
    await mediator.page.locator("#timeline .by-party", { hasText: "敲到十二点" }).waitFor();
    await resident.lacks("双方周六都有空");
    await resident.page.evaluate(() => (globalThis.sameDocument = true));
    await write(mediator, "parties", "周六上午十点，社区会议室。");
    await resident.page.locator("main", { hasText: "周六上午十点" }).waitFor();
    assert.equal(await resident.page.evaluate(() => globalThis.sameDocument), true, "the party's page was not loaded again");
    assert.equal(await resident.page.locator("#presence").count(), 0, "parties are not shown who of the staff is looking");
    for (const visitor of [mediator, coordinator, resident]) await visitor.leave();
  });

  test("what is typed stays while others change the page, over a reload, and for its writer alone", async () => {
    const receipt = await filed(city, LANGUAGE);
    const mediator = await taken(city, LANGUAGE, receipt);
    const coordinator = await beside(receipt.code);
    await text(mediator).fill("正在写一条很长的备注");
    await text(mediator).focus();
    await write(coordinator, "staff", "这是同事的备注。");
    await mediator.page.locator("#timeline", { hasText: "这是同事的备注。" }).waitFor();
    assert.equal(await text(mediator).inputValue(), "正在写一条很长的备注");
    assert.equal(await mediator.page.evaluate(() => document.activeElement?.id), "entry_text", "the cursor stays in the text");

    await mediator.visit(`/desk/matters/${receipt.code}`);
    assert.equal(await text(mediator).inputValue(), "正在写一条很长的备注", "a reload puts it back");
    await mediator.page.locator(".draft-back").waitFor();
    await mediator.check("live-draft");
    await mediator.submit('form[action$="/entries"]');
    assert.equal(await text(mediator).inputValue(), "", "once sent, it is gone");
    const kept = () => mediator.page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("draft:")));
    assert.deepEqual(await kept(), []);

    await text(mediator).fill("没有发出的内容");
    assert.equal((await kept()).length, 1);
    await mediator.page.locator(".user-menu summary").click();
    await mediator.follow(mediator.page.locator('form[action="/sign-out"] button'));
    assert.deepEqual(await kept(), [], "signing out takes it off this device");
    await coordinator.leave();
    await mediator.leave();
  });

  test("a form that somebody else was quicker with is shown again with the news, and one press sends it", async () => {
    const receipt = await filed(city, LANGUAGE);
    const mediator = await taken(city, LANGUAGE, receipt);
    const { page } = mediator;
    await mediator.unfold("退出");
    const form = page.locator('form[action$="/withdrawal"]');
    await form.locator('[name="leaver"]').selectOption("1");
    await form.locator('[name="leave_reason"]').fill("申请人决定去法院。");
    const token = city.accounts.mediator.api_token;
    const body = { at: new Date(Date.now() + 3 * 86_400_000).toISOString(), mode: "phone" };
    const { status } = await city.server.request("POST", `/api/v1/matters/${receipt.code}/sessions`, { token, body });
    assert.equal(status, 201);
    await page.locator("#timeline", { hasText: "约定了调解会" }).waitFor();
    assert.equal(await form.locator('[name="leave_reason"]').inputValue(), "申请人决定去法院。", "the form is left alone");
    mediator.expected.add(412);
    await mediator.follow(form.locator("button[type=submit]"));
    await mediator.reads("您填写的时候，这件事有了变化", "约定了调解会");
    assert.equal(await page.locator('[name="leave_reason"]').inputValue(), "申请人决定去法院。");
    await mediator.check("live-stale");
    await mediator.submit('form[action$="/withdrawal"]');
    assert.equal(new URL(page.url()).pathname, `/desk/matters/${receipt.code}`);
    await mediator.reads("已撤回");
    await mediator.leave();
  });

  test("a working list counts a report that came in elsewhere", async () => {
    const coordinator = await city.visitor({ role: "coordinator", language: LANGUAGE });
    await coordinator.visit("/desk/queue");
    const receipt = await filed(city, LANGUAGE, { narrative: "刚刚在别处登记的一件事。" });
    await coordinator.page.locator("main", { hasText: receipt.shown }).waitFor();
    await coordinator.check("live-queue");
    await coordinator.leave();
  });

  test("what happened while the line was broken is there once it is back", async () => {
    const coordinator = await city.visitor({ role: "coordinator", language: LANGUAGE });
    await coordinator.visit("/desk/queue");
    const { page } = coordinator;
    const live = page.waitForResponse((response) => response.url().includes("/desk/live") && response.ok());
    await page.context().setOffline(true);
    const receipt = await filed(city, LANGUAGE, { narrative: "断线的时候登记的一件事。" });
    await city.later(0);
    await page.context().setOffline(false);
    await live;
    await page.locator("main", { hasText: receipt.shown }).waitFor();
    coordinator.complaints.length = 0;
    await coordinator.leave();
  });
});
