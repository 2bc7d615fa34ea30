// The whole loop as its people walk it: a resident reports on a phone without JavaScript, the clerk finds it, the coordinator
// routes it, the mediator settles it, the parties sign, weeks later the mediator calls back, the resident rates, the file is closed.
import { strict as assert } from "node:assert";
import { after, before, describe, test } from "node:test";
import { LANGUAGES, start } from "./harness.mjs";

const CODE = /\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\b/;
const KEY = /\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}\b/;
/** More than any playbook asks, so that a loop in the questions ends the test. */
const STEPS_MAX = 30;

const STORIES = {
  "zh-CN": {
    narrative: "楼上住户连续两周在夜里十一点以后装修敲打，孩子没法睡觉，上门说过两次没有用。",
    name: "林知远",
    other: "楼上住户",
    place: "和顺里小区三栋",
  },
  en: {
    narrative: "For two weeks the flat above has been hammering after eleven at night; the child cannot sleep and two visits did not help.",
    name: "Lin Zhiyuan",
    other: "The flat above",
    place: "Heshun Lane, building 3",
  },
};

/** Answers the guided path one page at a time until the receipt; returns what is printed on it. */
async function report(resident, story, region) {
  await resident.visit("/");
  await resident.check("journey-01-home");
  await resident.page.locator('main a[href^="/report"]').first().click();
  const answers = { narrative: story.narrative, region, name: story.name, phone: "13900000000", place: story.place, respondent: story.other };
  for (let step = 1; step <= STEPS_MAX; step += 1) {
    await resident.check(`journey-02-report-${String(step).padStart(2, "0")}`);
    await resident.complete("main form", answers);
    const text = await resident.text();
    if (CODE.test(text) && KEY.test(text)) {
      await resident.check("journey-03-receipt");
      return { code: CODE.exec(text)[0], key: KEY.exec(text)[0] };
    }
  }
  return assert.fail(`no receipt after ${STEPS_MAX} steps`);
}

async function track(party, { code, key }) {
  await party.visit("/track");
  await party.complete("main form", { code, key });
}

describe("the whole loop", () => {
  let city;
  before(async () => {
    city = await start({ matters: 300 });
  });
  after(() => city?.close());

  for (const language of LANGUAGES) {
    test(`a report becomes a settled, rated and archived matter, in ${language}`, async () => {
      const story = STORIES[language];
      const staff = (role) => city.visitor({ role, language });
      const resident = await city.visitor({ width: "phone", language, javaScript: "off" });
      const receipt = await report(resident, story, city.accounts.clerk.region);
      const matter = `/desk/matters/${receipt.code}`;

      const clerk = await staff("clerk");
      await clerk.visit(`/desk/matters?q=${encodeURIComponent(story.narrative.slice(0, 8))}`);
      assert.ok((await clerk.text()).includes(receipt.code), "the clerk finds it by its words");
      await clerk.check("journey-04-clerk-finds");
      await clerk.leave();

      const coordinator = await staff("coordinator");
      await coordinator.visit("/desk/queue");
      assert.ok((await coordinator.text()).includes(receipt.code), "it waits in the coordinator's queue");
      await coordinator.check("journey-05-queue");
      await coordinator.visit(matter);
      await coordinator.perform("/acceptance");
      await coordinator.visit(matter);
      await coordinator.perform("/assignments");
      await coordinator.visit(matter);
      await coordinator.check("journey-06-assigned");

      let mediator = await staff("mediator");
      for (const [step, action] of ["/sessions", "/record", "/agreement"].entries()) {
        await mediator.visit(matter);
        await mediator.perform(action);
        await mediator.visit(matter);
        await mediator.check(`journey-07-mediate-${step + 1}`);
      }

      await track(resident, receipt);
      await resident.check("journey-08-agreement-to-sign");
      await resident.perform("/signatures");
      await resident.check("journey-09-signed");

      await mediator.visit(matter);
      await mediator.perform("/seal");
      await mediator.visit(matter);
      await mediator.perform("/conclusion");
      await mediator.visit(matter);
      await mediator.perform("/return-visits");
      await mediator.leave();
      await coordinator.leave();

      await city.later(20);
      mediator = await staff("mediator");
      await mediator.visit(matter);
      await mediator.perform("/report");
      await mediator.check("journey-10-return-visit");

      await track(resident, receipt);
      await resident.perform("/rating", { stars: "5" });
      await resident.check("journey-11-rated");
      await resident.leave();

      await mediator.visit(matter);
      await mediator.perform("/archive");
      await mediator.visit(matter);
      await mediator.check("journey-12-archived");
      await mediator.leave();

      const { json } = await city.server.request("GET", `/api/v1/matters/${receipt.code}`, { token: city.accounts.supervisor.api_token });
      assert.equal(json.status, "settled");
      assert.ok(json.archived_on, "the file is closed");
    });
  }
});
