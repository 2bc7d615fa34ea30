// The other ways a matter can go, as people walk them: leaving, refusing, not settling, merging, a wrong key, writing to each
// other, and a report taken at the window without a mouse.
import { strict as assert } from "node:assert";
import { after, before, describe, test } from "node:test";
import { start } from "./harness.mjs";
import { CODE, filed, KEY, open, PHOTO, taken, WORDS } from "./people.mjs";
import { staged } from "./staged.mjs";

const LANGUAGE = "zh-CN";
const W = WORDS[LANGUAGE];

describe("other ways", () => {
  let city;
  before(async () => {
    city = await start({ matters: 200 });
  });
  after(() => city?.close());

  const party = () => city.visitor({ width: "phone", language: LANGUAGE, javaScript: "off" });
  const staff = (role) => city.visitor({ role, language: LANGUAGE });

  test("a party stops mediation, is told where else to go, and may come back", async () => {
    const receipt = await filed(city, LANGUAGE);
    const resident = await party();
    await open(resident, receipt);
    await resident.follow(resident.page.getByRole("link", { name: "停止调解" }));
    await resident.reads("不需要理由", "去法院", "凭同一个编号和钥匙");
    await resident.check("way-withdrawal");
    await resident.fill({ reason: "打算直接起诉" });
    await resident.press("停止调解");
    await resident.reads("调解已经停止", "已撤回");
    await resident.fill({ again: "还是想调解" });
    await resident.press("重新提出");
    await resident.reads("这件事重新办理了。");
    await resident.leave();
  });

  test("a party refuses an agreement, and mediation goes on to another", async () => {
    const receipt = await filed(city, LANGUAGE);
    const mediator = await taken(city, LANGUAGE, receipt);
    await mediator.unfold("起草调解协议");
    await mediator.fill({ agreement_terms: "楼上住户晚上十点以后不施工。", owed_what_1: "不施工", owed_due_on_1: city.day(10) });
    await mediator.press("提交各方签字");
    const resident = await party();
    await open(resident, receipt);
    await resident.unfold("我不想签这一份");
    await resident.fill({ refusal: "十点太晚，九点可以" });
    await resident.press("不签这一份");
    await resident.reads("您没有签，已经告诉调解员。");
    await resident.check("way-refused");
    await mediator.visit(`/desk/matters/${receipt.code}`);
    await mediator.reads("没有通过的协议", "十点太晚，九点可以");
    await mediator.check("way-refused-for-staff");
    await mediator.fill({ agreement_terms: "楼上住户晚上九点以后不施工。", owed_what_1: "不施工", owed_due_on_1: city.day(10) });
    await mediator.press("提交各方签字");
    await resident.visit(`/track/${receipt.code}`);
    await resident.reads("楼上住户晚上九点以后不施工。");
    await resident.leave();
    await mediator.leave();
  });

  test("what is not settled ends with written advice that the party reads", async () => {
    const receipt = await filed(city, LANGUAGE);
    const mediator = await taken(city, LANGUAGE, receipt);
    await mediator.unfold("办结");
    const advice = await mediator.page.locator('[name="conclusion_advice"]').inputValue();
    assert.match(advice, /法院/, "the playbook's remedies are proposed as advice");
    await mediator.fill({ conclusion_advice: `${advice}\n楼上拒绝调解，建议先请物业劝阻并录音。` });
    await mediator.press("办结", 'form[action$="/conclusion"]');
    await mediator.reads("未达成");
    const resident = await party();
    await open(resident, receipt);
    await resident.reads("未达成", "建议先请物业劝阻并录音");
    await resident.lacks("已和解");
    await resident.check("way-not-settled");
    await resident.leave();
    await mediator.leave();
  });

  test("a second report of the same dispute is merged, and its key opens the one that goes on", async () => {
    const first = await filed(city, LANGUAGE, { phone: "13922222222" });
    const second = await filed(city, LANGUAGE, { phone: "13922222222", narrative: "还是楼上装修的事，昨晚又敲到一点。" });
    const coordinator = await staff("coordinator");
    await coordinator.visit(`/desk/queue/${second.code}`);
    await coordinator.reads(first.shown, "可能是同一件的事", "电话相同");
    await coordinator.check("way-merge");
    await coordinator.page.locator(`input[name="into_earlier"][value="${first.code}"]`).check({ force: true });
    await coordinator.press("并入这一件", 'form[action$="/merger"]');
    await coordinator.reads("已并案。");
    await coordinator.leave();
    const resident = await party();
    await open(resident, second);
    await resident.reads(first.shown, "您的事和这件事合并了");
    await resident.check("way-merged");
    await resident.leave();
  });

  test("a party is asked whether its matter may go elsewhere, and the desk reads its own words", async () => {
    const receipt = await filed(city, LANGUAGE);
    await (await taken(city, LANGUAGE, receipt)).leave();
    const coordinator = await staff("coordinator");
    await coordinator.visit(`/desk/matters/${receipt.code}/diversions`);
    await coordinator.unfold("问当事人愿不愿意");
    await coordinator.fill({ ask_exit: "court", ask_text: "对方一直不来，要不要直接去法院？" });
    await coordinator.page.locator('input[name="ask_parties"]').first().check({ force: true });
    await coordinator.submit('form[action$="/diversion-consents"]');
    await coordinator.reads("已经问了，当事人在自己的页面上看到并答复。", "还没答复");
    await coordinator.check("way-asked-for-staff");
    const resident = await party();
    await open(resident, receipt);
    await resident.reads("对方一直不来，要不要直接去法院？", "由您自己决定", "整件移送以后，这里的调解就结束了");
    await resident.check("way-asked");
    await resident.fill({ wish_reason: "再谈一次看看" });
    await resident.press("不愿意");
    await resident.reads("已收到您的答复。", "您随时可以改主意");
    await coordinator.visit(`/desk/matters/${receipt.code}/diversions`);
    await coordinator.reads("不愿意", "再谈一次看看");
    await resident.visit(`/track/${receipt.code}`);
    await resident.press("愿意");
    await resident.reads("答复：愿意");
    await resident.check("way-answered");
    await resident.leave();
    await coordinator.leave();
  });

  test("an agreement goes to the court, and its party reads how far it is", async () => {
    const receipt = (await staged(city, LANGUAGE)).sealed;
    const mediator = await staff("mediator");
    const resident = await party();
    await mediator.visit(`/desk/matters/${receipt.code}`);
    await mediator.unfold("双方已经一起申请");
    await mediator.fill({ confirm_court: "澄湖区人民法院" });
    await mediator.press("记下已申请");
    await mediator.reads("记下了。", "已申请，等法院决定是否受理", "澄湖区人民法院");
    await mediator.check("way-court-applied");
    await open(resident, receipt);
    await resident.reads("法院决定是否受理");
    await mediator.unfold("法院已受理");
    await mediator.fill({ confirm_number: "（2026）民特 12 号" });
    await mediator.press("记下已受理");
    await mediator.reads("法院已受理，等裁定", "（2026）民特 12 号");
    await mediator.unfold("法院已有结果");
    await mediator.fill({ confirm_ruling: "confirmed", confirm_text: "裁定有效。" });
    await mediator.press("记下结果");
    await mediator.reads("裁定协议有效");
    await mediator.check("way-court-confirmed");
    await resident.visit(`/track/${receipt.code}`);
    await resident.check("way-court-confirmed-for-party");
    await resident.leave();
    await mediator.leave();
  });

  test("whoever may not do something stays at the desk, and is told by whom it can be done", async () => {
    const receipt = await filed(city, LANGUAGE);
    const clerk = await staff("clerk");
    await clerk.visit("/desk/dashboard", 403);
    await clerk.reads("窗口人员", "请本中心的系统管理员给您的账号加上这个岗位");
    assert.ok(await clerk.page.locator('.sidebar a[href="/desk/intake"]').isVisible(), "the menu is there");
    await clerk.check("way-forbidden");
    const refused = await clerk.context.request.post(`/desk/matters/${receipt.code}/archive`, { form: { version: "1" } });
    assert.equal(refused.status(), 403);
    assert.match(await refused.text(), new RegExp(`matters[^"]{1,6}${receipt.code}" class="button primary"`), "back to the matter");
    await clerk.visit("/desk/matters/AAAAAAAAA", 404);
    await clerk.reads("请问本中心的调度员");
    await clerk.leave();
  });

  test("a wrong key opens nothing and says nothing about the code", async () => {
    const receipt = await filed(city, LANGUAGE);
    const stranger = await party();
    stranger.expected.add(422);
    const refused = async (answers) => {
      await open(stranger, answers);
      await stranger.reads("编号和钥匙对不上");
      await stranger.lacks(W.applicant, W.story);
      return stranger.text();
    };
    const wrongKey = await refused({ ...receipt, key: "2222-2222-2222-22222" });
    await stranger.check("way-wrong-key");
    const wrongCode = await refused({ shown: "AAA-AAA-AAA", key: receipt.key });
    assert.equal(wrongKey, wrongCode, "whether the code exists cannot be told");
    await stranger.leave();
  });

  test("party and mediator write to each other, with a photo, and private notes stay private", async () => {
    const receipt = await filed(city, LANGUAGE);
    const mediator = await taken(city, LANGUAGE, receipt);
    const resident = await party();
    await open(resident, receipt);
    await resident.fill({ message: "昨天晚上又敲到十二点。" });
    await resident.submit('form[action$="/messages"]');
    await resident.reads("留言已发出。", "昨天晚上又敲到十二点。");
    await resident.fill({ files: PHOTO });
    await resident.submit('form[action$="/files"]');
    await resident.reads("材料已收到。", "ceiling.png");
    await mediator.visit(`/desk/matters/${receipt.code}`);
    await mediator.reads("昨天晚上又敲到十二点。", "ceiling.png");
    await mediator.fill({ entry_to: "parties", entry_text: "收到，明天上门看看。" });
    await mediator.submit('form[action$="/entries"]');
    await mediator.fill({ entry_to: "staff", entry_text: "申请人情绪激动，上门先听。" });
    await mediator.submit('form[action$="/entries"]');
    await mediator.check("way-messages-for-staff");
    await resident.visit(`/track/${receipt.code}`);
    await resident.reads("收到，明天上门看看。");
    await resident.lacks("情绪激动");
    await resident.check("way-messages");
    await resident.leave();
    await mediator.leave();
  });

  test("staff write to a representative alone, who answers on a page of their own, and the party reads none of it", async () => {
    const receipt = await filed(city, LANGUAGE);
    const mediator = await taken(city, LANGUAGE, receipt);
    const coordinator = await staff("coordinator");
    const ofParty = `/desk/matters/${receipt.code}/parties/1`;
    await coordinator.visit(ofParty);
    await coordinator.fill({ representative_name: "赵律师", representative_phone: "13900000009" });
    await coordinator.press("登记代理人");
    await coordinator.visit(ofParty);
    await coordinator.check("way-representative");
    await coordinator.press("给代理人打印钥匙");
    await coordinator.reads("赵律师", "签字、退出和评价要由当事人");
    const shown = (await coordinator.text("main")).match(KEY)[0];
    await mediator.visit(`/desk/matters/${receipt.code}`);
    await mediator.fill({ entry_to: "one" });
    await mediator.fill({ entry_one: "representative-1", entry_text: "对方最多出五百，您看呢？" });
    await mediator.reads("除了同事，别人都看不到");
    await mediator.check("way-one-alone");
    await mediator.submit('form[action$="/entries"]');
    await mediator.reads("对方最多出五百", "和工作人员可见");
    const lawyer = await party();
    await open(lawyer, { ...receipt, key: shown });
    await lawyer.reads("您代理", "对方最多出五百", "只有您和工作人员能看到");
    await lawyer.check("way-representative-page");
    await lawyer.fill({ message: "她要八百，还要当面道歉。" });
    await lawyer.submit('form[action$="/messages"]');
    await lawyer.reads("留言已发出。", "她要八百");
    const resident = await party();
    await open(resident, receipt);
    await resident.lacks("对方最多出五百");
    await resident.lacks("她要八百");
    await mediator.visit(`/desk/matters/${receipt.code}`);
    await mediator.reads("她要八百");
    for (const visitor of [lawyer, resident, coordinator, mediator]) await visitor.leave();
  });

  test("the clerk takes a report at the window without touching the mouse, and finds the earlier matter while typing", async () => {
    const earlier = await filed(city, LANGUAGE, { phone: "13933334444" });
    const clerk = await staff("clerk");
    await clerk.visit("/desk/intake");
    const { page } = clerk;
    const { keyboard } = page;
    const at = () => page.evaluate(() => document.activeElement?.getAttribute("name"));
    const to = async (name) => {
      for (let n = 0; n < 60 && (await at()) !== name; n += 1) await keyboard.press("Tab");
      assert.equal(await at(), name, `Tab leads to ${name}`);
    };
    assert.equal(await at(), "narrative", "the cursor waits where the clerk begins");
    await keyboard.type(W.story);
    await page.locator('#suggestion [data-category="neighbour.noise"]').waitFor();
    await clerk.check("way-window-suggestion");
    const shortcut = await page.locator('#suggestion [data-category="neighbour.noise"]').getAttribute("data-shortcut");
    await keyboard.press(shortcut);
    assert.equal(await page.locator('[name="category"]').inputValue(), "neighbour.noise");
    await to("applicant.name");
    await keyboard.type("赵玉兰");
    await to("applicant.phone");
    await keyboard.type("13933334444");
    await page.locator(".found:not([hidden]) a", { hasText: earlier.shown }).waitFor();
    await clerk.check("way-window-finder");
    await keyboard.press("Escape");
    await keyboard.press("Control+Enter");
    await page.waitForURL(/\/receipt$/);
    await clerk.reads(CODE, KEY, "赵玉兰");
    await clerk.check("way-window-receipt");
    await clerk.visit(page.url().replace(/.*(\/desk.*)\/receipt$/, "$1/acceptance-form"));
    await clerk.reads("赵玉兰", W.story);
    await clerk.check("way-acceptance-form");
    await clerk.leave();
  });
});
