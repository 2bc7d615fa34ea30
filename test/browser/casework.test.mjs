// Time and levels as people use them: a limit that stands still and goes on, more time by consent, a party who asks for a higher
// level, a matter that goes up and is sent down again, and a small thing settled on the spot.
import { strict as assert } from "node:assert";
import { after, before, describe, test } from "node:test";
import { start } from "./harness.mjs";
import { filed, open, taken } from "./people.mjs";

const LANGUAGE = "zh-CN";

/** Runs in the page: puts a photo as a camera makes them, and a paper, into the field for files. */
async function putPhoto() {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2600, 1900];
  const pen = canvas.getContext("2d");
  for (let y = 0; y < canvas.height; y += 10) {
    for (let x = 0; x < canvas.width; x += 10) {
      pen.fillStyle = `rgb(${(x * 7) % 256} ${(y * 5) % 256} ${(x * y) % 256})`;
      pen.fillRect(x, y, 10, 10);
    }
  }
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 1));
  const files = new DataTransfer();
  files.items.add(new File([blob], "现场.jpg", { type: "image/jpeg" }));
  files.items.add(new File(["%PDF-1.4\n%%EOF\n"], "说明.pdf", { type: "application/pdf" }));
  const input = document.querySelector('input[type="file"][name="files"]');
  input.files = files.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  return blob.size;
}

describe("casework", () => {
  let city;
  before(async () => {
    city = await start({ matters: 200 });
  });
  after(() => city?.close());

  const party = () => city.visitor({ width: "phone", language: LANGUAGE, javaScript: "off" });
  const staff = (role, width) => city.visitor({ role, width, language: LANGUAGE });

  test("a mediator stops a limit and lets it go on, and both sides agree to more time", async () => {
    const receipt = await filed(city, LANGUAGE);
    const mediator = await taken(city, LANGUAGE, receipt);
    const { code } = receipt;
    await mediator.unfold("暂停时限");
    await mediator.page.locator("#pause_what").selectOption({ label: "鉴定" });
    await mediator.press("暂停时限");
    await mediator.reads("时限已暂停。", "时限暂停：鉴定");
    await mediator.check("casework-paused");
    await mediator.unfold("恢复时限");
    await mediator.press("恢复时限");
    await mediator.reads("时限已恢复。");
    await mediator.unfold("申请延长");
    await mediator.fill({ more_reason: "还差一份鉴定报告" });
    await mediator.press("申请延长");
    await mediator.reads("已提出延长，等待同意。");
    const resident = await party();
    await open(resident, receipt);
    await resident.reads(/现在到\d{4}年\d+月\d+日\s+都同意的话，到\d{4}年\d+月\d+日/, "还差一份鉴定报告");
    await resident.check("casework-extension");
    await resident.press("同意延长");
    await resident.reads("已记下。", "正在等其他各方答复。");
    await mediator.visit(`/desk/matters/${code}`);
    await mediator.unfold("登记当事人是否同意延长");
    await mediator.page.locator("#agree_party").selectOption({ index: 1 });
    await mediator.page.getByRole("radio", { name: "同意", exact: true }).check();
    await mediator.fill({ agree_how: "电话里说的" });
    await mediator.press("保存");
    await mediator.reads("已记下。", "时限延长到");
    await resident.leave();
    await mediator.leave();
  });

  test("a party asks for a higher level, and the matter goes up and may be sent down", async () => {
    const receipt = await filed(city, LANGUAGE);
    const resident = await party();
    await open(resident, receipt);
    await resident.unfold("要求由上一级来处理");
    await resident.fill({ rise_reason: "村里都是亲戚" });
    await resident.press("提出要求");
    await resident.reads("已记下，三个工作日内答复。");
    await resident.check("casework-rise-asked");
    const coordinator = await staff("coordinator");
    await coordinator.visit(`/desk/matters/${receipt.code}`);
    await coordinator.unfold("提到上一级");
    await coordinator.reads("村里都是亲戚");
    await coordinator.page.locator("#rise_to").selectOption({ index: 1 });
    await coordinator.fill({ rise_reason: "当事人信不过本村" });
    await coordinator.press("提到上一级");
    await coordinator.reads("已提级。");
    await coordinator.check("casework-raised");
    await resident.visit(`/track/${receipt.code}`);
    await resident.reads("当事人信不过本村");
    await resident.leave();
    await coordinator.leave();
  });

  test("photos that a mediator attaches are made smaller before they are sent, and what is no photo stays as it is", async () => {
    const receipt = await filed(city, LANGUAGE);
    const mediator = await taken(city, LANGUAGE, receipt);
    const { page } = mediator;
    await mediator.unfold("上传材料");
    await page.evaluate(putPhoto);
    // Sent at once: it waits until the photo is smaller.
    await mediator.submit('form[action$="/files"]');
    await mediator.reads("现场.jpg", "说明.pdf");
    const sent = await page.evaluate(() => [...document.querySelectorAll('#files a[href*="/files/"]')].map((link) => link.href));
    const weights = await Promise.all(sent.map(async (href) => (await (await mediator.context.request.get(href)).body()).length));
    assert.ok(Math.max(...weights) < 1_500_000, `weighs ${weights}`);
    await mediator.leave();
  });

  test("a grid worker settles a small thing on one screen", async () => {
    const worker = await staff("grid_worker", "phone");
    await worker.visit("/desk/on-the-spot");
    await worker.check("casework-on-the-spot");
    await worker.fill({ spot_what: "楼道里堆了纸箱", spot_name: "张三", spot_other: "李四", spot_agreed: "今天搬走" });
    await worker.press("记下，办结");
    await worker.reads("已记下并办结。", "调解成功");
    await worker.check("casework-on-the-spot-done");
    await worker.leave();
  });

  test("the page of a playbook draws the way of a matter", async () => {
    const operator = await staff("operator");
    await operator.visit("/playbooks/general");
    await operator.reads("一件事怎么走", "信访事项", "各方同意可以延长");
    await operator.check("casework-playbook");
    assert.ok(await operator.page.locator("#path").isVisible());
    await operator.leave();
  });
});
