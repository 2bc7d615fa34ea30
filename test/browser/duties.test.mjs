// Work between bodies, as people walk it: two bodies at once, a department that answers, a dispute, joint mediation, urging, a trace.
import { strict as assert } from "node:assert";
import { after, before, describe, test } from "node:test";
import { start } from "./harness.mjs";
import { filed } from "./people.mjs";

describe("duties", () => {
  let city;
  before(async () => {
    city = await start({ matters: 600 });
  });
  after(() => city?.close());

  const staff = (role, language = "zh-CN", width = "desktop") => city.visitor({ role, language, width });

  /** Chooses the first real option of a select whose text holds a word. */
  async function choose(visitor, name, word) {
    const select = visitor.page.locator(`select[name="${name}"]`).first();
    const value = await select.evaluate((e, w) => [...e.options].find((o) => o.value && o.textContent.includes(w))?.value, word);
    assert.ok(value, `no “${word}” in ${name}`);
    await select.selectOption(value);
  }

  async function accepted() {
    const receipt = await filed(city, "zh-CN");
    const coordinator = await staff("coordinator");
    await coordinator.visit(`/desk/queue/${receipt.code}`);
    await coordinator.press("只受理");
    return { receipt, coordinator };
  }

  test("two bodies are dispatched at once, and whoever received it first stays responsible", async () => {
    const { receipt, coordinator } = await accepted();
    await coordinator.visit(`/desk/matters/${receipt.code}/assignments`);
    await choose(coordinator, "body", "司法所");
    await choose(coordinator, "also", "派出所");
    await coordinator.press("交办");
    await coordinator.visit(`/desk/matters/${receipt.code}/assignments`);
    await coordinator.reads("首接负责", "待签收", "协办", "主办");
    await coordinator.check("duties-dual");
    await coordinator.visit("/desk/work?view=given");
    await coordinator.reads("本机构交出去的");
    await coordinator.check("duties-work");
    await coordinator.leave();
  });

  test("a dispute is raised, with the duty it rests on", async () => {
    const { receipt, coordinator } = await accepted();
    await coordinator.visit(`/desk/matters/${receipt.code}/disputes`);
    await choose(coordinator, "responsible", "公安");
    await coordinator.fill({ reason: "噪声扰民由公安处理，清单写明了" });
    await coordinator.press("提出争议");
    await coordinator.reads("争议已提出", "认为应由", "裁定");
    await coordinator.check("duties-dispute");
    await coordinator.visit("/desk/precedents");
    await coordinator.reads("权责清单", "《人民调解法》");
    await coordinator.check("duties-precedents");
    await coordinator.leave();
  });

  test("several bodies meet, and a task is decided", async () => {
    const { receipt, coordinator } = await accepted();
    await coordinator.visit(`/desk/matters/${receipt.code}/joint-mediation`);
    await coordinator.page.locator('input[name="members"]').nth(1).check({ force: true });
    await coordinator.fill({ joint_reason: "一家解决不了" });
    await coordinator.press("组织联合调处");
    await coordinator.fill({ conference_on: city.day(0), conference_time: "09:30", agenda: "先通报情况，再定分工" });
    await coordinator.press("定联席会议");
    await coordinator.fill({ minutes: "已商定分工", task_what_1: "出具意见", task_due_1: city.day(5) });
    await coordinator.page.locator('select[name="task_body_1"]').selectOption({ index: 1 });
    await coordinator.press("写纪要");
    await coordinator.reads("纪要已保存", "出具意见");
    await coordinator.check("duties-joint");
    await coordinator.leave();
  });

  test("a supervisor urges, and takes over; the trace shows who held it", async () => {
    const { receipt, coordinator } = await accepted();
    await coordinator.leave();
    const supervisor = await staff("supervisor");
    await supervisor.visit(`/desk/matters/${receipt.code}/urgings`);
    await supervisor.fill({ answer_by: city.day(3), urging_text: "请抓紧" });
    await supervisor.press("督办");
    await supervisor.reads("督办已发出", "请抓紧");
    await supervisor.check("duties-urging");
    await supervisor.unfold("提办");
    await supervisor.fill({ take_reason: "拖得太久" });
    await supervisor.press("提办");
    await supervisor.visit(`/desk/matters/${receipt.code}/trace`);
    await supervisor.reads("谁在什么时候负责", "答应按时办的事");
    await supervisor.check("duties-trace");
    await supervisor.visit("/desk/traces");
    await supervisor.check("duties-traces");
    await supervisor.leave();
  });
});
