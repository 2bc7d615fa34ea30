// Without a mouse, in both languages: a resident's whole report, a clerk's intake, a coordinator's triage, and a mediator's way from
// the first session over the agreement to the conclusion.
import { strict as assert } from "node:assert";
import { after, before, describe, test } from "node:test";
import { LANGUAGES, start } from "./harness.mjs";
import { KeyboardVisitor } from "./keys.mjs";
import { CODE, filed, KEY, report, WORDS } from "./people.mjs";

describe("keyboard alone", () => {
  let city;
  before(async () => {
    city = await start({ matters: 150 });
  });
  after(() => city?.close());

  const walker = (options) => city.visitor({ ...options, as: KeyboardVisitor });

  test("the first stop of a page skips to its content", async () => {
    for (const [role, path] of [[undefined, "/"], ["mediator", "/desk/mine"]]) {
      const visitor = await walker({ role });
      await visitor.visit(path);
      await visitor.page.keyboard.press("Tab");
      await visitor.page.keyboard.press("Enter");
      assert.equal(await visitor.page.evaluate(() => document.activeElement?.id), "main", `the content of ${path}`);
      await visitor.leave();
    }
  });

  test("what was typed is put back and said so, the cursor stays, and it can be thrown away", async () => {
    const clerk = await walker({ role: "clerk" });
    const { page } = clerk;
    const { story } = WORDS["zh-CN"];
    await clerk.visit("/desk/intake");
    await clerk.fill({ narrative: story });
    await clerk.visit("/desk/matters");
    await clerk.visit("/desk/intake");
    const line = page.locator('.draft-back[role="status"]');
    await line.waitFor();
    assert.match(await line.innerText(), /恢复|还原|放回/, "what was typed is put back, and said so");
    assert.equal(await page.locator('[name="narrative"]').inputValue(), story);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("name")), "narrative", "the cursor stays");
    await clerk.check("way-draft");
    await clerk.to(line.locator("button"));
    await page.keyboard.press("Enter");
    await line.waitFor({ state: "detached" });
    assert.equal(await page.locator('[name="narrative"]').inputValue(), "", "it is gone when told to");
    await clerk.leave();
  });

  for (const language of LANGUAGES) {
    const w = WORDS[language];

    test(`a resident reports, in ${language}`, async () => {
      const resident = await walker({ width: "tablet", language });
      const receipt = await report(resident, { town: city.accounts.coordinator.region, phone: "13955550000" });
      assert.match(receipt.shown, CODE);
      await resident.leave();
    });

    test(`a clerk takes a report at the window, in ${language}`, async () => {
      const clerk = await walker({ role: "clerk", language });
      await clerk.visit("/desk/intake");
      assert.equal(await clerk.page.evaluate(() => document.activeElement?.getAttribute("name")), "narrative");
      await clerk.fill({ narrative: w.story, "applicant.name": w.applicant, "applicant.phone": "13955550001", category: "neighbour.noise" });
      await clerk.page.keyboard.press("Control+Enter");
      await clerk.page.waitForURL(/\/receipt$/);
      await clerk.reads(CODE, KEY, w.applicant);
      await clerk.leave();
    });

    test(`a coordinator accepts and assigns, and a mediator settles, in ${language}`, async () => {
      const receipt = await filed(city, language, { phone: "13955550002" });
      const matter = `/desk/matters/${receipt.code}`;
      const coordinator = await walker({ role: "coordinator", language });
      await coordinator.visit("/desk/queue");
      // The report opens beside the list, and the step's answer is said there.
      await coordinator.to(coordinator.page.locator(`#row-${receipt.code} .main a`));
      await coordinator.page.keyboard.press("Enter");
      const accept = coordinator.page.locator("#pane-body").getByRole("button", { name: w.accept, exact: true });
      await accept.waitFor();
      await coordinator.to(accept);
      await coordinator.page.keyboard.press("Enter");
      await coordinator.page.locator("#toasts .toast.success").waitFor();
      await coordinator.leave();

      const mediator = await walker({ role: "mediator", language });
      const onward = async (form) => mediator.submit(`form[action$="${form}"]`);
      await mediator.visit(`${matter}/assignments`);
      await mediator.press(w.receive);
      await mediator.visit(`${matter}/assignments`);
      await mediator.press(w.take);
      await mediator.visit(matter);
      await mediator.fill({ session_on: city.day(), session_time: "19:30", session_mode: "on_site", session_place: w.place });
      await onward("/sessions");
      await mediator.fill({ record_outcome: "agreed", record_text: w.story });
      await onward("/record");
      await mediator.fill({ agreement_terms: w.short, owed_party_1: "2", owed_due_on_1: city.day(30), owed_what_1: w.short });
      await onward("/agreement");
      // One party after the other signs on paper.
      for (let side = 0; side < 2; side += 1) await onward("/agreement/signatures");
      await onward("/agreement/seal");
      await onward("/conclusion");
      const { json } = await city.server.request("GET", `/api/v1/matters/${receipt.code}`, { token: city.accounts.supervisor.api_token });
      assert.equal(json.status, "settled");
      await mediator.leave();
    });
  }
});
